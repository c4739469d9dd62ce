import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import schema from '../../docs/report.schema.json' with { type: 'json' }
import { candidatesOf } from '../../src/core/explain/candidates.ts'
import { known } from '../../src/core/explain/words.ts'
import { findings } from '../../src/core/findings/index.ts'
import { statuses } from '../../src/core/knowledge/statuses.ts'
import { why403 } from './support.ts'

const pasted = (name: string): string =>
  readFileSync(new URL(`../../fixtures/responses/pasted/${name}.txt`, import.meta.url), 'utf8')

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

test.each(findings.map(({ id }) => id))('explain %s', async id => {
  const { code, out, err } = await why403(['explain', id])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(`\n${id}\n`)
  for (const heading of ['Likely causes', 'How sure', 'Read on']) expect(out).toContain(`\n${heading}\n`)
  expect(out.split('\n').filter(line => line.length > 80 && !/^ +https:/.test(line))).toEqual([])

  const json = JSON.parse((await why403(['explain', id, '--format', 'json'])).out)
  expect(validate(json), JSON.stringify(validate.errors)).toBe(true)
  expect(json.page.id).toBe(id)
  expect(json.page.causes.length).toBeGreaterThan(0)
  expect(json.page.sources.length).toBeGreaterThan(0)
})

test('explain --list names all that it knows', async () => {
  const { code, out } = await why403(['explain', '--list'])
  expect(code).toBe(0)
  for (const { id } of known()) expect(out).toContain(id)
  const json = JSON.parse((await why403(['explain', '--list', '--format', 'json'])).out)
  expect(json.list).toEqual(known())
})

test.each(['AADSTS7000215', 'aadsts/7000215', '7000215'])('explain %s', async word => {
  const { code, out } = await why403(['explain', word])
  expect(code).toBe(0)
  expect(out).toContain('AADSTS7000215: The client secret is wrong.')
  expect(out).toContain('--append')
})

test('a code of Graph is told with what would tell its causes apart', async () => {
  const { code, out } = await why403(['explain', 'authorization_requestdenied'])
  expect(code).toBe(0)
  expect(out).toContain('May be  Admin consent is missing (consent/missing-admin-consent)')
  expect(out).toContain('what would tell:')
})

test.each([
  ['consent/missing-admin-consnet', 'Did you mean: why403 explain consent/missing-admin-consent'],
  ['Authorization_RequestDenyed', 'Did you mean: why403 explain Authorization_RequestDenied'],
  ['nothing-like-it', 'All of them: why403 explain --list'],
  ['', 'All of them: why403 explain --list'],
])('explain %j leads on', async (word, hint) => {
  const { code, out, err } = await why403(['explain', ...(word === '' ? [] : [word])])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`  ${hint}\n`)
})

test('a number that nobody knows is no typo: Microsoft may know it', async () => {
  const { code, out, err } = await why403(['explain', 'AADSTS7000251'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('AADSTS7000251 is not in our catalog.')
  expect(out).toContain('https://login.microsoftonline.com/error?code=7000251\n')
  expect(out).not.toContain('7000215')
})

describe('the front door: what people have', () => {
  test.each([
    ['Forbidden', '403 Forbidden: Graph accepts the token'],
    ['unauthorized', '401 Unauthorized: Graph does not accept the token'],
    ['missing-admin-consent', '\nconsent/missing-admin-consent\n'],
    ['roles', 'the application permissions that were granted'],
    ['User.Read.All', 'df021288-bdef-4463-88db-98f22de89214'],
    ['GET /users', 'User.ReadBasic.All'],
    ['Get-MgUser', 'User.ReadBasic.All'],
  ])('%s', async (word, words) => {
    const { code, out, err } = await why403(['explain', word])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(words)
  })

  test('what two findings end in is asked back', async () => {
    const { code, err } = await why403(['explain', 'refused'])
    expect(code).toBe(2)
    expect(err).toContain('Did you mean: why403 explain operation/refused')
  })

  test('and the clipboard of each system stands in the help', async () => {
    const { out } = await why403(['explain', '--help'])
    for (const program of ['pbpaste', 'xclip -o', 'Get-Clipboard']) expect(out).toContain(program)
  })
})

describe('a status alone', () => {
  test.each([
    '403',
    '403 Forbidden',
    'HTTP 403',
    'HTTP/1.1 403 Forbidden',
    'Status: 403 (Forbidden)',
    '403.',
  ])('%s, as words and from standard input', async text => {
    for (const run of [
      why403(['explain', ...text.split(' ')]),
      why403(['explain'], { stdin: `${text}\n` }),
    ]) {
      const { code, out } = await run
      expect(code).toBe(0)
      expect(out).toContain('403 Forbidden: Graph accepts the token')
      expect(out).toContain('cat answer.txt | why403 explain')
    }
  })

  test.each(statuses().map(({ status }) => String(status)))('%s leads somewhere', async status => {
    const { code, out } = await why403(['explain', status])
    expect(code).toBe(0)
    expect(out).toContain('Likely  1. ')
    expect(out).not.toContain('undefined')
  })

  test.each(['418', '4031', '403 Teapot', '40', '403 Forbidden and more words'])('%s is none', async text => {
    const { out } = await why403(['explain', ...text.split(' ')])
    expect(out).not.toContain('Graph accepts the token')
  })
})

test('every candidate of a status says what would tell', () => {
  for (const { candidates } of statuses()) {
    expect(candidatesOf(candidates).map(({ id }) => id)).toEqual(candidates)
  }
})

test('a paste is read from standard input, or from the words', async () => {
  const text = pasted('clock-skew')
  for (const run of [why403(['explain'], { stdin: text }), why403(['explain', ...text.split(' ')])]) {
    const { code, out } = await run
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain('10 min too late')
  }
})

test.each(['token-endpoint-body', 'curl-verbose', 'teams', 'batch', 'header-alone', 'unrelated-proxy'])(
  '%s: the json is a report by its schema',
  async name => {
    const { out } = await why403(['explain', '--format', 'json'], { stdin: pasted(name) })
    const report = JSON.parse(out)
    validate(report)
    expect(validate.errors).toBeNull()
    expect(report.verdict).toBe(report.refusals.length > 0 ? 'problem' : 'undetermined')
  },
)

test('what the service wants is preferred over the tables, and the contradiction is said', async () => {
  const text = `GET https://graph.microsoft.com/v1.0/users\n${pasted('teams')}`
  const { out } = await why403(['explain'], { stdin: text })
  expect(out).toContain('as the service')
  expect(out).toContain('ChannelMessage.Read.All as')
})

test.each(['unrelated-proxy', 'unrelated-google', 'unrelated-prose'])(
  '%s: nothing is recognised',
  async name => {
    const { code, out } = await why403(['explain'], { stdin: pasted(name) })
    expect(code).toBe(1)
    expect(out).toContain('Nothing recognised')
  },
)

test('no token and no secret of a paste is shown', async () => {
  for (const format of ['text', 'json']) {
    const { out, err } = await why403(['explain', '--format', format], { stdin: pasted('with-secrets') })
    expect(out + err).not.toMatch(/8Q~|eyJ[\w-]{6}|bWFrZS1/)
  }
})

test('hostile values never reach a command or a link', async () => {
  const stdin =
    "AADSTS700016: Application with identifier '$(id)' was not found in the directory 'javascript:alert(1)'. This can happen"
  const json = JSON.parse((await why403(['explain', '--format', 'json'], { stdin })).out)
  expect(JSON.stringify(json.refusals[0].fix)).not.toMatch(/\$\(|javascript:/)
})
