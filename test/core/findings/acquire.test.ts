import { describe, expect, test } from 'vitest'
import { found, play, readCase } from '../../support/cases.ts'

const placeholder = readCase('acquire/placeholder-setting', 'fires')
const secretId = readCase('acquire/secret-id-instead-of-value', 'fires')
const refused = readCase('acquire/refused', 'fires')

/** A refusal by the token endpoint, in Entra ID's form. */
function refusal(code: number, message: string) {
  const error_description = `AADSTS${code}: ${message} Trace ID: ${id} Correlation ID: ${id} Timestamp: 2026-11-22 19:41:07Z`
  return { status: 401, body: { error: 'invalid_client', error_description, error_codes: [code] } }
}
const id = '3f0c9b3e-6a3f-4f5b-8b1d-0c5a7d2e9100'

describe('acquire/placeholder-setting', () => {
  test('a refusal makes it certain, and stands behind it', async () => {
    const { findings } = await play({ ...placeholder, tokenEndpoint: refusal(900023, 'Neither.') })
    expect(findings.map(({ id, becauseOf, certainty }) => [id, becauseOf, certainty])).toEqual([
      ['acquire/placeholder-setting', null, 'certain'],
      ['acquire/refused', 'acquire/placeholder-setting', 'likely'],
    ])
  })

  test('a secret is not shown, and its fix is a new secret', async () => {
    const settings = {
      ...placeholder.settings,
      TENANT_ID: 'contoso.example',
      CLIENT_SECRET: '<secret-value>',
    }
    const [finding] = await found('acquire/placeholder-setting', { ...placeholder, settings })
    expect(finding?.evidence[0]).toMatchObject({ name: 'CLIENT_SECRET', actual: 'a placeholder' })
    expect(finding?.fix[0]).toMatchObject({ command: expect.stringContaining('credential reset') })
    expect(JSON.stringify(finding)).not.toContain('<secret-value>')
  })

  test('a scope is cured by the scope of Graph, not by ids', async () => {
    const settings = { ...placeholder.settings, TENANT_ID: 'contoso.example', GRAPH_SCOPE: '<scope>' }
    const [finding] = await found('acquire/placeholder-setting', { ...placeholder, settings })
    expect(finding?.fix).toEqual([
      expect.objectContaining({ command: 'GRAPH_SCOPE=https://graph.microsoft.com/.default why403' }),
    ])
  })
})

describe('acquire/secret-id-instead-of-value', () => {
  test('AADSTS7000215 makes it certain, and stands behind it', async () => {
    const { findings } = await play({
      ...secretId,
      tokenEndpoint: refusal(7000215, 'Invalid client secret.'),
    })
    expect(findings.map(({ id, becauseOf, certainty }) => [id, becauseOf, certainty])).toEqual([
      ['acquire/secret-id-instead-of-value', null, 'certain'],
      ['acquire/refused', 'acquire/secret-id-instead-of-value', 'certain'],
    ])
  })

  test('another refusal, or a token, acquits it', async () => {
    const other = { ...secretId, tokenEndpoint: refusal(700016, 'Not found.') }
    expect(await found('acquire/secret-id-instead-of-value', other)).toEqual([])
    const accepted = { ...secretId, tokenEndpoint: { status: 200 } }
    expect(await found('acquire/secret-id-instead-of-value', accepted)).toEqual([])
  })
})

describe('acquire/refused', () => {
  test('a code that nobody knows is still shown verbatim, with the page that may know it', async () => {
    const [finding] = await found('acquire/refused', {
      ...refused,
      tokenEndpoint: refusal(1234567, 'Something new.'),
    })
    expect(finding).toMatchObject({
      title: 'Entra ID refused: AADSTS1234567.',
      why: expect.stringMatching(/^This code is not in our catalog: .* the credential/),
      fix: [{ url: 'https://login.microsoftonline.com/error?code=1234567' }],
    })
    expect(finding?.evidence[0]?.actual).toBe('AADSTS1234567: Something new.')
  })

  test('an error without a description is shown by its name', async () => {
    const [finding] = await found('acquire/refused', {
      ...refused,
      tokenEndpoint: { status: 400, body: { error: 'invalid_request' } },
    })
    expect(finding?.title).toBe('Entra ID refused: invalid_request.')
    expect(finding?.evidence.map(({ actual }) => actual)).toEqual(['invalid_request', null, null, null])
  })

  test('what only a real tenant has is named so on the emulator, and no second emulator is started', async () => {
    for (const code of [7000215, 7000229, 700016, 1002012]) {
      const settings = { ...refused.settings, WHY403_EMULATOR: 'http://127.0.0.1:4030' }
      const [finding] = await found('acquire/refused', {
        ...refused,
        settings,
        tokenEndpoint: refusal(code, ''),
      })
      const own = finding!.fix.filter(({ label }) => !label.startsWith('In a real tenant: '))
      expect(JSON.stringify(own)).not.toMatch(/entra\.microsoft\.com|\baz /)
      expect(finding!.fix.length).toBeGreaterThan(0)
      expect(JSON.stringify(finding!.fix)).not.toContain('why403 emulator')
    }
  })
})

describe('acquire/refused: of several causes none is taken for the fact', () => {
  const GUIDs = {
    tenant: '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5',
    client: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
  }
  const settings = (over: Record<string, string>) => ({
    ...refused.settings,
    TENANT_ID: GUIDs.tenant,
    CLIENT_ID: GUIDs.client,
    ...over,
  })
  const causesOf = async (code: number, over: Record<string, string> = {}) => {
    const input = { ...refused, settings: settings(over), tokenEndpoint: refusal(code, 'No.') }
    const [finding] = await found('acquire/refused', input)
    const of = (standing: string) =>
      (finding?.causes ?? [])
        .filter(cause => cause.standing === standing)
        .map(({ says }) => says.split(' ', 5).join(' '))
    return {
      certainty: finding?.certainty,
      proven: of('proven'),
      possible: of('possible').length,
      ruledOut: of('ruled-out'),
    }
  }

  test('a secret that is not a GUID is not its ID', async () => {
    expect(await causesOf(7000215, { CLIENT_SECRET: 'made~up~value' })).toEqual({
      ...{ certainty: 'likely', proven: [], possible: 3 },
      ruledOut: ["The secret's ID (a GUID)"],
    })
  })

  test('one that is may be', async () => {
    expect(await causesOf(7000215, { CLIENT_SECRET: GUIDs.client })).toMatchObject({
      ...{ certainty: 'certain', proven: ["The secret's ID (a GUID)"] },
    })
  })

  test('a client id that is the tenant id is proven, and one that differs rules it out', async () => {
    expect(await causesOf(700016, { CLIENT_ID: GUIDs.tenant })).toMatchObject({
      ...{ certainty: 'certain', proven: ['The tenant id was put'] },
    })
    expect(await causesOf(700016)).toMatchObject({
      ...{ certainty: 'likely', proven: [], ruledOut: ['The tenant id was put', 'A part of the client'] },
    })
  })

  test("why403's own scope is not mistyped", async () => {
    expect(await causesOf(70011)).toMatchObject({
      ...{ certainty: 'likely', ruledOut: ['It does not end in'] },
    })
  })

  test('a code without a cause is as sure as its text', async () => {
    expect(await causesOf(28003)).toEqual({ certainty: 'certain', proven: [], possible: 0, ruledOut: [] })
  })
})
