import { takesInGeneral } from '../../src/core/explain/narrower.ts'
import { nameOfOther } from '../../src/core/explain/other.ts'
import { type AadstsRow, aadstsRows, retryWords } from '../../src/core/knowledge/aadsts.ts'
import { causeWords } from '../../src/core/knowledge/cause.ts'
import { changeRows } from '../../src/core/knowledge/changes.ts'
import { type GateRow, gateRows } from '../../src/core/knowledge/gates.ts'
import { type GraphRefusalRow, graphRefusals } from '../../src/core/knowledge/graph-refusals.ts'
import { narrowerRows } from '../../src/core/knowledge/narrower.ts'
import {
  idOfRow,
  type NeighbourRefusalRow,
  neighbourRefusals,
} from '../../src/core/knowledge/neighbour-refusals.ts'
import { type Neighbour, neighbours } from '../../src/core/knowledge/neighbours.ts'
import type { Source } from '../../src/core/knowledge/sources.ts'
import { capitalized } from '../../src/core/text.ts'

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
  return `${entry(head, causes.map(causeWords), fix, linked(source), uncertain)}${links}`
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

/** docs/narrower.md: what an app may be given for less than the whole tenant. */
export function narrowerPage(): string {
  const rows = narrowerRows()
  const entries = rows.map(row => {
    const { key, methods, path, reaches, fix, source, uncertain } = row
    return entry(
      `## narrower/${key}\n\n${methods === null ? '' : `${methods.join(', ')} `}\`${path?.compiled.source.replaceAll('\\/', '/')}\``,
      [`Reaches ${reaches}.`, `Takes ${takesInGeneral(row)}.`],
      fix,
      linked(source),
      uncertain,
    )
  })
  return `# Less than the whole tenant

What an app may be given in the place of an application permission: ${rows.length} ways. \`why403 permissions\` shows those of an
operation, with the step that makes each, and \`why403 explain narrower/KEY\` one.

${entries.join('\n\n')}
`
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

/** docs/neighbours.md: the services beside Graph, and what they and the libraries refuse. */
export function neighboursPage(): string {
  const rows = neighbourRefusals()
  return `# Who refused, if not Graph

A refusal of another service, or of a library, is told as theirs: no Graph permission cures it. Who it was is decided by the
host of the request, then by codes and headers, then by an address that is named; never by one inside a query.

## The services

${neighbours().map(serviceEntry).join('\n\n')}

# What they refuse

What \`why403 explain\` knows: ${rows.length}. The first row of a service that fits describes it.

${sections(rows, row => capitalized(nameOfOther(row.who)), otherEntry)}`
}

function serviceEntry({ name, hosts, scopes, forms, permissions, source, uncertain }: Neighbour): string {
  const listed = (all: readonly { readonly cloud: string; readonly value: string }[]): string =>
    all.map(({ cloud, value }) => `\`${value}\`${cloud === 'global' ? '' : ` (${cloud})`}`).join(', ')
  const lines = [
    ...(hosts.length === 0 ? [] : [`- hosts: ${listed(hosts)}`]),
    ...(forms.length === 0 ? [] : [`- audiences: ${forms.map(form => `\`${form}\``).join(', ')}`]),
    ...(scopes.length === 0 ? [] : [`- scope: ${listed(scopes)}`]),
  ]
  const head = [`### ${capitalized(name)}`, permissions, ...(lines.length === 0 ? [] : [lines.join('\n')])]
  return entry(head.join('\n\n'), [], null, linked(source), uncertain)
}

function otherEntry(row: NeighbourRefusalRow): string {
  const told = [...row.signs, ...row.codes, ...row.texts].map(({ words }) => `\`${words}\``)
  const signs = [
    ...(row.status === undefined ? [] : [`status ${row.status}`]),
    ...(row.at === null ? [] : [`a request with \`${row.at}\``]),
    ...(told.length === 0 ? [] : [told.join(' · ')]),
  ]
  const step = row.next === null ? '' : `\n\nNext: ${row.next}`
  const head = `### ${idOfRow(row)}\n\n${signs.join(', ')}\n\n${row.meaning}${step}`
  return entry(head, row.causes, row.fix, linked(row.source), row.uncertain)
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
