import { expect, test } from 'vitest'
import { labSteps } from '../../src/lessons/lab/index.ts'
import { main } from '../../src/main.ts'
import { start } from '../emulator/support.ts'
import { testIo } from '../support/io.ts'

/** A learner at the lab: what they see, and what they may do meanwhile. */
interface Learner {
  /** What was told since the last thing that was typed, once it holds these words. */
  sees(words: string | RegExp): Promise<string>
  readonly files: Record<string, string>
  post(path: string, body?: object, method?: string): Promise<Record<string, string>>
  why403(...words: string[]): Promise<void>
}

type Lines = AsyncGenerator<string, void>

const breath = (): Promise<void> => new Promise(done => setImmediate(done))

/** Runs the lab for a learner, who types what `learn` yields. */
async function lab(
  learn: (learner: Learner) => Lines,
  files: Record<string, string> = {},
  words: string[] = [],
): Promise<{ code: number; out: string; files: Record<string, string> }> {
  let seen = 0
  let clock = start
  const io = testIo({
    ...{ files, env: { HOME: '/home/learner' }, pause: breath },
    now: () => (clock += 1),
    typed: async function* () {
      for await (const line of learn(learner)) {
        seen = io.out().length
        yield `${line}\n`
      }
    },
  })
  const url = (): string => /WHY403_EMULATOR=(\S+)/.exec(io.files['.env.emulator'] ?? '')?.[1] ?? ''
  const learner: Learner = {
    files: io.files,
    async sees(words) {
      for (let look = 0; look < 20_000; look++) {
        const told = io.out().slice(seen).replace(/\s+/g, ' ')
        if (typeof words === 'string' ? told.includes(words) : words.test(told)) return told
        await breath()
      }
      throw new Error(`never saw ${words} in ${io.out().slice(seen)}`)
    },
    async post(path, body, method = 'POST') {
      const response = await fetch(`${url()}${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${io.files['admin.jwt']?.trim()}`,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return text.startsWith('{') ? JSON.parse(text) : { text }
    },
    async why403(...words) {
      const other = testIo({ files: io.files, now: () => clock })
      await main(words, other.io)
      Object.assign(io.files, other.files)
    },
  }
  const code = await main(['lab', '--port', '0', ...words], io.io)
  return { code, out: io.out(), files: io.files }
}

const roles = ['df021288-bdef-4463-88db-98f22de89214', 'b0afded3-3588-46d8-8b3d-9842eff778da']
const declaring = (type: 'Role' | 'Scope', ids = roles): object => ({
  requiredResourceAccess: [
    { resourceAppId: '00000003-0000-0000-c000-000000000000', resourceAccess: ids.map(id => ({ id, type })) },
  ],
})

/** From the registration to the declared permissions. */
async function* prepare({ sees, post, why403, files }: Learner): Lines {
  await sees('Step 1 of')
  await why403('inspect', '--dotenv', '.env.emulator.admin', '--save-token', 'admin.jwt')
  const app = await post('/v1.0/applications', { displayName: 'iam-lab3-daemon' })
  await sees('✔ an app is registered')
  yield ''
  // It is missing still.
  expect(await sees('not yet: it has a service principal')).not.toContain('Step 2')
  await post('/v1.0/servicePrincipals', { appId: app.appId })
  await sees('Enter: next')
  yield ''
  await sees('Step 2 of')
  const { secretText } = await post(`/v1.0/applications/${app.id}/addPassword`, {})
  const settings = files['.env.emulator']!
  files['.env.emulator'] = settings.replace('CLIENT_ID=', `CLIENT_ID=${app.id}`)
  await sees('! CLIENT_ID is the object id of the registration')
  files['.env.emulator'] = settings
    .replace('CLIENT_ID=', `CLIENT_ID=${app.appId}`)
    .replace('CLIENT_SECRET=', `CLIENT_SECRET=${secretText}`)
  await sees('Enter: next')
  yield ''
  await sees('Step 3 of')
  yield 'h'
  await sees('tells what each operation needs')
  await post(
    `/v1.0/applications/${app.id}`,
    declaring('Scope', ['a154be20-db9c-4678-8ab7-66f6cc099a59']),
    'PATCH',
  )
  await sees('! A permission is declared as delegated (Scope)')
  await post(`/v1.0/applications/${app.id}`, declaring('Role'), 'PATCH')
  await sees('Enter: next')
  yield ''
  await sees('Step 4 of')
}

async function consent({ post, files }: Learner): Promise<void> {
  const [clientId, tenantId] = ['CLIENT_ID', 'TENANT_ID'].map(
    name => new RegExp(`${name}=(\\S+)`).exec(files['.env.emulator']!)![1]!,
  )
  await post(`/${tenantId}/adminconsent?client_id=${clientId}`)
}

test('a learner is led from the registration to the refusal, is not moved on too early, and comes back', async () => {
  const first = await lab(async function* (learner) {
    yield* prepare(learner)
    yield ''
    await learner.sees('not yet: GET /users was refused with 403')
    await learner.why403('--dotenv', '.env.emulator', '--anyway')
    expect(await learner.sees('Enter: next')).toContain(
      '✔ it is app-only, and holds no roles read from the token',
    )
    yield ''
    await learner.sees('Step 5 of')
    yield 'q'
  })
  expect(first.code).toBe(0)
  expect(first.out).toContain('why403 lab goes on from here.')
  const kept = first.files['/home/learner/.local/state/why403/lab.json']!
  expect(JSON.parse(kept)).toEqual({ done: ['register', 'secret', 'permissions', 'refused'] })
  expect(kept).not.toContain('MAKE-BELIEVE')

  const second = await lab(
    async function* ({ sees, files, why403 }) {
      expect(await sees('Step 5 of')).toContain('all that you did was done again')
      expect(files['.env.emulator']).not.toBe(first.files['.env.emulator'])
      yield 'b'
      await sees('This is done already.')
      yield ''
      await sees('Step 5 of')
      await why403('inspect', '--dotenv', '.env.emulator', '--save-token', 'old.jwt')
      await sees('Enter: next')
      yield 'q'
    },
    { ...first.files },
  )
  expect(second.code).toBe(0)

  const third = await lab(
    async function* ({ sees }) {
      await sees('Step 1 of')
      yield 'q'
    },
    { ...first.files },
    ['--restart'],
  )
  expect(third.code).toBe(0)
})

test('who consents too early sees no 403, and is told why, and does not get on', async () => {
  const { code, out } = await lab(async function* (learner) {
    yield* prepare(learner)
    await consent(learner)
    await learner.sees('! The tenant has granted')
    await learner.why403('--dotenv', '.env.emulator', '--anyway')
    yield ''
    const told = await learner.sees('not yet: GET /users was refused with 403')
    expect(told).not.toContain('Step 5')
    yield 'q'
  })
  expect(code).toBe(0)
  expect(out).not.toContain('Step 5 of')
})

test('who leaves consent out does not get on', async () => {
  const done = labSteps.slice(0, 5).map(({ id }) => id)
  const { out } = await lab(
    async function* (learner) {
      await learner.sees('Step 6 of')
      yield ''
      await learner.sees('not yet: the tenant has granted User.Read.All')
      await learner.why403('--dotenv', '.env.emulator')
      yield ''
      await learner.sees('not yet: the tenant has granted User.Read.All')
      await consent(learner)
      await learner.sees('Enter: next')
      yield 'q'
    },
    { '/home/learner/.local/state/why403/lab.json': JSON.stringify({ done }) },
  )
  expect(out).not.toContain('Step 7 of')
})

test('the end asks what was learned, with reasons, and decides quickly', async () => {
  const done = labSteps.map(({ id }) => id)
  const { code, out } = await lab(
    async function* ({ sees }) {
      await sees('Whose is it?')
      yield 'x'
      await sees('One of a, b, and then Enter.')
      yield 'a'
      await sees('Roles are application permissions')
      for (const letter of ['b', 'b', 'c', 'c']) {
        await sees(/\? a /)
        yield letter
      }
    },
    { '/home/learner/.local/state/why403/lab.json': JSON.stringify({ done }) },
  )
  expect(code).toBe(0)
  expect(out).toContain('4 of 5 right. Is a user present? Yes: delegated. No: app-only.')
})

test.each([
  ['damaged', 'not json'],
  ['of somebody else', JSON.stringify({ done: [1, 'nowhere'] })],
])('progress that is %s is none', async (_, text) => {
  const { code } = await lab(
    async function* ({ sees }) {
      await sees('Step 1 of')
      yield 'q'
    },
    { '/home/learner/.local/state/why403/lab.json': text },
  )
  expect(code).toBe(0)
})

test('settings that the lab did not write are left alone', async () => {
  const io = testIo({ files: { '.env.emulator': 'CLIENT_ID=mine\n' } })
  expect(await main(['lab', '--port', '0'], io.io)).toBe(2)
  expect(io.files['.env.emulator']).toBe('CLIENT_ID=mine\n')
  expect(io.err()).toContain('the emulator did not write it')
})

test('each step stands once, and each question has one right answer', () => {
  expect(new Set(labSteps.map(({ id }) => id)).size).toBe(labSteps.length)
  for (const { question } of labSteps) {
    if (question !== undefined) expect(question.choices[question.right]).toBeDefined()
  }
})

test('beside the portal: what is done there turns the step, and its buttons go on and back', async () => {
  let cookie = ''
  const told: string[] = []
  const { code, out } = await lab(async function* ({ files, sees }) {
    await sees('Step 1 of')
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(files['.env.emulator']!) ?? []
    const ask = async (path: string, fields?: Record<string, string>): Promise<Response> =>
      fetch(`${url}${path}`, {
        ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
        headers: { accept: 'text/html', cookie },
        redirect: 'manual',
      })
    const panel = async (): Promise<string> =>
      JSON.parse(await (await ask('/portal/log/new?after=0')).text()).lab
    cookie = (await ask('/')).headers.get('set-cookie')!.split(';')[0]!
    const page = await (await ask('/')).text()
    told.push(/Step 1 of \d+/.exec(page)![0], /name="way" value="on" disabled/.exec(page)![0])
    await ask('/portal/apps', { displayName: 'by the portal' })
    await sees('Enter: next')
    expect(await panel()).toContain(
      'The registration and its service principal are two objects with two ids.',
    )
    expect((await ask('/portal/lab', { way: 'on', back: '/portal/users' })).headers.get('location')).toBe(
      '/portal/users',
    )
    await sees('Step 2 of')
    expect(await panel()).toMatch(/Step 2 of \d+.*the app has a secret.*not seen yet/s)
    await ask('/portal/lab', { way: 'back' })
    await sees('This is done already')
    expect((await ask('/portal/lab', { way: 'on' })).status).toBe(303)
    await sees('Step 2 of')
    yield 'q'
  })
  expect(code).toBe(0)
  expect(told).toEqual([expect.stringMatching(/^Step 1 of \d+$/), 'name="way" value="on" disabled'])
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /or open http:\/\/127\.0\.0\.1:\d+\/ in a browser and do it there\./,
  )
})
