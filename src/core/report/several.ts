import type { Headline } from './headline.ts'
import type { InspectedToken, Report, ReportVerdict } from './report.ts'

/** Which of several answers is the answer to all: the first of these that one of them gives. */
const worstFirst = ['problem', 'undetermined', 'clear'] as const

const marks: Record<ReportVerdict, Headline['mark']> = {
  problem: 'bad',
  undetermined: 'warning',
  clear: 'note',
}

/**
 * One report of several tokens that stood in one text, a row each. Its verdict is the worst of them.
 *
 * @param reports of one token each; at least one
 * @param unread how many more there were, which nobody looked at
 */
export function severalTokens(reports: readonly Report[], unread: number): Report {
  const { schema, tool, data } = reports[0]!
  const verdicts = new Set([
    ...reports.map(({ verdict }) => verdict),
    ...(unread > 0 ? ['undetermined'] : []),
  ])
  const verdict = worstFirst.find(one => verdicts.has(one))!
  const isVerified = unread === 0 && reports.every(({ headline }) => headline?.mark === 'good')
  return {
    schema,
    tool,
    data,
    verdict,
    headline: { mark: isVerified ? 'good' : marks[verdict], text: sentence(reports, unread) },
    tokens: reports.map(rowOf),
    operations: [],
    calls: [],
    findings: [],
    notChecked: [],
  }
}

function rowOf({ verdict, headline, token, findings }: Report): InspectedToken {
  return { verdict, headline: headline!, token: token!, findings }
}

const words: Record<ReportVerdict, string> = {
  problem: 'with a problem',
  undetermined: 'undetermined',
  clear: 'clear',
}

function sentence(reports: readonly Report[], unread: number): string {
  const counts = worstFirst.flatMap(verdict => {
    const some = reports.filter(report => report.verdict === verdict).length
    return some === 0 ? [] : [`${some} ${words[verdict]}`]
  })
  const more = unread === 0 ? '' : `, ${unread} not looked at`
  return `${reports.length + unread} tokens: ${counts.join(', ')}${more}.`
}
