import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Bulk: a long list through `permissions --from FILE --format jsonl`, a whole process from start to end. Speed
 * in lines a second; peak memory as a ratio against a bare `node -e 0`. Run with `npm run bench`, or
 * `node build/bench/bulk.js LINES`.
 */
const program = join(process.cwd(), 'dist/cli/why403.cjs')
const lines = Number(process.argv[2] ?? 300_000)
const rounds = 5
const budget = { linesPerSecond: 50_000, memory: 2.6 }

/** What services ask for, ids left open; one of them is not in the tables, and one is no operation. */
const requests = [
  'GET /users/{id}/messages?$top=5',
  'GET /users?$select=id,displayName',
  'GET /v1.0/groups/{id}/members',
  'PATCH https://graph.microsoft.com/v1.0/users/{id}',
  'GET /sites/{id}/lists',
  'GET /drives/{id}/items/01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K/children',
  "GET /users('{id}')/manager",
  'POST /teams/{id}/channels',
  'GET /auditLogs/signIns',
  'GET /users/{id}/drive/root:/a/b.docx:/content',
  '{"method":"GET","url":"/devices/{id}"}',
  'GET /users/{id}/extensions/com.contoso.x',
  'FETCH /users/{id}',
]

function list(): string {
  const made: string[] = []
  for (let i = 0; i < lines; i++) {
    const id = createHash('sha256').update(String(i)).digest('hex').slice(0, 32)
    const guid = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    made.push(requests[i % requests.length]!.replace('{id}', guid))
  }
  return `${made.join('\n')}\n`
}

interface Run {
  /** Seconds. */
  readonly wall: number
  /** Peak resident memory, KiB. */
  readonly memory: number
}

function measure(args: readonly string[], folder: string): Run {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
  const started = process.hrtime.bigint()
  const child = spawnSync(process.execPath, ['--require', join(folder, 'memory.cjs'), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  return {
    wall: Number(process.hrtime.bigint() - started) / 1e9,
    memory: Number(child.output[3]?.toString() ?? 0),
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

const folder = mkdtempSync(join(tmpdir(), 'why403-bulk-'))
try {
  const hook =
    "process.on('exit', () => { try { require('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)) } catch {} })\n"
  writeFileSync(join(folder, 'memory.cjs'), hook)
  writeFileSync(join(folder, 'list.txt'), list())
  const bulk = [program, 'permissions', '--from', join(folder, 'list.txt'), '--format', 'jsonl']
  const runs = Array.from({ length: rounds }, () => ({
    bare: measure(['-e', '0'], folder),
    bulk: measure(bulk, folder),
  }))
  const speed = lines / median(runs.map(({ bulk }) => bulk.wall))
  const memory = median(runs.map(({ bulk }) => bulk.memory)) / median(runs.map(({ bare }) => bare.memory))
  const over = speed < budget.linesPerSecond || memory > budget.memory ? '  over budget' : ''
  console.log(
    `bulk, ${lines} lines: ${Math.round(speed)} lines a second (budget ${budget.linesPerSecond}), ${memory.toFixed(2)} x memory (budget ${budget.memory})${over}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
