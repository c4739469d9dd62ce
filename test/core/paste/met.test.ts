/** Forms of failures that people meet, and near ones that are something else. */
import { describe, expect, test } from 'vitest'
import { explainText, type Report } from '../../../src/index.ts'
import { index } from '../committed-index.ts'

const gist = (text: string): unknown[] =>
  (explainText(index, text).refusals ?? []).map(refusal => [refusal.by, refusal.status, refusal.id])
const asked = (text: string): (string | undefined)[] =>
  explainText(index, text).operations.map(({ method, path }) => `${method} ${path}`)
const notChecked = ({ notChecked }: Report): string[] =>
  notChecked.filter(({ id }) => id === 'refusals').flatMap(({ missing }) => [...missing])

const graph = 'Microsoft Graph'
const denied = 'Insufficient privileges to complete the operation.'

describe('an exception tells what was asked for by the class that built the request', () => {
  test.each([
    [
      'C#',
      `Microsoft.Graph.Models.ODataErrors.ODataError: ${denied}\n   at Microsoft.Graph.Users.Item.MailFolders.MailFoldersRequestBuilder.GetAsync(Action)`,
      'GET /users/{id}/mailFolders',
    ],
    [
      'Java',
      `com.microsoft.graph.models.odataerrors.ODataError: ${denied}\n\tat com.microsoft.graph.groups.GroupsRequestBuilder.post(GroupsRequestBuilder.java:110)`,
      'POST /groups',
    ],
    [
      'Python',
      `  File "/opt/msgraph/generated/users/item/calendar_view/calendar_view_request_builder.py", line 73, in get\nODataError: ${denied}`,
      'GET /users/{id}/calendarView',
    ],
    [
      'PHP',
      `Microsoft\\Graph\\Generated\\Models\\ODataErrors\\ODataError: ${denied}\n#1 Microsoft\\Graph\\Generated\\Users\\UsersRequestBuilder->get()`,
      'GET /users',
    ],
    [
      'a chain of calls',
      `var m = await graphClient.Users["ada@contoso.example"].MailFolders.Inbox.Messages.Request().GetAsync();\nServiceException: Code: Authorization_RequestDenied\nMessage: ${denied}`,
      'GET /users/{id}/mailFolders/{id}/messages',
    ],
    [
      'a chain over several lines, whose end tells the method',
      `graphClient.Me.Messages\n                .Request()\n                .AddAsync(message);\nServiceException: ${denied}`,
      'POST /me/messages',
    ],
    [
      'a chain that selects before it sends',
      `graphClient.Users.Request()\n  .Select("displayName")\n  .Top(5)\n  .GetAsync();\nServiceException: ${denied}`,
      'GET /users',
    ],
    [
      'an older chain of Java',
      `graphClient.users("ada@contoso.example").messages().buildRequest().get();\nGraphServiceException: ${denied}`,
      'GET /users/{id}/messages',
    ],
    [
      'an action of an older chain',
      `graphClient.Me.SendMail(message, true).Request().PostAsync();\nServiceException: ${denied}`,
      'POST /me/sendMail',
    ],
    [
      'the JavaScript SDK',
      `client.api('/users/ada@contoso.example/events').post(event)\nGraphError: ${denied}\n  statusCode: 403`,
      'POST /users/ada@contoso.example/events',
    ],
    [
      'a path with its version',
      'The call to msgraph with path /v1.0/organization failed with status 403',
      'GET /organization',
    ],
  ])('%s', (_, text, operation) => {
    const [refusal] = explainText(index, text).refusals ?? []
    expect(refusal?.service).toBe('graph')
    expect(asked(text).map(name => name?.toLowerCase())).toEqual([operation.toLowerCase()])
  })

  test.each([
    ['a class that the tables know nothing of', 'Microsoft.Graph.Nothing.NothingRequestBuilder.GetAsync()'],
    ['a chain without its end', 'graphClient.Users["a"].Messages'],
    ['a chain that nothing sends', 'graphClient.Me\n\nThe rest of the letter.'],
    ['a path of another service', 'Power BI: /v1.0/myorg/groups failed with status 403'],
  ])('and nothing by %s', (_, told) => {
    const operations = explainText(index, `ODataError: ${denied}\n${told}`).operations
    expect(operations.filter(({ status }) => status === 'known')).toEqual([])
  })

  test('an address outweighs it', () => {
    const text = `GET https://graph.microsoft.com/v1.0/groups -> 403\n at Microsoft.Graph.Users.UsersRequestBuilder.GetAsync()`
    expect(asked(text)).toEqual(['GET /groups'])
  })
})

describe('a masked code is told by its sentence', () => {
  test.each([
    ['AADSTS*******: Invalid client secret provided. Ensure that it is right.', 'aadsts/7000215'],
    ['AADSTSXXXXX: Tenant contoso.example not found. Check the id.', 'aadsts/90002'],
    [
      "AADSTS7002**: No matching federated identity record found for presented assertion subject 'repo:a/b'.",
      'aadsts/700213',
    ],
    ['AADSTS[masked]: Access has been blocked by Conditional Access policies.', 'aadsts/53003'],
  ])('%s', (text, id) => {
    expect(gist(text)).toEqual([['Microsoft Entra ID', null, id]])
    const [refusal] = explainText(index, text).refusals ?? []
    expect(refusal?.evidence[0]).toMatchObject({ name: 'code', source: 'inferred' })
  })

  test.each(['AADSTS*****: Something that nobody wrote down.', 'AADSTS error in the log', 'AADSTSX'])(
    'and %s is none',
    text => {
      expect(gist(text)).toEqual([])
    },
  )
})

describe('what a tool writes around a refusal', () => {
  test.each([
    [
      'a box of Terraform, wrapped',
      '╷\n│ Error: Creating group "a"\n│ \n│   with azuread_group.a,\n│ \n│ GroupsClient.BaseClient.Post(): unexpected status 403 with OData error:\n│ Authorization_RequestDenied: Insufficient privileges to complete the\n│ operation.\n╵',
      [[graph, 403, 'graph/directory-permission']],
    ],
    [
      'an older Python',
      "{u'error': {u'message': u'Access denied', u'code': u'accessDenied'}} graph.microsoft.com",
      [[graph, null, 'graph/sharepoint-denied']],
    ],
    [
      'a code in brackets',
      `Get-MgUser: [Request_ResourceNotFound] : Resource 'a' does not exist or one of its queried reference-property objects are not present.`,
      [[graph, null, 'graph/object-not-found']],
    ],
    [
      'a trace of Graph PowerShell',
      'HTTP Method:\nGET\n\nAbsolute Uri:\nhttps://graph.microsoft.com/v1.0/users\n\nStatus Code:\nForbidden\n\nBody:\n{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}',
      [[graph, 403, 'graph/directory-permission']],
    ],
    [
      'PowerShell in German',
      'Der Remoteserver hat einen Fehler zurückgegeben: (403) Unzulässig.\nInvoke-RestMethod -Uri https://graph.microsoft.com/v1.0/users',
      [[graph, 403, null]],
    ],
    [
      'escapes that were left over',
      '"code": "Forbidden", "message": "Missing role permissions on the request. API requires one of \\u0027Chat.Read.All\\u0027. Roles on the request \\u0027User.Read.All\\u0027."',
      [[graph, null, 'graph/teams-permission']],
    ],
    [
      'rows of a table',
      '"t",GET,403,https://graph.microsoft.com/v1.0/users?$top=5,app\n"t",GET,403,https://graph.microsoft.com/v1.0/groups?$top=5,app',
      [
        [graph, 403, null],
        [graph, 403, null],
      ],
    ],
    [
      'Graph Explorer',
      'https://developer.microsoft.com/en-us/graph/graph-explorer?request=users&method=GET&version=v1.0\nForbidden - 403 - 120ms',
      [[graph, 403, null]],
    ],
    [
      'a status between the address and the body',
      'GET https://graph.microsoft.com/v1.0/planner/plans/a 403 {"error":{"code":"","message":"You do not have the required permissions to access this item."}}',
      [[graph, 403, 'graph/planner-item']],
    ],
    [
      'a code and its sentence',
      'ErrorSendAsDenied: no right to send',
      [[graph, null, 'graph/send-as-denied']],
    ],
    [
      'words of an app alone',
      '{"error":{"code":"BadRequest","message":"This API is not supported in application context"}}',
      [[graph, null, 'graph/application-context']],
    ],
    [
      'the same under a code that says less',
      '{"error":{"code":"notAllowed","message":"Operation not supported for app-only context"}}',
      [[graph, null, 'graph/application-context']],
    ],
    [
      'that code alone',
      '{"error":{"code":"notAllowed","message":"The action is not allowed on this item."}}',
      [[graph, null, 'graph/not-allowed']],
    ],
    [
      'what the security API says',
      'Auth token does not contain valid permissions or user does not have valid roles.',
      [[graph, null, 'graph/security-permission']],
    ],
    [
      'the token endpoint, and none of its words',
      'HTTPError: 401 Client Error: Unauthorized for url: https://login.microsoftonline.com/common/oauth2/token',
      [['Microsoft Entra ID', 401, null]],
    ],
    [
      'the retired Graph',
      'Server returned HTTP response code: 403 for URL: https://graph.windows.net/contoso.example/users?api-version=1.6',
      [['Azure AD Graph, which is retired', 403, 'neighbour/azure-ad-graph-forbidden']],
    ],
    [
      'SharePoint in C#',
      'ServerUnauthorizedAccessException: Access is denied. (Exception from HRESULT: 0x80070005 (E_ACCESSDENIED))',
      [['SharePoint Online', null, 'neighbour/sharepoint-denied']],
    ],
  ])('%s', (_, text, expected) => {
    expect(gist(text)).toEqual(expected)
  })

  test.each([
    ['Invoke-WebRequest : The remote server returned an error: (403) Forbidden.', 403],
    ['Connection returned HTTP code: 403 with message: Forbidden', 403],
  ])('a status without its owner is no refusal of Graph: %s', (text, status) => {
    const report = explainText(index, text)
    expect(report.refusals).toEqual([])
    expect(report.operations).toEqual([])
    expect(notChecked(report)).toEqual([`the text tells a ${status}, and not whose it is`])
  })

  test.each(['[12:00] : done', 'DEBUG: [Authentication]: - Scopes: []. graph.microsoft.com', 'all is well'])(
    'and %s tells nothing',
    text => {
      expect(gist(text)).toEqual([])
      expect(notChecked(explainText(index, text))).toEqual([])
    },
  )
})
