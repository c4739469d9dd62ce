import { describe, expect, test } from 'vitest'
import { sharedForm, whoseOf } from '../../../src/core/judge/whose.ts'
import { readPayload } from '../../../src/core/token/payload.ts'

const ada = readPayload({
  oid: '1c0b2e9f-7d64-4a93-9a0e-b1d2c3e4f5a6',
  upn: 'Ada@contoso.example',
  name: 'Ada',
})
const guest = readPayload({ oid: ada.oid, unique_name: 'bob_fabrikam.com#EXT#@contoso.example' })

describe('whose a path is', () => {
  test.each([
    ['/me/messages', 'own'],
    ['/ME', 'own'],
    ['/users/ada@contoso.example/messages', 'own'],
    ['/users/ADA%40contoso.example/drive', 'own'],
    ["/users('ada@contoso.example')/events", 'own'],
    ['/users/1C0B2E9F-7d64-4a93-9a0e-b1d2c3e4f5a6', 'own'],
    ['/users/grace@contoso.example/messages', 'another'],
    ["/users('grace@contoso.example')/messages", 'another'],
    ['/users/2c0b2e9f-7d64-4a93-9a0e-b1d2c3e4f5a6/drive', 'another'],
    ['/users/bob_fabrikam.com%23EXT%23@contoso.example/messages', 'another'],
    ['/users/{id}/messages', 'unknown'],
    ['/users/delta', 'unknown'],
    ['/users', null],
    ['/groups/1/events', null],
    ['/usersx/1', null],
    ["/groups('ada@contoso.example')/events", null],
    ['/users()/messages', null],
    ["/users/getByIds(ids='1')", null],
    ['/', null],
  ])('%s: %s', (path, whose) => {
    expect(whoseOf(path, ada)).toBe(whose)
  })

  test("a guest's own name is known by its #EXT#", () => {
    expect(whoseOf('/users/bob_fabrikam.com%23EXT%23@contoso.example', guest)).toBe('own')
    expect(whoseOf('/users/bob@fabrikam.com', guest)).toBe('another')
  })

  test.each(['upn', 'preferred_username', 'unique_name', 'email'])('a user is known by %s', claim => {
    const known = readPayload({ upn: 'guest@fabrikam.example', [claim]: 'ada@contoso.example' })
    expect(whoseOf('/users/ada@contoso.example', known)).toBe('own')
    expect(whoseOf('/users/grace@contoso.example', known)).toBe('another')
  })

  test('a phone number is no sign-in name', () => {
    expect(whoseOf('/users/ada@contoso.example', readPayload({ preferred_username: '+49 30 1234' }))).toBe(
      'unknown',
    )
  })

  test('a token without names tells nothing of names', () => {
    const bare = readPayload({ oid: ada.oid })
    expect(whoseOf('/users/ada@contoso.example', bare)).toBe('unknown')
    expect(whoseOf(`/users/${ada.oid}`, bare)).toBe('own')
    expect(whoseOf(`/users/${ada.oid}`, readPayload({}))).toBe('unknown')
  })
})

test.each([
  ['Mail.Read', 'Mail.Read.Shared'],
  ['Mail.Send', 'Mail.Send.Shared'],
  ['Calendars.ReadWrite', 'Calendars.ReadWrite.Shared'],
  ['Mail.Read.Shared', null],
  ['Calendars.Read.All', 'Calendars.Read.Shared'],
  ['User-Mail.ReadWrite.All', null],
  ['Files.Read.All', null],
  ['MailboxSettings.Read', null],
  ['User.Read.All', null],
])('what others share: %s gives %s', (permission, form) => {
  expect(sharedForm(permission)).toBe(form)
})
