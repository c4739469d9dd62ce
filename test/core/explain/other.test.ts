import { describe, expect, test } from 'vitest'
import { explainWord } from '../../../src/core/explain/words.ts'
import { neighbourRefusals } from '../../../src/core/knowledge/neighbour-refusals.ts'
import { presentedIn } from '../../../src/core/paste/presented.ts'
import { explained as explainPaste } from '../../support/explained.ts'
import { index } from '../committed-index.ts'
import { appClaims, header, part } from '../token/sample.ts'

const vault = 'GET https://kv.vault.azure.net/secrets/a\nHTTP/1.1 401 Unauthorized\n'
const forGraph = `${part(header)}.${part(appClaims())}.${'c2ln'.repeat(90)}`

describe('a token for another API than the one that was called', () => {
  test.each([
    ['the token itself', `${vault}Authorization: Bearer ${forGraph}`],
    ['its claims', `${vault}{"aud":"https://graph.microsoft.com","roles":["User.Read.All"]}`],
    [
      'the error',
      `${vault}AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://graph.microsoft.com.`,
    ],
    ['the scope', `${vault}scope=https://graph.microsoft.com/.default`],
  ])('is said by %s, with the scope to ask for', (_, text) => {
    const [refusal] = explainPaste(text, index)
    expect(refusal).toMatchObject({ service: 'neighbour', by: 'Azure Key Vault' })
    expect(refusal?.causes).toEqual([expect.stringContaining('is for Microsoft Graph')])
    expect(refusal?.fix).toHaveLength(1)
    expect(refusal?.fix[0]?.label).toContain('https://vault.azure.net/.default')
  })

  test('is not said of one that fits', () => {
    const [refusal] = explainPaste(`${vault}{"aud":"https://vault.azure.net"}`, index)
    expect(refusal?.causes.join(' ')).not.toContain('is for')
  })

  test('asks for the very host, where that is the audience', () => {
    const text =
      'GET https://contoso.crm4.dynamics.com/api/data/v9.2/accounts\nHTTP/1.1 401 Unauthorized\n{"aud":"https://fabrikam.crm.dynamics.com"}'
    expect(explainPaste(text, index)[0]?.fix[0]?.label).toContain(
      'https://contoso.crm4.dynamics.com/.default',
    )
  })

  test('is said of a library that checked one for Graph', () => {
    const text = `IDX10511: Signature validation failed.\n{"aud":"00000003-0000-0000-c000-000000000000"}`
    expect(explainPaste(text, index)[0]).toMatchObject({
      service: 'library',
      by: 'Microsoft.IdentityModel',
      causes: [expect.stringContaining('which alone can check it')],
    })
    expect(
      explainPaste('IDX10511: Signature validation failed.\n{"aud":"api://x"}', index)[0]?.causes,
    ).toEqual([])
  })

  test('is never shown', () => {
    const shown = JSON.stringify(explainPaste(`${vault}Authorization: Bearer ${forGraph}`, index))
    expect(shown).not.toContain(forGraph.slice(0, 40))
    expect(shown).not.toContain(forGraph.slice(-20))
  })
})

describe('whom a token is for', () => {
  test.each([
    ['az account get-access-token --query accessToken', 'https://management.azure.com'],
    ['az account get-access-token --resource-type ms-graph', 'https://graph.microsoft.com'],
    ['az account get-access-token --resource https://vault.azure.net', 'https://vault.azure.net'],
    ['az account get-access-token --scope api://a/.default', 'api://a'],
    ['resource=https://graph.microsoft.com/', 'https://graph.microsoft.com/'],
  ])('%s', (text, audience) => {
    expect(presentedIn(text)?.audience).toBe(audience)
  })

  test.each(['', 'the audience is large', 'az account show'])('%j does not tell', text => {
    expect(presentedIn(text)).toBeNull()
  })
})

describe('a row', () => {
  test('is explained by its name', () => {
    for (const { key, who, meaning } of neighbourRefusals()) {
      const [entry] = ['neighbour', 'library'].flatMap(kind => explainWord(`${kind}/${key}`))
      expect(entry?.title.endsWith(meaning), key).toBe(true)
      expect(entry?.class).toBe(who)
      // Each has its one next step, and an address to go on from.
      expect(entry?.fix.length, key).toBeGreaterThan(0)
    }
  })

  test.each([
    ['AKV10022', 'neighbour/key-vault-audience'],
    ['akv19999', 'neighbour/key-vault-other'],
    ['IDX10214', 'library/idx-audience'],
    ['TF400813', 'neighbour/devops-not-user'],
    ['0x80072560', 'neighbour/dataverse-member'],
    ['5.7.139', 'neighbour/smtp-client-auth'],
  ])('is explained by its code %s', (code, id) => {
    expect(explainWord(code).map(entry => entry.id)).toEqual([id])
  })

  test('is not explained by a word that only looks like one', () => {
    for (const word of ['neighbour/made-up', 'IDX99999', 'library/idx', 'AKV', 'nonse'])
      expect(explainWord(word)).toEqual([])
  })
})

test('what no row knows names the service, its permissions and its scope', () => {
  const [refusal] = explainPaste('GET https://api.flow.microsoft.com/x\nHTTP/1.1 403 Forbidden\n', index)
  expect(refusal).toMatchObject({ id: null, by: 'Power Automate', status: 403 })
  expect(refusal?.title).toMatch(/^Power Automate refused this, not Microsoft Graph/)
  expect(refusal?.fix[0]?.label).toContain('https://service.flow.microsoft.com/.default')
})
