import { describe, expect, test } from 'vitest'
import { issuersKeys, type KeyIssuer } from '../../../src/edges/keys/discovery.ts'
import type { HttpResponse, Io } from '../../../src/io.ts'
import { testIo, testNow } from '../../support/io.ts'

const document = 'https://issuer.example/.well-known/openid-configuration'
const issuer: KeyIssuer = {
  document,
  name: 'issuer.example',
  allows: url => url.startsWith('https://issuer.example/'),
}
const key = (kid: string) => ({ kty: 'RSA', kid, n: 'AQAB', e: 'AQAB' })
const day = 24 * 3600 * 1000

/** A machine with a home, an issuer that publishes keys by now, and a count of what was asked. */
function machine(
  over: { env?: Record<string, string>; platform?: string; foreign?: readonly string[] } = {},
) {
  const world = { now: testNow, kids: ['a'], online: true, asked: 0 }
  const made = testIo({
    env: over.env ?? { HOME: '/home/me' },
    ...(over.foreign === undefined ? {} : { foreign: over.foreign }),
    now: () => world.now,
    http: async ({ url }): Promise<HttpResponse> => {
      if (!world.online) throw new Error('something was sent')
      world.asked++
      const body =
        url === document ? { jwks_uri: 'https://issuer.example/keys' } : { keys: world.kids.map(key) }
      return { status: 200, headers: {}, body: JSON.stringify(body) }
    },
  })
  const io: Io = { ...made.io, platform: over.platform ?? 'linux' }
  const ask = (kid: string | null, offline = false) => issuersKeys(issuer, { kid, offline }, io)
  return { world, io, files: made.files, modes: made.modes, ask }
}

async function kidsOf(source: ReturnType<typeof issuersKeys>): Promise<unknown> {
  const found = await source
  return 'missing' in found ? found.missing : found.keys.keys.map(({ kid }) => kid)
}

describe('keys are kept', () => {
  test('so that a second look asks nobody, and --offline still verifies', async () => {
    const { world, files, ask } = machine()
    expect(await kidsOf(ask('a'))).toEqual(['a'])
    expect(world.asked).toBe(2)
    expect(Object.keys(files)).toEqual([
      expect.stringMatching(/^\/home\/me\/\.cache\/why403\/keys\/issuer\.example\.json$/),
    ])
    world.online = false
    expect(await kidsOf(ask('a'))).toEqual(['a'])
    expect(await kidsOf(ask('a', true))).toEqual(['a'])
    expect(await ask('a', true)).toMatchObject({ from: 'issuer.example, as of 2026-11-22' })
  })

  test.each([
    ['linux', { HOME: '/home/me', XDG_CACHE_HOME: '/var/cache/me' }, '/var/cache/me/why403/keys/'],
    ['linux', { HOME: '/home/me', XDG_CACHE_HOME: 'relative' }, '/home/me/.cache/why403/keys/'],
    ['darwin', { HOME: '/Users/me' }, '/Users/me/Library/Caches/why403/keys/'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' },
      'C:\\Users\\me\\AppData\\Local/why403/keys/',
    ],
  ])('on %s with %j below %s', async (platform, env, folder) => {
    const { files, ask } = machine({ platform, env: env as unknown as Record<string, string> })
    await ask('a')
    expect(Object.keys(files)[0]).toContain(folder)
  })

  test('not without a home, and not for a server of this machine', async () => {
    const homeless = machine({ env: {} })
    await homeless.ask('a')
    expect(homeless.files).toEqual({})
    const { io, files } = machine()
    const local: KeyIssuer = { ...issuer, document: 'http://127.0.0.1:9/.well-known/openid-configuration' }
    await issuersKeys(local, { kid: 'a', offline: false }, io)
    expect(files).toEqual({})
  })

  test('whether or not they can be written', async () => {
    const { io, files } = machine()
    const readOnly: Io = { ...io, makeFolder: () => Promise.reject(new Error('read-only')) }
    expect(await kidsOf(issuersKeys(issuer, { kid: 'a', offline: false }, readOnly))).toEqual(['a'])
    expect(files).toEqual({})
  })
})

describe('kept keys are asked for again', () => {
  test('once, when they do not hold the kid', async () => {
    const { world, ask } = machine()
    await ask('a')
    world.kids = ['b']
    expect(await kidsOf(ask('b'))).toEqual(['b'])
    expect(world.asked).toBe(4)
    expect(await kidsOf(ask('unheard-of'))).toEqual(['b'])
    expect(world.asked).toBe(6)
  })

  test('after a day; offline they live a week', async () => {
    const { world, ask } = machine()
    await ask('a')
    world.now += day + 1000
    await ask('a')
    expect(world.asked).toBe(4)
    world.now += 7 * day - 1000
    expect(await kidsOf(ask('a', true))).toEqual(['a'])
    world.now += 2000
    expect(await kidsOf(ask('a', true))).toMatch(/--offline/)
  })

  test('and are better than none when nobody answers', async () => {
    const { world, io, ask } = machine()
    await ask('a')
    world.now += 2 * day
    const down: Io = { ...io, http: async () => ({ status: 503, headers: {}, body: '' }) }
    expect(await kidsOf(issuersKeys(issuer, { kid: 'a', offline: false }, down))).toEqual(['a'])
    expect(await kidsOf(issuersKeys(issuer, { kid: 'z', offline: false }, down))).toMatch(
      /no discovery document/,
    )
  })

  test.each([
    '',
    '{',
    '[]',
    '{"document":"https://evil.example","fetchedAt":1795377600,"keys":[]}',
    '{"keys":[{}]}',
  ])('when the file holds %j', async text => {
    const { world, files, ask } = machine()
    await ask('a')
    files[Object.keys(files)[0]!] = text
    await ask('a')
    expect(world.asked).toBe(4)
  })
})

test('--offline without kept keys is a reason', async () => {
  const { world, ask } = machine()
  expect(await kidsOf(ask('a', true))).toMatch(/^the keys were not asked for \(--offline\)/)
  expect(world.asked).toBe(0)
})

describe('kept keys count only where nobody else can have put them', () => {
  const file = '/home/me/.cache/why403/keys/issuer.example.json'
  const folder = '/home/me/.cache/why403/keys'

  async function asksAgain(over: { mode?: [string, number]; foreign?: readonly string[] }): Promise<boolean> {
    const { world, modes, io, ask } = machine(over.foreign === undefined ? {} : { foreign: over.foreign })
    await ask('a')
    if (over.mode !== undefined) modes[over.mode[0]] = over.mode[1]
    expect(await io.fileStatus(file)).not.toBeNull()
    await ask('a')
    return world.asked === 4
  }

  test.each([
    [file, 0o644, false],
    [file, 0o600, false],
    [file, 0o664, true],
    [file, 0o646, true],
    [folder, 0o755, false],
    [folder, 0o775, true],
    [folder, 0o1777, true],
  ])('%s of mode %o', async (path, mode, again) => {
    expect(await asksAgain({ mode: [path, mode] })).toBe(again)
  })

  test.each([file, folder])('%s of somebody else', async path => {
    expect(await asksAgain({ foreign: [path] })).toBe(true)
  })

  test('nor with --offline', async () => {
    const { modes, ask } = machine()
    await ask('a')
    modes[file] = 0o666
    expect(await kidsOf(ask('a', true))).toMatch(/--offline/)
  })
})
