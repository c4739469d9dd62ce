import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findings } from '../../../src/core/findings/index.ts'
import { aadstsRows } from '../../../src/core/knowledge/aadsts.ts'
import { causeOf } from '../../../src/core/knowledge/cause.ts'
import { claimRows } from '../../../src/core/knowledge/claims.ts'
import { graphRefusals } from '../../../src/core/knowledge/graph-refusals.ts'
import { neighbourRefusals } from '../../../src/core/knowledge/neighbour-refusals.ts'
import { Pattern } from '../../../src/core/knowledge/pattern.ts'
import { sourceOf, sourceTitled } from '../../../src/core/knowledge/sources.ts'
import { statuses } from '../../../src/core/knowledge/statuses.ts'
import { allRows, findRow, findRowWith, oneOf } from '../../../src/core/knowledge/table.ts'

/** The tables by the fields of their rows, the key first. */
const fields: Readonly<Record<string, readonly string[]>> = {
  'aadsts.txt': ['code', 'error', 'says', 'class', 'meaning', 'cause', 'fix', 'retry', 'source', 'uncertain'],
  'claims.txt': ['claim', 'meaning', 'versions', 'access', 'shown', 'source', 'mark'],
  'graph-refusals.txt': [
    ...[
      'key',
      'status',
      'code',
      'message',
      'phrase',
      'workload',
      'kind',
      'meaning',
      'cause',
      'fix',
      'candidate',
    ],
    ...['source', 'uncertain'],
  ],
  'sources.txt': ['source', 'title', 'address'],
  'gates.txt': [
    ...['key', 'methods', 'path', 'names', 'in', 'caller', 'with', 'kind', 'silent', 'needs', 'permission'],
    ...['symptom', 'tell', 'cure', 'source', 'uncertain'],
  ],
  'changes.txt': [
    ...[
      'key',
      'date',
      'methods',
      'path',
      'caller',
      'title',
      'unless',
      'permission',
      'symptom',
      'cure',
      'source',
    ],
    'uncertain',
  ],
  'narrower.txt': [
    ...['key', 'methods', 'path', 'beside', 'accepts', 'permission', 'service', 'role', 'reaches', 'takes'],
    ...['fix', 'source', 'uncertain'],
  ],
  'basic-permissions.txt': ['basic', 'withholds', 'shows', 'names', 'source', 'uncertain'],
  'families.txt': ['family', 'path', 'source'],
  'corrections.txt': [
    ...['correction', 'change', 'methods', 'path', 'schemes', 'permissions', 'since', 'source'],
  ],
  'neighbour-refusals.txt': [
    ...['key', 'who', 'status', 'at', 'sign', 'code', 'text', 'near', 'unless', 'before', 'meaning', 'cause'],
    ...['fix', 'next', 'source', 'uncertain'],
  ],
  'neighbours.txt': [
    ...['key', 'name', 'form', 'host', 'scope', 'permissions', 'sign', 'source', 'uncertain'],
  ],
  'tool-resources.txt': ['resource', 'tool', 'write', 'read', 'source', 'uncertain'],
  'statuses.txt': ['status', 'phrase', 'meaning', 'cause', 'candidate', 'retry', 'fix', 'source'],
}

/** The tables whose rows are lists: a key, and a line an entry. */
const listed: Readonly<Record<string, string>> = {
  'aadsts-ranges.txt': 'ranges',
  'agent-barred.txt': 'barred',
  'apps.txt': 'apps',
  'claim-values.txt': 'claim',
  'directory-roles.txt': 'roles',
  'exchange-roles.txt': 'roles',
  'powers.txt': 'powers',
}

/** Those that may stand several times in a row. */
const repeated = [
  'cause',
  'candidate',
  'code',
  'form',
  'host',
  'path',
  'permission',
  'read',
  'scope',
  'sign',
  'text',
  'unless',
  'write',
]

const data = new URL('../../../data/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, data), 'utf8')
const blocksOf = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n\n')
    .filter(block => !block.startsWith('#'))
const nameOf = (line: string): string => /^(\w+)(?: \([^()]+\))?: \S/.exec(line)?.[1] ?? line

test('every table is looked at', () => {
  const tables = readdirSync(data).filter(file => file.endsWith('.txt') && file !== 'permission-index.txt')
  expect(tables.sort()).toEqual([...Object.keys(fields), ...Object.keys(listed)].sort())
})

describe.each([...Object.keys(fields), ...Object.keys(listed)])('%s', file => {
  const text = read(file)

  test('is plain text in short lines, and says its form', () => {
    expect(text).toMatch(/^# /)
    expect(text).toMatch(/[^\n]\n$/)
    expect(text).toMatch(/^[\n\x20-\x7e§…–]*$/)
    expect(text.split('\n').filter(line => line.length > 200 || line !== line.trimEnd())).toEqual([])
    expect(text).not.toContain('\n\n\n')
  })

  test('says where its rows are from', () => {
    const [, names = ''] = /^# Sources: ([^.;\n]*)/m.exec(text) ?? []
    const told = names.split(', ').filter(name => /^[a-z0-9-]+$/.test(name))
    const rows = blocksOf(text).filter(block => !/^source: /m.test(block))
    expect(told.length > 0 || rows.length === 0).toBe(true)
    for (const name of told) expect(sourceOf(name).title).not.toBe('')
  })
})

describe.each(Object.entries(listed))('%s', (file, key) => {
  test('has lists under keys, and nothing twice in a list', () => {
    const blocks = blocksOf(read(file)).map(block => block.split('\n'))
    const keys = blocks.map(([first = '']) => first)
    for (const first of keys) expect(nameOf(first)).toBe(key)
    expect(keys.filter((first, at) => keys.indexOf(first) !== at)).toEqual([])
    for (const [, ...lines] of blocks) {
      const names = lines.map(line => /^(\S+): \S/.exec(line)?.[1])
      expect(lines.length).toBeGreaterThan(0)
      expect(names.filter((name, at) => name === undefined || names.indexOf(name) !== at)).toEqual([])
    }
  })
})

describe.each(Object.entries(fields))('%s', (file, names) => {
  const text = read(file)

  test('has only fields that are known, in their order, the key once', () => {
    for (const block of blocksOf(text)) {
      const found = block.split('\n').map(nameOf)
      const once = found.filter((name, at) => !repeated.includes(name) || name !== found[at - 1])
      expect(once, block).toEqual(names.filter(name => once.includes(name)))
      expect(found[0], block).toBe(names[0])
    }
    const keys = blocksOf(text).map(block => block.split('\n')[0])
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })
})

describe('sources', () => {
  const sources = allRows(read('sources.txt')).map(row => ({
    name: row.text('source'),
    title: row.text('title'),
    address: row.text('address'),
  }))

  test.each(sources)('$name has an address, or says why not', ({ name, title, address }) => {
    expect(name).toMatch(/^[a-z0-9-]+$/)
    if (address === 'unknown' || address === 'none') {
      expect(sourceOf(name)).toEqual({ title, address: null })
      return
    }
    const url = new URL(address)
    expect(url.href).toBe(address)
    expect(url.protocol).toBe('https:')
    // In the reader's own language.
    expect(url.pathname).not.toMatch(/\/en-us\//i)
    expect(sourceOf(name)).toEqual({ title, address })
  })

  test('are each of one title, and all in use', () => {
    const titles = sources.map(({ title }) => title)
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
    const used = [...Object.keys(fields), ...Object.keys(listed)].filter(file => file !== 'sources.txt')
    const ofFindings = findings.flatMap(({ words }) => words.sources)
    const text = used.map(read).join('\n')
    expect(
      sources.filter(
        ({ name, title }) =>
          !ofFindings.includes(title) &&
          !new RegExp(`^(source: ${name}$|# Sources: .*\\b${name}\\b)`, 'm').test(text),
      ),
    ).toEqual([])
  })

  test.each(findings.map(({ id, words }) => [id, words.sources] as const))(
    'of %s are pages, by title',
    (_, titles) => {
      for (const title of titles) expect(sourceTitled(title).title).toBe(title)
      expect(sourceTitled('RFC 7519 section 4.1.4').address).toBe(
        'https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4',
      )
      expect(() => sourceTitled('made up')).toThrow('no source is titled made up')
    },
  )

  test('are found by their names only', () => {
    expect(() => sourceOf('made-up')).toThrow('no source is called made-up')
  })
})

describe('a table', () => {
  const table =
    '# A comment.\n\ncode: 1\ncause: First.\ncause (x proves): Second: of two.\n\n# More\n\ncode: 12\n'

  test('is read row by row, without its comments', () => {
    expect(allRows(table).map(row => row.text('code'))).toEqual(['1', '12'])
    expect(allRows(table)[0]!.noted('cause')).toEqual([
      { note: null, value: 'First.' },
      { note: 'x proves', value: 'Second: of two.' },
    ])
  })

  test.each(['', '2', '# More', '1\ncause: First.'])('has no row of %j', key => {
    expect(findRow(table, 'code', key)).toBeNull()
  })

  test('finds its last row, and no more than the row', () => {
    expect(findRow(table, 'code', '12')?.all('cause')).toEqual([])
    expect(findRow(table, 'code', '1')?.all('cause')).toEqual(['First.'])
    expect(() => findRow(table, 'code', '12')?.text('cause')).toThrow('no cause in the row of code: 12')
  })

  test('finds a row by a field that is not its key', () => {
    expect(findRowWith(table, 'cause', 'First.')?.text('code')).toBe('1')
    for (const value of ['Second', 'First', 'First.\ncause (x proves): Second: of two.'])
      expect(findRowWith(table, 'cause', value)).toBeNull()
  })

  test('refuses a word of no set', () => {
    expect(() => oneOf('made-up', ['a', 'b'])).toThrow('made-up is none of a, b')
    expect(() => oneOf('constructor', ['a'])).toThrow()
    expect(() => causeOf({ note: 'made-up decides', value: 'It is.' })).toThrow('made-up is none of')
    expect(() => causeOf({ note: 'secret-is-guid settles', value: 'It is.' })).toThrow('settles')
  })
})

describe('a pattern', () => {
  test('stands as in JavaScript, with {list} for a list of permissions', () => {
    const pattern = new Pattern('/wants (?<required>{list})$/i')
    expect(pattern.exec('it WANTS User.Read.All, Mail.Read')?.groups).toEqual({
      required: 'User.Read.All, Mail.Read',
    })
    expect(pattern.exec('it wants')).toBeNull()
    expect(new Pattern('/a/').exec('A')).toBeNull()
  })

  test.each(['', '/', 'a', 'a/i', '/a'])('%j is none', text => {
    expect(() => new Pattern(text).compiled).toThrow('no pattern')
  })
})

test('every row holds only words of its sets', () => {
  expect(aadstsRows().length).toBeGreaterThanOrEqual(100)
  expect(claimRows().length).toBeGreaterThanOrEqual(70)
  expect(neighbourRefusals().length).toBeGreaterThanOrEqual(200)
  expect(statuses().length).toBeGreaterThanOrEqual(6)
  expect(graphRefusals().length).toBeGreaterThanOrEqual(45)
})
