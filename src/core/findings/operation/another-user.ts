import type { OperationFacts } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { sharedForm } from '../../judge/whose.ts'
import type { Operation } from '../../operation/operation.ts'
import { type Context, type Draft, defineFinding } from '../finding.ts'

export const anotherUser = defineFinding({
  id: 'operation/another-user',
  title: "The path names another user than the token's",
  needs: ['token', 'operations'],
  explains: ['operation/refused'],
  words: {
    meaning:
      "A delegated token does what its user may do. A scope such as Mail.Read opens the user's own mailbox; somebody else's only if they shared it, and for mail, calendars, contacts and tasks only with a scope that ends in .Shared. For files and sites the scope suffices, and the sharing is asked for all the same.",
    causes: [
      'The owner has not shared the mailbox, folder, calendar or file with the signed-in user.',
      'The token holds the scope without .Shared.',
      'The path should name the signed-in user: /me does.',
    ],
    certainty: 'Likely: the scope is there, and whether the other user shared it only Graph can tell.',
    sources: ['Learn: Get shared or delegated Outlook resources'],
  },
  find(context) {
    return context.facts.operations.flatMap(asked => {
      const { operation, verdict, whose } = asked
      if ('unreadable' in operation || whose !== 'another' || verdict !== 'undecided') return []
      return [draft(asked, operation, context)]
    })
  },
})

function draft(
  { index: about, held }: OperationFacts,
  { method, path }: Operation,
  { facts: { token }, target }: Context,
): Draft {
  const scopes = [...new Set(held.flatMap(name => sharedForm(name) ?? []))]
  const isShared = held.some(name => name.endsWith('.Shared'))
  const least = scopes.slice(0, 1)
  const asks = isShared || least.length === 0 ? '' : `, and ${least[0]} has to be in the token`
  return {
    severity: 'warning',
    certainty: 'likely',
    about,
    headline: `${method} ${path} is another user's: they must have shared it${asks}.`,
    why: `The token holds ${held.join(', ')}, which ${isShared ? 'reaches what others share' : "opens the signed-in user's own"}.`,
    wouldTell: "Graph's answer",
    lookAt: 'call',
    evidence: [
      {
        name: 'user',
        expected: token?.form === 'jwt' ? (token.payload.oid ?? 'the signed-in user') : 'the signed-in user',
        actual: path,
        source: 'operation',
      },
    ],
    fix: isShared ? [] : fixesFor(least.length === 0 ? null : 'sign-in', target, { scopes: least }),
  }
}
