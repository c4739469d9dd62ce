import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const identityNotAssigned = defineFinding({
  id: 'acquire/identity-not-assigned',
  title: 'The host has no such managed identity',
  words: {
    meaning:
      'The endpoint of managed identities answered: this is a host on Azure. It hands out tokens for the identities that are assigned to it alone, its own (system-assigned) or others (user-assigned), and the one that was asked for is not among them.',
    causes: [
      'The client id of an app registration was given, in CLIENT_ID or AZURE_CLIENT_ID: a managed identity has a client id of its own.',
      'The system-assigned identity is off, or the user-assigned one is assigned to another host.',
      'It was assigned seconds ago.',
      'Several are assigned, and none was named.',
    ],
    certainty: 'Certain: the host answered so.',
    sources: [
      'Learn: Use managed identities on a virtual machine to acquire an access token',
      'Public reports on managed identities',
    ],
  },
  find({ facts: { acquisition, clientId }, target }) {
    if (acquisition === null || !('credential' in acquisition)) return []
    const { credential, refusal, origin } = acquisition
    if (credential !== 'managed-identity' || refusal === null || refusal.codes.length > 0) return []
    const isSeveral = /multiple user assigned/i.test(refusal.message)
    if (!isSeveral && !notThere.test(refusal.message)) return []
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'acquisition',
        saying: { isSeveral, isNamed: clientId !== null },
        evidence: [
          {
            name: 'managed identity',
            expected: 'one that is assigned to the host',
            actual: refusal.message,
            source: "the host's answer",
            origin,
          },
        ],
        fix: fixesFor('assigned-identity', target),
      },
    ]
  },
  say({ isSeveral, isNamed }: Saying) {
    return {
      headline: isSeveral
        ? 'Several managed identities are assigned to this host, and none was named.'
        : 'The managed identity that was asked for is not assigned to this host.',
      why:
        isNamed && !isSeveral
          ? "The client id that is set names it, as in the Azure SDKs: that must be the identity's own, not an app registration's."
          : 'Name one that is assigned, or assign it: in the portal under Identity of the host.',
    }
  },
})

interface Saying {
  readonly isSeveral: boolean
  /** A client id is set, which would name the identity. */
  readonly isNamed: boolean
}

const notThere =
  /identity not found|no managed identity found|has(?: not|n't) been assigned|no identity has been assigned/i
