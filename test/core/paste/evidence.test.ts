import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { flat } from '../../../src/core/paste/flat.ts'
import { straighten } from '../../../src/core/paste/lines.ts'
import { withoutSecrets } from '../../../src/core/secret/gate.ts'
import { explainText } from '../../../src/index.ts'
import { forms } from '../../support/forms.ts'
import fc, { runs } from '../../support/property.ts'
import { index } from '../committed-index.ts'

const folder = new URL('../../../fixtures/responses/pasted/', import.meta.url)
const pastes = readdirSync(folder)
  .filter(file => file.endsWith('.txt'))
  .map(file => [file, readFileSync(new URL(file, folder), 'utf8')] as const)

/** Letters and digits: however a text was wrapped and escaped, they stay. */
const bare = (text: string): string =>
  flat(withoutSecrets(straighten(text)))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** What is computed of two times, and who tells an audience, stand behind the value itself. */
function valuesOf(name: string, actual: string): string[] {
  if (name === 'valid') return []
  if (name === 'token for') return [actual.replace(/, by .*$/, '')]
  if (name === 'operation') return actual.split(' ')
  return ['codes inside', 'wanted', 'seen'].includes(name) ? actual.split(', ') : [actual]
}

/** Values that are said to be in the text, and are not. */
function strangers(text: string): string[] {
  const holds = bare(text)
  return (explainText(index, text).refusals ?? []).flatMap(({ evidence }) =>
    evidence
      .filter(({ source, actual }) => source === 'your text' && actual !== null && actual !== 'none at all')
      .flatMap(({ name, actual }) => valuesOf(name, actual!).map(value => ({ name, value })))
      .filter(({ value }) => !holds.includes(bare(value.replace(' … (the address is cut)', ''))))
      .map(({ name, value }) => `${name}: ${value}`),
  )
}

describe('every value that is said to be in the text is in it', () => {
  test.each(pastes)('%s', (_, text) => {
    expect(strangers(text)).toEqual([])
  })

  test('whatever code and message are told, in every form', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{3,12}$/)
    const failure = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PATCH'),
      path: fc.constantFrom('/users', '/me/messages', '/groups/1/members'),
      status: fc.constantFrom(400, 401, 403, 404, 429),
      code: fc.oneof(word, fc.constantFrom('Forbidden', 'Authorization_RequestDenied', 'ErrorAccessDenied')),
      message: fc.array(word, { minLength: 1, maxLength: 8 }).map(words => `${words.join(' ')}.`),
    })
    fc.assert(
      fc.property(failure, fc.constantFrom(...Object.keys(forms)), (told, form) => {
        expect(strangers(forms[form]!(told))).toEqual([])
      }),
      runs(200),
    )
  })

  test('whatever is cut out of real pastes', () => {
    const crumbs = pastes.flatMap(([, text]) => text.match(/[\s\S]{1,120}/g) ?? [])
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...crumbs), { maxLength: 8 }), parts => {
        expect(strangers(parts.join('\n'))).toEqual([])
      }),
      runs(200),
    )
  })
})
