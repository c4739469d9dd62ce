import type { Cloud } from '../core/clouds.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import type { Exchanges } from './exchanges.ts'
import type { SigningKeys } from './signing.ts'
import type { Tenant } from './tenant.ts'

/** What both halves of the emulator, Entra ID and Microsoft Graph, stand on. */
export interface World {
  readonly tenant: Tenant
  /** Whose names its tokens and documents bear. */
  readonly cloud: Cloud
  readonly keys: SigningKeys
  /** Those of the other issuers, made when the first of them is asked. */
  issuerKeys(): Promise<SigningKeys>
  /** What a host of App Service proves itself with to the endpoint of its identity. */
  readonly identityHeader: string
  readonly index: PermissionIndex
  /** Seconds that an access token lives. */
  readonly tokenLifetime: number
  readonly exchanges: Exchanges
  /** Milliseconds since 1970. */
  now(): number
  uuid(): string
  randomBytes(count: number): Uint8Array
}

/** What a handler of Hono's is given with each request. */
export interface InWorld {
  readonly Bindings: { readonly world: World }
}

export const randomText = (world: World, bytes: number): string =>
  Buffer.from(world.randomBytes(bytes)).toString('base64url')

/** Puts values into a fixture's text: `{name}`. A name that is not given stays as it stands. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole))
