import type { World } from '../world.ts'
import type { Caller } from './bearer.ts'
import {
  applicationsOf,
  groupsOf,
  organizationOf,
  rolesOf,
  servicePrincipalsOf,
  usersOf,
} from './directory.ts'
import type { Entity } from './entities.ts'
import type { Key } from './path.ts'

interface EntitySet {
  readonly of: (world: World) => Iterable<Entity>
  /** What may name an object in plain, `users/x`. */
  readonly plain: readonly string[]
  /** What may name it by property, `applications(appId='x')`. */
  readonly alternate: readonly string[]
}

const sets: ReadonlyMap<string, EntitySet> = new Map(
  Object.entries({
    users: { of: usersOf, plain: ['id', 'userPrincipalName'], alternate: ['userPrincipalName'] },
    groups: { of: groupsOf, plain: ['id'], alternate: [] },
    applications: { of: applicationsOf, plain: ['id'], alternate: ['appId'] },
    directoryRoles: { of: rolesOf, plain: ['id'], alternate: ['roleTemplateId'] },
    organization: { of: organizationOf, plain: ['id'], alternate: [] },
    servicePrincipals: { of: servicePrincipalsOf, plain: ['id'], alternate: ['appId'] },
  }),
)

/** The object that a path names first: null when the tenant has none such, empty when the path names none. */
export function targetOf(world: World, template: string, keys: readonly Key[], who: Caller): Entity | null {
  if (/^\/me(\/|$)/.test(template)) return first(usersOf(world), user => user.id === who.objectId)
  const [key] = keys
  const set = sets.get(template.split('/')[1] ?? '')
  if (key === undefined || set === undefined) return {}
  const properties = key.property === 'id' ? set.plain : set.alternate.filter(name => name === key.property)
  const wanted = key.value.toLowerCase()
  // A cast in the path leaves objects of that kind.
  const cast = /\/(microsoft\.graph\.\w+)/.exec(template)?.[1]
  const isNamed = (one: Entity) =>
    properties.some(name => String(one[name]).toLowerCase() === wanted) &&
    (cast === undefined || one['@odata.type'] === `#${cast}`)
  return first(set.of(world), isNamed)
}

function first(all: Iterable<Entity>, isWanted: (one: Entity) => boolean): Entity | null {
  for (const one of all) if (isWanted(one)) return one
  return null
}

/** A user's own object, or an app's own service principal or registration. */
export const isOwn = (target: Entity, who: Caller): boolean =>
  target.id === who.objectId || (who.access === 'app' && target.appId === who.clientId)
