import type { OperationFacts } from '../../facts.ts'
import { inTables } from '../../fixes/look-up.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { Requirement } from '../../need/requirement.ts'
import { nameOf } from '../../operation/name.ts'
import { isUntold } from '../../operation/operation.ts'
import { defineFinding, type Evidence } from '../finding.ts'
import { serviceOf } from './another-api.ts'

export const unknown = defineFinding({
  id: 'operation/unknown',
  title: 'Neither source knows the operation',
  words: {
    meaning:
      "Neither Microsoft's permission tables nor its documentation list this path, or not with this method, so what it needs is not known. That is not a refusal: Graph is asked, and its answer decides.",
    causes: [
      'The path has a typo.',
      'The operation is newer than both, or in neither: they leave out open extensions and some writes.',
      'The URL belongs to another service than Microsoft Graph.',
    ],
    certainty: 'Certain that neither source lists it; whether Graph knows it, only Graph can tell.',
    sources: ['Learn: Microsoft Graph REST API reference'],
  },
  find({ facts: { operations }, target }) {
    return operations.flatMap(facts => {
      const reason = reasonOf(facts)
      if (reason === null || facts.verdict === 'allowed' || serviceOf(facts) !== null) return []
      const { index, requirement } = facts
      return [
        {
          severity: 'note' as const,
          certainty: 'certain' as const,
          about: index,
          saying: { name: fullNameOf(facts), reason, ...requirement },
          evidence: [evidenceOf(facts)],
          fix:
            requirement.status === 'unknown-method'
              ? fixesFor('look-up', target, {
                  purpose: 'See what is listed',
                  operations: inTables([facts]),
                })
              : fixesFor('nearest-path', target, { nearest: requirement.nearest[0] ?? null }),
        },
      ]
    })
  },
  say({ name, reason, nearest, methods, template }: Saying) {
    return { headline: `${name}: ${reason}.`, why: whatIsThere(nearest, methods, template) }
  },
})

interface Saying extends Pick<Requirement, 'nearest' | 'methods' | 'template'> {
  readonly name: string
  /** Why it is not looked up, a clause. */
  readonly reason: string
}

function whatIsThere(
  nearest: readonly string[],
  methods: readonly string[],
  template: string | null,
): string {
  if (nearest.length > 0) return `Nearest of what they list: ${nearest.join(', ')}.`
  if (methods.length > 0) return `Listed for ${template}: ${methods.join(', ')}.`
  return 'What it needs is not known.'
}

/** Of another host than Graph's in full: there the host is what counts. */
function fullNameOf({ operation, requirement }: OperationFacts): string {
  if ('unreadable' in operation || requirement.status !== 'not-graph') return nameOf(operation)
  return `${operation.method} ${operation.url}`
}

function reasonOf({ operation, requirement }: OperationFacts): string | null {
  if (isUntold(operation)) return null
  if ('unreadable' in operation) return operation.unreadable.replace(/\.$/, '')
  switch (requirement.status) {
    case 'unknown-path':
      return 'neither the permission tables nor the documentation list this path'
    case 'unknown-method':
      return 'the path is listed, but not with this method'
    case 'not-graph':
      return 'this is not a host of Microsoft Graph'
    default:
      return null
  }
}

/** What was looked at, and did not lead to the tables. */
function evidenceOf({ operation, requirement: { status, template, methods } }: OperationFacts): Evidence {
  if ('unreadable' in operation) {
    return { name: 'operation', expected: 'METHOD URL', actual: operation.text, source: 'operation' }
  }
  if (status === 'not-graph') {
    const expected = 'a host of Microsoft Graph'
    return { name: 'host', expected, actual: operation.origin, source: 'operation' }
  }
  if (status === 'unknown-method') {
    const expected = `${methods.join(', ')} for ${template}`
    return { name: 'method', expected, actual: operation.method, source: 'tables and documentation' }
  }
  return {
    name: 'path template',
    expected: 'one that is listed',
    actual: template,
    source: 'tables and documentation',
  }
}
