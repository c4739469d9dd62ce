import { credentialTitle } from '../core/credential.ts'
import type { AppReport, GrantedReport } from '../core/report/app.ts'
import type { AppComparisonReport, Difference } from '../core/report/compare-apps.ts'
import type { Report } from '../core/report/report.ts'
import { counted, joined } from '../core/text.ts'

/** What is told of an app, a row each: a name, and what stands behind it. */
export type AppRow = readonly [name: string, value: string]

/** The app by its records; where operations were asked about, what they do not tell themselves. */
export function appRows({
  app,
  appComparison,
  operations,
}: Pick<Report, 'app' | 'appComparison' | 'operations'>): AppRow[] {
  if (app === undefined) return []
  return [
    ['app', joinedParts([app.name, kindWords(app)])],
    ['id', app.clientId ?? 'not known'],
    ...stateRows(app),
    ...roleRows(app),
    ...(operations.length === 0 ? ownPage(app) : []),
    [
      'as of',
      `${app.asOf.time.slice(0, 10)} ${app.asOf.time.slice(11, 16)} UTC, by the records; no token was looked at`,
    ],
    ['not seen', `${joined(app.notSeen, 'and')}: no grant shows them`],
    ...(appComparison === undefined ? [] : comparedRows(appComparison)),
  ]
}

function comparedRows({ other, state, declared, granted }: AppComparisonReport): AppRow[] {
  const who = other.name ?? 'the app of the case'
  const differences = [
    ...(state == null ? [] : [`state: ${stateOf(state.own)}; there ${stateOf(state.other)}`]),
    ...differenceWords('granted', granted),
    ...differenceWords('declared', declared),
  ]
  const unread = [
    ...(state === undefined ? ['state'] : []),
    ...(declared === undefined ? ['what is declared'] : []),
    ...(granted === undefined ? ['what is granted'] : []),
  ]
  return [
    [
      'against',
      `${who}, ${other.clientId ?? 'id not known'}, as of ${other.asOf.time.slice(0, 16).replace('T', ' ')} UTC`,
    ],
    ...(differences.length > 0
      ? differences.map((words): AppRow => ['differs', words])
      : [['the same', 'in all that could be compared'] as const]),
    ...(unread.length === 0 ? [] : [['left out', `${joined(unread, 'and')}: not read of both`] as const]),
  ]
}

function stateOf(state: string): string {
  return state.replaceAll('-', ' ')
}

function differenceWords(what: string, difference: Difference | undefined): string[] {
  if (difference === undefined) return []
  const { onlyOwn, onlyOther } = difference
  return [
    ...(onlyOwn.length === 0 ? [] : [`${what} here only: ${onlyOwn.join(', ')}`]),
    ...(onlyOther.length === 0 ? [] : [`${what} there only: ${onlyOther.join(', ')}`]),
  ]
}

function ownPage(app: AppReport): AppRow[] {
  return [
    ...declaredRows(app),
    ...grantedRows(app),
    ...inheritedRows(app),
    ...listRow('only asked', app.declaredNotGranted, 'declared, and not granted'),
    ...listRow('undeclared', app.grantedNotDeclared, 'granted, and not declared'),
    ...reachRows(app),
    ...credentialRows(app),
    ...ownerRows(app),
  ]
}

function kindWords({ kind, isRegisteredHere, isBlueprint, blueprint }: AppReport): string {
  if (isBlueprint === true)
    return 'a blueprint of agent identities: it gets no token of Microsoft Graph itself, and its agents may inherit what it is granted'
  switch (kind) {
    case 'managed-identity':
      return 'a managed identity: it declares nothing, and its platform holds its credential'
    case 'agent-identity':
    case 'agent-user':
      return `an agent identity, made from ${blueprint === undefined ? 'a blueprint' : `the blueprint ${blueprint.name ?? blueprint.clientId}`}`
    case 'registration':
      return 'an app registration of this tenant'
    case null:
      return isRegisteredHere === false ? 'an app that is registered in another tenant' : 'an app'
  }
}

const stateWords: Readonly<Record<NonNullable<AppReport['state']>, string>> = {
  enabled: 'enabled',
  disabled: 'disabled: it gets no token',
  'no-service-principal': 'no service principal in this tenant, so nothing can be granted to it',
}

function stateRows({ state }: AppReport): AppRow[] {
  return [['state', state === undefined ? 'not read' : stateWords[state]]]
}

function roleRows({ directoryRoles = [] }: AppReport): AppRow[] {
  return directoryRoles.length === 0 ? [] : [['roles', `${directoryRoles.join(', ')} (in the directory)`]]
}

function ownerRows({ owners, kind }: AppReport): AppRow[] {
  if (owners === undefined || (owners.length === 0 && kind !== 'registration')) return []
  if (owners.length === 0) return [['owners', 'none: only administrators can change it']]
  const named = owners.map(({ name, signInName }) =>
    name === null ? 'one without a name' : joinedParts([name, signInName]),
  )
  return [['owners', named.join('; ')]]
}

function declaredRows({ declared, kind }: AppReport): AppRow[] {
  if (kind === 'managed-identity' || kind === 'agent-identity') return []
  if (declared === undefined)
    return [['declares', 'not known: its registration is not in this tenant, or was not read']]
  if (declared.length === 0) return [['declares', 'nothing']]
  return [['declares', declared.map(({ permission, kind }) => `${permission} (${kind})`).join(', ')]]
}

function grantedRows({ granted, state }: AppReport): AppRow[] {
  if (state === 'no-service-principal') return [['granted', 'nothing']]
  if (granted === undefined) return [['granted', 'not read']]
  if (granted.length === 0) return [['granted', 'nothing']]
  return granted.map((grant, at): AppRow => [at === 0 ? 'granted' : '', grantWords(grant)])
}

function inheritedRows({ inherited = [] }: AppReport): AppRow[] {
  return inherited.map((grant, at): AppRow => [at === 0 ? 'inherits' : '', grantWords(grant)])
}

function grantWords({ permission, since, level, operations, writes, allows }: GrantedReport): string {
  return joinedParts([
    permission,
    since === null ? null : `since ${since.slice(0, 10)}`,
    level === null ? null : `level ${level}`,
    operations === 0 ? null : `listed at ${counted(operations, 'operation')}, ${writes} of them writing`,
    allows === null ? null : `can ${allows}`,
  ])
}

function listRow(name: string, list: readonly string[] | undefined, says: string): AppRow[] {
  return list === undefined || list.length === 0 ? [] : [[name, `${list.join(', ')} (${says})`]]
}

function reachRows({ reach, granted = [], inherited = [] }: AppReport): AppRow[] {
  if (reach === undefined || granted.length + inherited.length === 0) return []
  const { highestPrivilegeLevel, powers, operationsAtMost } = reach
  const escalates = powers.some(power => power.escalates)
  return [
    [
      'reach',
      joinedParts([
        highestPrivilegeLevel === null ? null : `highest privilege level ${highestPrivilegeLevel} of 5`,
        `at most ${counted(operationsAtMost, 'operation')}`,
        escalates
          ? 'tier 0, since it can give itself more'
          : powers.length > 0
            ? 'some of it reaches far'
            : null,
      ]),
    ],
  ]
}

function credentialRows({ credentials, kind }: AppReport): AppRow[] {
  if (kind !== 'registration' || credentials === undefined) return []
  if (credentials.length === 0) return [['credentials', 'none that is still valid']]
  return credentials.map(
    ({ kind, ends }, at): AppRow => [
      at === 0 ? 'credentials' : '',
      `${credentialTitle(kind)}, ends ${ends.time.slice(0, 10)}`,
    ],
  )
}

function joinedParts(parts: readonly (string | null)[]): string {
  return parts.filter(part => part !== null).join(', ')
}
