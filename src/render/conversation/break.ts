import type { Chain, ChainRow, LinkName } from '../../core/report/chain.ts'
import type { Report } from '../../core/report/report.ts'
import { uncapitalized } from '../../core/text.ts'
import { operationName } from '../rows.ts'
import { type Actor, few, type Remark, remark } from './steps.ts'

/** Where most of the operations break; of several such links the earliest. */
export function breakOf(
  { columns, rows }: Chain,
  report: Report,
): { readonly link: LinkName; readonly remark: Remark } | null {
  const count = (link: LinkName): number => rows.filter(({ broken }) => broken === link).length
  const [link] = columns.filter(column => column !== 'answer').sort((a, b) => count(b) - count(a))
  if (link === undefined || count(link) === 0) return null
  const at = columns.indexOf(link)
  const affected = rows.filter(({ broken }) => broken === link)
  const words = new Map<string, string>()
  for (const row of affected) words.set(subjectOf(row, link, report), linkWords(row, at))
  const lines = [...words].map(([subject, says]) => `${subject}: ${says}`)
  return { link, remark: remark(places[link], breakWords(link, report), few(lines), 'bad') }
}

const places: Readonly<Record<LinkName, Actor>> = {
  needed: 'graph',
  declared: 'entra',
  granted: 'entra',
  held: 'app',
  rights: 'graph',
  answer: 'graph',
}

function breakWords(link: LinkName, { token }: Report): string {
  switch (link) {
    case 'needed':
      return 'It breaks here: not for an app'
    case 'declared':
      return 'It breaks here: not declared'
    case 'granted':
      return 'It breaks here: nothing is granted'
    case 'rights':
      return "It breaks here: the user's own rights"
    default:
      return token?.expired === true ? 'It breaks here: expired' : 'It shows here: the token lacks it'
  }
}

function subjectOf({ needed, operation }: ChainRow, link: LinkName, report: Report): string {
  return needed === null || link === 'needed' || link === 'rights'
    ? operationName(report.operations[operation]!)
    : needed.permission
}

function linkWords({ links }: ChainRow, at: number): string {
  return uncapitalized(links[at]!.says)
}
