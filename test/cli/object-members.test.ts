import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, stage } from '../emulator/support.ts'
import { answering, settings, why403 } from './support.ts'

/** Names under which every object finds something, though it holds nothing of the kind. */
const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf']

let emulator: Stage

beforeAll(async () => {
  emulator = await stage()
  const { clientId } = emulator.apps.lab!
  await emulator.send('POST', `/${emulator.tenantId}/adminconsent?client_id=${clientId}`)
})
afterAll(() => emulator.stop())

/** Runs a command line; what it must not be is a fault of ours, or an answer that speaks of JavaScript. */
async function answered(argv: readonly string[], options: Parameters<typeof why403>[1] = {}) {
  const ran = await why403(argv, options)
  const all = ran.out + ran.err
  expect({ argv, all }).not.toMatchObject({
    all: expect.stringMatching(/should not have|TypeError|native code|\[object /),
  })
  return ran
}

describe.each(names)('%s', name => {
  test.each([
    `/${name}`,
    `/${name}/x`,
    `/users/${name}`,
    `/users/x/${name}/y`,
    `/users/x/mailFolders/${name}`,
    `/users(${name}='x')`,
    `/users/microsoft.graph.${name}`,
    `/users/${name}()`,
    `/drive/root:/${name}:/${name}`,
    `/users?${name}=1&$${name}=2&$select=${name}&$filter=${name} eq 'x'&$expand=${name}`,
  ])('as a part of %s', async path => {
    for (const [command, env] of [
      ['permissions', {}],
      ['call', settings(emulator)],
    ] as const) {
      const { code, out } = await answered([command, '--format', 'json', '--from', '-'], {
        env,
        stdin: `GET ${path}\n`,
      })
      expect([0, 1]).toContain(code)
      expect(JSON.parse(out).operations).toHaveLength(1)
    }
  })

  test('as a method, a flag, a word', async () => {
    for (const argv of [
      ['permissions', name, '/users'],
      ['permissions', `--${name}`, 'x', '/users'],
      ['permissions', `--${name}.x=1`, '/users'],
      ['permissions', `--no-${name}`, '/users'],
      ['permissions', '/users', '--scheme', name],
      ['permissions', '/users', '--format', name],
      ['permissions', '--of', name],
      ['check', '/users', '--cloud', name],
      ['demo', name],
      ['completion', name],
      [name],
    ]) {
      const { code, out } = await answered(argv)
      expect({ argv, code, out }).toMatchObject({ code: expect.toBeOneOf([1, 2]), out: expect.any(String) })
    }
    for (const word of [
      name,
      `token/${name}`,
      `AADSTS${name}`,
      `{"error":{"code":"${name}","message":"${name}"}}`,
    ])
      await answered(['explain', word])
  })

  test('in what servers answer: members, codes, headers', async () => {
    const member = `{"${name}":{"x":1},"value":[{"${name}":1,"id":{"${name}":2}},{}]}`
    const refusal = JSON.stringify({ error: { code: name, message: name, innerError: { code: name } } })
    const headers = Object.fromEntries([
      [name, name],
      ['request-id', '7d7d3c9e-5b0a-4c4f-9c7e-0f3b8d2e7a64'],
      ['content-type', 'application/json'],
    ])
    for (const [status, body] of [
      [200, member],
      [403, refusal],
    ] as const) {
      await answered(['call', `/users?$select=id,${name}`], {
        env: settings(emulator),
        http: answering(/\/v1\.0\//, { status, headers, body }),
      })
    }
    await answered(['call', '/users'], {
      env: settings(emulator),
      http: answering(/\/token$/, {
        status: 400,
        headers,
        body: `{"error":"${name}","error_codes":["${name}"]}`,
      }),
    })
  })

  test('in a .env, which sets nothing of the name', async () => {
    const file = `${name}=x\n${name}.x=1\n`
    const { code } = await answered(['call', '/users'], { env: settings(emulator), files: { '.env': file } })
    expect(code).toBe(0)
  })
})
