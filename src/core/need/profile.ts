import type { PermissionRecord } from '../tables/format.ts'
import { type Scheme, schemes } from '../tables/format.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { areaOf, ByName } from './area.ts'

/** A permission, and what it opens. */
export interface PermissionProfile extends PermissionRecord {
  /** Methods and areas (the first segment of a path), each with how many operations it opens there, most first. */
  readonly opens: Readonly<Record<'methods' | 'areas', readonly OpenedCount[]>>
  readonly operations: readonly OpenedOperation[]
}

export interface OpenedCount {
  readonly name: string
  readonly application: number
  readonly delegated: number
}

/** An operation that accepts a permission. */
export interface OpenedOperation {
  readonly method: string
  readonly template: string
  readonly schemes: readonly Scheme[]
  /** Any one of these is needed besides; of several ways, the one that asks for least. */
  readonly alsoRequires: readonly string[]
  /** Microsoft marks it as least privileged there, under one of the schemes. */
  readonly marked: boolean
}

/**
 * Everything that the tables say of a permission; null when they do not know it.
 *
 * @param nameOrId its name in any letter case, or the id of its app role or scope
 */
export function profileOf(index: PermissionIndex, nameOrId: string): PermissionProfile | null {
  const record = index.permission(index.permissionById(nameOrId)?.name ?? nameOrId)
  if (record === null) return null
  const operations = openedBy(index, record.name)
  const isDelegated = ({ schemes }: OpenedOperation): boolean =>
    schemes.some(scheme => scheme !== 'application')
  const count = (nameOf: (operation: OpenedOperation) => string): OpenedCount[] => {
    const counts = new ByName(() => ({ application: 0, delegated: 0 }))
    for (const operation of operations) {
      const counted = counts.at(nameOf(operation))
      if (operation.schemes.includes('application')) counted.application++
      if (isDelegated(operation)) counted.delegated++
    }
    const size = ({ application, delegated }: OpenedCount): number => Math.max(application, delegated)
    return counts
      .all()
      .map(([name, counted]) => ({ name, ...counted }))
      .sort((a, b) => size(b) - size(a))
  }
  return {
    ...record,
    opens: {
      methods: count(({ method }) => method),
      areas: count(({ template }) => areaOf(template)),
    },
    operations,
  }
}

function openedBy(index: PermissionIndex, name: string): OpenedOperation[] {
  const opened: OpenedOperation[] = []
  for (const { template, operations } of index.pathsMentioning(name)) {
    for (const [method, row] of operations) {
      const entries = schemes.flatMap(scheme =>
        (row.schemes[scheme] ?? [])
          .filter(({ permission, withdrawn }) => permission === name && !withdrawn)
          .map(entry => ({ scheme, ...entry })),
      )
      const least = entries.toSorted((a, b) => a.alsoRequires.length - b.alsoRequires.length)[0]
      if (least === undefined) continue
      opened.push({
        method,
        template,
        schemes: [...new Set(entries.map(({ scheme }) => scheme))],
        alsoRequires: least.alsoRequires,
        marked: entries.some(entry => entry.least),
      })
    }
  }
  return opened
}
