import type { Report } from '../core/report/report.ts'
import { isPersonalClaim } from '../core/token/personal.ts'

/** A mail address or a user principal name, also of a guest. Where it ends, a sentence may. */
const address = /[\w.+#%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

const masked = '(masked)'

/**
 * A report without what says who a person is: personal claims, addresses wherever they stand, the ids in the URLs
 * of operations, and those of a user behind the token. Ids of apps, tenants and requests stay: a ticket is of no use without them.
 */
export function withoutPeople(report: Report): Report {
  const paths = report.operations.flatMap(({ path, url }) => [path ?? '', url])
  const shorter = new Map(
    paths.filter(path => withoutIdsIn(path) !== path).map(path => [path, withoutIdsIn(path)] as const),
  )
  const ids = idsOfUser(report)
  const clean = (text: string): string => {
    let rest = text
    for (const [path, hiddenPath] of shorter) rest = rest.replaceAll(path, hiddenPath)
    for (const id of ids) rest = rest.replaceAll(id, masked)
    return rest.replace(address, masked)
  }
  return mapped(withoutOwners(report), clean) as Report
}

/** Owners are counted, and not named. */
function withoutOwners(report: Report): Report {
  const { app } = report
  if (app?.owners === undefined) return report
  return { ...report, app: { ...app, owners: app.owners.map(() => ({ name: masked, signInName: null })) } }
}

/** Of a token with a user behind it: by these ids the directory finds that user. */
function idsOfUser({ token, comparison }: Report): string[] {
  return [token, comparison?.against].flatMap(one =>
    one?.access !== 'delegated'
      ? []
      : (one.claims ?? []).flatMap(({ name, value }) =>
          (name === 'oid' || name === 'sub') && typeof value === 'string' && value.length >= 8 ? [value] : [],
        ),
  )
}

/** A path without the ids and addresses in it. */
export function withoutIdsIn(path: string): string {
  return path.replace(guid, '{id}').replace(address, '{user}')
}

function mapped(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(item => mapped(item, clean))
  if (typeof value !== 'object' || value === null) return value
  const { name } = value as { name?: unknown }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'value' && typeof name === 'string' && isPersonalClaim(name) ? masked : mapped(member, clean),
    ]),
  )
}
