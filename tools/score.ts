/**
 * Scores the permission engine on every path key of Microsoft's tables, and writes docs/score.md.
 *
 *     node build/tools/score.js TABLES DOCUMENTATION [--check]
 *
 * TABLES holds permissions.json, DOCUMENTATION operations.tsv. Each key is rendered as requests with realistic ids, and the engine is
 * asked what it requires. Only the same permissions, companions included, under every scheme are a hit; an
 * answer that differs is wrong; no answer is a miss. With --check nothing is written: exit 1 when
 * docs/score.md is not what they give. Exit 1 as well when a bound is not met. Where both sources know an operation, their
 * application permissions are compared, and our recommendation with the documentation's.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { requirementOf } from '../src/core/need/requirement-of.ts'
import { parseOperation } from '../src/core/operation/operation.ts'
import type { Scheme } from '../src/core/tables/format.ts'
import { openIndex, type PermissionIndex } from '../src/core/tables/permission-index.ts'
import { readIndexText } from '../src/edges/data.ts'
import { type DocumentedOperation, readRawDocumentation } from './score/raw-documentation.ts'
import {
  type RawOperation,
  type RawScheme,
  type RawTables,
  rawSchemes,
  readRawTables,
} from './score/raw-tables.ts'
import { renderKey } from './score/render.ts'

/** Kinds of keys, the first that fits, with the least share of hits that we hold ourselves to. */
const classes: readonly { readonly name: string; readonly is: RegExp; readonly bound: number }[] = [
  { name: 'functions and alternate keys', is: /[(=]/, bound: 0.99 },
  { name: 'path addressing', is: /:/, bound: 0.99 },
  { name: '`$ref`, `$value`, `$count`', is: /\/\$(ref|value|count)$/, bound: 0.99 },
  { name: 'casts', is: /\/(microsoft\.)?graph\./i, bound: 0.99 },
  { name: 'plain', is: /^/, bound: 0.995 },
]

/** Each key is asked for in so many ways, and is a hit when all of them are. */
const forms = 3

export interface Score {
  readonly classes: readonly ClassScore[]
  readonly misses: readonly Failure[]
  readonly wrong: readonly Failure[]
}

export interface ClassScore {
  readonly name: string
  readonly bound: number
  readonly hits: number
  readonly misses: number
  readonly wrong: number
}

export interface Failure {
  readonly kind: 'miss' | 'wrong'
  readonly operation: string
  readonly asked: string
  readonly reason: string
}

export function scoreOf(index: PermissionIndex, { operations, literals }: RawTables): Score {
  const counts = classes.map(() => ({ hits: 0, misses: 0, wrong: 0 }))
  const misses: Failure[] = []
  const wrong: Failure[] = []
  for (const expected of operations) {
    const count = counts[classes.findIndex(({ is }) => is.test(expected.key))]!
    const urls = Array.from({ length: forms }, (_, form) => renderKey(expected.key, literals, form))
    const failures = urls.flatMap(url => failureOf(index, expected, url) ?? [])
    const worst = failures.find(({ kind }) => kind === 'wrong') ?? failures[0]
    if (worst === undefined) count.hits++
    else if (worst.kind === 'wrong') {
      count.wrong++
      wrong.push(worst)
    } else {
      count.misses++
      misses.push(worst)
    }
  }
  return { classes: classes.map(({ name, bound }, i) => ({ name, bound, ...counts[i]! })), misses, wrong }
}

function failureOf(
  index: PermissionIndex,
  { key, method, accepted }: RawOperation,
  url: string,
): Failure | null {
  const asked = { operation: `${method} ${key}`, asked: `${method} ${url}` }
  const answer = answerOf(index, method, url)
  if (typeof answer === 'string') return { kind: 'miss', ...asked, reason: answer }
  const other = rawSchemes.filter(scheme => answer[scheme].join() !== accepted[scheme].join())
  return other.length === 0
    ? null
    : { kind: 'wrong', ...asked, reason: `other permissions for ${other.join(', ')}` }
}

const schemeOf: Readonly<Record<RawScheme, Scheme>> = {
  Application: 'application',
  DelegatedWork: 'delegatedWork',
  DelegatedPersonal: 'delegatedPersonal',
}

/** What the engine accepts, in the form of the raw tables; a string says why it does not know. */
function answerOf(index: PermissionIndex, method: string, url: string): RawOperation['accepted'] | string {
  const operation = parseOperation(method, url)
  if ('unreadable' in operation) return operation.unreadable
  const { status, template, schemes } = requirementOf(index, operation)
  if (status !== 'known') return template === null ? status : `${status} ${template}`
  const accepted = (scheme: RawScheme): string[] =>
    // What a correction takes away, the tables list all the same.
    [...schemes[schemeOf[scheme]].accepted, ...schemes[schemeOf[scheme]].withdrawn]
      .filter(({ sources }) => sources.includes('tables'))
      .map(({ permission, alsoRequires }) =>
        alsoRequires.length === 0 ? permission : `${permission}+${alsoRequires.toSorted().join(',')}`,
      )
      .sort()
  return {
    Application: accepted('Application'),
    DelegatedWork: accepted('DelegatedWork'),
    DelegatedPersonal: accepted('DelegatedPersonal'),
  }
}

/** How the tables' application permissions and the recommendation stand to the documentation's, for a class of paths. */
export interface Agreement {
  readonly name: string
  readonly equal: number
  /** The tables list more. */
  readonly wider: number
  /** The documentation lists more. */
  readonly narrower: number
  /** Each lists what the other does not. */
  readonly apart: number
  /** The recommendation is one that the documentation lists. */
  readonly recommended: number
  readonly recommendations: number
}

/** Compares both sources where both know an operation of an app, version by version. */
export function agreementOf(
  index: PermissionIndex,
  documented: readonly DocumentedOperation[],
  literals: ReadonlySet<string>,
): Agreement[] {
  const counts = classes.map(({ name }) => ({
    ...{ name, equal: 0, wider: 0, narrower: 0, apart: 0, recommended: 0, recommendations: 0 },
  }))
  for (const { path, method, application } of documented) {
    if (/^\/me(?=[/(]|$)/i.test(path)) continue
    const operation = parseOperation(method, renderKey(path, literals, 0))
    if ('unreadable' in operation) continue
    const { status, sources, schemes } = requirementOf(index, operation)
    if (status !== 'known' || sources.length < 2) continue
    const count = counts[classes.findIndex(({ is }) => is.test(path))]!
    const { accepted, withdrawn, leastPrivileged } = schemes.application
    const inTables = new Set(
      [...accepted, ...withdrawn]
        .filter(({ sources }) => sources.includes('tables'))
        .map(({ permission }) => permission),
    )
    const more = [...inTables].some(name => !application.has(name))
    const less = [...application].some(name => !inTables.has(name))
    count[more ? (less ? 'apart' : 'wider') : less ? 'narrower' : 'equal']++
    if (leastPrivileged === null) continue
    count.recommendations++
    if (application.has(leastPrivileged)) count.recommended++
  }
  return counts
}

export function isMet({ classes, wrong }: Score): boolean {
  return wrong.length === 0 && classes.every(score => shareOf(score) >= score.bound)
}

function shareOf({ hits, misses, wrong }: ClassScore): number {
  const all = hits + misses + wrong
  return all === 0 ? 1 : hits / all
}

export function scorePage(
  { classes, misses, wrong }: Score,
  { malformed, disputed }: RawTables,
  agreement: readonly Agreement[],
): string {
  const compared = agreement.toReversed().map(one => {
    const { name, equal, wider, narrower, apart, recommended, recommendations } = one
    const share = recommendations === 0 ? 1 : recommended / recommendations
    return `| ${name} | ${number(equal + wider + narrower + apart)} | ${number(equal)} | ${number(wider)} | ${number(narrower)} | ${number(apart)} | ${percent(share)} |`
  })
  const rows = classes.toReversed().map(score => {
    const { name, hits, bound } = score
    const all = hits + score.misses + score.wrong
    return `| ${name} | ${number(all)} | ${number(hits)} | ${score.misses} | ${score.wrong} | ${percent(shareOf(score))} | ${percent(bound)} |`
  })
  const failures = (list: readonly Failure[]): string =>
    list.length === 0
      ? 'None.'
      : list
          .map(({ operation, asked, reason }) => `- \`${operation}\`, asked as \`${asked}\`: ${reason}`)
          .join('\n')
  return `# Score

How often the permission engine says what Microsoft's tables say, on every path key of them. **Agreement with the tables is
not truth**: they lag behind the service and its documentation, as the second table shows; a perfect score says that nothing
was lost or mixed up on the way. Each key is rendered
three times as a request with realistic ids (GUIDs, user principal names, ids of items and chats, names that look like
words, quoted keys, function arguments in any order). A hit accepts the same permissions, companions included, under all
three schemes, all three times. Any other answer is wrong; no answer is a miss. The renderer and the expected answers
share no code with the matcher and the index (\`tools/score/\`). Written by \`npm run score -- TABLES
DOCUMENTATION\`.

| Keys | Operations | Hits | Misses | Wrong | Hits, share | At least |
|---|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}

## Beside the documentation

Where both sources know an operation (path, method and version; none under /me): the application permissions of the tables
are the same, more than the documentation lists (wider), fewer (narrower), or each has what the other has not (apart). Much of what is wider
is one permission whose page could not be had. The last column: how often our recommendation is one that the documentation lists.

| Paths | Operations | Equal | Wider | Narrower | Apart | Recommended is documented |
|---|--:|--:|--:|--:|--:|--:|
${compared.join('\n')}

## Wrong answers

${failures(wrong)}

## Misses

${failures(misses)}

## Left out: operations that the tables dispute

Of these a malformed key (below) says something else than the sound one. The index takes from a malformed key only what
no sound key says of the path, method and scheme.

${disputed.length === 0 ? 'None.' : disputed.map(({ key, method, by }) => `- \`${method} ${key}\`: \`${by}\``).join('\n')}

## Left out: malformed keys

${malformed.length === 0 ? 'None.' : malformed.map(({ key, fault }) => `- \`${key}\`: ${fault}`).join('\n')}
`
}

function number(value: number): string {
  return value.toLocaleString('en-GB')
}

function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`
}

/** The exit code, and what to say. */
export function run(
  args: readonly string[],
  page = 'docs/score.md',
): { exitCode: 0 | 1 | 2; message: string } {
  const check = args.includes('--check')
  const [folder, documentation, ...rest] = args.filter(arg => arg !== '--check')
  if (folder === undefined || documentation === undefined || rest.length > 0)
    return { exitCode: 2, message: 'usage: score TABLES DOCUMENTATION [--check]' }
  const tables = readRawTables(readFileSync(join(folder, 'permissions.json'), 'utf8'))
  const documented = readRawDocumentation(readFileSync(join(documentation, 'operations.tsv'), 'utf8'))
  const index = openIndex(readIndexText())
  const score = scoreOf(index, tables)
  const agreement = agreementOf(index, documented, tables.literals)
  const text = scorePage(score, tables, agreement)
  const lines = score.classes.map(
    ({ name, hits, misses, wrong }) => `${name}: ${hits} hits, ${misses} misses, ${wrong} wrong`,
  )
  for (const { name, equal, wider, narrower, apart, recommended, recommendations } of agreement)
    lines.push(
      `${name}, beside the documentation: ${equal} equal, ${wider} wider, ${narrower} narrower, ${apart} apart; ${recommended} of ${recommendations} recommendations documented`,
    )
  if (!isMet(score)) {
    const failures = [...score.wrong, ...score.misses].slice(0, 20)
    const told = failures.map(({ asked, reason }) => `${asked}: ${reason}`)
    return { exitCode: 1, message: [...lines, ...told, 'a bound is not met'].join('\n') }
  }
  if (!check) writeFileSync(page, text)
  else if (readFileSync(page, 'utf8') !== text)
    return {
      exitCode: 1,
      message: `${page} is not what ${folder} and ${documentation} give; run: npm run score -- ${folder} ${documentation}`,
    }
  return { exitCode: 0, message: [...lines, check ? `${page} says so` : `wrote ${page}`].join('\n') }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { exitCode, message } = run(process.argv.slice(2))
  ;(exitCode === 0 ? process.stdout : process.stderr).write(`${message}\n`)
  process.exitCode = exitCode
}
