import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FindingDefinition } from '../src/core/findings/finding.ts'
import { findings } from '../src/core/findings/index.ts'
import { sourceTitled } from '../src/core/knowledge/sources.ts'
import { reportOf } from '../src/core/report/report.ts'
import { openIndex, type PermissionIndex } from '../src/core/tables/permission-index.ts'
import { readIndexText } from '../src/edges/data.ts'
import { httpClient } from '../src/edges/http.ts'
import { type Emulator, startEmulator } from '../src/emulator/emulator.ts'
import type { Output, Outside } from '../src/io.ts'
import { main } from '../src/main.ts'
import { renderText } from '../src/render/text/report.ts'
import { version } from '../src/version.ts'
import { plainLook } from '../test/support/looks.ts'
import { factsOfCase } from './case.ts'
import { readCaseFile } from './case-file.ts'
import { caseSchema } from './docs/case-schema.ts'
import {
  aadstsPage,
  changesPage,
  gatesPage,
  graphErrorsPage,
  linked,
  narrowerPage,
  neighboursPage,
} from './docs/catalog-pages.ts'
import { claimsPage } from './docs/claims-page.ts'
import { cloudsPage } from './docs/clouds-page.ts'
import { reportSchema } from './docs/report-schema.ts'
import { restFaults } from './docs/rest-examples.ts'

/**
 * Writes the pages that are made of other things: a page per finding, from its own words and from what the
 * program prints for its fixture, and the transcripts in README.md, by running their commands. With
 * --check it writes nothing, and fails where a page is not what it would be.
 */
const root = process.cwd()
const casesFolder = pathToFileURL(`${root}/fixtures/cases/`)
const index = openIndex(readIndexText())

async function run(args: readonly string[]): Promise<number> {
  const check = args.includes('--check')
  const pages = new Map<string, string>([
    ...(await findingPages(index)),
    ['docs/aadsts.md', aadstsPage()],
    ['docs/graph-errors.md', graphErrorsPage()],
    ['docs/gates.md', gatesPage()],
    ['docs/narrower.md', narrowerPage()],
    ['docs/neighbours.md', neighboursPage()],
    ['docs/changes.md', changesPage()],
    ['docs/claims.md', claimsPage()],
    ['docs/clouds.md', cloudsPage()],
    ['docs/report.schema.json', reportSchema(root)],
    ['docs/case.schema.json', caseSchema()],
    ...(await Promise.all(
      ['README.md', 'docs/apps.md'].map(
        async name => [name, await withTranscripts(readFileSync(join(root, name), 'utf8'))] as const,
      ),
    )),
  ])
  const wrong = [...pages].filter(([name, text]) => read(name) !== text).map(([name]) => name)
  const surplus = pagesIn('docs/findings').filter(name => !pages.has(name))
  if (check) {
    const refused = await refusedExamples()
    for (const fault of refused) console.error(fault)
    for (const name of wrong) console.error(`${name} is not what \`npm run docs\` writes.`)
    for (const name of surplus) console.error(`${name} belongs to no finding.`)
    if (wrong.length + surplus.length + refused.length > 0) return 1
    console.log(`${pages.size} pages are in sync with the source.`)
    return 0
  }
  for (const name of surplus) rmSync(join(root, name))
  for (const name of wrong) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), pages.get(name)!)
  }
  console.log(`${wrong.length} of ${pages.size} pages written, ${surplus.length} removed.`)
  return 0
}

/** Requests on the pages that the emulator does not take. */
async function refusedExamples(): Promise<string[]> {
  const emulator = await startEmulator({
    ...{ index, now: Date.now, uuid: () => crypto.randomUUID(), sleep: () => new Promise(() => {}) },
    randomBytes: count => crypto.getRandomValues(new Uint8Array(count)),
  })
  try {
    return await restFaults(root, emulator)
  } finally {
    await emulator.stop()
  }
}

async function findingPages(index: PermissionIndex): Promise<[string, string][]> {
  const pages: [string, string][] = [['docs/findings/README.md', listPage()]]
  for (const finding of findings)
    pages.push([`docs/findings/${finding.id}.md`, await findingPage(finding, index)])
  return pages
}

function listPage(): string {
  const groups = groupsOf(findings)
  const parts = [...groups].map(([group, members]) => {
    const lines = members.map(({ id, title }) => `- [${id}](${id}.md): ${title}`)
    return `## ${group}\n\n${lines.sort().join('\n')}\n`
  })
  return `# Findings\n\nWhat \`why403\` can find, by the part of the road it is found on. \`why403 explain ID\` prints the same.\n\n${parts.join('\n')}`
}

function groupsOf(all: readonly FindingDefinition[]): Map<string, FindingDefinition[]> {
  const groups = new Map<string, FindingDefinition[]>()
  for (const finding of all) {
    const group = finding.id.split('/')[0]!
    groups.set(group, [...(groups.get(group) ?? []), finding])
  }
  return groups
}

async function findingPage({ id, title, words }: FindingDefinition, index: PermissionIndex): Promise<string> {
  const input = readCaseFile(casesFolder, id).fires
  const report = reportOf(await factsOfCase(input, index), index, findings, {
    version,
    data: index.source,
    rows: false,
  })
  const list = (items: readonly string[], mark: string): string =>
    items.map(item => `${mark} ${item}`).join('\n')
  return `# ${title}

\`${id}\`

${words.meaning}

## Likely causes

${list(words.causes, '1.')}

## How sure it is

${words.certainty}${words.proof === undefined ? '' : `\n\nWhat would tell: ${words.proof}.`}

## What it looks like

\`\`\`text
${renderText(report, plainLook).trimEnd()}
\`\`\`

## Read on

${list(
  words.sources.map(title => linked(sourceTitled(title))),
  '-',
)}
`
}

/** Fills what stands between `<!-- transcript: COMMAND -->` and `<!-- end -->`. */
async function withTranscripts(page: string): Promise<string> {
  const marker = /(<!-- transcript: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g
  const commands = [...page.matchAll(marker)].map(([, , command]) => command!)
  const texts = new Map<string, string>()
  for (const command of commands) texts.set(command, await transcript(command))
  return page.replace(
    marker,
    (_, open: string, command: string, end: string) =>
      `${open}\n\`\`\`text\n${texts.get(command)}\`\`\`\n\n${end}`,
  )
}

/** A token of the tenant's administrator, as the pages have it in a file. */
async function adminToken({ url, tenantId, apps }: Emulator): Promise<string> {
  const { clientId: client_id, secret: client_secret } = apps.admin!
  const scope = 'https://graph.microsoft.com/.default'
  const form = { grant_type: 'client_credentials', client_id, client_secret, scope }
  const answer = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

/** Runs a command in-process on the emulator, at a fixed time and with randomness that repeats. */
async function transcript(command: string): Promise<string> {
  const now = (): number => Date.UTC(2026, 10, 22, 19, 31, 7)
  let drawn = 0
  const randomBytes = (count: number): Uint8Array =>
    createHash('shake256', { outputLength: count }).update(`${drawn++}`).digest()
  const uuid = (): string =>
    Buffer.from(randomBytes(16))
      .toString('hex')
      .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const emulator = await startEmulator({ index, now, uuid, randomBytes, sleep: async () => {} })
  let out = ''
  const output = (write: (text: string) => void): Output => ({
    write,
    taken: async () => true,
    isTerminal: false,
    columns: 80,
    colourDepth: 0,
  })
  const unused = (): never => {
    throw new Error('a transcript needs no such thing')
  }
  const lab = emulator.apps.lab!
  const io: Outside = {
    stdout: output(text => {
      out += text
    }),
    stderr: output(() => {}),
    stdin: { isTerminal: true, read: unused, pieces: unused, typed: unused, letGo: unused },
    env: {
      LANG: 'C.UTF-8',
      WHY403_EMULATOR: emulator.url,
      TENANT_ID: emulator.tenantId,
      CLIENT_ID: lab.clientId,
      CLIENT_SECRET: lab.secret,
    },
    cwd: root,
    platform: 'linux',
    now,
    utcOffset: () => 0,
    uuid,
    randomBytes,
    turn: async () => {},
    sleep: () => new Promise(() => {}),
    pause: unused,
    untilInterrupted: unused,
    onCrash: () => {},
    http: httpClient,
    readFile: async name => {
      if (name === 'admin.jwt') return adminToken(emulator)
      throw Object.assign(new Error('there is no file'), { code: 'ENOENT' })
    },
    runCommand: unused,
    runProgram: unused,
    lend: unused,
    readBytes: unused,
    readPieces: unused,
    fileStatus: async () => null,
    regularPath: async () => null,
    writeFile: unused,
    temporaryFile: unused,
    browse: unused,
    makeFolder: unused,
  }
  try {
    await main(wordsOf(command).slice(1), io)
  } finally {
    await emulator.stop()
  }
  // The port is whichever was free; 4030 is the one that people see.
  return `$ ${command}\n${out}`.replaceAll(emulator.url, 'http://127.0.0.1:4030')
}

function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)
}

function read(name: string): string | null {
  try {
    return readFileSync(join(root, name), 'utf8')
  } catch {
    return null
  }
}

function pagesIn(folder: string): string[] {
  try {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => relative(root, join(entry.parentPath, entry.name)))
  } catch {
    return []
  }
}

process.exitCode = await run(process.argv.slice(2))
