import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Answer, answerTo, needed } from '../../src/page/answer.ts'
import { partsOf } from '../../src/page/parts.ts'
import { type Recognised, recognise } from '../../src/page/recognise.ts'
import { report, why403 } from '../cli/support.ts'
import { operation } from '../core/committed-index.ts'
import { lookUp, pastes, reportedCases, tokenOf } from './support.ts'

const answer = async (text: string): Promise<Answer> => answerTo(recognise(text, lookUp), lookUp)
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the page answers as the command line does, member by member', () => {
  test.each([...pastes])('%s', async (_, text) => {
    expect(asJson((await answer(text)).report)).toEqual(await report(['explain'], { stdin: text }))
  })

  test.each(['AADSTS7000215', 'missing-admin-consent', '403', 'roles', 'User.Read.All', 'gate/sign-in-logs'])(
    'the name %s',
    async name => {
      expect(asJson((await answer(name)).report)).toEqual(await report(['explain', name]))
    },
  )

  test('each case that people reported', async () => {
    for (const { id, given } of reportedCases()) {
      const { paste, operation: asked } = given
      if (paste !== undefined)
        expect({ id, report: asJson((await answer(paste)).report) }).toEqual({
          id,
          report: await report(['explain'], { stdin: paste }),
        })
      if (asked !== undefined && paste === undefined && given.claims === undefined)
        expect({ id, report: asJson((await answer(asked)).report) }).toEqual({
          id,
          report: await report(['explain'], { stdin: asked }),
        })
    }
  })

  test('what operations need', async () => {
    const asked = ['GET /users', 'GET /auditLogs/signIns', 'DELETE /groups/{id}', 'GET /me', 'GET /nowhere']
    expect(asJson(needed(asked.map(operation), lookUp))).toEqual(await report(['permissions', ...asked]))
  })

  test('a list of requests', async () => {
    const text = 'GET /users\nGET /groups\n'
    const { operations, ...rest } = await report(['permissions', '--from', 'calls.txt'], {
      files: { 'calls.txt': text },
    })
    const found = asJson((await answer(text)).report) as typeof rest
    const named = operations.map((one: object) => ({ ...one, source: { file: 'your text' } }))
    expect(found).toMatchObject(rest)
    expect(found.operations).toMatchObject(
      named.map(({ source, ...one }: { source: object }) => ({ ...one, source })),
    )
  })

  test('a token alone, with what it could do if it leaked', async () => {
    const token = tokenOf({ roles: ['User.Read.All', 'Mail.Send'] })
    const { token: own, ...rest } = asJson((await answer(token)).report) as Record<string, object>
    const { token: explained, ...others } = await report(['explain'], { stdin: token })
    const { token: inspected } = await report(['inspect', '--offline', '--reach'], { stdin: token })
    expect(rest).toEqual(others)
    expect(own).toEqual({ ...explained, reach: inspected.reach })
    expect(inspected.reach.operations).toBeGreaterThan(100)
  })

  test('a case that somebody sent', async () => {
    const { files } = await why403(['explain', '--case', 'case.json'], {
      stdin: pastes.get('curl-verbose.txt')!,
    })
    const text = files['case.json']!
    const expected = await report(['open', 'case.json'], { files: { 'case.json': text } })
    const found = asJson((await answer(text)).report) as { token?: { reach?: unknown } }
    expect(found).toMatchObject(expected)
    const { reach: _, ...token } = found.token ?? {}
    expect({ ...found, token }).toEqual({ ...expected, token: expected.token ?? {} })
  })
})

test('a signature is looked at where the keys were pasted beside the token, and only there', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [header, payload] = tokenOf({ roles: ['User.Read.All'] }).split('.')
  const signed = sign('sha256', Buffer.from(`${header}.${payload}`), privateKey).toString('base64url')
  const token = `${header}.${payload}.${signed}`
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] })
  const status = async (text: string): Promise<unknown> =>
    (await answer(text)).report.token?.signature?.status
  expect(await status(token)).toBe('not-checked')
  expect(await status(`${token}\n\n${keys}`)).toBe('verified')
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
  expect(await status(`${token}\n\n${JSON.stringify({ keys: [{ ...other, kid: 'k1' }] })}`)).toBe('mismatch')
})

describe('what was recognised', () => {
  const parts = async (recognised: Recognised): Promise<string[]> => {
    const { report } = await answerTo(recognised, lookUp)
    return partsOf(recognised, report).map(({ kind, words }) => `${kind} · ${words}`)
  }
  const text = [
    '> GET /v1.0/users HTTP/2',
    '> Host: graph.microsoft.com',
    `> authorization: Bearer ${tokenOf({})}`,
    '< HTTP/2 403',
    '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}',
  ].join('\n')

  test('is named: token, request, refusal', async () => {
    expect(await parts(recognise(text, lookUp))).toEqual([
      'token · app-only',
      'request · GET /v1.0/users',
      'refusal · 403 Authorization_RequestDenied',
    ])
  })

  test('and each can be taken away, until nothing is left', async () => {
    const whole = recognise(text, lookUp)
    const { report } = await answerTo(whole, lookUp)
    const [token, request, refusal] = partsOf(whole, report)
    expect(await parts(token!.without!)).toEqual([
      'request · GET /v1.0/users',
      'refusal · 403 Authorization_RequestDenied',
    ])
    expect((await answerTo(token!.without!, lookUp)).report.token).toBeUndefined()
    expect(await parts(refusal!.without!)).toEqual(['token · app-only', 'request · GET /v1.0/users'])
    expect((await answerTo(refusal!.without!, lookUp)).report.refusals).toEqual([])
    const rest = await answerTo(request!.without!, lookUp)
    expect(rest.report.operations.some(({ url }) => url.includes('users'))).toBe(false)
    const alone = recognise(tokenOf({}), lookUp)
    expect(partsOf(alone, (await answerTo(alone, lookUp)).report).map(({ without }) => without)).toEqual([
      null,
    ])
  })

  test('many of a kind are counted', async () => {
    const list = recognise(Array.from({ length: 12 }, (_, at) => `GET /users/${at}`).join('\n'), lookUp)
    const words = await parts(list)
    expect(words).toHaveLength(9)
    expect(words.at(-1)).toBe('request · and 4 more')
  })

  test('several tokens of which none is known to be the one: said, and none is used', async () => {
    const two = `${tokenOf({})}\n${tokenOf({ aud: 'https://vault.azure.net' })}`
    const { notes, report } = await answer(two)
    expect(notes.join()).toMatch(/None was used/)
    expect(report.token).toBeUndefined()
  })
})
