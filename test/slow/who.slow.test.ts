import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { fault } from '../../src/emulator/faults/spelling.ts'
import { stage } from '../emulator/support.ts'
import { buildProgram, memoryMeter, type Program } from '../support/program.ts'

let program: Program
beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

const reporting = contoso.apps.find(({ key }) => key === 'reporting')!
const guid = (group: number, at: number) => `${group}0000000-0000-4000-8000-${String(at).padStart(12, '0')}`

/** Apps beside those of the built-in tenant: each with two grants, one of which could make the operation. */
const tenantOf = (apps: number) =>
  ({
    ...contoso,
    apps: [
      ...contoso.apps,
      ...Array.from({ length: apps }, (_, at) => ({
        ...reporting,
        key: `app-${at}`,
        displayName: `app ${String((at * 7919) % apps).padStart(4, '0')}`,
        ...{ clientId: guid(1, at), objectId: guid(2, at), servicePrincipalId: guid(3, at) },
        granted: ['User.Read.All', 'Mail.Send'],
      })),
    ],
  }) as unknown as TenantFile

async function asked(apps: number) {
  const faults = [fault('GET /servicePrincipals 429 retry-after=1 times=2')]
  const tenant = await stage(tenantOf(apps), { now: () => Date.now(), faults })
  try {
    const { folder, file } = program
    const meter = memoryMeter(folder, String(apps))
    writeFileSync(join(folder, 'admin.jwt'), await tenant.token('admin'))
    const argv = ['check', '--who', 'GET /users', '--format', 'jsonl', '--directory-token-file', 'admin.jwt']
    const child = spawn(process.execPath, ['--max-old-space-size=64', ...meter.args, file, ...argv], {
      env: { PATH: process.env.PATH, WHY403_EMULATOR: tenant.url, ...meter.env },
      cwd: folder,
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      out += text
    })
    const code = await new Promise<number | null>(ended => child.on('close', ended))
    return { code, rows: out.trim().split('\n').length, peak: meter.read() }
  } finally {
    await tenant.stop()
  }
}

test('3,000 apps with 6,000 grants take little more memory than 30', async () => {
  const few = await asked(30)
  const many = await asked(3000)
  console.log(`peak memory: ${few.peak.toFixed(0)} MB for 30 apps, ${many.peak.toFixed(0)} MB for 3,000`)
  expect(few).toMatchObject({ code: 0, rows: 36 })
  expect(many).toMatchObject({ code: 0, rows: 3006 })
  expect(many.peak / few.peak).toBeLessThan(1.5)
})
