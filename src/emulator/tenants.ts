import northwind from '../../fixtures/tenants/refusals.json' with { type: 'json' }
import { contoso, type TenantFile } from './tenant-file.ts'

/** The tenants that the emulator can play, the usual one first: Northwind is one in which other gates are shut. */
export const tenants: readonly TenantFile[] = [contoso, northwind as TenantFile]

/** A tenant by its domain; null: there is none of that name. */
export function tenantNamed(domain: string): TenantFile | null {
  return tenants.find(tenant => tenant.domain === domain.toLowerCase()) ?? null
}
