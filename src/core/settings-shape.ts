import type { Cloud } from './clouds.ts'
import type { Secret } from './token/token.ts'

/** A setting with where it came from, so that a wrong one can be found. */
export interface Setting<T> {
  readonly value: T
  /** Its name there: `CLIENT_ID`, `AZURE_CLIENT_ID`, `--client-id`. */
  readonly name: string
  /** `flag`, `environment`, `default`, or the file's name as given. */
  readonly origin: string
}

/** Who asks for a token, and where. */
export interface Settings {
  readonly tenant: Setting<string> | null
  readonly clientId: Setting<string> | null
  readonly secret: Setting<Secret> | null
  readonly scope: Setting<string>
  readonly cloud: Setting<Cloud>
  /** Origin of the built-in emulator, `http://127.0.0.1:PORT`; null for the real thing. */
  readonly emulator: Setting<string> | null
}

/** Something about a setting that will fail, though a request could be formed. */
export interface Oddity {
  readonly kind: 'placeholder' | 'secret-id'
  readonly name: string
  readonly origin: string
  /** The value, where it is no secret. */
  readonly shown: string | null
}

const guidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Values that examples and templates leave behind: `<tenant-id>`, `${TENANT_ID}`, `{{client}}`,
 * `your-client-id`, `xxxxxxxx-…`, all zeros, `changeme`.
 */
const placeholderShapes = [
  /^<.*>$/,
  /^\$\{?\w+\}?$/,
  /^\{\{.*\}\}$/,
  /^%\w+%$/,
  /^\[.*\]$/,
  /^(your|enter|insert|paste)[-_ ]/i,
  // my-tenant, but not my-company.example: that is somebody's domain.
  /^(my|the)[-_ ][^.]*$/i,
  /^x{4,}/i,
  /^(x{8}-x{4}|0{8}-0{4}-0{4}-0{4}-0{12}$)/i,
  /^(changeme|change-me|placeholder|todo|secret|tenant[-_ ]?id|client[-_ ]?id|client[-_ ]?secret)$/i,
  /^\.{3}$|…/,
]

export function isPlaceholder(value: string): boolean {
  return placeholderShapes.some(shape => shape.test(value))
}

/**
 * What is odd about the settings, before anything is sent. A GUID as the secret is likely the secret's ID
 * copied instead of its value; certain it is not, since old tools made secrets of that shape.
 */
export function odditiesOf(settings: Settings): Oddity[] {
  const oddities: Oddity[] = []
  for (const setting of [settings.tenant, settings.clientId, settings.scope]) {
    if (setting !== null && isPlaceholder(setting.value)) {
      oddities.push({ kind: 'placeholder', name: setting.name, origin: setting.origin, shown: setting.value })
    }
  }
  const { secret } = settings
  if (secret !== null) {
    const value = secret.value.reveal()
    if (isPlaceholder(value)) {
      oddities.push({ kind: 'placeholder', name: secret.name, origin: secret.origin, shown: null })
    } else if (guidShape.test(value)) {
      oddities.push({ kind: 'secret-id', name: secret.name, origin: secret.origin, shown: null })
    }
  }
  return oddities
}
