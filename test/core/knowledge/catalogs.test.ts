import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { clouds, globalCloud } from '../../../src/core/clouds.ts'
import { explainWord } from '../../../src/core/explain/words.ts'
import { findingById } from '../../../src/core/findings/index.ts'
import { fixesFor } from '../../../src/core/fixes/registry.ts'
import { targetOf } from '../../../src/core/fixes/target.ts'
import { aadstsRows } from '../../../src/core/knowledge/aadsts.ts'
import { causeWords } from '../../../src/core/knowledge/cause.ts'
import { claimRows } from '../../../src/core/knowledge/claims.ts'
import { graphRefusals as graphRows } from '../../../src/core/knowledge/graph-refusals.ts'
import { powers } from '../../../src/core/knowledge/powers.ts'
import { statuses } from '../../../src/core/knowledge/statuses.ts'
import { readEntraValues } from '../../../src/core/refusal/entra-values.ts'

const aadsts = aadstsRows()
const graphRefusals = graphRows()
const target = targetOf({ clientId: null, tenant: null, cloud: globalCloud })

describe('AADSTS codes', () => {
  test('are a hundred or more, sixty of them with a cause and a fix of their own', () => {
    expect(aadsts.length).toBeGreaterThanOrEqual(100)
    const told = aadsts.filter(({ causes, fix }) => causes.length > 0 && fix !== null)
    expect(told.length).toBeGreaterThanOrEqual(60)
  })

  test('a fix without a cause would be a guess', () => {
    expect(aadsts.filter(({ causes, fix }) => causes.length === 0 && fix !== null)).toEqual([])
  })

  test.each(aadsts.map(row => [row.code, row] as const))(
    'AADSTS%i is reachable, and its fix is whole',
    (code, row) => {
      for (const word of [`AADSTS${code}`, `aadsts/${code}`, String(code)])
        expect(explainWord(word)).toMatchObject([{ id: `aadsts/${code}`, title: row.meaning }])
      for (const cloud of clouds)
        for (const fix of fixesFor(row.fix, { ...target, cloud })) {
          expect(fix.label).toMatch(/^[A-Z].*[^.]$/)
          if ('url' in fix) expect(new URL(fix.url).protocol).toBe('https:')
        }
    },
  )
})

describe('refusals of Graph', () => {
  test('are forty-five or more, each under its own key', () => {
    expect(graphRefusals.length).toBeGreaterThanOrEqual(45)
    expect(new Set(graphRefusals.map(({ key }) => key)).size).toBe(graphRefusals.length)
  })

  test.each(graphRefusals.map(row => [row.key, row] as const))(
    '%s is reachable, and leads on',
    (key, row) => {
      expect(explainWord(`graph/${key}`)).toMatchObject([{ id: `graph/${key}`, title: row.meaning }])
      for (const code of row.codes) expect(explainWord(code).map(({ id }) => id)).toContain(`graph/${key}`)
      for (const id of row.candidates) expect(findingById(id)?.words.proof).toBeDefined()
      for (const fix of fixesFor(row.fix, target)) expect(fix.label).toMatch(/^[A-Z].*[^.]$/)
      for (const sentence of row.causes.map(causeWords)) expect(sentence).toMatch(/^["/A-Z].*\.$/)
    },
  )
})

describe('values in the text of a refusal', () => {
  test.each([
    [
      "Application with identifier 'x' was not found in the directory 'Contoso (make-believe)'. This can happen",
      { appId: 'x', tenant: 'Contoso (make-believe)' },
    ],
    [
      'The client application 6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11 is missing service principal in the tenant 4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5.',
      { appId: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', tenant: '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5' },
    ],
    [
      "[Reason - The key was not found., Thumbprint of key used by client: '0123456789ABCDEF0123456789ABCDEF01234567', Please visit]",
      { thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567' },
    ],
    [
      'The resource principal named https://graph.microsoft.us was not found in the tenant named Contoso. This can happen',
      { resource: 'https://graph.microsoft.us', tenant: 'Contoso' },
    ],
    ['The provided value for scope User.Read.All is not valid.', { scope: 'User.Read.All' }],
    [
      "Assertion Issuer: 'https://idp.example/'. Assertion Subject: 'repo:a/b:ref:c'. Assertion Audience: 'api://x'.",
      { issuer: 'https://idp.example/', subject: 'repo:a/b:ref:c', audience: 'api://x' },
    ],
    ["The request body must contain the following parameter: 'client_id'.", { parameter: 'client_id' }],
    ["Tenant 'contoso.example' not found.", { tenant: 'contoso.example' }],
  ])('%s', (message, values) => {
    expect(readEntraValues(message)).toMatchObject(values)
  })

  test.each([
    ['2026-11-22T19:41:07.0000000Z', '2026-11-22T19:21:07.0000000Z', '2026-11-22T19:31:07.0000000Z', 600],
    ['11/22/2026 7:11:07 PM', '11/22/2026 7:21:07 PM', '11/22/2026 7:31:07 PM', -600],
    ['2026-11-22T19:25:07Z', '2026-11-22T19:21:07Z', '2026-11-22T19:31:07Z', 0],
  ])('at %s, from %s until %s', (now, from, until, off) => {
    const message = `Current time: ${now}, assertion valid from ${from}, expiry time of assertion ${until}.`
    expect(readEntraValues(message).validity?.off).toBe(off)
  })

  test('hostile ones stay out of commands', () => {
    const values = readEntraValues(
      "Assertion Issuer: 'https://x$(id)'. Assertion Subject: '`id`'. Assertion Audience: 'a b'.",
    )
    const commands = fixesFor('federated-credential', target, { named: values }).map(fix =>
      JSON.stringify(fix),
    )
    expect(commands.join()).not.toMatch(/\$\(|`/)
  })
})

describe('no table says one thing twice', () => {
  test.each([
    ['AADSTS codes', aadsts.map(({ code }) => code)],
    ['refusals of Graph', graphRefusals.map(({ key }) => key)],
    ['claims', claimRows().map(({ name }) => name)],
    ['powers', powers().map(({ permission }) => permission)],
    ['statuses', statuses().map(({ status }) => status)],
    ['clouds', clouds.map(({ name }) => name)],
  ])('%s', (_, keys: readonly (string | number)[]) => {
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  // A Map keeps the last of two rows with one key, and is silent about the first.
  test.each(sources('src/core').filter(file => mapsIn(file).length > 0))('the Maps of %s', file => {
    for (const keys of mapsIn(file)) expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })
})

function sources(folder: string): string[] {
  return readdirSync(new URL(`../../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => `${folder}/${name}`)
}

/** The literal keys of each Map that a source spells out. */
function mapsIn(file: string): string[][] {
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(/new Map(?:<[^(]*>)?\(\[\n([\s\S]*?)\n\s*\]\)/g)].map(([, rows = '']) =>
    [...rows.matchAll(/^\s*\[\s*(['"][^'"]+['"]|\d+),/gm)].map(([, key = '']) => key),
  )
}
