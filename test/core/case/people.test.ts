import { describe, expect, test } from 'vitest'
import { gatherFromRequest, gatherFromText } from '../../../src/core/case/gather-people.ts'
import { People } from '../../../src/core/case/people.ts'
import { withPseudonyms, withStandIns } from '../../../src/core/case/stand-ins.ts'
import { caseOf } from '../../../src/core/case/write.ts'
import { deriveFacts } from '../../../src/core/derive-facts.ts'
import { findings } from '../../../src/core/findings/index.ts'
import { nothingObserved, type Observed } from '../../../src/core/observed.ts'
import { parseOperation } from '../../../src/core/operation/operation.ts'
import { reportOf } from '../../../src/core/report/report.ts'
import { KnownSecrets } from '../../../src/core/secret/known.ts'
import { reportOptions } from '../../support/cases.ts'
import fc, { runs } from '../../support/property.ts'
import { index } from '../committed-index.ts'
import { userClaims } from '../token/sample.ts'

const word = fc.stringMatching(/^[A-Z][a-z]{3,9}$/)
const address = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9._'-]{1,12}[a-z0-9]$/),
    fc.stringMatching(/^[a-z]{3,9}\.(com|example|co\.uk)$/),
  )
  .map(([name, host]) => `${name}@${host}`)
const person = fc.record({
  upn: fc.oneof(
    address,
    address.map(text => `${text.replace('@', '_')}#EXT#@fabrikam.onmicrosoft.com`),
  ),
  name: fc.tuple(word, word).map(names => names.join(' ')),
  oid: fc.uuid(),
  ipaddr: fc.ipV4().filter(ip => !/^(127|0)\./.test(ip)),
})
type Person = typeof person extends fc.Arbitrary<infer Value> ? Value : never

/** Where somebody may stand, in one run: a path, a query, a message, a word of the command line, a header. */
const places = {
  'a path': ({ upn }: Person) => ({ url: `/users/${encodeURIComponent(upn)}/messages` }),
  'a path, by id': ({ oid }: Person) => ({ url: `/users/${oid}/messages` }),
  'a key': ({ upn }: Person) => ({
    url: `/users('${encodeURIComponent(upn.replaceAll("'", "''"))}')/messages`,
  }),
  'a filter': ({ upn, name }: Person) => ({
    url: `/users?$filter=${encodeURIComponent(`mail eq '${upn.replaceAll("'", "''")}' or startswith(displayName,'${name}')`)}`,
  }),
  'a filter, written by hand': ({ name }: Person) => ({ url: `/users?$filter=displayName eq '${name}'` }),
  'a search': ({ name }: Person) => ({ url: `/users?$search="displayName:${name}"` }),
  'a member': ({ oid }: Person) => ({ url: `/groups/6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11/members/${oid}` }),
  'a message': ({ upn, name, oid, ipaddr }: Person) => ({
    message: `User '${upn}' (${name}, ${oid.toUpperCase()}) from ${ipaddr} is not found. ${JSON.stringify({ upn })}`,
  }),
  'an address of OneDrive': ({ upn }: Person) => ({
    url: `/sites/contoso-my.sharepoint.com:/personal/${upn.replace(/[@.]/g, '_').replaceAll(/[^\w]/g, '')}`,
  }),
} as const satisfies Record<string, (who: Person) => { url?: string; message?: string }>

function observedOf(who: Person, told: { url?: string; message?: string }): Observed {
  const claims = { ...userClaims(), upn: who.upn, name: who.name, oid: who.oid, ipaddr: who.ipaddr }
  const operation = parseOperation('GET', told.url ?? '/users')
  const url = 'url' in operation ? operation.url : operation.text
  return {
    ...nothingObserved,
    at: 1795375900,
    line: { ...nothingObserved.line, words: ['check', url] },
    token: {
      ...{ form: 'jwt', origin: 't', header: { alg: 'RS256' }, claims, flaws: [] },
      signature: { status: 'verified', reason: 'signed by a key of the tenant', kid: 'k', graphNonce: false },
    },
    operations: [operation],
    calls: [
      {
        ...{
          operation: 0,
          sent: true,
          url: `https://graph.microsoft.com/v1.0${url}`,
          status: 403,
          reason: null,
        },
        ...{ requestId: 'b7c4a2de-91f0-4c3b-8d5e-6f7a8b9c0d1e', clientRequestId: null, durationMs: 12.5 },
        body: JSON.stringify({ error: { code: 'X', message: told.message ?? 'no' } }),
      },
    ],
  }
}

function written(observed: Observed): string {
  const report = reportOf(deriveFacts(observed, index), index, findings, reportOptions)
  const options = { ...reportOptions, known: new KnownSecrets(), fileFlags: [] }
  return JSON.stringify(caseOf(observed, report, index, options).written)
}

/** Undone as often as anybody would. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

describe.each(Object.entries(places))('whoever stands in %s', (_, place) => {
  test('is left nowhere', () => {
    fc.assert(
      fc.property(person, who => {
        const text = written(observedOf(who, place(who)))
        const left = `${text}\n${decoded(text)}`.toLowerCase()
        const { upn, name, oid, ipaddr } = who
        const spelled = [upn, name, oid, ipaddr, upn.replaceAll("'", "''"), oid.replaceAll('-', '')]
        expect(spelled.filter(value => left.includes(value.toLowerCase()))).toEqual([])
      }),
      runs(40),
    )
  })
})

test('the same value has the same name, and no other has it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(address, { selector: text => text.toLowerCase(), minLength: 2 }), values => {
      const people = new People([])
      const names = values.map(value => people.name(value))
      expect(new Set(names).size).toBe(values.length)
      expect(values.map(value => people.name(value.toUpperCase()))).toEqual(names)
      for (const [at, value] of values.entries()) {
        const name = names[at]!
        expect(people.without(`'${value}'`)).toBe(`'${name}'`)
        expect(people.without(`x=${encodeURIComponent(value)}&y`)).toBe(`x=${name}&y`)
        expect(people.without(`%27${encodeURIComponent(encodeURIComponent(value))}%27`)).toBe(`%27${name}%27`)
      }
    }),
    runs(100),
  )
})

test('however much of a value is encoded, it is found, and what stands beside it stays', () => {
  const value = "zoë.o'neil_x.com#EXT#@contoso.example"
  const part = fc.array(fc.constantFrom('as it is', 'once', 'twice'), { minLength: 40, maxLength: 40 })
  const encoded = (text: string): string =>
    [...new TextEncoder().encode(text)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
  fc.assert(
    fc.property(part, fc.constantFrom('%27', '%2527', "'", '/', '%20', '%z/'), (how, edge) => {
      const text = [...value].map((sign, at) => {
        if (how[at] === 'as it is') return sign
        return how[at] === 'once' ? encoded(sign) : encoded(sign).replaceAll('%', '%25')
      })
      const people = new People([])
      const name = people.name(value)
      expect(people.without(`é%20${edge}${text.join('')}${edge}%20é`)).toBe(`é%20${edge}${name}${edge}%20é`)
    }),
    runs(200),
  )
})

test('a name that stands there already is given to nobody', () => {
  const people = new People(['/users/user-1/messages', 'USER-2'])
  expect(people.name('ada@contoso.example')).toBe('user-3')
})

test('while it is judged, a name has the shape of its value, and afterwards its name again', () => {
  const people = new People([])
  const texts = ['9a1fa082-8445-4546-96f6-7661b8a7a458', 'ada@c.example', 'b_x.com#EXT#@c.example', 'Ada']
  for (const text of texts) people.name(text)
  const list = people.list()
  expect(list.map(({ is }) => is)).toEqual(['id', 'address', 'guest', 'text'])
  const inside = withStandIns(['user-1', 'user-2', 'user-3', 'user-4', 'user-5', 'user-12'], list)
  expect(inside).toEqual([
    '75736572-0000-4000-8000-000000000001',
    'user-2@case.invalid',
    'user-3#EXT#@case.invalid',
    'user-4',
    'user-5',
    'user-12',
  ])
  expect(withPseudonyms(inside)).toEqual(['user-1', 'user-2', 'user-3', 'user-4', 'user-5', 'user-12'])
  expect(withPseudonyms(inside.map(encodeURIComponent))).toEqual(withPseudonyms(inside))
})

describe('who is nobody stays', () => {
  const isWord = (segment: string): boolean => segment.toLowerCase() === 'delta'
  test.each([
    ['/users/delta', null],
    ['/users/{id}/messages', null],
    ['/users/$count', null],
    ['/groups/6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11/members/microsoft.graph.user', null],
    ['/groups/6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11/members/delta', null],
    ['/applications', "$filter=appId eq '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'"],
    ['/servicePrincipals', "$filter=servicePrincipalType eq 'ManagedIdentity'"],
    ["/applications(appId='6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11')", null],
  ])('in %s?%s', (path, query) => {
    const people = new People([])
    gatherFromRequest(path, query, isWord, people)
    expect(people.list()).toEqual([])
  })

  test.each([
    'Trace ID: 6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11 Timestamp: 2026-11-22 19:31:07Z',
    "Application with identifier '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11' was not found in the directory",
    'http://127.0.0.1:4030/x',
    '@odata.type #microsoft.graph.user',
    'https://graph.microsoft.com/.default',
  ])('in %s', text => {
    const people = new People([])
    gatherFromText(text, people)
    expect(people.list()).toEqual([])
  })
})
