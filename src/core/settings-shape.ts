import { type Cloud, cloudByGraphHost } from './clouds.ts'
import { type CertificateFault, type Credential, type Setting, secretIn } from './credential.ts'
import { isGuid } from './guid.ts'
import { hidden } from './secret/hidden.ts'
import { domainShape, isShowable } from './secret/misplaced.ts'
import { isPlaceholder } from './secret/placeholder.ts'
import type { Secret } from './secret.ts'

/** Who asks for a token, and where. */
export interface Settings {
  readonly tenant: Setting<string> | null
  readonly clientId: Setting<string> | null
  readonly credential: Credential | null
  readonly scope: Setting<string>
  readonly cloud: Setting<Cloud>
  /** Origin of the built-in emulator, `http://127.0.0.1:PORT`; null for the real thing. */
  readonly emulator: Setting<string> | null
}

/** `id-shape`: neither id nor domain name; `scope`: not /.default; `scope-twice`: that more than once; `cloud`: the scope's is not the authority's. */
export type OddityKind =
  | 'placeholder'
  | 'secret-id'
  | 'quoted'
  | 'id-shape'
  | 'scope'
  | 'scope-twice'
  | 'cloud'
  | CertificateFault
  | 'certificate-expired'
  | 'certificate-early'
  | 'no-assertion'
  | 'not-a-jwt'
  | 'assertion-expired'
  | 'assertion-algorithm'
  | 'assertion-audience'
  | 'assertion-lifetime'

/** Something about a setting that will fail, though a request could be formed. */
export interface Oddity {
  readonly kind: OddityKind
  readonly name: string
  readonly origin: string
  /** The value, where it is no secret. */
  readonly shown: string | null
}

/**
 * What is odd about the settings, before anything is sent; one thing of each setting. A GUID as the secret
 * is likely the secret's ID copied instead of its value; certain it is not, since old tools made secrets of
 * that shape.
 */
export function odditiesOf(settings: Settings): Oddity[] {
  const { tenant, clientId, scope, cloud, emulator } = settings
  return [
    ...oddity(tenant, value => (isGuid(value) || domainShape.test(value) ? null : 'id-shape')),
    ...oddity(clientId, value => (isGuid(value) ? null : 'id-shape')),
    ...oddity(scope, value => oddScope(value, emulator === null ? cloud.value : null)),
    ...oddSecret(secretIn(settings)),
  ]
}

function oddity(setting: Setting<string> | null, kindOf: (value: string) => OddityKind | null): Oddity[] {
  if (setting === null) return []
  const { name, origin, value } = setting
  const kind = isPlaceholder(value) ? 'placeholder' : kindOf(value)
  if (kind === null) return []
  const shown = kind === 'placeholder' || isShowable(value) ? value : hidden('value', value.length)
  return [{ kind, name, origin, shown }]
}

function oddScope(scope: string, cloud: Cloud | null): OddityKind | null {
  if (!/\/\.default$/.test(scope)) return 'scope'
  if (scope.indexOf('/.default') < scope.length - '/.default'.length) return 'scope-twice'
  const graph = cloudByGraphHost(/^https:\/\/([^/]+)\//.exec(scope)?.[1] ?? '')
  if (graph === null || cloud === null) return null
  // The two clouds of US Government share their authority.
  return graph.authorities[0] === cloud.authorities[0] ? null : 'cloud'
}

function oddSecret(secret: Setting<Secret> | null): Oddity[] {
  if (secret === null) return []
  const { name, origin } = secret
  const value = secret.value.reveal()
  const odd = (kind: OddityKind): Oddity[] => [{ kind, name, origin, shown: null }]
  if (isPlaceholder(value)) return odd('placeholder')
  if (/^["'`\s]|["'`\s]$/.test(value)) return odd('quoted')
  return isGuid(value) ? odd('secret-id') : []
}
