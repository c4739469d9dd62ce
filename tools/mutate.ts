/**
 * Changes the code in small ways and tells which changes no test of the core notices.
 *
 *     node build/tools/mutate.js [--all] [FILES]
 *
 * FILES are sources or folders; without any, what judges, matches, reads tokens and keeps secrets. StrykerJS does the
 * work. npx fetches it when it is run, so that nobody who does not ask for it installs it. Each mutant meets the tests
 * that reach it: first those of the own tests of the files, then, where it lived, all of test/core; with --all also those
 * that go over HTTP, which takes hours. Prints every survivor, then a table; build/mutate/report.html shows them in place.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const stryker = '9.6.1'
/** Not below build/, which every build empties. */
const sandbox = '.stryker-tmp'
const out = 'build/mutate'

const judged = [
  'src/core/token',
  'src/core/secret.ts',
  'src/core/secret',
  'src/core/broken-link.ts',
  'src/core/settings-shape.ts',
  'src/core/match',
  'src/core/need',
  'src/core/judge',
]

export interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: Position; readonly end: Position }
}

interface Position {
  readonly line: number
  readonly column: number
}

/** What is read of a report in the schema of mutation-testing-elements. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

/** Tests of just these files: each stands where its source does. Where a folder has none of that name, all that are in it. */
export function ownTests(sources: readonly string[], tests: readonly string[]): string[] {
  const named = sources.map(source => source.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts'))
  return [...new Set(named.map(test => dirname(test)))].flatMap(folder => {
    const inside = tests.filter(test => dirname(test) === folder)
    const own = inside.filter(test => named.includes(test))
    return own.length > 0 ? own : inside
  })
}

function filesOf(source: string): string[] {
  if (!statSync(source).isDirectory()) return [source]
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(source, name))
}

function configuration(sources: readonly string[]): object {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate: sources,
    // Not Stryker's own testFiles: with it, what runs when a module is loaded is changed too late to matter.
    vitest: { configFile: 'tools/mutate/vitest.config.ts' },
    coverageAnalysis: 'perTest',
    // A second round keeps what the first one killed.
    incremental: true,
    incrementalFile: `${sandbox}/state.json`,
    concurrency: 2,
    timeoutMS: 5_000,
    // Stryker would rewrite a tsconfig through TypeScript's JavaScript API, which TypeScript 7 no longer has.
    tsconfigFile: 'none.json',
    ignorePatterns: ['build', 'bench', 'dist'],
    tempDirName: sandbox,
    reporters: ['json', 'html', 'progress-append-only'],
    jsonReporter: { fileName: `${out}/report.json` },
    htmlReporter: { fileName: `${out}/report.html` },
  }
}

/** Each mutant that lives, as `file:line:column mutator: original → replacement`. */
export function survivors({ files }: MutationReport): string[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ mutatorName, replacement = '', location: { start, end } }) => {
        const original = textBetween(source, start, end)
        return `${file}:${start.line}:${start.column} ${mutatorName}: ${oneLine(original)} → ${oneLine(replacement)}`
      }),
  )
}

function textBetween(source: string, start: Position, end: Position): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  lines.push(lines.pop()!.slice(0, end.column - 1))
  return [lines[0]!.slice(start.column - 1), ...lines.slice(1)].join('\n')
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= 90 ? line : `${line.slice(0, 89)}…`
}

const columns = ['mutants', 'killed', 'survived', 'timeout', 'no coverage', 'score'] as const

/** A row a file, and one for all. A mutant that does not compile or is left out counts nowhere. */
export function table({ files }: MutationReport): string {
  const all = Object.values(files).flatMap(({ mutants }) => mutants)
  const rows = [
    ['file', ...columns],
    ...Object.entries(files).map(([file, { mutants }]) => [file, ...countsOf(mutants)]),
    ['all', ...countsOf(all)],
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows
    .map(row =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n')
}

function countsOf(mutants: readonly Mutant[]): string[] {
  const of = (status: string): number => mutants.filter(mutant => mutant.status === status).length
  const [killed, survived, timeout, uncovered] = [
    of('Killed'),
    of('Survived'),
    of('Timeout'),
    of('NoCoverage'),
  ]
  const counted = killed + survived + timeout + uncovered
  const score =
    counted === 0 ? '-' : `${(Math.floor((1000 * (killed + timeout)) / counted) / 10).toFixed(1)} %`
  return [...[counted, killed, survived, timeout, uncovered].map(String), score]
}

function run(args: readonly string[]): number {
  const sources = args.filter(arg => arg !== '--all')
  const unknown = sources.find(source => !source.startsWith('src/') || !existsSync(source))
  if (unknown !== undefined) {
    process.stderr.write(`usage: mutate [--all] [FILES below src/]; there is no ${unknown}\n`)
    return 2
  }
  const mutated = (sources.length === 0 ? judged : sources).flatMap(filesOf)
  const tests = filesOf('test').filter(name => name.endsWith('.test.ts'))
  const own = ownTests(mutated, tests)
  const rounds = [
    own,
    ['test/core/**/*.test.ts', ...own],
    ...(args.includes('--all') ? [['test/**/*.test.ts']] : []),
  ]

  rmSync(sandbox, { recursive: true, force: true })
  mkdirSync(sandbox)
  writeFileSync(`${sandbox}/stryker.json`, JSON.stringify(configuration(mutated), null, 2))
  for (const tests of rounds.filter(({ length }) => length > 0)) {
    const packages = ['core', 'vitest-runner'].flatMap(name => ['-p', `@stryker-mutator/${name}@${stryker}`])
    const { status } = spawnSync('npx', ['--yes', ...packages, 'stryker', 'run', `${sandbox}/stryker.json`], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, MUTATE_TESTS: tests.join('\n') },
      shell: process.platform === 'win32',
    })
    if (status !== 0) return 1
  }
  const report = JSON.parse(readFileSync(`${out}/report.json`, 'utf8')) as MutationReport
  rmSync(sandbox, { recursive: true, force: true })
  const printed = [...survivors(report), '', table(report), ''].join('\n')
  writeFileSync(`${out}/report.txt`, printed)
  process.stdout.write(`\n${printed}`)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = run(process.argv.slice(2))
