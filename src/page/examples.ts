/** Something to try: its name, how it looks, and the text itself. */
export interface Example {
  readonly title: string
  readonly hint: string
  /** @param now seconds since 1970: a token is of a few minutes ago */
  readonly text: (now: number) => string
}

const tenant = '0c5b8f17-7d64-4a93-9a0e-b1d2c3e4f5a6'

/** What every token of the examples says. Make-believe: nobody signed them. */
function claims(now: number): Record<string, unknown> {
  return {
    aud: 'https://graph.microsoft.com',
    iss: `https://sts.windows.net/${tenant}/`,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    app_displayname: 'reports-daemon',
    appid: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
    tid: tenant,
    ver: '1.0',
  }
}

const appOnly = { idtyp: 'app', oid: 'aa11bb22-cc33-4d44-8e55-ff6677889900' }
const signedIn = {
  ...{ idtyp: 'user', oid: 'bb22cc33-dd44-4e55-8f66-006677889911', scp: 'User.Read Mail.Read' },
  ...{ upn: 'adele.vance@contoso.example', name: 'Adele Vance' },
}

function token(members: Record<string, unknown>): string {
  const part = (value: object): string =>
    btoa(JSON.stringify(value)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
  return `${part({ typ: 'JWT', alg: 'RS256', kid: 'example' })}.${part(members)}.${'A'.repeat(342)}`
}

const denied =
  '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}'

export const examples: readonly Example[] = [
  {
    title: 'curl -v, with a token in it',
    hint: '> authorization: Bearer eyJ0eXAi…  < HTTP/2 403',
    text: now =>
      [
        '> GET /v1.0/users HTTP/2',
        '> Host: graph.microsoft.com',
        `> authorization: Bearer ${token({ ...claims(now), ...appOnly })}`,
        '< HTTP/2 403',
        '< request-id: 1193de88-e703-496d-b35d-4602de404fa9',
        denied,
      ].join('\n'),
  },
  {
    title: 'An error of Entra ID',
    hint: 'AADSTS7000215: Invalid client secret provided.',
    text: () =>
      'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app.',
  },
  { title: 'A 403 of Graph', hint: '{"error":{"code":"Authorization_RequestDe…', text: () => denied },
  {
    title: 'A token without roles',
    hint: '"idtyp":"app", no roles',
    text: now => token({ ...claims(now), ...appOnly }),
  },
  {
    title: 'A delegated token',
    hint: '"scp":"User.Read Mail.Read"',
    text: now => token({ ...claims(now), ...signedIn }),
  },
  {
    title: 'A HAR of the browser',
    hint: '3 requests, 1 of them refused',
    text: now => archive(token({ ...claims(now), ...appOnly, roles: ['User.Read.All'] })),
  },
  {
    title: 'An exception of an SDK',
    hint: 'ODataError: Insufficient privileges to …',
    text: () =>
      'Microsoft.Graph.Models.ODataErrors.ODataError: Insufficient privileges to complete the operation.\n   at Microsoft.Kiota.Http.HttpClientLibrary.HttpClientRequestAdapter.ThrowIfFailedResponse(HttpResponseMessage response)',
  },
  { title: 'A request', hint: 'GET /users/{id}/messages', text: () => 'GET /users/{id}/messages' },
  {
    title: 'Something else',
    hint: 'The daemon says Forbidden again.',
    text: () => 'The daemon says Forbidden again, same as last week.',
  },
]

function archive(bearer: string): string {
  const exchange = (path: string, status: number, text: string): object => ({
    request: {
      method: 'GET',
      url: `https://graph.microsoft.com/v1.0${path}`,
      headers: [{ name: 'Authorization', value: `Bearer ${bearer}` }],
    },
    response: { status, headers: [], content: { mimeType: 'application/json', text } },
  })
  const entries = [
    exchange('/users', 200, '{"value":[]}'),
    exchange('/auditLogs/signIns', 403, denied),
    exchange('/users?$top=5', 200, '{"value":[]}'),
  ]
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'a browser' }, entries } }, null, 2)
}
