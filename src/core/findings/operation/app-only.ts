import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { needsPhrase } from '../../need/phrase.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { isForAppsOnly, lackOf } from './lacking.ts'

export const appOnly = defineFinding({
  id: 'operation/app-only',
  title: 'The operation is open to apps only',
  words: {
    meaning:
      'Some operations accept no delegated permission: no scope and no sign-in opens them, whatever the user may do. They are for an app acting as itself, with an application permission and an app-only token (client credentials).',
    causes: [
      'The program signs a user in where it should act on its own behalf.',
      'A token of the Azure CLI or of Graph Explorer was taken, which is delegated.',
    ],
    certainty: 'Likely: no source lists a delegated permission, and the sources are not the service.',
    sources: ['Learn: Get access without a user', 'Learn: Microsoft Graph permissions reference'],
  },
  find({ facts: { token, holder, operations }, index, target }) {
    if (holder?.access !== 'delegated') return []
    return operations.flatMap(operation => {
      const lack = lackOf(operation, { token, holder })
      if (operation.verdict !== 'missing-permission' || !isForAppsOnly(lack)) return []
      const { application } = operation.requirement.schemes
      const permissions = application.leastPrivileged === null ? [] : [application.leastPrivileged]
      return [
        {
          severity: 'error' as const,
          certainty: lack.isConfirmed ? ('certain' as const) : ('likely' as const),
          about: operation.index,
          saying: { name: nameOf(operation.operation), needs: needsPhrase(application) },
          lookAt: 'anyway' as const,
          evidence: lack.evidence,
          fix: fixesFor('permission', target, { permissions: appRoles(index, permissions) }),
        },
      ]
    })
  },
  say({ name, needs }: { readonly name: string; readonly needs: string }) {
    return {
      headline: `${name} is for apps only: it accepts no scope.`,
      why: `An app-only token (client credentials) that holds ${needs} opens it; no sign-in does.`,
      wouldTell: "Graph's answer",
    }
  },
})
