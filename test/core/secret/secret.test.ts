import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { format, inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'

const value = 'make-believe~value'
const hidden = new Secret('client secret', value)

describe('a secret', () => {
  test('is revealed on demand only', () => {
    expect(hidden.reveal()).toBe(value)
  })

  test.each<[string, () => string]>([
    ['String()', () => String(hidden)],
    ['a template', () => `${hidden}`],
    ['join', () => ['', hidden].join('')],
    ['JSON', () => JSON.stringify({ hidden, list: [hidden] })],
    ['util.inspect', () => inspect(hidden)],
    [
      'util.inspect with everything',
      () => inspect({ hidden }, { showHidden: true, depth: null, getters: true }),
    ],
    ['util.format', () => format('%s %o %O %j', hidden, hidden, hidden, hidden)],
    ['console.log', () => logged(hidden)],
    ['console.log of what holds it', () => logged({ deep: { hidden } }, [hidden], new Map([['k', hidden]]))],
    ['the message of an error', () => new Error(`failed with ${hidden}`).stack!],
    ['an error that carries it', () => inspect(Object.assign(new Error('failed'), { hidden }))],
    ['its members', () => JSON.stringify([Object.entries(hidden), Reflect.ownKeys(hidden), { ...hidden }])],
  ])('%s shows what it is, never its value', (_, shown) => {
    expect(shown()).not.toContain(value)
  })

  test('names itself', () => {
    expect(`${hidden}`).toBe('[client secret, not shown]')
    expect(inspect(hidden)).toBe('[client secret, not shown]')
    expect(JSON.stringify(hidden)).toBe('"[client secret, not shown]"')
  })
})

function logged(...values: unknown[]): string {
  let text = ''
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk
      done()
    },
  })
  new Console(stream).log(...values)
  return text
}
