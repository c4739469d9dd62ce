import { fixesFor } from '../../fixes/registry.ts'
import { asksAboutToken } from '../../token/standing.ts'
import { defineFinding } from '../finding.ts'

export const wrongTenant = defineFinding({
  id: 'token/wrong-tenant',
  title: 'The token is from another tenant',
  words: {
    meaning:
      'The tid claim names the tenant that issued the token, and another one is configured. Anybody can have a tenant, and a token of it that Entra ID signed: who checks a token compares its tenant.',
    causes: [
      'The settings (TENANT_ID, .env) are of another tenant than the token.',
      'The token was acquired in the home tenant of an app that is used in several.',
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
      headline: 'The token is from another tenant than the one that is configured.',
      why: 'Its tid claim and the configured tenant are different ids.',
    }
  },
})
