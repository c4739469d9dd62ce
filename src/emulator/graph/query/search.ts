import { type Entity, type EntityKind, propertyOf } from '../entities.ts'
import { type GraphRefusal, refuse } from '../refusal.ts'
import type { Options } from './options.ts'

type Test = (entity: Entity) => boolean

/** What is cut into words before it is searched; everything else is searched from its beginning. */
const cutIntoWords: readonly string[] = ['displayName', 'description']

/**
 * `$search`: clauses of the form `"property:value"`, joined by AND or by OR. Source: Learn, "Use the $search query
 * parameter", using $search on directory object collections.
 */
export function search({ given, isEventual }: Options, kind: EntityKind): Test | null | GraphRefusal {
  const text = given.get('$search')
  if (text === undefined) return null
  if (!kind.directory) return notPlayed
  if (!isEventual) return refuse('search-header')
  if (!/^\s*"/.test(text) || !/"\s*$/.test(text.slice(-20))) return notPlayed
  const parts = text.trim().split(/"\s+(AND|OR)\s+"/)
  const joints = new Set(parts.filter((_, at) => at % 2 === 1))
  // Which of two different ones binds closer is documented, and nobody asks the emulator.
  if (joints.size > 1 || text.length > 1000) return notPlayed
  const tests: Test[] = []
  for (const clause of parts.filter((_, at) => at % 2 === 0)) {
    const test = clauseTest(clause, kind)
    if (test === null) return notPlayed
    tests.push(test)
  }
  return joints.has('AND')
    ? entity => tests.every(test => test(entity))
    : entity => tests.some(test => test(entity))
}

const notPlayed = refuse('not-played', { what: 'this form of $search' })

function clauseTest(clause: string, kind: EntityKind): Test | null {
  const [, name, value] = /^"?(\w+):([^"]+)"?$/.exec(clause) ?? []
  const property = kind.searchable.find(one => one.toLowerCase() === name?.toLowerCase())
  if (property === undefined || value === undefined) return null
  const wanted = value.trim().toLowerCase()
  if (!cutIntoWords.includes(property))
    return entity =>
      String(propertyOf(entity, property) ?? '')
        .toLowerCase()
        .startsWith(wanted)
  const words = wordsOf(wanted)
  return entity => {
    const there = wordsOf(String(propertyOf(entity, property) ?? '').toLowerCase())
    return words.every(word => there.some(one => one.startsWith(word)))
  }
}

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
