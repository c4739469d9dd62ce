import { uncapitalized } from '../text.ts'
import type { FixTarget } from './target.ts'

/** One next step: what it does, and the thing to paste or open. */
export type Fix = FixByCommand | FixByLink

export interface FixByCommand extends FixWords {
  readonly command: string
}

export interface FixByLink extends FixWords {
  readonly url: string
}

interface FixWords {
  readonly label: string
  /** Who may do it: the least role. */
  readonly by?: string
  /** The same in other ways. */
  readonly alternatives?: readonly Alternative[]
  /** What it leaves behind, in a sentence or two. */
  readonly leaves?: string
  /** The command that takes it back. */
  readonly undo?: string
}

/** The ways to take a step, in the order in which they are told. */
export const fixForms = ['portal', 'az', 'powershell', 'rest'] as const
export type FixForm = (typeof fixForms)[number]

export type Alternative = AlternativeCommand | AlternativeLink

export interface AlternativeCommand extends AlternativeWords {
  readonly command: string
}

export interface AlternativeLink extends AlternativeWords {
  readonly url: string
}

interface AlternativeWords {
  readonly form: FixForm
  /** The way through the menus behind a link; what holds for this form alone. */
  readonly label?: string
}

/** A step in the forms that it has. */
export interface Forms extends FixWords {
  readonly alternatives?: never
  /** The form that is told first in every shell, where the others would have to be filled in, or are dangerous. */
  readonly first?: FixForm
  readonly portal?: { readonly menu: string; readonly url: string }
  readonly az?: string | undefined
  /** What is to be minded in the Azure CLI alone. */
  readonly azNote?: string
  readonly powershell?: string | undefined
  /** `az rest`, or a request to Graph. */
  readonly rest?: string | undefined
}

/** What is tried first in each shell. */
const preferred = {
  posix: ['az', 'rest', 'powershell', 'portal'],
  powershell: ['powershell', 'az', 'rest', 'portal'],
} as const

/** A step by its handiest form, with the others beside it: a command that is whole comes before one with a gap to fill in. */
export function step(
  target: Pick<FixTarget, 'line' | 'cloud'>,
  { first, portal, az, azNote, powershell, rest, label, ...words }: Forms,
): Fix {
  const isCommanded = powershell !== undefined || rest !== undefined
  const given: Record<FixForm, Alternative | null> = {
    // Where no portal is known, a command is better than a page that tells so.
    portal:
      portal === undefined || (target.cloud.portal === null && isCommanded)
        ? null
        : { form: 'portal', label: portal.menu, url: portal.url },
    az: target.cloud.azureCli === null ? null : ofCommand('az', az, azNote, inCloud(target)),
    powershell: ofCommand('powershell', powershell),
    rest: ofCommand('rest', rest, inCloud(target)),
  }
  const order = first === undefined ? preferred[target.line.shell] : [first]
  const ordered = order.flatMap(form => given[form] ?? [])
  const ways = ordered.length > 0 ? ordered : fixForms.flatMap(form => given[form] ?? [])
  const main = ways.find(way => 'command' in way && !hasGap(way.command)) ?? ways[0]
  if (main === undefined) throw new Error(`no form of: ${label}`)
  const alternatives = fixForms.flatMap(form => {
    const way = given[form]
    return way === null || way === main ? [] : [way]
  })
  const { form: _, label: note, ...means } = main
  return {
    label: note === undefined ? label : `${label} (${note})`,
    ...means,
    ...words,
    ...(alternatives.length === 0 ? {} : { alternatives }),
  }
}

function ofCommand(
  form: FixForm,
  command: string | undefined,
  ...notes: readonly (string | undefined)[]
): AlternativeCommand | null {
  if (command === undefined) return null
  const label = notes.filter(note => note !== undefined).join('; ')
  return label === '' ? { form, command } : { form, label, command }
}

/** The Azure CLI is in one cloud at a time. */
function inCloud({ cloud }: Pick<FixTarget, 'cloud'>): string | undefined {
  if (cloud.name === 'global') return undefined
  return cloud.azureCli === null
    ? 'in a session of the Azure CLI in this cloud, whose name there is not known here'
    : `az cloud set --name ${cloud.azureCli} first`
}

function hasGap(command: string): boolean {
  return /<[a-z-]+>/.test(command)
}

/** Steps that only a real tenant can take, as a learner on the emulator reads them. Those of why403 work on both. */
export function namedAsReal(fixes: readonly Fix[]): Fix[] {
  return fixes.map(fix =>
    isOfWhy403(fix) ? fix : { ...fix, label: `In a real tenant: ${uncapitalized(fix.label)}` },
  )
}

/** What begins with the Azure CLI asks a real tenant, wherever it goes from there. */
function isOfWhy403(fix: Fix): boolean {
  return 'command' in fix && /(^|[ ;])why403( |$)/.test(fix.command) && !/^az /.test(fix.command)
}

/** Who may do it. Sources: Learn, "Microsoft Entra built-in roles", "Least privileged roles by task". */
export const who = {
  /** Cloud Application Administrator may not. Source: Learn, "Grant tenant-wide admin consent to an application". */
  consentsToGraph: 'Privileged Role Administrator or Global Administrator',
  ownsTheApp: 'an owner of the app, or Application Administrator',
  managesApps: 'Cloud Application Administrator',
  assignsRoles: 'Privileged Role Administrator',
  managesPolicies: 'Conditional Access Administrator',
  managesTeams: 'Teams Administrator',
} as const
