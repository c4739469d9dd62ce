import { inferredFrom, type Located, type Location, locate } from '../match/locate.ts'
import { nearest } from '../match/nearest.ts'
import { asAsked, requirementOf, schemesOf, witnessed } from '../need/requirement-of.ts'
import { cmdletMethod } from '../operation/cmdlet.ts'
import type { Operation, UnreadableOperation } from '../operation/operation.ts'
import type { Step } from '../operation/path.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { type LocationReport, locationReport, type SchemesReport, schemesReport } from './requirement.ts'

/** What an operation requires, in parts: operations of one kind share the very same schemes. */
export interface Answer {
  readonly location: LocationReport
  readonly schemes: SchemesReport | null
  /** Nearest templates, for an unknown path. */
  readonly nearest: readonly string[]
}

type Schemes = Parameters<typeof schemesReport>[0]

/** So many different paths are remembered at a time: more than one program's, few enough to die young. */
const mostRemembered = 512

/** Segments and keys that are ids whatever the tables list: GUIDs, user principal names. One is as good as another. */
const plainIds = /(\/|\(')(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.+-]+@[\w.-]+)(?=\/|'\)|$)/gi

/**
 * Answers long lists of operations: the same answers as `requirementOf`, remembered by template and method.
 * What is kept does not grow with the list.
 */
export function answerer(index: PermissionIndex): (operation: Operation | UnreadableOperation) => Answer {
  const schemes = new Map<string, SchemesReport>()
  const located = new Map<string, { readonly requirement: Schemes; readonly report: SchemesReport }>()
  const exact = new Map<string, Location>()
  const unknown = new Map<string, readonly string[]>()

  return operation => {
    if ('unreadable' in operation) return bare(locationReport(operation, unreadable))
    if (operation.method === cmdletMethod) return cmdletAnswer(operation)
    const location = locationOf(operation)
    const report = locationReport(operation, found(location))
    if (location.status === 'unknown-path') return { ...bare(report), nearest: nearestOf(location.steps) }
    return {
      ...bare(report),
      schemes: location.status === 'known' ? schemesAt(location, operation.query) : null,
    }
  }

  function cmdletAnswer(operation: Operation): Answer {
    const requirement = requirementOf(index, operation)
    let known = schemes.get(operation.path)
    if (known === undefined) {
      known = schemesReport(requirement)
      schemes.set(operation.path, known)
    }
    return { ...bare(locationReport(operation, requirement)), schemes: known }
  }

  /** Only plain matches are remembered: what takes a liberty tells of its own ids. */
  function locationOf(operation: Operation): Location {
    const key = `${operation.method} ${operation.origin ?? ''}${operation.path.replace(plainIds, '$1{}')}`
    const known = exact.get(key)
    if (known !== undefined) return known
    const location = locate(index, operation, null)
    if ('governs' in location && location.governs.liberties.length === 0) remember(exact, key, location)
    return location
  }

  function schemesAt(location: Located, query: string | null): SchemesReport {
    const { method, governs, signedInUser } = location
    // Only a path under /me is the signed-in user's, and no other path shares its templates.
    const key = `${method} ${governs.template}${signedInUser ? ' me' : ''}`
    let known = located.get(key)
    if (known === undefined) {
      const requirement = {
        ...witnessed(index, location),
        schemes: schemesOf(index, location),
        signedInUser,
      }
      known = { requirement, report: schemesReport(requirement) }
      located.set(key, known)
    }
    const { requirement, report } = known
    const asked = asAsked(requirement.schemes, query)
    return asked === requirement.schemes ? report : schemesReport({ ...requirement, schemes: asked })
  }

  /** Ids differ from line to line, and words do not: what looks like no word counts as one and the same id. */
  function nearestOf(steps: readonly Step[]): readonly string[] {
    const words = steps.map(step => (step.kind === 'name' && !isWord(step.text) ? anyId : step))
    const key = JSON.stringify(words)
    let known = unknown.get(key)
    if (known === undefined) {
      known = nearest(index, words)
      remember(unknown, key, known)
    }
    return known
  }
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  if (memory.size >= mostRemembered) memory.clear()
  memory.set(key, value)
}

const anyId: Step = { kind: 'id', text: '' }

function isWord(text: string): boolean {
  return /^[$A-Za-z_][A-Za-z_.]{0,63}$/.test(text)
}

const unreadable = { template: null, matched: null, inferredFrom: null, status: 'malformed' } as const

function found(location: Location): Pick<LocationReport, 'template' | 'matched' | 'inferredFrom' | 'status'> {
  if (!('governs' in location)) return { ...unreadable, status: location.status }
  const { status, governs } = location
  return { status, template: governs.template, matched: governs.matched, inferredFrom: inferredFrom(governs) }
}

function bare(location: LocationReport): Answer {
  return { location, schemes: null, nearest: [] }
}
