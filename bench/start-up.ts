import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Start-up, as a user feels it: whole processes, as ratios against a bare `node -e 0` of the same run, so
 * that a slow or a fast machine says the same. Cases take turns, and medians are quoted. Run with
 * `npm run bench`; `node build/bench/start-up.js ROUNDS` for other than 31 rounds. Exit code 1: a hard limit is passed.
 */
interface Case {
  readonly name: string
  /** The program, and its arguments. */
  readonly args: readonly string[]
  /** The ratio of wall time that we allow ourselves, and the one that no change may pass; another's program has none. */
  readonly budget?: number
  readonly limit?: number
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
}

const jwtCli = join(process.cwd(), 'bench/node_modules/jwt-cli/index.js')
const program = join(process.cwd(), 'dist/cli/why403.cjs')
const rounds = Number(process.argv[2] ?? 31)

/** A make-believe token: nothing verifies it offline, and decoding is what is measured. */
function token(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const header = part({ typ: 'JWT', alg: 'RS256', kid: 'bench' })
  const claims = part({
    aud: 'https://graph.microsoft.com',
    iss: 'https://sts.windows.net/4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5/',
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    appid: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
    idtyp: 'app',
    roles: ['User.Read.All', 'AuditLog.Read.All'],
    tid: '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5',
    ver: '1.0',
  })
  return `${header}.${claims}.${'A'.repeat(342)}`
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'why403-bench-'))
  const emulator = await startEmulator(folder)
  try {
    const held = token()
    const ours: readonly Case[] = [
      { name: '--version', budget: 1.25, limit: 1.3, args: ['--version'] },
      { name: 'inspect --offline', budget: 2.0, limit: 2.3, args: ['inspect', '--offline'], stdin: held },
      { name: 'permissions "GET /users"', budget: 1.9, limit: 2.2, args: ['permissions', 'GET /users'] },
      { name: 'explain AADSTS7000215', budget: 1.6, limit: 2.0, args: ['explain', 'AADSTS7000215'] },
      { name: '--help', budget: 3.0, limit: 3.3, args: ['--help'] },
      { name: 'the road, against the emulator', budget: 3.9, limit: 4.3, args: [], env: emulator.settings },
    ]
    const cases = [
      ...ours.map(one => ({ ...one, args: [program, ...one.args] })),
      ...(installOthers() ? [{ name: "npm's jwt-cli, the same token", args: [jwtCli], stdin: held }] : []),
    ]
    const bare = { wall: [] as number[], memory: [] as number[] }
    const results = cases.map(() => ({ wall: [] as number[], memory: [] as number[] }))
    for (let round = 0; round <= rounds; round++) {
      const first = measure(['-e', '0'], folder)
      if (round > 0) record(bare, first)
      for (const [at, { args, stdin, env }] of cases.entries()) {
        const run = measure(args, folder, stdin, env)
        // The first round only warms the caches of the machine.
        if (round > 0) record(results[at]!, run)
      }
    }
    print(cases, bare, results)
    if (!existsSync(jwtCli)) console.log("npm's jwt-cli is not installed: npm ci --prefix bench")
  } finally {
    emulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What we compare ourselves with has a lock of its own, and is installed when it is asked for the first time. */
function installOthers(): boolean {
  if (!existsSync(jwtCli))
    spawnSync('npm', ['ci', '--ignore-scripts', '--prefix', 'bench'], { stdio: 'ignore' })
  return existsSync(jwtCli)
}

interface Run {
  /** Milliseconds. */
  readonly wall: number
  /** Peak resident memory in KiB, as the process reports it at its end. */
  readonly memory: number
}

function measure(
  args: readonly string[],
  cwd: string,
  stdin = '',
  env: Readonly<Record<string, string>> = {},
): Run {
  const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env
  // As `<` of a shell gives it: the pipes of this function would be sockets.
  writeFileSync(join(cwd, 'stdin'), stdin)
  const input = openSync(join(cwd, 'stdin'), 'r')
  const started = process.hrtime.bigint()
  const child = spawnSync(process.execPath, ['--require', join(cwd, 'memory.cjs'), ...args], {
    cwd,
    env: { ...inherited, ...env },
    stdio: [input, 'pipe', 'pipe', 'pipe'],
  })
  const wall = Number(process.hrtime.bigint() - started) / 1e6
  closeSync(input)
  // What fails fails fast.
  if (args[0] !== '-e' && child.stdout.length === 0) throw new Error(`no answer: ${args.join(' ')}`)
  return { wall, memory: Number(child.output[3]?.toString() ?? 0) }
}

function record(into: { wall: number[]; memory: number[] }, { wall, memory }: Run): void {
  into.wall.push(wall)
  into.memory.push(memory)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

function print(
  cases: readonly Case[],
  bare: { wall: number[]; memory: number[] },
  results: readonly { wall: number[]; memory: number[] }[],
): void {
  const memoryBudget = 1.6
  console.log(
    `Node ${process.version}, ${rounds} rounds; a bare node: ${median(bare.wall).toFixed(0)} ms, ${(median(bare.memory) / 1024).toFixed(0)} MiB\n`,
  )
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(32)}${cells.map(cell => cell.padStart(9)).join('')}`
  console.log(row('case', ['x time', 'budget', 'limit', 'x memory', 'budget']))
  for (const [at, { name, budget, limit }] of cases.entries()) {
    const time = median(results[at]!.wall) / median(bare.wall)
    const memory = median(results[at]!.memory) / median(bare.memory)
    const isOurs = budget !== undefined && limit !== undefined
    const isOver = isOurs && (time > budget || memory > memoryBudget)
    const said = isOurs && time > limit ? '  over the limit' : isOver ? '  over budget' : ''
    if (isOurs && time > limit) process.exitCode = 1
    console.log(
      row(name, [
        time.toFixed(2),
        budget?.toFixed(2) ?? '',
        limit?.toFixed(2) ?? '',
        memory.toFixed(2),
        isOurs ? memoryBudget.toFixed(2) : '',
      ]) + said,
    )
  }
}

async function startEmulator(folder: string): Promise<{ settings: Record<string, string>; stop(): void }> {
  writeFileSync(
    join(folder, 'memory.cjs'),
    "process.on('exit', () => { try { require('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)) } catch {} })\n",
  )
  const child = spawn(process.execPath, [program, 'emulator', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error('the emulator did not start')))
    child.stdout.on('data', chunk => {
      said += chunk
      if (/CLIENT_SECRET=\S+/.test(said)) resolve()
    })
  })
  const setting = (name: string): string => new RegExp(`${name}=(\\S+)`).exec(said)?.[1] ?? ''
  const names = ['WHY403_EMULATOR', 'TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET']
  const settings = Object.fromEntries(names.map(name => [name, setting(name)]))
  const consent = `${settings.WHY403_EMULATOR}/${settings.TENANT_ID}/adminconsent?client_id=${settings.CLIENT_ID}`
  await fetch(consent, { method: 'POST' })
  return { settings, stop: () => child.kill() }
}

await main()
