import { describe, expect, test } from 'vitest'
import { cloudByName } from '../../../src/core/clouds.ts'
import { explainWord, known } from '../../../src/core/explain/words.ts'
import { causeTests, isTextTest, type TextTest } from '../../../src/core/knowledge/cause.ts'
import { answerByText } from '../../../src/core/refusal/cause-in-text.ts'
import { readEntraValues } from '../../../src/core/refusal/entra-values.ts'
import { explained as explainPaste } from '../../support/explained.ts'
import { index } from '../committed-index.ts'

const times = (now: string, from: string, until: string): string =>
  `Current time: 2026-11-22T${now}Z, assertion valid from 2026-11-22T${from}Z, expiry time of assertion 2026-11-22T${until}Z.`

const notFound = (resource: string): string =>
  `The resource principal named ${resource} was not found in the tenant named Contoso. This can happen if`

const presented = "Assertion Issuer: 'https://idp.example/'. "

/** A text that proves, and the nearest that refutes. */
const texts: readonly (readonly [test: TextTest, holds: string, fails: string])[] = [
  ['text-names-user', "The signed in user 'x' is not assigned", "The application 'x' is not assigned"],
  ['text-name-taken', 'The name x is already present.', 'The name x is not present.'],
  ['text-unmanaged', 'The organization is unmanaged.', 'The organization is managed.'],
  ['text-speaks-of-assertion', 'The assertion lacks a subject.', 'The scope names two resources.'],
  ['text-speaks-of-scope', 'The scope names two resources.', 'The assertion lacks a subject.'],
  [
    'tenant-is-path-word',
    "Specified tenant identifier 'authorize' is neither a valid DNS name",
    "Specified tenant identifier '<tenant-id>' is neither a valid DNS name",
  ],
  ['reason-is-missing-key', '[Reason - The key was not found.]', '[Reason - The key was used.]'],
  ['reason-is-another', '[Reason - The key was used.]', '[Reason - The key was not found.]'],
  [
    'assertion-is-early',
    times('19:20:00', '19:21:00', '19:31:00'),
    times('19:22:00', '19:21:00', '19:31:00'),
  ],
  [
    'assertion-is-just-late',
    times('19:32:00', '19:21:00', '19:31:00'),
    times('20:31:00', '19:21:00', '19:31:00'),
  ],
  ['assertion-is-old', times('20:31:00', '19:21:00', '19:31:00'), times('19:40:00', '19:21:00', '19:31:00')],
  [
    'audience-is-not-exchange',
    `${presented}Assertion Audience: 'api://mine'.`,
    `${presented}Assertion Audience: 'api://AzureADTokenExchangeUSGov'.`,
  ],
  [
    'subject-has-ids',
    "Assertion Subject: 'repo:o@12/n@345:ref:refs/heads/main'.",
    "Assertion Subject: 'repo:o/n:ref:refs/heads/main'.",
  ],
  [
    'resource-lacks-slash',
    notFound('https://graph.microsoft.com.default'),
    notFound('https://graph.microsoft.com'),
  ],
  [
    'resource-is-scope',
    notFound('https://graph.microsoft.com/.default'),
    notFound('https://graph.microsoft.com'),
  ],
  ['resource-is-http', notFound('http://graph.microsoft.com'), notFound('https://graph.microsoft.com')],
  [
    'resource-is-of-other-cloud',
    notFound('https://graph.microsoft.us'),
    notFound('https://graph.microsoft.com'),
  ],
  [
    'resource-is-graph',
    "asked for scope 'x' that doesn't exist on the resource '00000003-0000-0000-c000-000000000000'.",
    "asked for scope 'x' that doesn't exist on the resource 'api://x'.",
  ],
]

describe("a refusal's text decides its causes", () => {
  test('each question is held', () => {
    const asked = texts.map(([name]) => name)
    expect(asked.toSorted()).toEqual(
      Object.keys(causeTests)
        .filter(name => isTextTest(name as TextTest))
        .toSorted(),
    )
  })

  test.each(texts)('%s', (name, holds, fails) => {
    const answer = (message: string): boolean | null =>
      answerByText(name, { message, values: readEntraValues(message), cloud: cloudByName('global') })
    expect([answer(holds), answer(fails), answer('')]).toEqual([true, false, null])
  })

  test('between a clock that is behind and an assertion that is old, neither is told', () => {
    const message = times('19:38:00', '19:21:00', '19:31:00')
    const text = { message, values: readEntraValues(message), cloud: null }
    expect(answerByText('assertion-is-just-late', text)).toBeNull()
    expect(answerByText('assertion-is-old', text)).toBe(false)
  })
})

describe('explain', () => {
  const causesOf = (text: string): readonly string[] => explainPaste(text, index)[0]?.causes ?? []

  test('puts what the text proves first, and leaves out what it rules out', () => {
    const old = causesOf(`AADSTS700024: ${times('20:31:00', '19:21:00', '19:31:00')}`)
    expect(old).toHaveLength(1)
    expect(old[0]).toMatch(/^An old assertion/)
    expect(causesOf(`AADSTS500011: ${notFound('https://graph.microsoft.com.default')}`)[0]).toMatch(/slash/)
  })

  test('says so where the text rules out all that is known', () => {
    const soon = causesOf(`AADSTS700024: ${times('19:22:00', '19:21:00', '19:31:00')}`)
    expect(soon).toEqual(['None of the causes that are known fits: the text rules out each of them.'])
  })

  test.each(['AADSTS50125', 'aadsts/7000999', '12345678'])('%s is unknown, and no misspelling', word => {
    expect(known().map(({ id }) => id)).not.toContain(word)
    const [entry, ...others] = explainWord(word)
    const number = word.replace(/\D/g, '')
    expect(others).toEqual([])
    expect(entry).toMatchObject({ id: null, title: `AADSTS${number} is not in our catalog.`, causes: [] })
    expect(entry?.fix).toMatchObject([{ url: `https://login.microsoftonline.com/error?code=${number}` }])
  })

  test('tells of an unknown code what its error implies', () => {
    const [refusal] = explainPaste(
      JSON.stringify({
        error: 'invalid_client',
        error_description: 'AADSTS7000999: New.',
        error_codes: [7000999],
      }),
      index,
    )
    expect(refusal).toMatchObject({ id: null, codes: [7000999] })
    expect(refusal?.title).toMatch(/not in our catalog.*credential/)
    expect(refusal?.fix).toMatchObject([{ url: 'https://login.microsoftonline.com/error?code=7000999' }])
  })

  test('prefers an inner code to the one around it', () => {
    const text = JSON.stringify({
      error: 'invalid_client',
      error_description: 'AADSTS70002: Error validating credentials.',
      error_codes: [70002, 7000222],
    })
    expect(explainPaste(text, index)).toMatchObject([{ id: 'aadsts/7000222' }])
  })
})
