import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node'
import type { Cloud } from '../../core/clouds.ts'
import { Why403Error } from '../../core/error.ts'
import type { ObservedAcquisition } from '../../core/observed.ts'
import { readEntraRefusal } from '../../core/refusal/entra.ts'
import { Secret } from '../../core/secret.ts'
import type { HttpResponse, Io } from '../../io.ts'
import type { UsableSettings } from '../settings.ts'
import { tenantEndpoint } from './authority.ts'

const timeoutMs = 30_000
/** A token with hundreds of roles is some tens of kilobytes. */
const longest = 1024 * 1024

/** All that a token request needs. */
export interface Credentials {
  readonly tenant: string
  readonly clientId: string
  readonly secret: Secret
  /** Where the secret came from, for the report. */
  readonly secretOrigin: string
  readonly scope: string
  readonly cloud: Cloud
  readonly emulator: string | null
}

/** The credentials that settings amount to. */
export function credentialsOf({
  tenant,
  clientId,
  secret,
  scope,
  cloud,
  emulator,
}: UsableSettings): Credentials {
  return {
    tenant: tenant.value,
    clientId: clientId.value,
    secret: secret.value,
    secretOrigin: secret.origin,
    scope: scope.value,
    cloud: cloud.value,
    emulator: emulator?.value ?? null,
  }
}

export interface Acquired {
  readonly acquisition: ObservedAcquisition
  /** Null: Entra ID refused. */
  readonly token: Secret | null
}

/**
 * Acquires an app-only token through MSAL (RFC 6749 §4.4, client credentials), in exactly one request. A
 * refusal is a value, with its raw body: MSAL's own error loses the trace id.
 */
export async function acquireToken(credentials: Credentials, io: Io): Promise<Acquired> {
  const { tenant, clientId, secret, scope, cloud, emulator } = credentials
  const endpoint = tenantEndpoint(cloud, emulator, tenant)
  const exchange: Exchange = { response: null, failure: null }
  // A new client each time: MSAL throttles a client of its own accord once it was refused.
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret: secret.reveal(),
      authority: `https://${cloud.authorities[0]}/${encodeURIComponent(tenant)}`,
      authorityMetadata: metadata(endpoint),
    },
    system: { networkClient: networkClient(io, exchange) },
  })
  const sentAt = Math.floor(io.now() / 1000)
  const observed = (status: number, refusal: string | null): ObservedAcquisition => ({
    authority: endpoint,
    credential: 'secret',
    origin: credentials.secretOrigin,
    sentAt,
    status,
    refusal,
  })
  try {
    const result = await client.acquireTokenByClientCredential({ scopes: [scope], correlationId: io.uuid() })
    if (!result?.accessToken) throw notTheProtocol(endpoint, exchange.response)
    return { acquisition: observed(200, null), token: new Secret('access token', result.accessToken) }
  } catch (error) {
    if (exchange.failure !== null) throw exchange.failure
    const { response } = exchange
    if (response === null) throw error
    const refuses = response.status >= 400 && readEntraRefusal(response.status, response.body) !== null
    if (!refuses) throw notTheProtocol(endpoint, response)
    return { acquisition: observed(response.status, response.body), token: null }
  }
}

/** What MSAL did on the wire, kept since its errors do not tell. */
interface Exchange {
  response: HttpResponse | null
  failure: unknown
}

function networkClient({ http }: Io, exchange: Exchange): INetworkModule {
  async function send<Body>(
    method: string,
    url: string,
    options?: { headers?: Record<string, string>; body?: string },
  ): Promise<{ headers: Record<string, string>; body: Body; status: number }> {
    try {
      const response = await http({
        method,
        url,
        timeoutMs,
        longest,
        headers: { accept: 'application/json', ...options?.headers },
        ...(options?.body === undefined ? {} : { body: options.body }),
      })
      exchange.response = response
      return {
        headers: { ...response.headers },
        status: response.status,
        body: JSON.parse(response.body) as Body,
      }
    } catch (error) {
      if (error instanceof Why403Error) exchange.failure = error
      throw error
    }
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  }
}

/** The endpoints, pinned: MSAL then asks nobody where they are. */
function metadata(endpoint: string): string {
  return JSON.stringify({
    issuer: `${endpoint}/v2.0`,
    authorization_endpoint: `${endpoint}/oauth2/v2.0/authorize`,
    token_endpoint: `${endpoint}/oauth2/v2.0/token`,
    end_session_endpoint: `${endpoint}/oauth2/v2.0/logout`,
    jwks_uri: `${endpoint}/discovery/v2.0/keys`,
  })
}

function notTheProtocol(endpoint: string, response: HttpResponse | null): Why403Error {
  const answer = response === null ? 'nothing' : `status ${response.status}, ${typeWords(response)}`
  return new Why403Error('bad-answer', `The token endpoint's answer is not OAuth 2.0: ${answer}.`, [
    `Asked: ${endpoint}/oauth2/v2.0/token`,
    'A proxy or a captive portal often answers in its place.',
  ])
}

/** What others answer with. A type that is none of them may be anything, and is not repeated. */
const usualTypes = ['application/json', 'application/xml', 'text/html', 'text/plain', 'text/xml']

function typeWords({ headers }: HttpResponse): string {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === '') return 'no content type'
  return usualTypes.find(usual => usual === type) ?? 'an unusual content type'
}
