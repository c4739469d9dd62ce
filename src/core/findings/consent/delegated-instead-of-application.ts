import { graphAppId } from '../../clouds.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { joined } from '../../text.ts'
import { defineFinding } from '../finding.ts'

export const delegatedInsteadOfApplication = defineFinding({
  id: 'consent/delegated-instead-of-application',
  title: 'A permission was added as delegated instead of application',
  words: {
    meaning:
      'Many permissions exist twice under one name: as a delegated permission (a scope, for a signed-in user) and as an application permission (an app role, for the app alone). They have different ids, and only the second reaches an app-only token.',
    causes: [
      'Delegated permissions was chosen in the portal, which offers it first.',
      'A script used the id of the scope, or =Scope instead of =Role.',
    ],
    certainty: 'Certain: the registration was read, and declares the name as Scope and not as Role.',
    proof: 'the registration: why403 --records',
    sources: [
      'Learn: Overview of permissions and consent in the Microsoft identity platform',
      'Learn: requiredResourceAccess resource type',
    ],
  },
  find({ facts: { operations, records }, index, target }) {
    const declared = records?.declared?.filter(({ api }) => api === graphAppId)
    if (declared === undefined) return []
    const kindsOf = (name: string): string[] =>
      declared.filter(({ permission }) => permission === name).map(({ kind }) => kind)
    const wanted = operations
      .filter(({ verdict }) => verdict === 'missing-permission')
      .map(operation => ({
        operation,
        names: operation.requirement.schemes.application.accepted
          .map(({ permission }) => permission)
          .filter(name => kindsOf(name).includes('delegated') && !kindsOf(name).includes('application')),
      }))
      .filter(({ names }) => names.length > 0)
    const names = [...new Set(wanted.flatMap(({ names }) => names))]
    if (names.length === 0) return []
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'token',
        covers: wanted.map(({ operation }) => operation.index),
        saying: { names },
        evidence: names.map(name => ({
          name,
          expected: 'declared as Role (application)',
          actual: 'declared as Scope (delegated)',
          source: "the tenant's records",
        })),
        fix: fixesFor('permission', target, { permissions: appRoles(index, names) }),
      },
    ]
  },
  say({ names }: { readonly names: readonly string[] }) {
    return {
      headline:
        names.length === 1
          ? `${names[0]} is declared as a delegated permission, and needed as an application one.`
          : `${joined(names, 'and')} are declared as delegated permissions, and needed as application ones.`,
      why: 'A delegated permission works for a signed-in user only. The application permission of the same name is a separate one, with an id of its own.',
    }
  },
})
