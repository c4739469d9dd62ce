import { found, type Lesson, later, post, statuses, why403 } from '../lesson.ts'

const needed = ['User.Read.All', 'AuditLog.Read.All']

/** The same question twice: the token that was kept, and the records that show what was granted since. */
const withOldToken = ['--anyway', '--token-file', 'old.jwt', '--directory-token-file', 'admin.jwt']

/** The lab that why403 grew out of: a daemon, two permissions, a 403, consent, and a new token. */
export const lab: Lesson = {
  id: 'lab',
  title: 'From 403 to consent: two permissions are declared, refused, granted, and used',
  opening:
    'An app wants to read users. The developer asks (declares), an administrator allows (consents), Entra ID writes it into the token (roles). Graph reads only the token.',
  app: 'lab',
  steps: [
    {
      title: 'A token, before anybody has consented',
      why: "A token is Entra ID's signed word about the app: who it is, what it may do. Declaring a permission grants nothing, and a token is issued anyway.",
      acts: [
        why403(['inspect', '--dotenv', '.env.admin', '--save-token', 'admin.jwt'], {
          show: [],
          says: "An administrator's token is kept: with it the tenant's records can be read.",
        }),
        why403(['check', '--records', '--directory-token-file', 'admin.jwt', '--save-token', 'old.jwt'], {
          show: ['verdict', 'token'],
        }),
      ],
      seen({ report }) {
        const declared = report.operations.flatMap(({ declared }) =>
          (declared ?? []).map(({ permission }) => permission),
        )
        return [
          { what: 'both permissions are declared', met: needed.every(name => declared.includes(name)) },
          {
            what: 'the token is app-only and holds no roles',
            met: report.token?.access === 'app-only' && report.token.roles === null,
          },
          {
            what: 'the missing consent is found, for certain',
            met: found(report, 'consent/missing-admin-consent', 'certain'),
          },
        ]
      },
    },
    {
      title: 'The call is sent anyway',
      why: 'why403 holds back a call that would fail; --anyway sends it, to see what Graph says. 401 would mean that it does not know who calls; 403 means that it does, and that the caller may not do this.',
      acts: [why403(withOldToken, { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [
        { what: 'Graph refuses both with 403', met: String(statuses(report)) === '403,403' },
        {
          what: 'its code is Authorization_RequestDenied',
          met: report.calls.every(({ error }) => error?.code === 'Authorization_RequestDenied'),
        },
        {
          what: 'the cause is the same, for certain: nobody has consented',
          met: found(report, 'consent/missing-admin-consent', 'certain'),
        },
      ],
    },
    {
      title: 'An administrator consents',
      why: 'Admin consent writes a grant into the tenant for each permission that the app declares: an app role assignment. It writes nothing into tokens that were issued before.',
      acts: [
        later(60, 'A minute later.'),
        post(place => `${place.tenantPath}/adminconsent?client_id=${place.app('lab').clientId}`),
      ],
      seen({ place }) {
        const { clientId } = place.app('lab')
        const app = place.emulator.registrations().find(app => app.clientId === clientId)
        const granted = app?.granted ?? []
        return [{ what: 'the tenant has granted both', met: needed.every(name => granted.includes(name)) }]
      },
    },
    {
      title: 'The old token is tried again',
      why: 'A token is a copy of what was granted when it was issued. It does not change, and it stays good until it expires.',
      acts: [why403(withOldToken, { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [
        { what: 'Graph still refuses both', met: String(statuses(report)) === '403,403' },
        {
          what: 'the token is found to be older than the consent, for certain',
          met: found(report, 'consent/stale-token', 'certain'),
        },
      ],
    },
    {
      title: 'A new token',
      why: 'Roles are written into a token when it is issued: the next one carries what was granted.',
      acts: [why403([], { show: ['verdict', 'token'] })],
      seen: ({ report }) => [
        {
          what: 'the token carries both permissions',
          met: needed.every(name => report.token?.roles?.includes(name)),
        },
        {
          what: 'users and sign-ins are read',
          met: String(statuses(report)) === '200,200' && report.calls.every(({ rows }) => (rows ?? 0) > 0),
        },
        { what: 'all is clear', met: report.verdict === 'clear' },
      ],
    },
  ],
}
