import { cloudByName, globalCloud } from '../clouds.ts'
import type { Facts } from '../facts.ts'
import { isGuid } from '../guid.ts'
import { appName } from '../knowledge/apps.ts'
import type { FactTest, WeighedCause } from '../knowledge/cause.ts'
import { domainShape } from '../secret/misplaced.ts'
import type { OddityKind } from '../settings-shape.ts'

/** Sure only where what is printed as the cause is proven, or where there is nothing to guess. */
export function certaintyOf(causes: readonly WeighedCause[]): 'certain' | 'likely' {
  const isOpen = causes.some(({ standing }) => standing === 'possible')
  const isProven = causes.some(({ standing }) => standing === 'proven')
  return isOpen && !isProven ? 'likely' : 'certain'
}

/** Words in the place of a tenant, for whoever signs in. */
const sharedTenants = ['common', 'organizations', 'consumers']

/** What the settings and the tenant's records tell of a cause; null: nothing. */
export function answerByFacts(
  test: FactTest,
  { tenant, clientId, oddities, records, tenantCloud, cloud }: Facts,
): boolean | null {
  const isOdd = (kind: OddityKind): boolean => oddities.some(oddity => oddity.kind === kind)
  switch (test) {
    case 'secret-is-guid':
      return isOdd('secret-id')
    case 'secret-is-damaged':
      return isOdd('quoted')
    case 'scope-is-odd':
      return isOdd('scope') || isOdd('scope-twice')
    case 'tenant-is-elsewhere': {
      if (tenantCloud === undefined) return null
      const own = tenantCloud === null ? null : cloudByName(tenantCloud)
      return own !== null && own.authorities[0] !== (cloud ?? globalCloud).authorities[0]
    }
    case 'client-id-is-tenant':
      return clientId === null || tenant === null ? null : clientId.toLowerCase() === tenant.toLowerCase()
    case 'client-id-is-malformed':
      return clientId === null ? null : !isGuid(clientId)
    case 'client-is-microsofts':
      return clientId === null ? null : appName(clientId) !== null
    case 'tenant-is-malformed':
      return tenant === null ? null : !isGuid(tenant) && !domainShape.test(tenant)
    case 'tenant-is-shared':
      return tenant === null ? null : sharedTenants.includes(tenant.toLowerCase())
    case 'principal-is-absent':
      return records?.servicePrincipal === undefined ? null : records.servicePrincipal === null
    case 'principal-is-disabled':
      return records?.servicePrincipal ? !records.servicePrincipal.enabled : null
  }
}
