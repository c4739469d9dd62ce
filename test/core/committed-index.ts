import { readFileSync } from 'node:fs'
import type { Requirement } from '../../src/core/need/requirement.ts'
import { requirementOf } from '../../src/core/need/requirement-of.ts'
import { type Operation, parseOperation } from '../../src/core/operation/operation.ts'
import { openIndex } from '../../src/core/tables/permission-index.ts'

const data = new URL('../../data/', import.meta.url)

export const indexText = readFileSync(new URL('permission-index.txt', data), 'utf8')
export const source = JSON.parse(readFileSync(new URL('SOURCE.json', data), 'utf8'))
export const index = openIndex(indexText)

/** `GET /users` to an operation; throws when it is none. */
export function operation(line: string): Operation {
  const [method = '', ...url] = line.split(' ')
  const parsed = parseOperation(method, url.join(' '))
  if ('unreadable' in parsed) throw new Error(parsed.unreadable)
  return parsed
}

export function requirement(line: string): Requirement {
  return requirementOf(index, operation(line))
}
