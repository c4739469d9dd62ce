import { answered, asAdministrator, callsOf, daemon, type LabStep, tokensOf } from './step.ts'

const part = 'part two: what comes after'
const user = 'adele.vance@contoso.example'

export const partTwo: readonly LabStep[] = [
  {
    ...{ id: 'renewal', part, title: 'Let it run: caching, and renewal without a refresh token' },
    why: 'A daemon keeps its token in memory and uses it again until it nears its end. There is no refresh token in this flow: the app proves itself anew and gets a new token.',
    lines: () => [`${daemon} --every 2s --max-rounds 3`],
    hint: 'Watch how often Entra ID is asked, and how often Graph.',
    conditions: facts => [
      { what: 'one token was issued', met: tokensOf(facts).length === 1, from: 'seen at Entra ID' },
      {
        what: 'and it was used three times for GET /users',
        met: callsOf(facts, 'app').filter(({ path }) => path === '/users').length >= 3,
        from: 'seen at Graph',
      },
    ],
    obstacle: facts =>
      tokensOf(facts).length > 1
        ? 'More than one token was asked for: each start of a program asks for one. b and Enter begin this step anew.'
        : null,
    saw: 'One token served all rounds. A program that asks for one before each call is slower, and is throttled in the end.',
  },
  {
    ...{ id: 'delegated', part, title: 'The other kind: a token with a user in it' },
    why: '/me stands for the signed-in user. A delegated token has one; an app-only token has none, whatever its roles.',
    lines: ({ url, tenantId, app }) => [
      `curl --request POST '${url}/${tenantId}/signin?client_id=${app?.clientId ?? 'APP-ID'}&user=${user}&scope=User.Read' --output delegated.json`,
      `${daemon} --token-file delegated.json "GET /me"`,
      `${daemon} --anyway "GET /me"`,
    ],
    hint: 'The first line plays a sign-in: no real tenant has such an address. why403 inspect delegated.json shows what is in the token.',
    conditions: facts => [
      {
        what: 'GET /me answered the delegated token',
        met: answered(facts, 'user', '/me', 200),
        from: 'seen at Graph',
      },
      {
        what: 'GET /me refused the app-only token with 400',
        met: answered(facts, 'app', '/me', 400),
        from: 'seen at Graph',
      },
    ],
    saw: 'Scopes in scp for a user, roles for an app alone. No role opens /me.',
  },
  {
    ...{ id: 'least', part, title: 'Least privilege' },
    why: 'What an app may do, whoever steals its credential may do. Ask what the calls need, and grant that.',
    lines: () => [
      'why403 permissions "GET /users" "GET /auditLogs/signIns"',
      'why403 inspect --dotenv .env.emulator --reach',
    ],
    hint: 'Look for the permission that is named first for each operation, and for what it withholds.',
    conditions: () => [],
    saw: 'The narrowest permission is not always enough: what the daemon reads decides.',
    question: {
      asks: 'The daemon prints names and mail addresses of users, and nothing else. Which permission is the least that will do for GET /users?',
      choices: ['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'],
      right: 0,
      because:
        'It shows the basic properties, names and mail addresses among them. User.Read.All shows all properties, Directory.Read.All nearly all of the directory.',
    },
  },
  {
    ...{ id: 'leaked', part, title: 'What if this secret leaked?' },
    why: 'A secret is a password that both sides know: it ends up in files, logs and mails.',
    lines: () => ['why403 inspect --dotenv .env.emulator --reach'],
    hint: 'A token lives for an hour or so. A secret lives until its end date, or until somebody removes it.',
    conditions: () => [],
    saw: 'Remove it, make another, look into the sign-in log of service principals, and then do without secrets.',
    question: {
      asks: 'The secret stood in a public repository for an hour. What comes first?',
      choices: ['Delete the commit', 'Remove the secret from the registration', 'Revoke admin consent'],
      right: 1,
      because:
        'Whoever has read it keeps it: only removing it from the registration ends its use. Tokens that were issued with it stay good until they expire.',
    },
  },
  {
    ...{ id: 'certificate', part, title: 'From the secret to a certificate' },
    why: 'The private key of a certificate never leaves the machine: what is sent is signed with it. The registration holds the public half.',
    lines: ({ url, app }) => [
      'openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=iam-lab3 -keyout key.pem -out cert.pem && cat key.pem cert.pem > app.pem',
      `curl --request PATCH ${url}/v1.0/applications/${app?.objectId ?? 'OBJECT-ID'} ${asAdministrator} --data "{\\"keyCredentials\\":[{\\"type\\":\\"AsymmetricX509Cert\\",\\"usage\\":\\"Verify\\",\\"key\\":\\"$(openssl x509 -in cert.pem -outform der | base64 | tr -d '\\n')\\"}]}"`,
      'AZURE_CLIENT_CERTIFICATE_PATH=app.pem why403 --dotenv .env.emulator --credential certificate',
    ],
    hint: 'If admin.jwt has expired, the first line of the first step makes it anew. --credential certificate leaves the secret unused.',
    conditions: facts => [
      {
        what: 'Entra ID issued a token for a certificate',
        met: tokensOf(facts).some(({ claims }) => claims?.appidacr === '2'),
        from: 'read from the token: appidacr is 2',
      },
      { what: 'GET /users was answered', met: answered(facts, 'app', '/users', 200), from: 'seen at Graph' },
    ],
    saw: "The roles are the same: they are the app's, however it proves itself. Better still are a managed identity or a federated credential, which have nothing to keep.",
  },
]
