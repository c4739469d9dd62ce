import type { Chain, ChainRow } from '../../core/report/chain.ts'
import { type Link, onlyGraph } from '../../core/report/link.ts'
import type { CallReport, Report } from '../../core/report/report.ts'
import { uncapitalized } from '../../core/text.ts'
import { callWords } from '../call-words.ts'
import { operationName } from '../rows.ts'
import { gap, type Message, message, type Step } from './steps.ts'

/** More exchanges with Graph than these are folded: equal ones into the first of them, and what is left into a number. */
const mostExchanges = 4

interface Exchange {
  readonly steps: readonly Message[]
  /** Equal ones end alike. */
  readonly outcome: string
}

export function exchanges({ rows }: Chain, report: Report): Step[] {
  const all = rows.map(row => exchangeOf(row, report))
  if (all.length <= mostExchanges) return all.flatMap(({ steps }) => steps)
  const outcomes = new Map<string, Exchange[]>()
  for (const one of all) outcomes.set(one.outcome, [...(outcomes.get(one.outcome) ?? []), one])
  const shown = [...outcomes.values()].slice(0, mostExchanges)
  const left = all.length - shown.reduce((sum, group) => sum + group.length, 0)
  return [
    ...shown.flatMap(([first, ...others]): Step[] => [
      ...first!.steps,
      ...(others.length === 0 ? [] : [gap(`and ${others.length} more, likewise`)]),
    ]),
    ...(left === 0 ? [] : [gap(`and ${left} more, which ended otherwise`)]),
  ]
}

function exchangeOf({ operation: at, links, broken }: ChainRow, report: Report): Exchange {
  const name = operationName(report.operations[at]!)
  const call = report.calls.find(({ operation }) => operation === at)
  if (call?.sent !== true) {
    const why = unsentWords(links, broken !== null)
    const says = `${name}: ${call === undefined ? 'not asked' : 'not sent'}`
    return {
      steps: [message('app', 'graph', says, why, broken === null ? 'plain' : 'bad', true)],
      outcome: why,
    }
  }
  const asks = message('app', 'graph', name, report.token === undefined ? '' : 'with that token')
  return {
    steps: [asks, answered(call)],
    outcome: callWords({ ...call, ...(call.rows === undefined ? {} : { rows: null }) }),
  }
}

function unsentWords(links: readonly Link[], isBroken: boolean): string {
  const cause = links.find(({ state }) => state === 'broken')?.says
  if (isBroken && cause !== undefined) return `it would be refused: ${uncapitalized(cause)}`
  const { says, note } = links.at(-1)!
  if (says === 'Not asked' && note === '') return onlyGraph
  return uncapitalized(note === '' || says.startsWith('Would') ? says : note)
}

function answered(call: CallReport): Message {
  const { status, requestId, error } = call
  const detail = requestId == null ? '' : `request-id ${requestId}`
  if (status == null) return message('graph', 'app', "no answer of Graph's", '', 'plain', true)
  return message(
    'graph',
    'app',
    callWords(call),
    detail,
    error === undefined && status < 400 ? 'good' : 'bad',
  )
}
