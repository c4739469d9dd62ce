import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { joined } from '../../text.ts'
import { defineFinding } from '../finding.ts'

export const notDeclared = defineFinding({
  id: 'consent/not-declared',
  title: 'The registration does not declare the permission',
  words: {
    meaning:
      'An app declares on its registration (API permissions) what it wants; admin consent grants what is declared, and nothing else. A permission that is neither declared nor granted by hand is in no token.',
    causes: [
      'Nobody has added it.',
      "It was added to another app's registration, or in another tenant.",
      'Another permission with a similar name was added.',
    ],
    certainty: 'Certain: the registration was read, and names no permission that the operation accepts.',
    proof: 'the registration: why403 --records',
    sources: [
      'Learn: Quickstart: Configure a client application to access a web API',
      'Learn: requiredResourceAccess resource type',
    ],
  },
  find({ facts: { operations, records }, index, target }) {
    const wanting = operations.filter(({ broken }) => broken === 'not-declared')
    if (wanting.length === 0) return []
    const names = [...new Set(wanting.flatMap(({ missing }) => missing))]
    const declared = (records?.declared ?? []).map(({ permission, kind }) => `${permission} (${kind})`)
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'token',
        covers: wanting.map(({ index }) => index),
        saying: { names },
        evidence: [
          {
            name: 'declared',
            expected: names.join(', ') || null,
            actual: declared.join(', ') || null,
            source: "the tenant's records",
          },
        ],
        fix: fixesFor('permission', target, { permissions: appRoles(index, names) }),
      },
    ]
  },
  say({ names }: { readonly names: readonly string[] }) {
    return {
      headline: `The registration does not declare ${joined(names, 'or') || 'what is needed'}.`,
      why:
        names.length > 1
          ? 'Consent grants only what is declared. Declare them first, as application permissions, then consent.'
          : 'Consent grants only what is declared. Declare it first, as an application permission, then consent.',
    }
  },
})
