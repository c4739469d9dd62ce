import { graphAppId } from '../../core/clouds.ts'
import {
  asAdministrator,
  callsAnswered,
  daemon,
  type LabFacts,
  type LabStep,
  lastRoles,
  tokensOf,
} from './step.ts'

/** What the daemon needs, with the ids that a registration names. Source: Learn, "Microsoft Graph permissions reference". */
const needed = [
  { name: 'User.Read.All', id: 'df021288-bdef-4463-88db-98f22de89214' },
  { name: 'AuditLog.Read.All', id: 'b0afded3-3588-46d8-8b3d-9842eff778da' },
] as const

const part = 'part one: from 403 to 200'

const declaration = {
  requiredResourceAccess: [
    { resourceAppId: graphAppId, resourceAccess: needed.map(({ id }) => ({ id, type: 'Role' })) },
  ],
}

function appPath({ url, app }: LabFacts): string {
  return `${url}/v1.0/applications/${app?.objectId ?? 'OBJECT-ID'}`
}

function holdsAll(names: readonly string[] | null): boolean {
  return needed.every(({ name }) => names?.includes(name))
}

export const partOne: readonly LabStep[] = [
  {
    ...{ id: 'register', part, title: 'Register the daemon' },
    why: 'An app that runs by itself needs an identity of its own: a registration, which describes it, and an enterprise app (service principal), which is what the tenant grants permissions to. The administrator makes both.',
    lines: ({ url, app }) => [
      'why403 inspect --dotenv .env.emulator.admin --save-token admin.jwt',
      `curl ${url}/v1.0/applications ${asAdministrator} --data '{"displayName":"iam-lab3-daemon"}'`,
      `curl ${url}/v1.0/servicePrincipals ${asAdministrator} --data '{"appId":"${app?.clientId ?? 'APP-ID'}"}'`,
    ],
    hint: 'The answer to the second line names two ids: id, of the registration as an object, and appId, the application (client) id. The third line wants the appId.',
    conditions: ({ app }) => [
      { what: 'an app is registered', met: app !== null, from: 'the tenant' },
      {
        what: 'it has a service principal in the tenant',
        met: app !== null && app.servicePrincipalId !== null,
        from: 'the tenant',
      },
    ],
    saw: 'The registration and its service principal are two objects with two ids. The client id is what the app signs in with.',
    async redo({ graph }) {
      const { appId } = await graph('POST', '/applications', { displayName: 'iam-lab3-daemon' })
      await graph('POST', '/servicePrincipals', { appId })
    },
  },
  {
    ...{ id: 'secret', part, title: 'Give it a secret' },
    why: 'A secret proves to Entra ID that it is this app that asks. Its value (secretText) is shown once; its ID (keyId) proves nothing.',
    lines: facts => [
      `curl ${appPath(facts)}/addPassword ${asAdministrator} --data '{"passwordCredential":{"displayName":"lab"}}'`,
      `Then, in .env.emulator: CLIENT_ID=${facts.app?.clientId ?? 'APP-ID'}, and CLIENT_SECRET= what stands behind secretText`,
    ],
    hint: '.env.emulator is a text file in this folder. A real secret belongs in a store for secrets, and never in a repository.',
    conditions: ({ app, configured, hasSecret }) => [
      { what: 'the app has a secret', met: (app?.secrets ?? 0) > 0, from: 'the tenant' },
      {
        what: '.env.emulator names its client id',
        met: app !== null && configured === app.clientId,
        from: 'the file',
      },
      { what: '.env.emulator names a secret', met: hasSecret, from: 'the file' },
    ],
    obstacle: ({ app, configured }) =>
      app !== null && configured === app.objectId
        ? 'CLIENT_ID is the object id of the registration (id): the client id is appId.'
        : null,
    saw: 'The tenant keeps a hash of the secret and its first three characters (hint): nobody can read it there again.',
    async redo({ facts, graph, configure }) {
      const { app } = facts()
      const { secretText } = await graph('POST', `/applications/${app?.objectId}/addPassword`, {
        passwordCredential: { displayName: 'lab' },
      })
      await configure({ CLIENT_ID: app?.clientId ?? '', CLIENT_SECRET: String(secretText) })
    },
  },
  {
    ...{ id: 'permissions', part, title: 'Declare what it needs' },
    why: 'The daemon reads users and the sign-in log: User.Read.All and AuditLog.Read.All, as application permissions (Role), since nobody is signed in. Declaring is asking: it grants nothing.',
    lines: facts => [
      `curl --request PATCH ${appPath(facts)} ${asAdministrator} --data '${JSON.stringify(declaration)}'`,
    ],
    hint: 'why403 permissions "GET /users" "GET /auditLogs/signIns" tells what each operation needs. Scope in the place of Role would be the delegated permission of the same name.',
    conditions: ({ app }) =>
      needed.map(({ name }) => ({
        what: `${name} is declared as an application permission`,
        met: app?.declared.some(({ permission, kind }) => permission === name && kind === 'Role') ?? false,
        from: 'the registration',
      })),
    obstacle: ({ app }) =>
      app?.declared.some(({ kind }) => kind === 'Scope')
        ? 'A permission is declared as delegated (Scope): an app-only token never carries one. Declare it as Role.'
        : null,
    saw: 'Two permissions are declared, and none is granted: the portal would say Not granted.',
    async redo({ facts, graph }) {
      await graph('PATCH', `/applications/${facts().app?.objectId}`, declaration)
    },
  },
  {
    ...{ id: 'refused', part, title: 'Run the daemon, and be refused' },
    why: 'Run it before anybody has consented, and expect a 403: seeing who refuses, and who does not, is the point.',
    lines: () => [`${daemon} --anyway`],
    hint: 'Without --anyway why403 holds the calls back, since they would be refused: then Graph is never asked.',
    conditions: facts => [
      {
        what: `Entra ID issued a token to ${facts.app?.displayName ?? 'the app'}`,
        met: lastRoles(facts) !== null,
        from: 'seen at Entra ID',
      },
      {
        what: 'it is app-only, and holds no roles',
        met: lastRoles(facts)?.length === 0,
        from: 'read from the token',
      },
      ...callsAnswered(facts, 403),
    ],
    obstacle({ app }) {
      return app !== null && app.granted.length > 0
        ? `The tenant has granted ${app.granted.join(', ')} already, so this step cannot show a 403. Begin anew (why403 lab --restart), or go on by consenting to all of it.`
        : null
    },
    saw: 'Entra ID did not refuse: it knows the app, and issues a token that may do nothing. Graph refused, with 403 Authorization_RequestDenied: it knows who calls, and that the caller may not do this.',
  },
  {
    ...{ id: 'read-token', part, title: 'Read the token, and keep it' },
    why: 'A token is three parts, of which anybody can read two. aud says for which API it is, appid which app it speaks for, roles what the app may do, exp until when. The signature says that Entra ID wrote it.',
    lines: () => [`why403 inspect --dotenv .env.emulator --save-token old.jwt`],
    hint: 'old.jwt is kept for the next steps. Never send a token to anybody: whoever has it can use it until it expires.',
    conditions: facts => [
      {
        what: 'a token was issued without roles',
        met: lastRoles(facts)?.length === 0,
        from: 'read from the token',
      },
    ],
    obstacle: facts =>
      (lastRoles(facts)?.length ?? 0) > 0
        ? 'That token holds roles already, so it cannot show what an old one lacks: why403 lab --restart begins anew.'
        : null,
    saw: 'No roles, and no scp either: scp is where a delegated token, which speaks for a user, would have its scopes.',
  },
  {
    ...{ id: 'consent', part, title: 'Consent, as the administrator' },
    why: 'Admin consent writes a grant (an app role assignment) for each declared permission. It is the tenant that decides, and not the developer.',
    lines: ({ url, tenantId, app }) => [
      `curl --request POST '${url}/${tenantId}/adminconsent?client_id=${app?.clientId ?? 'APP-ID'}'`,
    ],
    hint: 'In a real tenant: Entra admin centre, App registrations, API permissions, Grant admin consent. It takes a Privileged Role Administrator or a Global Administrator.',
    conditions: ({ app }) =>
      needed.map(({ name }) => ({
        what: `the tenant has granted ${name}`,
        met: app?.granted.includes(name) ?? false,
        from: 'the grants',
      })),
    saw: 'The grants are in the tenant. Nothing was written into the token that you kept.',
    redo: ({ consent }) => consent(),
  },
  {
    ...{ id: 'old-token', part, title: 'Try the old token' },
    why: 'A token is a copy of what was granted when it was issued. It stays as it is until it expires.',
    lines: () => [`${daemon} --token-file old.jwt --anyway`],
    hint: 'If old.jwt is gone, there is no way to get one without roles again: why403 lab --restart begins anew.',
    conditions: facts => [
      ...callsAnswered(facts, 403),
      { what: 'no new token was asked for', met: tokensOf(facts).length === 0, from: 'seen at Entra ID' },
    ],
    obstacle: facts =>
      tokensOf(facts).length > 0
        ? 'A new token was asked for: give the old one with --token-file old.jwt. b and Enter begin this step anew.'
        : null,
    saw: 'Consent was given, and the old token is refused as before. This is what puzzles people most: a cache that keeps tokens hides a consent until they expire.',
  },
  {
    ...{ id: 'new-token', part, title: 'Ask for a new token' },
    why: 'Roles are written into a token when it is issued: the next one carries the grants.',
    lines: () => [daemon],
    hint: 'Nothing else has changed: same app, same secret, same calls.',
    conditions: facts => [
      {
        what: 'the new token carries both permissions',
        met: holdsAll(lastRoles(facts)),
        from: 'read from the token',
      },
      ...callsAnswered(facts, 200),
    ],
    saw: 'Declared, granted, held, answered: the chain is whole.',
  },
]
