import { fixesFor } from '../../fixes/registry.ts'
import { asksAboutToken } from '../../token/standing.ts'
import { defineFinding } from '../finding.ts'

export const wrongTenant = defineFinding({
  id: 'token/wrong-tenant',
  title: 'The token is from another tenant',
  words: {
    meaning:
      'The tid claim names the tenant that issued the token, and another one is configured. Anybody can have a tenant, and a token from it that Entra ID signed: whoever checks a token must compare its tenant.',
    causes: [
      "The settings (TENANT_ID, .env) are for a different tenant from the token's.",
      "The token was acquired in the app's home tenant, and the app is used in several.",
    ],
    certainty: 'Certain: both are ids. A configured domain name is not compared.',
    sources: [
      'Learn: Access token claims reference',
      'Learn: Secure applications and APIs by validating claims',
    ],
  },
  find({ facts, target }) {
    const { token, tenant } = facts
    if (token?.form !== 'jwt' || !asksAboutToken(facts)) return []
    if (!token.checks.some(({ check, status }) => check === 'tenant' && status === 'failed')) return []
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'token',
        saying: null,
        evidence: [{ name: 'tid', expected: tenant, actual: token.payload.tid, source: 'token' }],
        fix: fixesFor('expected-tenant', target),
      },
    ]
  },
  say() {
    return {
      headline: 'The token is from a different tenant from the one that is configured.',
      why: 'Its tid claim and the configured tenant are different ids.',
    }
  },
})
