import {
  compareKeys,
  type PermissionRecord,
  type PermissionScheme,
  type Scheme,
  type Source,
} from '../../src/core/tables/format.ts'
import type { Opened } from './build.ts'
import type { DocumentedPermission } from './source-documentation.ts'
import { gatherIds, type PermissionTables, type SourcePermission, schemeOf } from './source-tables.ts'

/** Permission and scheme, with a blank between. */
export interface Disputes {
  /** Ids that the files of the tables give differently, and the documentation does not settle; the index has none. */
  readonly disputedIds: readonly string[]
  /** Such ids that the documentation settles: it gives one of the two. */
  readonly settledIds: readonly string[]
}

/** The permissions of both sources, by name. */
export function permissionRecords(
  permissions: Record<string, SourcePermission>,
  tables: PermissionTables,
  documented: ReadonlyMap<string, DocumentedPermission>,
  opens: ReadonlyMap<string, Opened>,
): Disputes & { readonly records: PermissionRecord[] } {
  const ids = gatherIds(tables.provisioning, tables.descriptions)
  const disputedIds: string[] = []
  const settledIds: string[] = []
  const names = [...new Set([...Object.keys(permissions), ...documented.keys()])]
  const records = names
    .toSorted((a, b) => compareKeys(a, b) || (a < b ? -1 : 1))
    .map(name => {
      const source = permissions[name]
      const page = documented.get(name)
      const held: Partial<Record<Scheme, PermissionScheme>> = {}
      for (const [word, { requiresAdminConsent, privilegeLevel }] of Object.entries(source?.schemes ?? {})) {
        const scheme = schemeOf(word)
        const form = (scheme === 'application' ? page?.application : page?.delegated) ?? null
        const { candidates, ...known } = ids(name, scheme)
        let id = known.id
        if (candidates.length > 1) {
          const settled = form !== null && candidates.includes(form.id)
          ;(settled ? settledIds : disputedIds).push(`${name} ${scheme}`)
          id = settled ? form.id : null
        }
        held[scheme] = {
          sources: page === undefined || form === null ? ['tables'] : bothSources,
          ...known,
          id: id ?? (candidates.length > 1 ? null : (form?.id ?? null)),
          enabled: known.enabled || (form !== null && candidates.length === 0),
          level: privilegeLevel ?? null,
          adminConsent: requiresAdminConsent ?? false,
          ...(opens.get(`${name} ${scheme}`) ?? unopened),
        }
      }
      for (const [scheme, form] of [
        ['application', page?.application],
        ['delegatedWork', page?.delegated],
      ] as const) {
        if (form === null || form === undefined || held[scheme] !== undefined) continue
        held[scheme] = {
          sources: ['documentation'],
          id: form.id,
          level: null,
          adminConsent: form.adminConsent,
          hidden: false,
          enabled: true,
          ...(opens.get(`${name} ${scheme}`) ?? unopened),
        }
      }
      for (const scheme of ['application', 'delegatedWork'] as const) {
        const opened = opens.get(`${name} ${scheme}`)
        if (opened === undefined || held[scheme] !== undefined) continue
        held[scheme] = {
          ...{ sources: ['documentation'], id: null, level: null, adminConsent: false, hidden: false },
          // Its id is published nowhere: nobody can be told how to ask for it.
          enabled: false,
          ...opened,
        }
      }
      return { name, resourceSpecific: source?.authorizationType === 'RSC', schemes: inOrder(held) }
    })
  return { records, disputedIds, settledIds }
}

const bothSources: readonly Source[] = ['tables', 'documentation']

const unopened: Opened = { opens: 0, writes: 0 }

function inOrder(held: Partial<Record<Scheme, PermissionScheme>>): Partial<Record<Scheme, PermissionScheme>> {
  const order: Scheme[] = ['application', 'delegatedWork', 'delegatedPersonal']
  return Object.fromEntries(
    order.flatMap(scheme => (held[scheme] === undefined ? [] : [[scheme, held[scheme]]])),
  )
}
