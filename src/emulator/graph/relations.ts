import type { World } from '../world.ts'
import type { Caller } from './bearer.ts'
import { groupsOf } from './directory.ts'
import { type Entity, kindOf, propertyOf } from './entities.ts'
import { isShown, sightOf } from './sight.ts'

/** What hangs on an object. Groups hold users of the tenant file only. */

export function membersOf({ tenant }: World, group: Entity): Entity[] {
  const names = tenant.members.get(String(group.id)) ?? []
  return tenant.users.filter(user => names.includes(user.userPrincipalName))
}

export function memberOf(world: World, user: Entity): Entity[] {
  return groupsOf(world).filter(group => membersOf(world, group).some(({ id }) => id === user.id))
}

/** The directory roles of a service principal: no group of this tenant has service principals in it. */
export function directoryRolesOf({ tenant }: World, principal: Entity): Entity[] {
  return tenant.directoryRolesOf(String(principal.id))
}

export function ownersOf({ tenant }: World, object: Entity): Entity[] {
  const names = tenant.owners.get(String(object.id)) ?? []
  return tenant.users.filter(user => names.includes(user.userPrincipalName))
}

function managerOf({ tenant }: World, user: Entity): Entity | null {
  const name = tenant.managers.get(String(user.userPrincipalName))
  return tenant.users.find(({ userPrincipalName }) => userPrincipalName === name) ?? null
}

/** As many as `$expand` brings. Source: Learn, "Use query parameters", $expand. */
const mostExpanded = 20

/** The value of an expanded relation; undefined: the object has none. */
export function expanded(world: World, who: Caller, relation: string, entity: Entity): unknown {
  const shown = (name: 'user' | 'group', one: Entity): Entity => {
    const kind = kindOf(name)
    const sight = sightOf(name, who)
    const properties = kind.default.map(property => [
      property,
      isShown(property, kind, sight) ? propertyOf(one, property) : null,
    ])
    return { '@odata.type': `#${kind.type}`, ...Object.fromEntries(properties) }
  }
  switch (relation) {
    case 'members':
      return membersOf(world, entity)
        .slice(0, mostExpanded)
        .map(one => shown('user', one))
    case 'memberOf':
      return memberOf(world, entity)
        .slice(0, mostExpanded)
        .map(one => shown('group', one))
    case 'manager': {
      const manager = managerOf(world, entity)
      return manager === null ? undefined : shown('user', manager)
    }
  }
  return undefined
}
