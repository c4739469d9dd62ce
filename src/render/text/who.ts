import type { JsonObject } from '../../core/json.ts'
import { counted, joined } from '../../core/text.ts'
import type { WhoReport, WhoRow } from '../../core/who.ts'
import { notReadWords, readByWords } from '../record-words.ts'
import { Style, type TextOptions } from './style.ts'

/** One app for a program. */
export function whoRow({ name, clientId, id, verdict, by, since, enabled, ...is }: WhoRow): JsonObject {
  const { isManagedIdentity, isAgentIdentity, isBlueprint, isFirstParty } = is
  return {
    name,
    clientId,
    servicePrincipal: id,
    verdict,
    by,
    since,
    enabled,
    isManagedIdentity,
    isAgentIdentity,
    isBlueprint,
    isFirstParty,
  }
}

/** The apps that could make an operation: the tenant's own first, then Microsoft's, then blueprints of agents. */
export function renderWho(report: WhoReport, options: TextOptions): string {
  const style = new Style(options)
  const blueprints = report.apps.filter(({ isBlueprint }) => isBlueprint)
  const own = report.apps.filter(({ isFirstParty, isBlueprint }) => !isFirstParty && !isBlueprint)
  const microsofts = report.apps.filter(({ isFirstParty, isBlueprint }) => isFirstParty && !isBlueprint)
  const parts = [
    style.colour.bold(style.wrap(headline(report), 2, `${style.mark(markOf(report))} `)),
    listed(own, style),
    microsofts.length === 0 ? '' : `${style.colour.bold("Microsoft's own")}\n${listed(microsofts, style)}`,
    blueprints.length === 0
      ? ''
      : `${style.colour.bold('Blueprints, whose agents could where they inherit it')}\n${listed(blueprints, style)}`,
    ...notes(report).map(note => style.wrap(note, 2, `${style.mark('note')} `)),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function markOf({ looked, notRead }: WhoReport): 'good' | 'warning' {
  return looked === null || notRead.length > 0 ? 'warning' : 'good'
}

function headline({ operation, apps, asOf, looked }: WhoReport): string {
  const name = `${operation.method} ${operation.path}`
  if (looked === null) return `Who could make ${name} is not known: the grants could not be read.`
  // A blueprint gets no token of Graph itself.
  const own = apps.filter(({ isBlueprint }) => !isBlueprint)
  const could = own.filter(({ verdict }) => verdict === 'allowed').length
  const perhaps = own.length - could
  const more = perhaps === 0 ? '' : `, and ${perhaps} more perhaps`
  return `${counted(could, 'app')} could make ${name}${more}, of ${looked} with grants on Microsoft Graph, as of ${asOf.slice(11, 16)} UTC.`
}

function listed(apps: readonly WhoRow[], style: Style): string {
  return apps
    .flatMap(app => [
      style.wrap(`${app.name ?? 'without a name'}, ${app.clientId ?? 'client id not read'}`, 4, '  '),
      style.wrap(detail(app), 6, '    '),
    ])
    .join('\n')
}

function detail({ by, since, verdict, enabled, isManagedIdentity, isAgentIdentity }: WhoRow): string {
  return [
    verdict === 'allowed'
      ? by.join(', ') || 'no permission is needed'
      : `perhaps, by ${by.join(', ')}: only Graph can tell`,
    ...(since === null ? [] : [`since ${since.slice(0, 10)}`]),
    ...(isManagedIdentity ? ['a managed identity'] : []),
    ...(isAgentIdentity ? ['an agent identity'] : []),
    ...(enabled === false ? ['disabled: it gets no token'] : []),
    ...(enabled === null ? ['its state was not read'] : []),
  ].join('; ')
}

function notes({ notSeen, notRead, groups }: WhoReport): string[] {
  return [
    `Not seen here: ${joined(notSeen, 'and')}. They may let other apps in.`,
    ...(groups === 0
      ? []
      : [`${counted(groups, 'group')} with such grants: what a group is granted reaches no app in it.`]),
    ...(notRead.length === 0
      ? []
      : [
          `Not read: ${notReadWords(notRead)}. ${readByWords(notRead.map(({ readBy }) => readBy))}`.trimEnd(),
        ]),
  ]
}
