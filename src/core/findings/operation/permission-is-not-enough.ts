import type { OperationFacts } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { FixTarget } from '../../fixes/target.ts'
import type { Gate } from '../../judge/gates.ts'
import { nameOf } from '../../operation/name.ts'
import type { Operation } from '../../operation/operation.ts'
import { capitalized, joined } from '../../text.ts'
import { type Decision, defineFinding } from '../finding.ts'
import { isWithoutToken } from './without-token.ts'

export const permissionIsNotEnough = defineFinding({
  id: 'operation/permission-is-not-enough',
  title: 'The operation needs more than a permission',
  words: {
    meaning:
      'Behind the permission stands another gate: a licence in the tenant, a role, a service policy that names the app, a header, the state of the object. While it is shut, Graph answers 403, or 200 with less, although the token holds all that the tables ask for.',
    causes: [
      'The tenant lacks the licence.',
      'The policy does not exist, or was not granted to the user in question.',
      'The policy is new: such policies take up to half an hour to work.',
      'The object is one that the app may not touch: an administrator, a hidden membership, a restricted unit.',
    ],
    certainty: 'Likely: it is documented, but nothing that was looked at shows whether the gate is open.',
    sources: [
      'Learn: Configure application access to online meetings',
      'Learn: List signIns',
      'Learn: Use the Microsoft Graph identity protection APIs',
      'Learn: Update user',
    ],
  },
  find({ facts, target }) {
    if (facts.token === null && !isWithoutToken(facts)) return []
    return facts.operations.flatMap(({ index, operation, gates }) => {
      const open = gates.filter(
        ({ state, row }) => state !== 'shut' && (row.kind !== 'property' || state === 'depends'),
      )
      return open.length === 0 || 'unreadable' in operation
        ? []
        : [decisionOf(index, operation, open, target)]
    })
  },
  say({ name, named: [first, ...others], more }: Saying) {
    const { needs, silent, symptom, tell } = first!.row
    return {
      headline: `${name} also needs ${needs}${whenOf(first!)}.`,
      why: [
        `Without it Graph answers ${symptom}${silent ? ': no refusal tells' : ', whatever the token holds'}.`,
        ...others.map(gate => `Besides ${gate.row.needs}${whenOf(gate)}.`),
        ...(more === 0 ? [] : [`${more} more: why403 permissions "${name}".`]),
        `${capitalized(tell)} would tell.`,
      ].join(' '),
      wouldTell: "Graph's answer",
    }
  },
})

/** So many are named; the rest is counted. */
const mostNamed = 2

interface Saying {
  readonly name: string
  readonly named: readonly Gate[]
  /** How many more there are. */
  readonly more: number
}

function decisionOf(
  about: OperationFacts['index'],
  operation: Operation,
  gates: readonly Gate[],
  target: FixTarget,
): Decision<Saying> {
  const all = oncePerNeed(gates)
  const named = all.slice(0, mostNamed)
  return {
    severity: 'note',
    certainty: 'likely',
    about,
    saying: { name: nameOf(operation), named, more: all.length - named.length },
    evidence: named.map(({ row }) => ({
      name: 'besides the permission',
      expected: row.needs,
      actual: null,
      source: 'not looked at',
    })),
    fix: named.flatMap(({ row }) =>
      fixesFor('page', target, { purpose: row.cure, page: row.source.address }),
    ),
  }
}

/** Several properties may ask for the same thing. */
function oncePerNeed(gates: readonly Gate[]): Gate[] {
  return gates.filter((gate, at) => gates.findIndex(({ row }) => row.needs === gate.row.needs) === at)
}

function whenOf({ state, row }: Gate): string {
  return state === 'depends' ? `, when ${joined(row.properties?.names ?? [], 'or')} is changed` : ''
}
