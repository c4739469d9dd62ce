import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { build } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatedApp, type Emulator, startEmulator } from '../../src/emulator/emulator.ts'
import * as library from '../../src/index.ts'
import { keyNamed, signToken } from '../../tools/case.ts'
import { index, indexText } from '../core/committed-index.ts'
import { resultOfPage } from '../support/browser.ts'
import { readCase } from '../support/cases.ts'
import { makeCertificate, makePfx } from '../support/certificates.ts'

/** The package as it would be published, in the hands of others. It is packed as it was built: `npm run build`. */
const root = fileURLToPath(new URL('../../', import.meta.url))
let folder: string
let tarball: Buffer
let files: readonly string[]

beforeAll(() => {
  if (!existsSync(join(root, 'dist/types/index.d.ts'))) throw new Error('There is no build: npm run build')
  folder = mkdtempSync(join(tmpdir(), 'why403-package-'))
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }))
  files = packed.files.map(({ path }: { path: string }) => path)
  const file = join(folder, packed.filename)
  tarball = readFileSync(file)
  mkdirSync(join(folder, 'node_modules/why403'), { recursive: true })
  execFileSync('tar', ['-xzf', file, '-C', join(folder, 'node_modules/why403'), '--strip-components=1'])
  // Its dependency.
  symlinkSync(join(root, 'node_modules/node-forge'), join(folder, 'node_modules/node-forge'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package', () => {
  test('holds the program, the library and the data, and is small', () => {
    const folders = new Set(files.map(path => path.split('/').slice(0, -1).join('/')))
    expect([...folders].toSorted()).toEqual([
      '',
      'data',
      'dist',
      'dist/cli',
      'dist/lib',
      'dist/types',
      'docs',
    ])
    expect(files.filter(path => path.endsWith('.d.ts')).toSorted()).toEqual([
      'dist/types/index.d.ts',
      'dist/types/node.d.ts',
    ])
    // In bytes.
    expect(tarball.length).toBeLessThan(900_000)
  })

  test('publint finds nothing', async () => {
    const { buffer, byteOffset, byteLength } = tarball
    const pack = { tarball: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer }
    expect((await publint({ pack, strict: true })).messages).toEqual([])
  })

  test('its types are not wrong, for whoever imports modules', async () => {
    const checked = await checkPackage(createPackageFromTarballData(tarball), {
      // A text, and no module.
      excludeEntrypoints: ['permission-index'],
    })
    if (checked.types === false) throw new Error('no types were found')
    expect(Object.keys(checked.entrypoints)).toEqual(expect.arrayContaining(['.', './node']))
    // What the profile esm-only leaves out.
    const left: readonly string[] = ['node10', 'node16-cjs']
    const problems = checked.problems.filter(
      problem => !('resolutionKind' in problem && left.includes(problem.resolutionKind)),
    )
    expect(problems).toEqual([])
  })
})

describe('in Node.js', () => {
  const run = (code: string): string =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' })

  test('loadIndex finds the file that the package brings', () => {
    const printed = run(`
      import { loadIndex, requiredPermissions, Why403Error } from 'why403/node'
      import * as pure from 'why403'
      const index = await loadIndex()
      console.log(requiredPermissions(index, 'GET /users').schemes.application.leastPrivileged)
      console.log(pure.Why403Error === Why403Error, 'loadIndex' in pure)
    `)
    expect(printed).toBe('User.ReadBasic.All\ntrue false\n')
  })

  test('why403/permission-index is that text', () => {
    const file = run(`process.stdout.write(import.meta.resolve('why403/permission-index'))`)
    expect(readFileSync(fileURLToPath(file), 'latin1')).toBe(indexText)
  })
})

describe('in TypeScript', () => {
  const program = `
    import * as why403 from 'why403'
    import { loadIndex } from 'why403/node'
    import type {
      Evidence, ErrorCode, FindingReport, Fix, OperationReport, PermissionIndex, RefusalReport, Report, Requirement,
      SchemeRequirement, Verdict,
    } from 'why403'
    import type { Report as SameReport } from 'why403/node'

    const index: PermissionIndex = await loadIndex()
    const required: Requirement = why403.requiredPermissions(index, { method: 'GET', url: '/users' })
    const scheme: SchemeRequirement = required.schemes.application
    const report: Report = why403.check(index, { roles: [] }, ['GET /users'], { at: 0, expect: 'app-only' })
    const same: SameReport = await why403.inspectToken(index, '', { keys: { keys: [{ kty: 'RSA', n: '', e: '' }] } })
    const operation: OperationReport | undefined = report.operations[0]
    const verdict: Verdict | undefined = operation?.verdict
    const finding: FindingReport | undefined = same.findings[0]
    const fix: Fix | undefined = finding?.fix[0]
    const refusals: readonly RefusalReport[] = why403.explainText(index, '', { shell: 'posix' }).refusals ?? []
    const evidence: readonly Evidence[] = refusals.flatMap(({ evidence }) => evidence)
    const code = (error: unknown): ErrorCode | null => (error instanceof why403.Why403Error ? error.code : null)
    const given: why403.Answer = { status: 403, headers: { a: 'b', c: ['d'], e: undefined }, body: {} }
    why403.explainRefusal(index, given)
    why403.explainRefusal(index, { status: 403, headers: new Map([['a', 'b']]), request: 'GET /users' })
    // @ts-expect-error: a status is a number
    why403.explainRefusal(index, { status: '403', headers: {} })
    // @ts-expect-error: the index comes first
    why403.requiredPermissions('GET /users', index)
    export { code, evidence, fix, scheme, verdict }
  `

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('a strict and empty project compiles with it: module %s', (module, moduleResolution) => {
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', lib: ['es2023'], types: [], noEmit: true },
      ...{
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
      },
    }
    writeFileSync(join(folder, 'program.ts'), program)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
    expect(compile()).toBe('')
  })

  test('and a page hands over what fetch answers', () => {
    const page = `
      import { explainRefusal, openIndex } from 'why403'
      const { status, headers } = await fetch('/users')
      export const report = explainRefusal(openIndex(''), { status, headers, body: await (await fetch('/')).json() })
    `
    const compilerOptions = {
      ...{
        module: 'esnext',
        moduleResolution: 'bundler',
        target: 'es2022',
        lib: ['es2023', 'dom', 'dom.iterable'],
      },
      ...{ types: [], noEmit: true, strict: true, skipLibCheck: false },
    }
    writeFileSync(join(folder, 'page.ts'), page)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.ts'] }))
    expect(compile()).toBe('')
  })

  /** What the compiler complains of. */
  function compile(): string {
    try {
      return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
        encoding: 'utf8',
      })
    } catch (error) {
      return (error as { stdout: string }).stdout
    }
  }
})

/** One file of a program that imports the package, for a browser. */
async function bundle(program: string): Promise<string> {
  writeFileSync(join(folder, 'program.js'), program)
  const { output } = await build({
    cwd: folder,
    input: 'program.js',
    platform: 'browser',
    tsconfig: false,
    write: false,
    output: { format: 'esm', codeSplitting: false, minify: true },
  })
  expect(output).toHaveLength(1)
  return output[0].code
}

describe('in a bundle', () => {
  test('requiredPermissions comes without the catalogs', async () => {
    const code = await bundle(`export { requiredPermissions } from 'why403'`)
    expect(code).toContain('Microsoft Graph')
    expect(code).not.toMatch(/AADSTS|7000215|jose|client_credentials|Authorization_RequestDenied/)
    expect(code.length).toBeLessThan(60_000)
  })

  test('and so do the others that need none', async () => {
    const code = await bundle(`export { minimalPermissions, openIndex, Why403Error } from 'why403'`)
    expect(code).not.toMatch(/AADSTS|7000215|jose/)
  })

  test('and the search would notice', async () => {
    expect(await bundle(`export { explainText } from 'why403'`)).toMatch(/AADSTS/)
  })
})

test('in a browser, every function answers as it does here', async () => {
  const { header, claims } = readCase('operation/missing-permission', 'fires').token!
  const key = await keyNamed(String(header.kid))
  const input = {
    token: await signToken(key, header, claims),
    claims,
    keys: key.jwks,
    at: Number(claims.iat) + 60,
    operations: ['GET /users', 'GET /auditLogs/signIns', 'GET /nowhere'],
    text: 'AADSTS7000215: Invalid client secret provided.',
    answer: {
      status: 403,
      headers: { 'request-id': '3f2b1c9e-0d54-4a5e-9c1d-2f0a6b7c8d9e' },
      body: '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}}',
      request: 'GET /users',
    },
  }
  const ask = `async (why403, index, { token, claims, keys, at, operations, text, answer }) => ({
    required: operations.map(operation => why403.requiredPermissions(index, operation)),
    minimal: why403.minimalPermissions(index, operations),
    checked: why403.check(index, claims, operations, { at }),
    inspected: await why403.inspectToken(index, token, { keys, at, operations }),
    explained: why403.explainText(index, text),
    refused: why403.explainRefusal(index, answer),
  })`
  const program = await bundle(`
    import * as why403 from 'why403'
    const post = value => fetch('/result', { method: 'POST', body: JSON.stringify(value) })
    try {
      const index = why403.openIndex(await (await fetch('/permission-index.txt')).text())
      post(await (${ask})(why403, index, await (await fetch('/input.json')).json()))
    } catch (error) {
      post({ failed: String(error.stack) })
    }
  `)
  const page = '<!doctype html><meta charset="utf-8"><script type="module" src="/program.js"></script>'
  const result = await resultOfPage({
    '/index.html': page,
    '/program.js': program,
    '/permission-index.txt': indexText,
    '/input.json': JSON.stringify(input),
  })
  const here = await new Function(`return ${ask}`)()(library, index, input)
  expect(here.inspected.token.signature.status).toBe('verified')
  expect(result).toEqual(JSON.parse(JSON.stringify(here)))
})

test('the program signs with a certificate out of a PFX, which the bundle loads for that alone', async () => {
  const emulator = await startEmulator({
    ...{ index, now: Date.now, uuid: () => crypto.randomUUID(), sleep: async () => {} },
    randomBytes: count => crypto.getRandomValues(new Uint8Array(count)),
  })
  const made = makeCertificate('lab', { from: Date.now() - 60_000, until: Date.now() + 3600_000 })
  writeFileSync(join(folder, 'app.pfx'), makePfx(made, 'geheim'), 'latin1')
  const { clientId, objectId } = emulator.apps.lab!
  const bearer = await tokenOf(emulator, emulator.apps.admin!)
  await fetch(`${emulator.url}/v1.0/applications/${objectId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ keyCredentials: [{ key: made.der.toString('base64') }] }),
  })
  const out = await new Promise<string>(done => {
    const program = join(folder, 'node_modules/why403/dist/cli/why403.cjs')
    const argv = [program, 'inspect', '--certificate', 'app.pfx', '--format', 'json']
    const env = {
      ...{ PATH: process.env.PATH, WHY403_EMULATOR: emulator.url, TENANT_ID: emulator.tenantId },
      ...{ CLIENT_ID: clientId, AZURE_CLIENT_CERTIFICATE_PASSWORD: 'geheim' },
    }
    const child = execFile(process.execPath, argv, { cwd: folder, env }, (_, stdout) => done(stdout))
    child.stdin!.end()
  })
  await emulator.stop()
  expect(JSON.parse(out).acquisition).toMatchObject({
    credential: 'certificate',
    status: 200,
    claimAgrees: true,
  })
})

async function tokenOf(
  { url, tenantId }: Emulator,
  { clientId: client_id, secret: client_secret }: EmulatedApp,
): Promise<string> {
  const form = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }
  const body = new URLSearchParams({ ...form, client_id, client_secret })
  const answer = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body })
  return ((await answer.json()) as { access_token: string }).access_token
}
