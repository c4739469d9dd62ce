import { describe, expect, test } from 'vitest'
import { openIndex } from '../../src/core/tables/permission-index.ts'
import { readRawDocumentation } from '../../tools/score/raw-documentation.ts'
import { readRawTables } from '../../tools/score/raw-tables.ts'
import { renderKey } from '../../tools/score/render.ts'
import { agreementOf, isMet, run, scoreOf, scorePage } from '../../tools/score.ts'

function tables(paths: Record<string, string>, methods = ['GET']) {
  const pathSets = [{ schemeKeys: ['Application'], methods, paths }]
  return readRawTables(JSON.stringify({ permissions: { 'A.Read': { pathSets } } }))
}

function index(...lines: string[]) {
  return openIndex(['# header', '', 'A.Read app opens=1', '', ...lines, ''].join('\n'))
}

describe('the raw tables', () => {
  test('keys that differ in case and placeholder names say the same', () => {
    const { operations } = readRawTables(
      JSON.stringify({
        permissions: {
          'A.Read': {
            pathSets: [{ schemeKeys: ['Application'], methods: ['GET'], paths: { '/a/{id}': '' } }],
          },
          'B.Read': {
            pathSets: [
              {
                schemeKeys: ['Application'],
                methods: ['GET'],
                paths: { '/A/{a-id}': 'least=Application;AlsoRequires=D,C' },
              },
            ],
          },
        },
      }),
    )
    expect(operations.map(({ key, accepted }) => [key, accepted.Application])).toEqual([
      ['/A/{a-id}', ['A.Read', 'B.Read+C,D']],
      ['/a/{id}', ['A.Read', 'B.Read+C,D']],
    ])
  })

  test('malformed keys are left out, and so is what they dispute', () => {
    const text = JSON.stringify({
      permissions: {
        'A.Read': {
          pathSets: [
            { schemeKeys: ['Application'], methods: ['GET'], paths: { '/a/{id}/b': '', '/c/{id}': '' } },
          ],
        },
        'B.Read': {
          pathSets: [{ schemeKeys: ['Application'], methods: ['GET'], paths: { '/a/{id}}/b': '' } }],
        },
      },
    })
    const { operations, malformed, disputed } = readRawTables(text)
    expect(malformed).toEqual([{ key: '/a/{id}}/b', fault: 'a doubled brace' }])
    expect(disputed).toEqual([{ key: '/a/{id}/b', method: 'GET', by: '/a/{id}}/b' }])
    expect(operations.map(({ key }) => key)).toEqual(['/c/{id}'])
  })
})

describe('the renderer', () => {
  test('gives the same request for the same key and form, and no placeholder', () => {
    const keys = [
      '/users/{id}/messages/{id}',
      "/a/f(x={x},y='{y}')",
      '/drives/{id}/root:/{path}:/content',
      '/x(id={id})/y',
    ]
    for (const key of keys) {
      for (const form of [0, 1, 2]) {
        expect(renderKey(key, new Set(), form)).toBe(renderKey(key, new Set(), form))
        expect(renderKey(key, new Set(), form)).not.toMatch(/[{}]/)
      }
    }
  })

  test('an id is no literal of the tables', () => {
    const asked = Array.from({ length: 50 }, (_, form) =>
      renderKey('/things/{id}', new Set(['finance', 'adele']), form),
    )
    expect(asked.join()).not.toMatch(/finance|adele/)
    expect(asked.join()).toContain('Contoso-West_2')
  })
})

describe('the score', () => {
  const raw = tables({ '/a/{id}': '', '/a/{id}/b': '' })

  test('hits', () => {
    const score = scoreOf(index('/a/{id} GET app A.Read', '/a/{id}/b GET app A.Read'), raw)
    expect(score.classes.find(({ name }) => name === 'plain')).toMatchObject({ hits: 2, misses: 0, wrong: 0 })
    expect(isMet(score)).toBe(true)
  })

  test('no answer is a miss, with its reason', () => {
    const score = scoreOf(index('/a/{id} GET app A.Read'), raw)
    expect(score.misses).toMatchObject([{ operation: 'GET /a/{id}/b', reason: 'unknown-path' }])
    expect(isMet(score)).toBe(false)
  })

  test('another set is wrong: more, less, under another scheme, with a companion', () => {
    for (const entries of ['app A.Read B.Read', 'app B.Read', 'work A.Read', 'app A.Read+B.Read']) {
      const score = scoreOf(index('/a/{id} GET app A.Read', `/a/{id}/b GET ${entries}`), raw)
      expect(score.wrong, entries).toHaveLength(1)
      expect(isMet(score)).toBe(false)
    }
  })

  test('the page names every failure', () => {
    const score = scoreOf(index('/a/{id} GET app B.Read'), raw)
    const page = scorePage(score, raw, [])
    expect(page).toMatch(/^\| plain \| 2 \| 0 \| 1 \| 1 \| 0\.0 % \| 99\.5 % \|$/m)
    expect(page).toContain('- `GET /a/{id}`, asked as')
    expect(page).toContain('other permissions for Application')
  })

  test('beside the documentation: the same, more, fewer, and each something else', () => {
    const both = index(
      '/a/{id} GET @a app A.Read',
      '/a/{id}/b GET @b app A.Read <B.Read',
      '/a/{id}/c GET @c app A.Read >B.Read',
      '/a/{id}/d GET @d app <A.Read >B.Read',
      '/a/{id}/e GET app A.Read',
    )
    const documented = readRawDocumentation(
      [
        'path\tmethod\tversion\tapplication\tdelegated\tpages',
        ...['/a/{x}\tGET\tv1.0\tA.Read\t\ta', '/a/{x}/b\tGET\tv1.0\tA.Read\t\tb'],
        ...['/a/{x}/c\tGET\tv1.0\tA.Read B.Read\t\tc', '/a/{x}/d\tGET\tbeta\tB.Read+C.Read\t\td'],
        ...['/a/{x}/e\tGET\tv1.0\tA.Read\t\te', '/me\tGET\tv1.0\tA.Read\t\tme', ''],
      ].join('\n'),
    )
    const plain = agreementOf(both, documented, new Set()).find(({ name }) => name === 'plain')
    expect(plain).toMatchObject({ equal: 1, wider: 1, narrower: 1, apart: 1, recommendations: 4 })
  })

  test('the command explains itself', () => {
    expect(run([])).toEqual({ exitCode: 2, message: 'usage: score TABLES DOCUMENTATION [--check]' })
  })
})
