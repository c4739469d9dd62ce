import { describe, expect, test } from 'vitest'
import { deriveFacts } from '../../src/core/derive-facts.ts'
import { findings } from '../../src/core/findings/index.ts'
import type { JsonObject } from '../../src/core/json.ts'
import { nothingObserved, type Observed, type ObservedCall } from '../../src/core/observed.ts'
import { parseOperation } from '../../src/core/operation/operation.ts'
import { type Report, reportOf } from '../../src/core/report/report.ts'
import type { SignatureResult } from '../../src/core/token/signature.ts'
import { reportOptions } from '../support/cases.ts'
import fc, { runs } from '../support/property.ts'
import { index } from './committed-index.ts'
import { appClaims, client, issuedAt, tenant, userClaims } from './token/sample.ts'

const other = '9e57c0a1-b2d3-4e4f-8a2d-4b3e1f608a2d'

/** Every way in which a part of a token can come out, by its name. */
const parts = {
  issuer: { good: {}, foreign: { iss: 'https://issuer.example' }, absent: { iss: undefined } },
  tid: { good: {}, other: { tid: other }, absent: { tid: undefined } },
  audience: {
    graph: {},
    azure: { aud: 'https://management.azure.com' },
    own: { aud: 'api://own' },
    government: { aud: 'https://graph.microsoft.us' },
    absent: { aud: undefined },
    several: { aud: ['https://graph.microsoft.com', 'api://own'] },
  },
  lifetime: {
    valid: {},
    expired: { exp: issuedAt + 1 },
    early: { nbf: issuedAt + 9000 },
    none: { exp: undefined },
  },
} as const satisfies Record<string, Record<string, JsonObject>>

const headers = {
  RS256: { alg: 'RS256' },
  PS256: { alg: 'PS256' },
  none: { alg: 'none' },
  HS256: { alg: 'HS256' },
  crit: { alg: 'RS256', crit: ['b64'] },
} as const

const signature = (status: SignatureResult['status'], keys?: SignatureResult['keys']): SignatureResult => ({
  status,
  ...(keys === undefined ? {} : { keys }),
  reason: 'as it came out',
  kid: 'key-1',
  graphNonce: false,
})

const signatures = {
  verified: signature('verified'),
  mismatch: signature('mismatch'),
  unverifiable: signature('unverifiable'),
  'not-asked': signature('not-checked', 'not-asked'),
  'out-of-reach': signature('not-checked', 'out-of-reach'),
  'none-fits': signature('not-checked', 'none-fits'),
  unusable: signature('not-checked', 'unusable'),
} as const

interface World {
  readonly user: boolean
  readonly issuer: keyof typeof parts.issuer
  readonly tid: keyof typeof parts.tid
  readonly audience: keyof typeof parts.audience
  readonly lifetime: keyof typeof parts.lifetime
  readonly header: keyof typeof headers
  readonly signature: keyof typeof signatures
  readonly damaged: boolean
  readonly tenant: string | null
  readonly clientId: string | null
  readonly expect: Observed['expect']
  readonly claimsOnly: boolean
  readonly jwks: boolean
  /** `--issuer`: null where it is not given. */
  readonly named: 'entra' | 'foreign' | null
}

const good: World = {
  user: false,
  issuer: 'good',
  tid: 'good',
  audience: 'graph',
  lifetime: 'valid',
  header: 'RS256',
  signature: 'verified',
  damaged: false,
  tenant: null,
  clientId: null,
  expect: null,
  claimsOnly: false,
  jwks: false,
  named: null,
}

function inspect(over: Partial<World>, about: Partial<Observed> = {}): Report {
  const world = { ...good, ...over }
  const claims = {
    ...(world.user ? userClaims() : appClaims()),
    ...parts.issuer[world.issuer],
    ...parts.tid[world.tid],
    ...parts.audience[world.audience],
    ...parts.lifetime[world.lifetime],
  }
  const issuer = { entra: `https://sts.windows.net/${tenant}/`, foreign: 'https://issuer.example' }
  const observed: Observed = {
    ...nothingObserved,
    asked: 'token',
    at: issuedAt + 600,
    tenant: world.tenant,
    clientId: world.clientId,
    expect: world.expect,
    claimsOnly: world.claimsOnly,
    keysGiven: world.jwks || world.named !== null,
    ...(world.named === null ? {} : { issuer: issuer[world.named] }),
    token: {
      form: 'jwt',
      origin: 'token.txt',
      header: headers[world.header],
      claims: JSON.parse(JSON.stringify(claims)) as JsonObject,
      flaws: world.damaged ? ['the signature is empty'] : [],
      signature: signatures[world.signature],
    },
    ...about,
  }
  return reportOf(deriveFacts(observed, index), index, findings, reportOptions)
}

function statusOf(report: Report): Record<string, string> {
  return Object.fromEntries(report.token!.checks!.map(({ check, status }) => [check, status]))
}

const names = <Value extends object>(value: Value): fc.Arbitrary<keyof Value> =>
  fc.constantFrom(...(Object.keys(value) as (keyof Value)[]))

/** Mostly good: with thirteen parts that come out at random, hardly a token would be. */
const mostly = <Value>(usual: Value, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary })

const worlds: fc.Arbitrary<World> = fc.record({
  user: mostly(false, fc.boolean()),
  issuer: mostly('good', names(parts.issuer)),
  tid: mostly('good', names(parts.tid)),
  audience: mostly('graph', names(parts.audience)),
  lifetime: mostly('valid', names(parts.lifetime)),
  header: mostly('RS256', names(headers)),
  signature: mostly('verified', names(signatures)),
  damaged: mostly(false, fc.boolean()),
  tenant: fc.constantFrom(null, tenant, other, 'contoso.example'),
  clientId: fc.constantFrom(null, client, other),
  expect: fc.constantFrom(null, 'app-only', 'delegated'),
  claimsOnly: fc.boolean(),
  jwks: mostly(false, fc.boolean()),
  named: mostly(null, fc.constantFrom('entra', 'foreign')),
})

const drawn = runs(600)

function holds(property: (world: World, report: Report) => void): void {
  fc.assert(
    fc.property(worlds, world => property(world, inspect(world))),
    drawn,
  )
}

describe('whatever the token and the flags', () => {
  test('✔ stands only above what was verified, with every check passed', () => {
    let seen = 0
    holds((_, report) => {
      if (report.headline!.mark !== 'good') return
      seen++
      expect(report.verdict).toBe('clear')
      const { signature, lifetime, ...rest } = statusOf(report)
      expect([signature, lifetime]).toEqual(['passed', 'passed'])
      expect(Object.values(rest)).not.toContain('failed')
    })
    expect(seen).toBeGreaterThan(drawn.numRuns / 60)
  })

  test('mark, verdict and words agree', () => {
    holds((_, { verdict, headline }) => {
      const marks = { clear: ['good', 'note'], undetermined: ['warning'], problem: ['bad'] }
      expect(marks[verdict]).toContain(headline!.mark)
      if (verdict === 'undetermined') expect(headline!.text).toMatch(/; (its|no key|it does) .+\.$/)
    })
  })

  test('a gate opens only for what was verified, of that kind, with everything passed', () => {
    let seen = 0
    holds((world, report) => {
      if (world.expect === null || report.verdict !== 'clear') return
      const status = statusOf(report)
      expect(report.token!.access).toBe(world.expect)
      for (const check of ['form', 'alg', 'issuer', 'lifetime']) expect(status[check]).toBe('passed')
      for (const check of ['tid', 'audience']) {
        expect(status[check]).toBe(world.named === null ? 'passed' : 'not-checked')
      }
      expect(status.tenant).toBe(world.tenant === null ? 'not-checked' : 'passed')
      if (world.claimsOnly) expect(status.signature).not.toBe('failed')
      else {
        expect(status.signature).toBe('passed')
        seen++
      }
    })
    // A tenth of the runs may meet none.
    expect(seen).toBeGreaterThan(drawn.numRuns / 600 - 1)
  })

  test('a gate adds conditions and takes none away', () => {
    holds((world, report) => {
      if (world.expect !== null && report.verdict === 'clear') {
        expect(inspect({ ...world, expect: null }).verdict).toBe('clear')
      }
    })
  })

  test('what failed is a problem, but for the app, and for another API where nobody expects Graph', () => {
    holds((world, report) => {
      const { client: _, audience, ...status } = statusOf(report)
      const ofAnotherApi = ['azure', 'own'].includes(world.audience) && world.expect === null
      if (Object.values(status).includes('failed') || (audience === 'failed' && !ofAnotherApi)) {
        expect(report.verdict).toBe('problem')
      }
    })
  })

  test('the claims decide nothing that a signature has decided', () => {
    holds((world, report) => {
      if (world.signature === 'mismatch') expect(report.verdict).toBe('problem')
      if (world.signature === 'unverifiable') expect(report.verdict).toBe('problem')
    })
  })

  test('clear and not verified is said to be so', () => {
    holds((world, report) => {
      if (report.verdict !== 'clear') return
      expect(/not verified\.$/.test(report.headline!.text)).toBe(world.signature !== 'verified')
    })
  })
})

describe('in words', () => {
  const app = 'An app-only token, valid for 55 min more'
  const azure = 'An app-only token for Azure Resource Manager, not for Graph, valid for 55 min more'

  test.each<[string, Partial<World>, Report['verdict'], string, string]>([
    ['a good one', {}, 'clear', 'good', `${app}.`],
    ['a good delegated one', { user: true }, 'clear', 'good', 'A delegated token, valid for 55 min more.'],
    ['for another API', { audience: 'azure' }, 'clear', 'note', `${azure}.`],
    [
      'for an own API',
      { audience: 'own' },
      'clear',
      'note',
      'An app-only token for an API of your own, not for Graph, valid for 55 min more.',
    ],
    [
      'for another API, at a gate',
      { audience: 'azure', expect: 'app-only' },
      'problem',
      'bad',
      'The token is for Azure Resource Manager, not for Microsoft Graph.',
    ],
    [
      'for another API, whose issuer is named',
      { audience: 'azure', expect: 'app-only', named: 'entra' },
      'clear',
      'good',
      `${app}.`,
    ],
    [
      'for another API, altered',
      { audience: 'azure', signature: 'mismatch' },
      'problem',
      'bad',
      "The token's signature does not fit its content.",
    ],
    [
      'for another API, offline',
      { audience: 'azure', signature: 'not-asked' },
      'clear',
      'note',
      `${azure}; not verified.`,
    ],
    [
      'for another API, keys out of reach',
      { audience: 'azure', signature: 'out-of-reach' },
      'undetermined',
      'warning',
      `${azure}; its signature is not verified, since its keys are out of reach.`,
    ],
    [
      'altered',
      { signature: 'mismatch' },
      'problem',
      'bad',
      "The token's signature does not fit its content.",
    ],
    [
      'signed by no key',
      { signature: 'none-fits' },
      'undetermined',
      'warning',
      `${app}; no key that was had signed it.`,
    ],
    [
      'keys out of reach',
      { signature: 'out-of-reach' },
      'undetermined',
      'warning',
      `${app}; its signature is not verified, since its keys are out of reach.`,
    ],
    [
      'a key that cannot be used',
      { signature: 'unusable' },
      'undetermined',
      'warning',
      `${app}; its signature is not verified: as it came out.`,
    ],
    ['offline', { signature: 'not-asked' }, 'clear', 'note', `${app}; not verified.`],
    [
      'offline, at a gate',
      { signature: 'not-asked', expect: 'app-only' },
      'undetermined',
      'warning',
      `${app}; its signature is not verified, since its keys were not asked for.`,
    ],
    [
      'offline, with keys named',
      { signature: 'not-asked', jwks: true },
      'undetermined',
      'warning',
      `${app}; its signature is not verified, since its keys were not asked for.`,
    ],
    [
      'offline, by its claims',
      { signature: 'not-asked', expect: 'app-only', claimsOnly: true },
      'clear',
      'note',
      `${app}; not verified.`,
    ],
    [
      'by its claims, of the other kind',
      { signature: 'not-asked', expect: 'delegated', claimsOnly: true },
      'problem',
      'bad',
      'The token is app-only, and delegated was expected.',
    ],
    ['at a gate', { expect: 'app-only' }, 'clear', 'good', `${app}.`],
    [
      'at a gate, without an end',
      { expect: 'app-only', lifetime: 'none' },
      'undetermined',
      'warning',
      'An app-only token; it does not say when it expires.',
    ],
    ['without an end', { lifetime: 'none' }, 'clear', 'note', 'An app-only token.'],
    [
      'at a gate, of a domain',
      { expect: 'app-only', tenant: 'contoso.example' },
      'undetermined',
      'warning',
      `${app}; its tenant could not be compared: a token carries an id, and a domain name is configured.`,
    ],
    [
      'of another tenant',
      { tenant: other },
      'problem',
      'bad',
      'The token is from a different tenant from the one that is configured.',
    ],
    ['of another app', { clientId: other }, 'clear', 'note', `${app}.`],
    [
      'of another issuer',
      { issuer: 'foreign' },
      'problem',
      'bad',
      'The token was not issued by Entra ID, as far as its iss claim tells.',
    ],
    [
      'of another issuer, with its keys',
      { issuer: 'foreign', jwks: true },
      'problem',
      'bad',
      'The token was not issued by Entra ID, as far as its iss claim tells.',
    ],
    [
      'with alg none',
      { header: 'none', signature: 'not-asked' },
      'problem',
      'bad',
      "The token's header asks for a signature that is not accepted.",
    ],
    [
      'with alg HS256, by its claims',
      { header: 'HS256', signature: 'not-asked', claimsOnly: true, expect: 'app-only' },
      'problem',
      'bad',
      "The token's header asks for a signature that is not accepted.",
    ],
    [
      'with crit',
      { header: 'crit', signature: 'not-asked' },
      'problem',
      'bad',
      "The token's header asks for a signature that is not accepted.",
    ],
    ['damaged', { damaged: true, signature: 'not-asked' }, 'problem', 'bad', "The token's form is damaged."],
    [
      'with two audiences',
      { audience: 'several' },
      'problem',
      'bad',
      'The token is for another API, not for Microsoft Graph.',
    ],
  ])('%s', (_, world, verdict, mark, text) => {
    const report = inspect(world)
    expect({ verdict: report.verdict, ...report.headline }).toEqual({ verdict, mark, text })
  })

  test('no key that was had: where the app may list one of its own', () => {
    const [finding] = inspect({ signature: 'none-fits' }).findings
    expect(finding).toMatchObject({ id: 'token/unverified-signature', severity: 'warning' })
    expect(JSON.stringify(finding!.fix)).toContain(
      `https://login.microsoftonline.com/${tenant}/.well-known/openid-configuration?appid=${client}`,
    )
    for (const signature of ['out-of-reach', 'unusable'] as const) {
      expect(JSON.stringify(inspect({ signature }).findings)).not.toContain('?appid=')
    }
  })
})

describe('about calls', () => {
  const operations = [parseOperation('GET', '/users')]
  const answered: ObservedCall = {
    operation: 0,
    sent: true,
    url: 'https://graph.microsoft.com/v1.0/users',
    status: 200,
    reason: null,
    requestId: 'r',
    clientRequestId: null,
    durationMs: 1,
    body: '{"value":[]}',
  }
  const asked = (world: Partial<World>, calls: readonly ObservedCall[] = []) => {
    const { verdict, headline } = inspect(world, { asked: 'operations', operations, calls })
    return [verdict, headline!.mark, headline!.text]
  }

  test("Graph's own answer stands, although the keys were out of reach", () => {
    for (const signature of ['verified', 'out-of-reach', 'none-fits', 'unusable', 'not-asked'] as const) {
      expect(asked({ signature }, [answered])).toEqual(['clear', 'good', 'All clear: the call was answered.'])
    }
  })

  test('without one, keys that decided nothing make no ✔', () => {
    const held = 'All clear: the token holds what the operation needs'
    expect(asked({})).toEqual(['clear', 'good', `${held}.`])
    for (const signature of ['out-of-reach', 'none-fits', 'unusable', 'not-asked'] as const) {
      expect(asked({ signature })).toEqual(['clear', 'note', `${held}; not verified.`])
    }
  })

  test('a gate is a question about the token, whatever Graph answered', () => {
    for (const signature of ['out-of-reach', 'none-fits', 'unusable', 'not-asked'] as const) {
      const [verdict, mark, text] = asked({ signature, expect: 'app-only' }, [answered])
      expect([verdict, mark]).toEqual(['undetermined', 'warning'])
      expect(text).toMatch(/^The call was answered, but (its|no key)/)
      expect(asked({ signature, expect: 'app-only', claimsOnly: true }, [answered])).toEqual([
        'clear',
        'note',
        'All clear: the call was answered; not verified.',
      ])
    }
    expect(asked({ expect: 'app-only' }, [answered])[1]).toBe('good')
  })

  test('a mismatch is an error all the same, and so is what is for another API', () => {
    expect(asked({ signature: 'mismatch' }, [answered])[0]).toBe('problem')
    expect(asked({ audience: 'azure' })[0]).toBe('problem')
  })

  test('a damaged form that nobody verified is undetermined, and a tenant is not compared', () => {
    expect(asked({ damaged: true, signature: 'not-asked' })[0]).toBe('undetermined')
    expect(asked({ damaged: true })[0]).toBe('clear')
    expect(asked({ tenant: other }, [answered])[0]).toBe('clear')
  })
})
