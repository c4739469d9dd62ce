import type { OperationFacts } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { sharedForm } from '../../judge/whose.ts'
import { nameOf } from '../../operation/name.ts'
import type { Operation } from '../../operation/operation.ts'
import { type Context, type Decision, defineFinding } from '../finding.ts'

export const anotherUser = defineFinding({
  id: 'operation/another-user',
  title: "The path names another user than the token's",
  words: {
    meaning:
      "A delegated token does what its user may do. A scope such as Mail.Read opens the user's own mailbox; somebody else's only if they shared it, and for mail, calendars, contacts and tasks only with a scope that ends in .Shared. For files and sites the scope is enough, but they must still have been shared.",
    causes: [
      'The owner has not shared the mailbox, folder, calendar or file with the signed-in user.',
      'The token holds the scope without .Shared.',
      'The path should name the signed-in user: /me does.',
    ],
    certainty: 'Likely: the scope is there, but only Graph can tell whether the other user has shared it.',
    sources: ['Learn: Get Outlook messages in a shared or delegated folder'],
  },
  find(context) {
    return context.facts.operations.flatMap(asked => {
      const { operation, verdict, whose } = asked
      if ('unreadable' in operation || whose !== 'another' || verdict !== 'undecided') return []
      return [decisionOf(asked, operation, context)]
    })
  },
  say({ name, held, lacking }: Saying) {
    const asks = lacking === null ? '' : `, and ${lacking} has to be in the token`
    const reaches = held.some(scope => scope.endsWith('.Shared'))
      ? 'reaches what others share'
      : "opens the signed-in user's own"
    return {
      headline: `${name} is another user's: they must have shared it${asks}.`,
      why: `The token holds ${held.join(', ')}, which ${reaches}.`,
      wouldTell: "Graph's answer",
    }
  },
})

interface Saying {
  readonly name: string
  readonly held: readonly string[]
  /** The scope that reaches what others share, where the token lacks one and there is such a form. */
  readonly lacking: string | null
}

function decisionOf(
  { index: about, held }: OperationFacts,
  operation: Operation,
  { facts: { token }, target }: Context,
): Decision<Saying> {
  const isShared = held.some(name => name.endsWith('.Shared'))
  const lacking = isShared ? null : (held.map(sharedForm).find(form => form !== null) ?? null)
  return {
    severity: 'warning',
    certainty: 'likely',
    about,
    saying: { name: nameOf(operation), held, lacking },
    lookAt: 'call',
    evidence: [
      {
        name: 'user',
        expected: token?.form === 'jwt' ? (token.payload.oid ?? 'the signed-in user') : 'the signed-in user',
        actual: operation.path,
        source: 'operation',
      },
    ],
    fix: fixesFor(lacking === null ? null : 'sign-in', target, { scopes: lacking === null ? [] : [lacking] }),
  }
}
