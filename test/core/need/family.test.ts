import { expect, test } from 'vitest'
import { familyOf, subjectOfPath, subjectsOfPath } from '../../../src/core/need/family.ts'

test.each([
  ['User.Read.All', 'user'],
  ['Mail-Advanced.ReadWrite', 'mail'],
  ['User-Phone.ReadWrite.All', 'user'],
  ['Policy.Read.All', 'policy'],
  ['Sites.Selected', 'site'],
  ['Directory.Read.All', 'directory'],
  ['Access.Read', 'access'],
  ['', ''],
])('the family of %s is %s', (permission, family) => {
  expect(familyOf(permission)).toBe(family)
})

test.each([
  ['/users/{id}/messages', 'message', 'user'],
  ['/policies', 'policy'],
  ['/users/{id}/mailboxes', 'mailbox', 'user'],
  ['/branches', 'branch'],
  ['/classes/{id}', 'class'],
  ['/access', 'access'],
  ['/users/$count', 'user'],
  ['/users/{id}/microsoft.graph.devices', 'device', 'user'],
  ['/applications(appid={value})/owners', 'owner', 'application'],
  ['/drives/{id}/root:/{id}:/content', 'content', 'root', 'drive'],
  ['/{id}'],
])('what %s is about', (template, ...subjects) => {
  expect(subjectsOfPath(template)).toEqual(subjects)
  expect(subjectOfPath(template)).toBe(subjects[0] ?? '')
})
