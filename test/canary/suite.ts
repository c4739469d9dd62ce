import { commands, road } from '../../src/commands/index.ts'
import { httpClient } from '../../src/edges/http.ts'
import type { HttpClient } from '../../src/io.ts'
import { settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { type Leak, listening, scanner } from '../support/leaks.ts'
import { type Asked, type Reply, type Server, serve } from '../support/server.ts'
import { inAnswers } from './answers.ts'
import { inCases } from './cases.ts'
import { inPastes } from './pastes.ts'
import { type Ground, inClaims, inFiles, inFlags, inLists, inSettings, inWords } from './places.ts'
import {
  type Area,
  areas,
  type Fault,
  jsonLines,
  type Manner,
  manners,
  type Part,
  type Run,
  withCase,
} from './run.ts'
import { Seed } from './seed.ts'

export interface Found extends Leak {
  readonly area: Area
  readonly place: string
  readonly manner: string
  /** stdout, stderr, or the name of a file. */
  readonly where: string
}

export interface Counts {
  runs: number
  plants: number
  /** Characters searched. */
  searched: number
}

export interface Outcome {
  readonly counts: Readonly<Record<Area, Counts>>
  readonly leaks: readonly Found[]
  /** Runs that ended as none may: with a crash, or with an exit code that does not exist. */
  readonly crashes: readonly string[]
}

/** Everything, or of everything each so many-th: the same ones every time. */
export async function canaries(
  options: {
    readonly seed?: number
    readonly every?: number
    /** Every run in each manner; else each in one, in turn. */
    readonly thorough?: boolean
    readonly areas?: readonly Area[]
  } = {},
): Promise<Outcome> {
  const { seed = 1, every = 1, thorough = false } = options
  const only = options.areas ?? areas
  const emulator = await stage()
  const fault: { now: Fault | null } = { now: null }
  const front = await between(emulator, fault)
  const counts = Object.fromEntries(areas.map(area => [area, { runs: 0, plants: 0, searched: 0 }])) as Record<
    Area,
    Counts
  >
  const leaks: Found[] = []
  const crashes: string[] = []
  let [at, turn] = [0, 0]
  try {
    const ground = await groundOf(emulator)
    for await (const run of allRuns(ground, new Seed(seed))) {
      if (!only.includes(run.area)) continue
      turn++
      for (const manner of thorough ? mannersOf(run) : inTurn(mannersOf(run), turn)) {
        if (at++ % every !== 0) continue
        fault.now = run.fault ?? null
        const { found, searched, crashed } = await watched(run, manner, standingIn(front))
        const count = counts[run.area]
        count.runs++
        count.plants += Math.max(1, run.planted.size)
        count.searched += searched
        leaks.push(...found)
        if (crashed) crashes.push(`${run.area}: ${run.place} (${manner.name})`)
      }
    }
  } finally {
    await front.stop()
    await emulator.stop()
  }
  return { counts, leaks, crashes }
}

async function* allRuns(ground: Ground, seed: Seed): AsyncGenerator<Run> {
  yield* inSettings(ground, seed.branch('settings'))
  yield* inFlags(ground, seed.branch('flags'))
  yield* inWords(ground, seed.branch('words'))
  yield* inLists(ground, seed.branch('lists'))
  yield* inFiles(ground, seed.branch('files'))
  yield* inAnswers(ground, seed.branch('answers'))
  yield* inClaims(ground, seed.branch('claims'))
  yield* inPastes(seed.branch('pastes'))
  yield* inCases(seed.branch('cases'))
}

async function groundOf(emulator: Stage): Promise<Ground> {
  const token = await emulator.token('reporting')
  const { WHY403_EMULATOR: _, ...plain } = settings(emulator)
  const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as Record<
    string,
    unknown
  >
  return { settings: plain, token, claims, sign: emulator.sign }
}

function mannersOf({ argv }: Run): readonly Manner[] {
  if (argv.includes('--format') || argv.includes('--output')) return [manners[0]!]
  if (argv[0] === 'permissions') return [...manners, jsonLines]
  const command = commands.find(({ name }) => name === argv[0]) ?? road
  return command.flags.includes('case') && !argv.includes('--against') ? [...manners, withCase] : manners
}

function inTurn(manners: readonly Manner[], turn: number): readonly Manner[] {
  return [manners[turn % manners.length]!]
}

/** Runs one, and searches what it printed and what it wrote. */
async function watched(run: Run, manner: Manner, http: HttpClient) {
  const { options, planted } = run
  const ear = listening(http)
  const end = run.argv.indexOf('--')
  const argv =
    end < 0
      ? [...run.argv, ...manner.flags]
      : [...run.argv.slice(0, end), ...manner.flags, ...run.argv.slice(end)]
  const { code, out, err, files } = await why403(argv, {
    ...options,
    // What runs until somebody ends it is ended at once.
    interrupted: Promise.resolve(),
    env: { ...options.env, ...manner.env },
    http: ear.http,
  })
  const heard = [...ear.heard].filter(([value]) => !harmless.test(value) && !holdsOne(value, planted))
  const find = scanner(new Map([...heard, ...planted]))
  const written = Object.entries(files).filter(
    ([name]) => !(name in (options.files ?? {})) && name !== savedIn(argv),
  )
  const texts = [
    ['stdout', out],
    ['stderr', err],
    ...written.map(([name, text]) => [name === 'answer' ? name : 'a file', text] as const),
  ] as const
  const found = texts.flatMap(([where, text]) =>
    find(text).map(leak => ({ ...leak, area: run.area, place: run.place, manner: manner.name, where })),
  )
  const searched = texts.reduce((sum, [, text]) => sum + text.length, 0)
  return { found, searched, crashed: ![0, 1, 2, 3].includes(code) || err.includes('something went wrong') }
}

/** What was swapped with a secret, or holds an id beside one, is sent as one and is none as a whole. */
const harmless = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|^https:\/\/graph\.microsoft\.com\/\.default$/

/** A text that was sent as a secret, with words around the one that was planted. */
function holdsOne(value: string, planted: ReadonlyMap<string, string>): boolean {
  return [...planted.keys()].some(secret => value !== secret && value.includes(secret))
}

/** The file that was asked to hold the token. */
function savedIn(argv: readonly string[]): string | undefined {
  const at = argv.findIndex(word => /^--save-token(=|$)/.test(word))
  return at < 0 ? undefined : (/=(.*)/s.exec(argv[at]!)?.[1] ?? argv[at + 1])
}

/** Stands before the emulator, and lets a fault answer in its place. */
async function between(emulator: Stage, fault: { now: Fault | null }): Promise<Server> {
  return serve(async asked => {
    const own = (): Promise<Reply> => forwarded(emulator.url, asked)
    const { now } = fault
    return now !== null && now.part === partOf(asked.path) ? now.answer(asked, own) : own()
  })
}

async function forwarded(url: string, { method, path, headers, body }: Asked): Promise<Reply> {
  const passed = ['accept', 'authorization', 'content-type', 'client-request-id', 'return-client-request-id']
  const kept = Object.entries(headers).filter(([name]) => passed.includes(name)) as [string, string][]
  const answer = await httpClient({
    method,
    url: url + path,
    headers: Object.fromEntries(kept),
    ...(body === '' ? {} : { body }),
    timeoutMs: 10_000,
    longest: 1024 * 1024,
  })
  const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...own } = answer.headers
  return { status: answer.status, headers: own, body: answer.body }
}

function partOf(path: string): Part {
  if (path.includes('/oauth2/')) return 'token'
  if (path.includes('/discovery/') || path.includes('/.well-known/')) return 'keys'
  return /^\/(v1\.0|beta)\/(servicePrincipals|applications)/.test(path) ? 'records' : 'graph'
}

/** The network, with the front in Microsoft's place; all other hosts are out of reach. */
function standingIn({ url }: Server): HttpClient {
  const hosts = /^https:\/\/(login\.microsoftonline\.com|graph\.microsoft\.com)(?=\/)/
  return async request => {
    const local = request.url.replace(hosts, url)
    return httpClient({ ...request, url: local.startsWith(`${url}/`) ? local : 'http://127.0.0.1:1/' })
  }
}
