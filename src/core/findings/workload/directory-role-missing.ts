import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { capitalized } from '../../text.ts'
import { defineFinding } from '../finding.ts'
import { type Answer, aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

/** Operations on accounts that may be an administrator's; by Microsoft's word for passwords, by reports for the rest. */
const sensitive =
  /^\/users\/\{[^}]*\}(\/(authentication|changepassword|revokesigninsessions|invalidateallrefreshtokens)(\/|\(|$)|$)/i

export const directoryRoleMissing = defineFinding({
  id: 'workload/directory-role-missing',
  title: 'A directory role is needed besides the permission',
  words: {
    meaning:
      "Some operations on users also look at the caller's directory role: resetting the passwords and sign-in methods of administrators, and some reports for a signed-in user. An app gets such a role as a user does, by an assignment to its service principal.",
    causes: [
      "The user in question is an administrator, and the app's service principal holds no role that may touch administrators.",
      'The signed-in user holds no role that may read the report.',
    ],
    certainty:
      'Certain where the service says that the user is not in the allowed roles. Likely where an operation on a user is refused although the permission is held; which operations look at roles is not fully documented.',
    proof: "the token's wids (why403 inspect), beside the roles that the task needs",
    sources: [
      'Learn: Least privileged roles by task in Microsoft Entra ID',
      'Learn: Authentication methods API overview',
    ],
  },
  find({ facts, target }) {
    const { token } = facts
    if (token?.form !== 'jwt') return []
    const byCode = answersWith(facts, 'user-role-missing')
    const byTask = answersWith(facts, 'directory-permission').filter(asksForRole)
    return [...byCode, ...byTask].map(answer => {
      const told = byCode.includes(answer)
      const about = aboutAnswer(answer)
      return {
        ...about,
        certainty: told ? ('certain' as const) : ('likely' as const),
        saying: {
          name: nameOf(answer.operation),
          told: told ? answer.row.meaning : null,
          held: answer.facts.held,
        },
        evidence: [
          ...about.evidence,
          {
            name: 'wids',
            expected: 'a role that may do this',
            actual: token.payload.wids.join(', ') || null,
            source: 'token',
          },
        ],
        fix: fixesFor('directory-role', target, callOf(answer)),
      }
    })
  },
  say({ name, told, held }: Saying) {
    return {
      headline: `${capitalized(name)} needs a directory role besides the permission.`,
      why:
        told ??
        `The token holds ${held.join(', ')}, and the directory refuses anyway: the user may be an administrator.`,
      wouldTell: 'whether the user holds a directory role',
    }
  },
})

interface Saying extends Named {
  /** What the service's own code means; null: it gives none. */
  readonly told: string | null
  readonly held: readonly string[]
}

function asksForRole({ facts: { predicted, requirement }, operation }: Answer): boolean {
  if ('unreadable' in operation) return false
  const template = requirement.template ?? ''
  const writes = operation.method !== 'GET' && operation.method !== 'HEAD'
  return (
    predicted === 'allowed' && sensitive.test(template) && (writes || template.includes('/authentication'))
  )
}
