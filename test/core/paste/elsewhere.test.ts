import { describe, expect, test } from 'vitest'
import { describes, neighbourRefusals } from '../../../src/core/knowledge/neighbour-refusals.ts'
import { neighbourByKey } from '../../../src/core/knowledge/neighbours.ts'
import { readPaste } from '../../../src/core/paste/read.ts'

const told = (words: string): string => words.replaceAll(' … ', ' x ').replaceAll('#', '4')
const known = (text: string): (string | null)[] =>
  readPaste(text).refusals.map(refusal => ('known' in refusal ? refusal.known : String(refusal.codes[0])))

describe('every row is reached', () => {
  const signs = neighbourRefusals().flatMap(({ key, signs }) =>
    signs.map(({ words }) => [key, words] as const),
  )

  test.each(signs)('%s by %j', (key, words) => {
    expect(known(`ERROR something failed: ${told(words)} (see the log)`)).toEqual([key])
  })

  const others = neighbourRefusals()
    .filter(row => !row.isOfWay && (row.codes.length + row.texts.length > 0 || row.status !== undefined))
    .map(row => [row.key, row] as const)

  test.each(others)('%s by its service', (key, row) => {
    const host = neighbourByKey(row.who)?.hosts[0]?.value.replace('*', 'contoso') ?? 'none'
    const [code, text] = [row.codes[0]?.words ?? 'Some', row.texts[0]?.words ?? 'Refused.']
    const answer = `GET https://${host}/v1${row.at ?? '/'}things\nHTTP/1.1 ${row.status ?? 403} Refused\n`
    const body =
      row.codes.length + row.texts.length === 0
        ? ''
        : JSON.stringify({ error: { code, message: told(text) } })
    expect(known(answer + body)).toEqual([key])
  })

  const onTheWay = neighbourRefusals()
    .filter(({ isOfWay }) => isOfWay)
    .flatMap(({ key, texts }) => texts.map(({ words }) => [key, words] as const))

  test.each(onTheWay)('%s by %j on the way to Graph, and nowhere else', (key, words) => {
    const fails = told(words).replace(/\.$/, '.0.1:8080')
    expect(known(`ClientSecretCredential authentication failed, reason ${fails}`)).toEqual([key])
    expect(
      known(`POST https://login.sovcloud-identity.fr/t/oauth2/v2.0/token failed, reason ${fails}`),
    ).toEqual([key])
    expect(known(`Postgres: ${fails}\n${'and so on, '.repeat(60)}\nClientSecretCredential`)).toEqual([])
  })

  test('and a row of no words is none', () => {
    const nothing = { text: '', status: null, url: '' }
    expect(neighbourRefusals().filter(row => describes(row, nothing) !== null)).toEqual([])
  })
})

/** What people paste, of one failure each. */
const failures: readonly (readonly [
  known: string,
  request: string,
  status: number,
  code: string,
  message: string,
])[] = [
  [
    'power-bi-admin',
    'GET https://api.powerbi.com/v1.0/myorg/admin/groups?$top=5',
    403,
    'PowerBINotAuthorizedException',
    'Caller may not.',
  ],
  [
    'dataverse-member',
    'GET https://contoso.crm4.dynamics.com/api/data/v9.2/accounts',
    403,
    '0x80072560',
    'The user is not a member of the organization.',
  ],
  [
    'o365-permission',
    'GET https://manage.office.com/api/v1.0/t/activity/feed/subscriptions/list',
    401,
    'AF10001',
    'The permission set () sent in the request does not include the expected permission.',
  ],
  [
    'key-vault-audience',
    'GET https://kv.vault.azure.net/secrets/a?api-version=7.4',
    401,
    'Unauthorized',
    'AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://graph.microsoft.com.',
  ],
  [
    'key-vault-rbac',
    'GET https://kv.vault.azure.net/secrets/a?api-version=7.4',
    403,
    'Forbidden',
    'Caller is not authorized to perform action on resource.',
  ],
  [
    'arm-authorization',
    'GET https://management.azure.com/subscriptions/s/resourceGroups',
    403,
    'AuthorizationFailed',
    "The client 'x' with object id 'x' does not have authorization to perform action 'a/read' over scope '/s'.",
  ],
  [
    'storage-permission',
    'GET https://acct.blob.core.windows.net/c?restype=container',
    403,
    'AuthorizationPermissionMismatch',
    'This request is not authorized to perform this operation using this permission.',
  ],
  [
    'devops-not-user',
    'GET https://dev.azure.com/contoso/_apis/projects',
    401,
    'UnauthorizedRequestException',
    "TF400813: The user '' is not authorized to access this resource.",
  ],
  [
    'defender-roles',
    'GET https://api.securitycenter.microsoft.com/api/machines',
    403,
    'Forbidden',
    'Missing application roles. API required roles: Machine.Read.All, application roles: .',
  ],
  [
    'arm-tenant',
    'GET https://management.azure.com/subscriptions/s',
    401,
    'InvalidAuthenticationTokenTenant',
    'The access token is from the wrong issuer.',
  ],
]

/** The forms in which the same answer comes out of programs. */
const forms: Readonly<
  Record<string, (request: string, status: number, code: string, message: string) => string>
> = {
  'request, status, body': (request, status, code, message) =>
    `${request}\nHTTP/1.1 ${status} Refused\n${JSON.stringify({ error: { code, message } })}`,
  'body before the request': (request, status, code, message) =>
    `${JSON.stringify({ error: { code, message } }, null, 2)}\n${status}\n${request}`,
  'curl -v': (request, status, code, message) => {
    const { host, pathname, search } = new URL(request.split(' ')[1]!)
    return `* Connected to ${host} (20.1.2.3) port 443\n> GET ${pathname}${search} HTTP/1.1\n> Host: ${host}\n> Accept: */*\n>\n< HTTP/1.1 ${status} Refused\n< Content-Type: application/json\n<\n${JSON.stringify({ error: { code, message } })}`
  },
  'a log prefix before each line': (request, status, code, message) =>
    `2026-03-01T10:00:00Z WARN [worker-1] ${request}\n2026-03-01T10:00:01Z ERROR [worker-1] status=${status} body={"error":{"code":"${code}","message":"${message}"}}`,
  'escaped JSON in a log line': (request, status, code, message) =>
    `{"level":"error","url":"${request.split(' ')[1]}","status":${status},"body":${JSON.stringify(JSON.stringify({ error: { code, message } }))}}`,
  'a dictionary of Python': (request, status, code, message) =>
    `requests.exceptions.HTTPError: ${status} Client Error: Refused for url: ${request.split(' ')[1]}\n{'error': {'code': '${code}', 'message': "${message}"}}`,
  'an exception': (request, status, code, message) =>
    `Unhandled exception. System.Net.Http.HttpRequestException: ${message}\nStatus: ${status} (Refused)\nErrorCode: ${code}\nRequest URI: ${request.split(' ')[1]}\n   at Contoso.Program.Main() in Program.cs:line 12`,
  'an error of axios': (request, status, code, message) =>
    `AxiosError: Request failed with status code ${status}\n    at settle (settle.js:19:12)\n  config: { method: 'get', url: '${request.split(' ')[1]}' },\n  response: { status: ${status}, data: { error: { code: '${code}', message: "${message}" } } }`,
  'an error of Go': (request, status, code, message) =>
    `Get "${request.split(' ')[1]}": unexpected status ${status} with error: ${code}: ${message}`,
  'a mail that quotes it': (request, status, code, message) =>
    `> ${request}\n> HTTP/1.1 ${status} Refused\n> {"error":{"code":"${code}","message":"${message}"}}`,
  'ids masked': (request, status, code, message) =>
    `${request.replace(/contoso|kv\b|acct/, '****')}\nHTTP/1.1 ${status} Refused\n{"error":{"code":"${code}","message":"${message.replace("'x'", "'***'")}"}}`,
}

describe.each(Object.entries(forms))('%s', (_, form) => {
  test.each(failures)('tells %s', (row, request, status, code, message) => {
    const read = readPaste(form(request, status, code, message)).refusals
    expect(read.map(refusal => ('known' in refusal ? refusal.known : refusal.codes))).toEqual([row])
    expect(read[0]).toMatchObject({ service: 'neighbour', status })
  })
})

const body = (code: string, message: string): string =>
  `{"error":{"code":"${code}","message":"${message}","innerError":{"request-id":"8c1d0a6e-0000-4000-8000-000000000001","client-request-id":"8c1d0a6e-0000-4000-8000-000000000002"}}}`

describe("it stays Graph's", () => {
  test.each([
    [
      'a query that names SharePoint',
      `GET https://graph.microsoft.com/v1.0/sites?search=https://contoso.sharepoint.com/sites/a\nHTTP/1.1 403 Forbidden\n${body('accessDenied', 'Access denied')}`,
    ],
    [
      'a message that names SharePoint',
      `HTTP/1.1 403 Forbidden\n${body('accessDenied', 'Access to https://contoso.sharepoint.com/sites/a is denied')}`,
    ],
    [
      'a resource in a query',
      `GET https://graph.microsoft.com/v1.0/users?resource=https://vault.azure.net\nHTTP/1.1 403 Forbidden\n${body('Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')}`,
    ],
    [
      'Exchange behind Graph',
      `401 Client Error: Unauthorized for url: https://graph.microsoft.com/v1.0/users/a@contoso.com/messages\nx-ms-diagnostics: 2000008;reason="The token contains no permissions, or permissions can not be understood."\n${body('ErrorAccessDenied', 'Access is denied. Check credentials and try again.')}`,
    ],
    [
      'IDX in the words of its front door',
      `HTTP/1.1 401 Unauthorized\n${body('InvalidAuthenticationToken', 'IDX14100: JWT is not well formed, there are no dots (.).')}`,
    ],
    [
      'Defender behind Graph',
      body(
        'Forbidden',
        'Missing application roles. API required roles: SecurityAlert.Read.All, application roles: User.Read.All.',
      ),
    ],
  ])('%s', (_, text) => {
    expect(new Set(readPaste(text).refusals.map(({ service }) => service))).toEqual(new Set(['graph']))
  })

  test("in an answer beside another service's, each by its own request", () => {
    const text = `GET https://graph.microsoft.com/v1.0/users\nHTTP/1.1 403 Forbidden\n${body('Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')}\n\nGET https://kv.vault.azure.net/secrets/a\nHTTP/1.1 403 Forbidden\n{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"},"message":"Caller is not authorized to perform action on resource."}}`
    expect(known(text)).toEqual(['directory-permission', 'key-vault-rbac'])
  })
})

describe('whose it is', () => {
  test("is the host's, where the answer says nothing of its own", () => {
    expect(
      readPaste('GET https://api.flow.microsoft.com/x\nHTTP/1.1 403 Forbidden\n').refusals,
    ).toMatchObject([{ service: 'neighbour', who: 'power-automate', known: null, status: 403 }])
    expect(readPaste('GET https://api.flow.microsoft.com/x\nHTTP/1.1 200 OK\n').refusals).toEqual([])
  })

  test('is told by headers alone', () => {
    expect(
      readPaste('HTTP/1.1 401 Unauthorized\nSPRequestGuid: 1\nWWW-Authenticate: Bearer realm="x"\n').refusals,
    ).toMatchObject([{ who: 'sharepoint', known: 'sharepoint-401' }])
    expect(
      known(
        'HTTP/1.1 400 Bad Request\nServer: IMDS/150.870.65.512\n\n{"error":"invalid_request","error_description":"Identity not found"}',
      ),
    ).toEqual(['imds-not-assigned'])
  })

  test("is Entra ID's where a number of its stands, except what a job failed at before", () => {
    const chain =
      'DefaultAzureCredential failed to retrieve a token from the included credentials. AADSTS7000215: Invalid client secret provided.'
    expect(known(chain)).toEqual(['7000215'])
    const job =
      'Error: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable\nError: : AADSTS50027: JWT token is invalid or malformed.'
    expect(known(job)).toEqual(['github-id-token', '50027'])
  })

  test('is the deciding line of a chain', () => {
    expect(
      known(
        'DefaultAzureCredential failed to acquire a token. EnvironmentCredential authentication unavailable. Environment variables are not fully configured. ManagedIdentityCredential: No response from the IMDS endpoint.',
      ),
    ).toEqual(['no-managed-identity'])
  })
})

describe('in forms of their own', () => {
  test.each([
    [
      'key-vault-policy',
      'Azure.RequestFailedException: The user, group or application \'appid=x;oid=y\' does not have secrets get permission on key vault \'kv\'.\nStatus: 403 (Forbidden)\nErrorCode: Forbidden\n\nContent:\n{"error":{"code":"Forbidden","message":"The user, group or application does not have secrets get permission on key vault \'kv\'.","innererror":{"code":"ForbiddenByPolicy"}}}',
    ],
    [
      'storage-permission',
      '<?xml version="1.0"?><Error><Code>AuthorizationPermissionMismatch</Code><Message>This request is not authorized to perform this operation using this permission.</Message></Error>',
    ],
    ['idx-audience', "Exception: IDX***: Audience validation failed. Audiences: 'api://x'. Did not match"],
    [
      'exchange-401',
      'HttpErrorException: The remote server returned an error: (401)Unauthorized\nhttps://outlook.office365.com/EWS/Exchange.asmx',
    ],
    [
      'no-managed-identity',
      'CredentialUnavailableError: Message Network unreachable. connect ENETUNREACH 169.254.169.254:80',
    ],
    [
      'network-name',
      'FetchError: request to https://login.microsoftonline.com/x failed, reason: getaddrinfo ENOTFOUND login.microsoftonline.com',
    ],
    [
      'network-certificate',
      "requests.exceptions.SSLError: HTTPSConnectionPool(host='graph.microsoft.com', port=443): Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))",
    ],
  ])('%s', (key, text) => {
    expect(known(text)).toEqual([key])
  })

  test('but a failure of anybody else is none', () => {
    for (const text of [
      'Error: connect ECONNREFUSED 127.0.0.1:5432',
      'GET https://www.googleapis.com/x\n403 {"error":{"code":403,"message":"The caller does not have permission"}}',
      'getaddrinfo ENOTFOUND db.contoso.example',
    ])
      expect(readPaste(text).refusals).toEqual([])
  })
})
