import { describe, expect, test } from 'vitest'
import type { Io } from '../src/io.ts'
import { patient } from '../src/patient.ts'
import { testIo } from './support/io.ts'

/** An Io on which a second passes when it is told to. */
function slow(): { io: Io; pass: () => Promise<void>; err: () => string } {
  const due: (() => void)[] = []
  const { io, err } = testIo({
    stdin: 'typed',
    files: { list: 'read', 'eyJhbGciOiJub25lIn0.e30.': 'x' },
    sleep: () => new Promise(done => due.push(done)),
  })
  const pass = async (): Promise<void> => {
    for (const done of due.splice(0)) done()
    await new Promise(done => setImmediate(done))
  }
  return { io, pass, err }
}

const never = new Promise<never>(() => {})
const nothing = { [Symbol.asyncIterator]: () => ({ next: () => never }) }

describe('who waits is told for what', () => {
  test.each<[string, (io: Io) => unknown, string]>([
    ['stdin', io => io.stdin.read(9), 'standard input (end it with Ctrl-D)'],
    [
      'a list on stdin',
      io => io.stdin.pieces()[Symbol.asyncIterator]().next(),
      'standard input (end it with Ctrl-D)',
    ],
    ['a pipe', io => io.readFile('list', 9), 'what is written to list (end with Ctrl-C)'],
    [
      'a list in a pipe',
      io => io.readPieces('list')[Symbol.asyncIterator]().next(),
      'what is written to list (end with Ctrl-C)',
    ],
    [
      'what may be a secret',
      io => io.readFile('eyJhbGciOiJub25lIn0.e30.', 9),
      'what is written to a file (end with Ctrl-C)',
    ],
  ])('%s', async (_, read, words) => {
    const { io, pass, err } = slow()
    const silent: Io = {
      ...io,
      stdin: {
        isTerminal: true,
        read: () => never,
        pieces: () => nothing,
        typed: () => nothing,
        letGo: () => {},
      },
      readFile: () => never,
      readPieces: () => nothing,
    }
    void read(patient(silent))
    expect(err()).toBe('')
    await pass()
    expect(err()).toBe(`Waiting for ${words}\n`)
  })
})

test('who gets what there is hears nothing, and gets all of it', async () => {
  const { io, pass, err } = slow()
  const { stdin, readFile, readPieces } = patient(io)
  expect(await stdin.read(9)).toBe('typed')
  expect(await readFile('list', 9)).toBe('read')
  for (const pieces of [stdin.pieces(), readPieces('list')]) {
    const all: string[] = []
    for await (const piece of pieces) all.push(piece)
    expect(all).toHaveLength(1)
  }
  await pass()
  expect(err()).toBe('')
  expect(stdin.isTerminal).toBe(false)
})
