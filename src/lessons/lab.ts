import { found, type Lesson, statuses } from './lesson.ts'

const needed = ['User.Read.All', 'AuditLog.Read.All']

/** The lab that why403 grew out of: a daemon, two permissions, a 403, consent, and a new token. */
export const lab: Lesson = {
  id: 'lab',
  title: 'From 403 to consent: two permissions are declared, refused, granted, and used',
  steps: [
    {
      title: 'A token, before anybody has consented',
      why: 'A daemon proves itself with its own credential. Declaring permissions on the registration grants nothing; Entra ID issues a token anyway.',
      command: 'why403 check --records',
      async play(stage) {
        const report = await stage.try({ app: 'lab', records: true })
        const declared = [
          ...new Set(
            report.operations.flatMap(({ declared }) => declared?.map(({ permission }) => permission) ?? []),
          ),
        ]
        const granted = report.operations.flatMap(({ granted }) => granted ?? [])
        return {
          told: [
            `The registration declares, for these operations: ${list(declared)}. Granted by the tenant: ${list(granted.map(({ permission }) => permission))}.`,
          ],
          report,
          show: ['verdict', 'token', 'operations', 'findings'],
          expectations: [
            { what: 'both permissions are declared', met: needed.every(name => declared.includes(name)) },
            {
              what: 'the token is app-only and holds no roles',
              met: report.token?.access === 'app-only' && report.token.roles === null,
            },
            {
              what: 'missing consent is found, for certain',
              met: found(report, 'consent/missing-admin-consent', 'certain'),
            },
          ],
        }
      },
    },
    {
      title: 'The call, sent anyway',
      why: 'why403 holds back a call that would fail. This once it is sent, to see what Graph says.',
      command: 'why403 --anyway',
      async play(stage) {
        const report = await stage.try({ app: 'lab', send: true, anyway: true })
        return {
          told: report.calls.map(
            ({ method, error, status, requestId }) =>
              `${method} answered ${status} ${error?.code ?? ''}: "${error?.message ?? ''}" (request-id ${requestId ?? 'none'})`,
          ),
          report,
          show: ['verdict', 'operations', 'findings'],
          expectations: [
            { what: 'Graph refuses both with 403', met: String(statuses(report)) === '403,403' },
            {
              what: 'its code is Authorization_RequestDenied',
              met: report.calls.every(({ error }) => error?.code === 'Authorization_RequestDenied'),
            },
            {
              what: 'the missing permission is now certain',
              met: found(report, 'operation/missing-permission', 'certain'),
            },
          ],
        }
      },
    },
    {
      title: 'An administrator consents, and the old token is tried again',
      why: 'Consent writes app role assignments in the tenant. A token is a copy of what was granted when it was issued, so the old one does not change.',
      command: 'why403 --token-file OLD --directory-token-file ADMIN',
      async play(stage) {
        const old = stage.lastToken
        stage.advance(600)
        const granted = await stage.grant('lab', needed)
        const report = await stage.try({ app: 'lab', token: old, send: true, anyway: true, records: true })
        return {
          told: granted.map(
            ({ permission, status, since }) =>
              `POST /servicePrincipals/{id}/appRoleAssignments answered ${status}: ${permission}, granted at ${since ?? 'no time'}.`,
          ),
          report,
          show: ['verdict', 'operations', 'findings'],
          expectations: [
            { what: 'the grants are written', met: granted.every(({ status }) => status === 201) },
            { what: 'the old token is still refused', met: String(statuses(report)) === '403,403' },
            {
              what: 'the token is found to be older than the consent, for certain',
              met: found(report, 'consent/stale-token', 'certain'),
            },
          ],
        }
      },
    },
    {
      title: 'A new token',
      why: 'Roles are stamped into a token when it is issued: the next one carries the new grants.',
      command: 'why403',
      async play(stage) {
        const report = await stage.try({ app: 'lab', send: true })
        return {
          told: [],
          report,
          show: ['verdict', 'token', 'operations', 'rows', 'findings'],
          expectations: [
            {
              what: 'the token carries both permissions',
              met: needed.every(name => report.token?.roles?.includes(name)),
            },
            { what: 'both endpoints answer', met: String(statuses(report)) === '200,200' },
            { what: 'users and sign-ins are listed', met: report.calls.every(({ rows }) => (rows ?? 0) > 0) },
            { what: 'all is clear', met: report.verdict === 'clear' },
          ],
        }
      },
    },
  ],
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ')
}
