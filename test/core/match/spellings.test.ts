import { describe, expect, test } from 'vitest'
import type { RequirementStatus } from '../../../src/core/need/requirement.ts'
import { requirement } from '../committed-index.ts'

/** Two requests that Graph treats as one and the same. */
const same: readonly [string, string][] = [
  ['GET /users/x', "GET /users('x')"],
  ['GET /users/x', 'GET https://graph.microsoft.com/v1.0/users/x'],
  ['GET /users/x', 'GET https://graph.microsoft.us/beta/users/x?$select=id'],
  ['GET /users/x', 'GET https://dod-graph.microsoft.us/v1.0/myorganization/users/x'],
  ['GET /users/x', 'GET https://microsoftgraph.chinacloudapi.cn/v1.0//users//x/'],
  ['GET /users/x', 'GET /USERS/X'],
  ['GET /users/x', "GET /users(userPrincipalName='adele@contoso.com')"],
  ['GET /users/x', 'GET /users/ann_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
  ['GET /users/x', 'GET /users/ann_fabrikam.com%23EXT%23@contoso.onmicrosoft.com'],
  ['GET /users/x/messages', "GET /users('o''neil@contoso.com')/messages"],
  ['GET /users/x/messages', 'HEAD /users/x/messages'],
  ['GET /users/delta', 'GET /users/delta()'],
  ['GET /users/delta', 'GET /users/microsoft.graph.delta()'],
  ['GET /users/delta', "GET /users/delta(token='latest')"],
  ["GET /applications(appId='x')", 'GET /applications/appId=x'],
  ["GET /servicePrincipals(appId='x')", 'GET /servicePrincipals(appId=x)'],
  ['GET /directoryRoles/roleTemplateId=x/members', "GET /directoryRoles(roleTemplateId='x')/members"],
  ['GET /groups/x/members', 'GET /groups/x/members/microsoft.graph.user'],
  ['GET /groups/x/members', 'GET /groups/x/members/graph.user'],
  ['GET /groups/x/members', 'GET /groups/x/members/$count'],
  ['GET /users/x/photo', 'GET /users/x/photo/$value'],
  ['GET /users/x', 'GET /users/x/id'],
  ['GET /users/x/mailFolders/y/messages', 'GET /users/x/mailFolders/inbox/messages'],
  ['GET /users/x/mailFolders/y/messages', 'GET /users/x/mailFolders/SentItems/messages'],
  ['GET /me/mailFolders/y/messages/z', 'GET /me/mailFolders/drafts/messages/z'],
  [
    'GET /users/x/contactFolders/a/childFolders/b/contacts',
    'GET /users/x/contactFolders/a/childFolders/b/childFolders/c/childFolders/d/contacts',
  ],
  ['GET /sites/x/lists', 'GET /sites/root/lists'],
  ['GET /sites/x/lists', 'GET /sites/contoso.sharepoint.com:/sites/hr:/lists'],
  ['GET /sites/x/lists', 'GET /sites/contoso.sharepoint.com:/teams/a/b:/lists'],
  ['GET /sites/x/lists', 'GET /sites/contoso.sharepoint.com,2C712604-1370-44E7-A1F5-426573FDA80A,x/lists'],
  ['GET /drives/x/items/y/children', 'GET /drives/x/root/children'],
  ['GET /drives/x/items/y/children', 'GET /users/z/drives/x/items/y/children'],
  ['GET /drives/x/items/y/content', 'GET /drives/x/root:/a/b%20c.docx:/content'],
  ['DELETE /drives/x/items/y', 'DELETE /drives/x/root:/a/b.docx'],
  ['PATCH /drives/x/items/y', 'PATCH /drives/x/root:/a.txt'],
  ['GET /users/x/drive/root:/a:/content', 'GET /users/x/drive/root:/a/b/c (final).docx:/content'],
  ['GET /chats/x/messages', 'GET /chats/19:2da4c29f6d7041eca70b638b43d45437@thread.v2/messages'],
  ['GET /chats/x/messages', 'GET /chats/19%3A2da4c29f6d7041eca70b638b43d45437%40thread.v2/messages'],
  ['GET /users/x/messages/y', 'GET /users/x/messages/AAMkADhMGAAA='],
  [
    "GET /reports/getOffice365ActiveUserDetail(period='D7')",
    "GET /reports/microsoft.graph.getOffice365ActiveUserDetail(period='D30')",
  ],
  [
    "GET /print/reports/getUserArchivedPrintJobs(userId='x',startDateTime=1,endDateTime=2)",
    "GET /print/reports/getUserArchivedPrintJobs(endDateTime=2, userId='y', startDateTime=1)",
  ],
  ["GET /drives/x/root/search(q='a')", "GET /drives/x/root/search(q='a/b?(c), it''s')"],
]

/** Two requests that look alike and are not: other permissions, or another template. */
const different: readonly [string, string][] = [
  ['GET /users/x', 'PATCH /users/x'],
  ['GET /users', 'GET /users/x'],
  ['GET /users/x/messages', 'GET /users/x/messages/y'],
  ['GET /users/x/messages', 'GET /me/messages'],
  ['GET /users/delta', 'GET /users/deltas'],
  ['GET /sites/root', 'GET /sites/x/lists'],
  ['GET /users/x/photo', 'GET /users/x/photos'],
  ['GET /groups/x/members', 'GET /groups/x/owners'],
  ['GET /applications/x', "GET /applications(appId='x')/owners"],
  ['GET /users/x/chats/y', 'GET /users/x/chats/getAllMessages'],
  ['GET /users/x/manager', 'DELETE /users/x/manager/$ref'],
  ['GET /me/drive/root', 'GET /me/drive/root:/a/b'],
  ['GET /teams/x/channels/y/messages', 'GET /teams/x/channels/getAllMessages'],
]

const statuses: readonly [string, RequirementStatus][] = [
  ['GET /$metadata', 'open'],
  ['GET https://graph.microsoft.com/v1.0/$metadata', 'open'],
  ['POST /$batch', 'envelope'],
  ['POST https://graph.microsoft.com/beta/$batch', 'envelope'],
  ['GET https://graph.microsoft.com.evil.example/v1.0/users', 'not-graph'],
  ['GET https://graph.windows.net/users', 'not-graph'],
  ['GET http://graph.microsoft.com/v1.0/users', 'not-graph'],
  ['POST /groups/x/members/$ref', 'known'],
  ['POST /devices/x/memberOf', 'unknown-method'],
  ['PUT /users', 'unknown-method'],
  ['DELETE /auditLogs/signIns', 'unknown-method'],
  ['GET /users/x/extensions/com.contoso.y', 'known'],
  ['GET /directory/deletedItems/microsoft.graph.user', 'known'],
  ['GET /users/x/gadgets/com.contoso.y', 'unknown-path'],
  ['GET /usrs', 'unknown-path'],
  ['GET /', 'unknown-path'],
  ["GET /reports/getOffice365ActiveUserDetail(foo='D7')", 'unknown-path'],
  ['GET /groups/$foo', 'unknown-path'],
]

function answerOf(line: string) {
  const { status, schemes, signedInUser } = requirement(line)
  return { status, schemes, signedInUser }
}

describe('the same answer', () => {
  test.each(same)('%s = %s', (a, b) => {
    expect(answerOf(a).status).toBe('known')
    expect(answerOf(b)).toEqual(answerOf(a))
  })
})

describe('another answer', () => {
  test.each(different)('%s, not %s', (a, b) => {
    const of = (line: string) => ({ ...answerOf(line), template: requirement(line).template })
    expect(of(b)).not.toEqual(of(a))
  })
})

describe('the status', () => {
  test.each(statuses)('%s: %s', (line, status) => {
    expect(requirement(line).status).toBe(status)
  })
})

test('there are enough of them', () => {
  expect(same.length + different.length + statuses.length).toBeGreaterThanOrEqual(60)
})
