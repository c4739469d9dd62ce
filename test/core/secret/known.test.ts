import { describe, expect, test } from 'vitest'
import { KnownSecrets } from '../../../src/core/secret/known.ts'
import { Secret } from '../../../src/core/secret.ts'
import { kinds, plant } from '../../canary/plants.ts'
import { Seed } from '../../canary/seed.ts'
import { encoders } from '../../support/encoders.ts'
import { leaks } from '../../support/leaks.ts'
import { marked, unmarked } from './marked.ts'

const seed = new Seed('known')

function knowing(...values: string[]): KnownSecrets {
  const known = new KnownSecrets()
  for (const value of values) known.add(new Secret('it', value))
  return known
}

describe('a secret that is known is taken out, whatever it stands in', () => {
  test.each(kinds.map(kind => ({ kind, value: plant(kind, seed.branch(kind)) })))('$kind', ({ value }) => {
    for (const [as, how, encode] of encoders) {
      const text = `before (${encode(value)}) after`
      const out = knowing(value).takeOutOf(text)
      expect({ as, how, leaks: leaks(out, new Map([[value, 'it']])) }).toEqual({ as, how, leaks: [] })
      expect(out).toMatch(/^before \(/)
      expect(out).toMatch(/\) after$/)
    }
  })
})

test('what cannot be encoded is no reason to fail', () => {
  const value = 'make\ud800believe\udc00-secret-\u00e9\ud83d\ude00'
  const known = knowing(value)
  expect(known.takeOutOf(`a ${value} b`)).not.toContain('believe')
  const form = new URLSearchParams({ client_secret: value }).toString()
  expect(known.takeOutOf(form)).not.toContain('believe')
})

test('made ready ahead, it finds the same, and what is added and forgotten since', () => {
  const [value, later] = ['first', 'later'].map(name =>
    plant('client secret', seed.branch(name)).slice(0, 40),
  ) as [string, string]
  const known = knowing(value)
  known.getReady()
  expect(known.takeOutOf(`a ${value} b`)).toBe(`a [it, not shown: ${value.length} characters] b`)
  expect(known.takeOutOf(`a ${value.slice(5, 35)} b`)).toBe('a [it, not shown: 30 characters] b')
  known.add(new Secret('it', later))
  expect(known.takeOutOf(`a ${later.slice(5, 35)} b`)).toBe('a [it, not shown: 30 characters] b')
  known.forget(new Secret('it', value))
  expect(known.takeOutOf(`a ${value} b`)).toBe(`a ${value} b`)
})

test('each dress is known by its sign, whatever the value begins with', () => {
  const value = '\ud83d\ude00\ud83d\ude01\ud83d\ude02\ud83d\ude03 ~\u00e9secret'
  const known = knowing(value)
  const hex = Buffer.from(value).toString('hex')
  for (const text of [hex, hex.toUpperCase(), value.replaceAll(' ', '+'), encodeURIComponent(value)])
    expect(known.takeOutOf(`<${text}>`)).toMatch(/^<\[it, not shown: \d+ characters\]>$/)
  expect(knowing('four words and no sign').takeOutOf('q=four+words+and+no+sign&')).toBe(
    'q=[it, not shown: 22 characters]&',
  )
})

test('a value that is nothing but broken lines is no reason to hang', () => {
  expect(knowing('\\n\\n\\n\\n\\n').takeOutOf('a \\n b')).toBe('a \\n b')
})

test('what is short, a placeholder or an id is not looked for', () => {
  const text = 'tenant 6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11, <client-secret>'
  expect(knowing('tenant', '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', '<client-secret>').takeOutOf(text)).toBe(
    text,
  )
})

const value = 'x7KtZ94hQpLm2vRb8NcYw5JsD3fGa6Tu'

/** What `«…»` encloses is known, and what is outside of them is not. */
function expectMarks(known: KnownSecrets, text: string): void {
  const plain = unmarked(text)
  expect(marked(plain, known.hitsIn(plain))).toBe(text)
}

test('in a long text a part is found at its beginning and behind thousands of words', () => {
  const known = knowing(value)
  const part = value.slice(5, 29)
  const words = Array.from({ length: 1500 }, (_, at) => `word-${at}-of-a-text-without-it`).join(' ')
  const out = known.takeOutOf(`${part} ${words} ${part}`)
  expect(out.startsWith('[it, not shown: 24 characters] word-0-')).toBe(true)
  expect(out.endsWith('-without-it [it, not shown: 24 characters]')).toBe(true)
})

test('what is forgotten is looked for no more, and nothing else is lost', () => {
  const known = new KnownSecrets()
  const [first, second] = ['first~Zx8Q2mN4vB7kL', 'second~Zx8Q2mN4vB7k'].map(
    value => new Secret('token', value),
  )
  known.add(first!)
  known.add(second!)
  expect(known.takeOutOf(`${first!.reveal()} ${second!.reveal()}`)).not.toMatch(/Zx8Q/)
  known.forget(first!)
  expect(known.takeOutOf(first!.reveal())).toBe(first!.reveal())
  expect(known.takeOutOf(second!.reveal())).not.toMatch(/Zx8Q/)
})

test('of a kind the latest few are kept, and all of another', () => {
  const known = new KnownSecrets()
  const values = [1, 2, 3, 4].map(number => `Zx8Q2mN4vB7kL~${number}`)
  for (const value of values) known.add(new Secret('assertion', value))
  known.add(new Secret('client secret', 'pW3~rT6yU8iO1'))
  known.keepLatest(2, 'assertion')
  const isKnown = (value: string): boolean => known.takeOutOf(value) !== value
  expect([...values, 'pW3~rT6yU8iO1'].map(isKnown)).toEqual([false, false, true, true, true])
})

describe('it is found where it stands', () => {
  test.each([
    `«${value}»`,
    `a «${value}», b`,
    `«${value}${value}» «${value}»`,
    `(«${value.slice(0, 9)}\n${value.slice(9)}») and «${value}»`,
    `say \u001b[1m«${value.slice(0, 9)}\u001b[0m${value.slice(9)}»\u001b[0m.`,
    `"«${value.slice(0, 9)}" + "${value.slice(9)}»"`,
    `'«${value.slice(0, 9)}'\n    . '${value.slice(9)}»'`,
    `"«${value.slice(0, 9)}\\n"\\n+ "${value.slice(9)}»"`,
    `«${value.slice(0, 9)}\\r\\n  ${value.slice(9)}»`,
    `> «${value.slice(0, 9)}=\r\n> > ${value.slice(9)}»`,
    `> «${value.slice(0, 9)}\n>   >  ${value.slice(9)}»`,
    `"«${value.slice(0, 9)}"   +   "${value.slice(9)}»"`,
    `"«${value.slice(0, 9)}" +\\n  "${value.slice(9)}»"`,
    `«${value.slice(0, 9)}\\\n\t| ${value.slice(9)}»`,
    `«${[...value].join(' ')}»`,
  ])('%j', text => {
    expectMarks(knowing(value), text)
  })

  test.each([
    ['twenty characters in a row', `x «${value.slice(0, 20)}» y`],
    ['from its middle', `x «${value.slice(5, 26)}» y`],
    ['with others around', `abc«${value.slice(3, 29)}»def`],
    ['at any place of a longer word', `abcdefg«${value.slice(0, 25)}»`],
    ['twice in one word', `«${value.slice(0, 22)}»--«${value.slice(8, 30)}»`],
    ['all but its first and last', `«${value.slice(1, -1)}»`],
    ['and nineteen are none', `x ${value.slice(0, 19)} y`],
    ['nor nineteen inside', `abc${value.slice(6, 25)}def`],
    ['nor one of its small parts after another', `${value.slice(0, 12)}-${value.slice(12, 24)}`],
  ])('%s: %s', (_, text) => {
    expectMarks(knowing(value), text)
  })

  test('wherever a part of it begins and however long it is', () => {
    const known = knowing(value)
    for (let from = 0; from <= value.length - 20; from++) {
      for (const part of [value.slice(from, from + 20), value.slice(from)]) {
        for (let before = 0; before < 11; before++) expectMarks(known, `${'.'.repeat(before)}«${part}»!`)
      }
    }
  })

  test('under the name that it was given first, and what is handed over comes back', () => {
    const known = new KnownSecrets()
    const secret = new Secret('client secret', value)
    expect(known.add(secret)).toBe(secret)
    known.add(new Secret('token', value))
    expect(known.takeOutOf(`a ${value} b`)).toBe('a [client secret, not shown: 32 characters] b')
    expect(known.takeOutOf(value.slice(2, 30))).toBe('[client secret, not shown: 28 characters]')
  })

  test('also when it is learned after others were looked for', () => {
    const known = knowing('another-secret-of-some-length-1')
    expect(known.takeOutOf(`${value} ${value.slice(1)}`)).toBe(`${value} ${value.slice(1)}`)
    known.add(new Secret('it', value))
    expectMarks(known, `«${value}» «${value.slice(1)}»`)
  })

  test('of two the longer stretch, and each under its own name', () => {
    const [short, long] = [
      new Secret('short', `${value.slice(0, 24)}!1`),
      new Secret('long', `${value}abcdefgh`),
    ]
    for (const order of [
      [short, long],
      [long, short],
    ]) {
      const known = new KnownSecrets()
      for (const secret of order) known.add(secret)
      expect(known.takeOutOf(`${value}abc`)).toBe('[long, not shown: 35 characters]')
      expect(known.takeOutOf(`${value.slice(0, 24)}!1`)).toBe('[short, not shown: 26 characters]')
    }
  })

  test('of one that repeats itself as much as is there', () => {
    const known = knowing('abcdefghij'.repeat(40))
    expectMarks(known, `x «${'abcdefghij'.repeat(20)}» y`)
  })

  test('a short one whole only, from eight characters on', () => {
    expectMarks(knowing('hunter22'), 'is «hunter22» hunter2 unter22')
    expectMarks(knowing('hunter22'), '«hunter22»')
    expectMarks(knowing('hunter2'), 'hunter2')
  })

  test('in a list of many words', () => {
    const words = Array.from({ length: 600 }, (_, i) => `word${i}of-some-length-and-more`).join(' ')
    expectMarks(knowing(value), `${words} «${value.slice(4, 28)}» ${words}`)
  })

  test('one that is too long for a credential, as it is and by its beginning', () => {
    const long = 'ab3'.repeat(5462) + value
    const known = knowing(long)
    expectMarks(known, `«${long}»`)
    expectMarks(known, `x «${long.slice(0, 40)}» y`)
    expect(known.hitsIn(encodeURIComponent(`${long}/`)).length).toBeGreaterThan(0)
  })
})

/** Too short for a run of it to count, with every sign that programs write in another way. */
const dressed = `q<9>&"'+`

test.each([
  ['HTML', 'q&lt;9&gt;&amp;&quot;&#39;+'],
  ['HTML, as XML writes it', 'q&lt;9&gt;&amp;&quot;&apos;+'],
  ['numbers of HTML', 'q&#60;9&#62;&#38;&#34;&#39;&#43;'],
  ['numbers of HTML in hexadecimal', 'q&#x3c;9&#x3e;&#x26;&#x22;&#x27;&#x2b;'],
  ['an address', "q%3C9%3E%26%22'%2B"],
  ['an address, in small digits', "q%3c9%3e%26%22'%2b"],
  ['a form', 'q%3C9%3E%26%22%27%2B'],
  ['an address within another', 'q%253C9%253E%2526%2522%2527%252B'],
  ['JSON', `q<9>&\\"'+`],
  ['JSON of .NET', 'q\\u003C9\\u003E\\u0026\\"\\u0027\\u002B'],
  ['JSON in a text of JSON', `q<9>&\\\\\\"'+`],
  ['escapes of JSON alone', 'q\\u003C9\\u003E\\u0026\\u0022\\u0027\\u002B'],
  ['escapes of JSON, in small digits', 'q\\u003c9\\u003e\\u0026\\u0022\\u0027\\u002b'],
  ['bytes', '713c393e2622272b'],
  ['great digits', '713C393E2622272B'],
  ['percent signs', '%71%3C%39%3E%26%22%27%2B'],
  ['base64', 'cTw5PiYiJys='],
  ['base64url', 'cTw5PiYiJys'],
])('a short one is known whole, in %s', (_, text) => {
  const known = knowing(dressed)
  // The last digit of base64 is shared with what follows.
  expect(known.takeOutOf(`(${text})`)).toMatch(/^\(\[it, not shown: \d+ characters\](?:s=?)?\)$/)
  expect(known.takeOutOf(`(${text.slice(0, 6)})`)).toBe(`(${text.slice(0, 6)})`)
})

test.each([
  ['a\u000ebcdefg', 'a%0Ebcdefg'],
  ['a\u000ebcdefg', 'a%0ebcdefg'],
  ['caf\u00e9-1234', 'caf%C3%A9-1234'],
  ['a\ue000bcdefg', 'a%EE%80%80bcdefg'],
  ['a\ud83d\ude00bcdefg', 'a%F0%9F%98%80bcdefg'],
  ['a\udfffbcdefg', 'a%EF%BF%BDbcdefg'],
  ['a/b/cdefg', 'a\\/b\\/cdefg'],
])('%j is known as %s', (value, text) => {
  expectMarks(knowing(value), `«${text}»`)
})

describe('of what is handed over', () => {
  const header = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9'
  const token = `${header}.${value}.${[...value].reverse().join('')}`

  test.each([
    ['the value without blanks and quotes', `  "${value}"\n`, `a «${value}» b`],
    ['the value in single quotes', `'${value}'`, `a «${value}» b`],
    ['a quote that is part of it', `"${value}'`, `a «"${value}'» b`],
    ['the token in a text', `Authorization: Bearer ${token}`, `Authorization: Bearer «${token}»`],
    ['the tokens of JSON', `{"a":"${token}","b":"${value}","c":"word"}`, `«${token}» «${value}» word`],
    ['a short token in a text', 'Bearer eyJabc.defgh.', 'Bearer «eyJabc.defgh.»'],
    ['a word of twenty signs in a text', `is ${value.slice(0, 20)}`, `is «${value.slice(0, 20)}»`],
    ['words of a line with a blank', 'two words', '«two words»'],
    ['also where one looks a bit like a token', 'a keyJabc.defgh', '«a keyJabc.defgh» keyJabc.defgh'],
    ['of several lines only what is like a token', `some-words-here\n${value}`, `some-words-here «${value}»`],
    ['no long word without a digit', `some-words-and-no-digit\nabc`, `some-words-and-no-digit`],
  ])('%s', (_, given, text) => {
    expectMarks(knowing(given), text)
  })

  test('a run of a token counts behind its header, which many tokens share', () => {
    expectMarks(knowing(token), `«${token}»`)
    expectMarks(knowing(token), `${header} ${header}. «${value.slice(0, 20)}»`)
  })
})
