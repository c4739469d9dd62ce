import { type AadstsRow, aadstsRows, retryWords } from '../../src/core/knowledge/aadsts.ts'
import { causeWords } from '../../src/core/knowledge/cause.ts'
import { changeRows } from '../../src/core/knowledge/changes.ts'
import { type GateRow, gateRows } from '../../src/core/knowledge/gates.ts'
import { type GraphRefusalRow, graphRefusals } from '../../src/core/knowledge/graph-refusals.ts'
import type { Source } from '../../src/core/knowledge/sources.ts'

/** docs/aadsts.md: every code that the catalog knows, by class. */
export function aadstsPage(): string {
  const aadsts = aadstsRows()
  const told = aadsts.filter(({ causes, fix }) => causes.length > 0 && fix !== null).length
  const retries = Object.entries(retryWords).map(([name, words]) => `- *${name}*: ${words}`)
  return `# AADSTS codes

What \`why403 explain\` knows of Entra ID's codes: ${aadsts.length}, of which ${told} have a cause and a fix of their own. Microsoft
changes numbers and texts: a program should not branch on them. What was not verified is marked.

Retry:\n\n${retries.join('\n')}

${sections(aadsts, row => row.class, aadstsEntry)}`
}

function aadstsEntry({ code, error, meaning, causes, fix, retry, source, uncertain }: AadstsRow): string {
  const head = `### AADSTS${code}\n\n${error === null ? '' : `\`${error}\` · `}retry: *${retry}*\n\n${meaning}`
  return entry(head, causes.map(causeWords), fix, linked(source), uncertain)
}

/** docs/graph-errors.md: every refusal of Graph that the catalog knows, by workload. */
export function graphErrorsPage(): string {
  const rows = graphRefusals()
  return `# Refusals of Microsoft Graph

What \`why403 explain\` knows of Graph's refusals: ${rows.length}. The first row that fits an answer describes it; licences and
policies come before missing permissions, since services give them out under the same codes.

${sections(rows, row => row.workload, graphEntry)}`
}

function graphEntry(row: GraphRefusalRow): string {
  const { key, status, message, meaning, causes, fix, source, uncertain, candidates } = row
  const codes = row.codes.map(name => `\`${name}\``)
  const signs = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(codes.length === 0 ? [] : [`code ${codes.join(' or ')}`]),
    ...(message === undefined ? [] : [`message like \`${message.compiled.source.replaceAll('`', "'")}\``]),
  ]
  const findings = candidates.map(id => `[${id}](findings/${id}.md)`)
  const links = findings.length === 0 ? '' : `\n\nMay be: ${findings.join(', ')}`
  const head = `### graph/${key}\n\n${signs.join(', ')}\n\n${meaning}`
  return `${entry(head, causes, fix, linked(source), uncertain)}${links}`
}

/** docs/gates.md: everything that must be true beside a permission, by kind. */
export function gatesPage(): string {
  const rows = gateRows()
  return `# Gates behind a permission

What else must be true although a token holds what an operation asks for: ${rows.length}. \`why403 check\` names those of an
operation, \`why403 explain gate/KEY\` one. A 2xx proves that all gates of its operation are open.

${sections(rows, row => row.kind, gateEntry)}`
}

function gateEntry({
  key,
  methods,
  path,
  properties,
  caller,
  needs,
  symptom,
  tell,
  cure,
  source,
  uncertain,
}: GateRow): string {
  const meets = [
    ...(methods === null ? [] : [methods.join(', ')]),
    ...(path === null ? [] : [`\`${path.compiled.source.replaceAll('\\/', '/')}\``]),
    ...(properties === null ? [] : [`with ${properties.names.join(', ')} in the ${properties.in}`]),
    ...(caller === null ? [] : [caller === 'app' ? 'app-only' : 'delegated']),
  ]
  const head = `### gate/${key}\n\n${meets.length === 0 ? '' : `${meets.join(', ')}\n\n`}Needs ${needs}.`
  const lines = [`Shut: ${symptom}`, `Would tell: ${tell}`, cure]
  return entry(head, lines, 'none', linked(source), uncertain)
}

/** docs/changes.md: what Microsoft announced, by date. */
export function changesPage(): string {
  const rows = changeRows().toSorted((a, b) => (a.date < b.date ? 1 : -1))
  const entries = rows.map(({ key, date, title, unless, permissions, symptom, cure, source, uncertain }) =>
    entry(
      `## change/${key}\n\n${date}: ${title}`,
      [
        ...(permissions.length === 0 ? [] : [`Suffices: ${permissions.join(' or ')}`]),
        ...(unless === null ? [] : [`Unless ${unless}`]),
        `Else: ${symptom}`,
        cure,
      ],
      'none',
      linked(source),
      uncertain,
    ),
  )
  return `# Announced changes\n\nFrom its date on the permission of the tables alone is not enough. The newest first.\n\n${entries.join('\n\n')}\n`
}

/** A source, by a link where its address is known. */
export function linked({ title, address }: Source): string {
  return address === null ? title : `[${title}](${address})`
}

function entry(
  head: string,
  causes: readonly string[],
  fix: string | null,
  source: string,
  uncertain: string | undefined,
): string {
  const list = causes.map(cause => `1. ${cause}`).join('\n')
  return [
    head,
    ...(list === '' ? [] : [list]),
    [...(fix === null ? [] : [`Fix: *${fix}*`]), `Source: ${source}`].join(' · '),
    ...(uncertain === undefined ? [] : [`Not verified: ${uncertain}`]),
  ].join('\n\n')
}

function sections<Row>(
  rows: readonly Row[],
  groupOf: (row: Row) => string,
  entryOf: (row: Row) => string,
): string {
  const groups = [...new Set(rows.map(groupOf))]
  return `${groups
    .map(
      group =>
        `## ${group}\n\n${rows
          .filter(row => groupOf(row) === group)
          .map(entryOf)
          .join('\n\n')}`,
    )
    .join('\n\n')}\n`
}
