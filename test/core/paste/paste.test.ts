import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import expected from '../../../fixtures/responses/pasted/expected.json' with { type: 'json' }
import { readPaste } from '../../../src/core/paste/read.ts'
import fc, { runs } from '../../support/property.ts'

const folder = new URL('../../../fixtures/responses/pasted/', import.meta.url)
const paste = (name: string): string => readFileSync(new URL(`${name}.txt`, folder), 'utf8')
const names = Object.keys(expected)

test('every paste of the corpus has its reading, and no reading is left over', () => {
  const files = readdirSync(folder).filter(file => file.endsWith('.txt'))
  expect(files.map(file => file.slice(0, -'.txt'.length)).toSorted()).toEqual(names.toSorted())
})

test.each(Object.entries(expected))('%s', (name, readings) => {
  const read = readPaste(paste(name)).refusals
  expect(read).toMatchObject(readings)
  expect(read).toHaveLength(readings.length)
})

describe('what is read', () => {
  test('is the same with line ends of Windows', () => {
    for (const name of names) {
      const windows = readPaste(paste(name).replaceAll('\n', '\r\n')).refusals
      expect(windows.map(known)).toEqual(readPaste(paste(name)).refusals.map(known))
    }
  })

  test('holds no token and no secret', () => {
    for (const name of names) {
      const shown = JSON.stringify(readPaste(paste(name)).refusals)
      expect(shown).not.toMatch(/eyJ[\w-]{8}|8Q~|bWFrZS1/)
    }
  })

  test('holds the claims of a challenge, decoded', () => {
    const [refusal] = readPaste(paste('header-alone')).refusals
    expect(refusal).toMatchObject({
      challenge: {
        error: 'insufficient_claims',
        claims: { access_token: { nbf: { essential: true, value: '1795376100' } } },
      },
    })
  })

  test('is one refusal where an exception tells it several times', () => {
    const twice = `${paste('sdk-javascript')}\n${paste('sdk-javascript')}`
    expect(readPaste(twice).refusals).toHaveLength(1)
  })

  test('is one that came twice where the request ids are two', () => {
    const other = paste('graph-body').replaceAll('000000000001', '000000000009')
    expect(readPaste(`${paste('graph-body')}\n${other}`).refusals).toMatchObject([{ times: 2 }])
  })
})

describe('no input makes it crash', () => {
  const crumbs = names.flatMap(name => paste(name).match(/[\s\S]{1,40}/g) ?? [])

  test('whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        readPaste(text)
      }),
      runs(300),
    )
  })

  test('whatever is cut out of real pastes and put together anew', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...crumbs), { maxLength: 30 }), parts => {
        readPaste(parts.join(''))
      }),
      runs(300),
    )
  })

  test('wherever a paste is cut', () => {
    for (const name of names) {
      const text = paste(name)
      for (let end = 0; end < text.length; end += 7) readPaste(text.slice(0, end))
    }
  })

  test.each([
    ['braces', '{'],
    ['quotes', '{"a":"'],
    ['brackets', '[{'],
    ['codes', 'AADSTS7000215 '],
    ['messages', 'code: Authorization_RequestDenied\nmessage: x\n'],
  ])('a megabyte of %s is read in a moment of the processor', (_, part) => {
    const started = process.cpuUsage()
    readPaste(part.repeat(Math.floor(1_000_000 / part.length)))
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000)
  })
})

function known(refusal: ReturnType<typeof readPaste>['refusals'][number]): unknown {
  return refusal.service === 'entra' ? refusal.codes : refusal.known
}
