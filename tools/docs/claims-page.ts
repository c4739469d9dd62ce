import { type ClaimRow, claimRows } from '../../src/core/knowledge/claims.ts'
import { linked } from './catalog-pages.ts'

const intro = `# Claims

Every claim of an Entra ID access token that \`why403 inspect\` explains, from the table in
\`data/claims.txt\`. A claim that is not here is shown as it is. Only few are guaranteed: Microsoft treats the
tokens of an API as that API's own matter, and may change or encrypt them.

*Version*: the token versions that carry it; the API chooses the version, whichever endpoint was asked. *Kind*: app-only
tokens, delegated ones, or both. *observed*: not documented, seen in published tokens. *uncertain*: its meaning was
inferred, and may be wrong.
`

/** docs/claims.md: the catalog as a table for people. */
export function claimsPage(): string {
  const claims = claimRows()
  const rows = [...claims].sort((a, b) => (a.name < b.name ? -1 : 1)).map(row)
  const sources = new Set(claims.map(({ source }) => `- ${linked(source)}`))
  return [
    intro,
    `${claims.length} claims.\n`,
    '| Claim | Version | Kind | Shown as | Meaning | Source |',
    '|---|---|---|---|---|---|',
    ...rows,
    '\n## Sources\n',
    ...sources,
    '',
  ].join('\n')
}

function row({ name, versions, access, shown, meaning, source, observed, uncertain }: ClaimRow): string {
  const marks = [...(observed ? ['observed'] : []), ...(uncertain ? ['uncertain'] : [])]
  const marked = marks.length === 0 ? '' : ` *(${marks.join(', ')})*`
  const cells = [`\`${name}\``, versions, access, shown, `${meaning}${marked}`, source.title]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
