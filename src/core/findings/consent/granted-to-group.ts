import { graphAppId } from '../../clouds.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const grantedToGroup = defineFinding({
  id: 'consent/granted-to-group',
  title: 'A permission granted to a group does not reach the apps in it',
  words: {
    meaning:
      'An app role of Microsoft Graph can be assigned to a security group without complaint, but only users inherit it. A service principal in the group, such as a managed identity, gets no role from it, and its token stays empty. Each one needs an assignment of its own.',
    causes: [
      'The role was assigned to a group of managed identities or apps, to serve them all at once.',
      'Nobody has granted anything, and the group is there for another purpose.',
    ],
    certainty:
      'Likely: the token says that the app is in groups and holds no role. It does not say what those groups were granted.',
    proof: 'the app role assignments of those groups, and those of the service principal',
    sources: ['Learn: Assign users and groups to an application', 'Public reports on managed identities'],
  },
  find({ facts: { token, operations, records }, index, target }) {
    if (token?.form !== 'jwt' || token.access.access !== 'app-only' || token.graph === null) return []
    const { groups } = token.payload.all
    const isInGroups = Array.isArray(groups) && groups.length > 0
    if (!isInGroups || (token.payload.roles?.length ?? 0) > 0) return []
    // A grant of its own is there: then it is younger than the token, and no group's.
    if (records?.granted?.some(({ api }) => api === graphAppId) === true) return []
    return [
      {
        severity: 'error',
        certainty: 'likely',
        about: 'token',
        covers: operations.map(({ index }) => index),
        saying: null,
        evidence: [
          { name: 'roles', expected: 'the permissions that were granted', actual: null, source: 'token' },
          {
            name: 'groups',
            expected: null,
            actual: groups.length === 1 ? 'one group' : `${groups.length} groups`,
            source: 'token',
          },
        ],
        fix: fixesFor('admin-consent', target, {
          permissions: appRoles(index, [...new Set(operations.flatMap(({ missing }) => missing))]),
        }),
      },
    ]
  },
  say() {
    return {
      headline: 'The token holds no application permission, and one granted to a group does not reach it.',
      why: 'The app is in groups, but Graph roles that a group holds reach its users only, never its apps. Each service principal needs a grant of its own.',
      wouldTell: 'the app role assignments of those groups',
    }
  },
})
