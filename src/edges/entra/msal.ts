import { ConfidentialClientApplication, type INetworkModule, type NodeAuthOptions } from '@azure/msal-node'
import { Why403Error } from '../../core/error.ts'
import { readEntraRefusal } from '../../core/refusal/entra.ts'
import { Secret } from '../../core/secret.ts'
import type { HttpRequest, HttpResponse, Io } from '../../io.ts'
import type { Credentials, Proof, Wish } from './keeper.ts'

/** A token with hundreds of roles is some tens of kilobytes. */
const longest = 1024 * 1024

/** What came of a request, or of none. */
export interface Attempt {
  /** Null: nobody was asked. */
  readonly response: HttpResponse | null
  /** Null: none was issued. */
  readonly token: Secret | null
  readonly endsAt: number | null
  /** Whether the answer is one of OAuth 2.0's: a token, or an error of its form. */
  readonly isProtocol: boolean
}

/** MSAL's own margin, in seconds before the end of a token that lives long; one that does not is renewed in its last third. */
const [longMargin, shareOfLife] = [300, 3]

/** MSAL's client of an app, with its cache in memory, and what it does on the wire. */
export class Client {
  readonly #msal: MarginedClient
  readonly #scope: string
  readonly #exchange: Exchange = { response: null, failure: null, send: null }

  /** @param endpoint whose token endpoint is asked, whatever the cloud's own is */
  constructor(
    { tenant, clientId, proof, scope, cloud }: Omit<Credentials, 'origin' | 'emulator'>,
    endpoint: string,
  ) {
    this.#scope = scope
    this.#msal = new MarginedClient({
      auth: {
        clientId,
        ...provenBy(proof),
        authority: `https://${cloud.authorities[0]}/${encodeURIComponent(tenant)}`,
        authorityMetadata: metadata(endpoint),
      },
      system: { networkClient: networkClient(this.#exchange) },
    })
  }

  /** In one request at most. A refusal is a value. */
  async attempt(
    io: Io,
    { isNew: skipCache = false, claims = null }: Wish,
    timeoutMs: number,
  ): Promise<Attempt> {
    const exchange = this.#exchange
    const send: Send = request => io.http({ ...request, timeoutMs, longest })
    Object.assign(exchange, { response: null, failure: null, send })
    const correlationId = io.uuid()
    try {
      const result = await this.#msal.acquireTokenByClientCredential({
        scopes: [this.#scope],
        correlationId,
        skipCache,
        ...(claims === null ? {} : { claims: JSON.stringify(claims) }),
      })
      if (!result?.accessToken) return { ...none, response: exchange.response, isProtocol: false }
      const endsAt = result.expiresOn === null ? null : Math.floor(result.expiresOn.getTime() / 1000)
      if (!result.fromCache && endsAt !== null) this.#msal.renewBefore(marginOf(endsAt - Date.now() / 1000))
      const response = result.fromCache ? null : exchange.response
      return { response, token: new Secret('access token', result.accessToken), endsAt, isProtocol: true }
    } catch (error) {
      if (exchange.failure !== null) throw exchange.failure
      const { response } = exchange
      if (response === null) throw error
      const isProtocol = response.status >= 400 && readEntraRefusal(response.status, response.body) !== null
      return { ...none, response, isProtocol }
    }
  }
}

const none = { token: null, endsAt: null }

function marginOf(secondsOfLife: number): number {
  return Math.max(1, Math.min(longMargin, Math.floor(secondsOfLife / shareOfLife)))
}

/** MSAL has the margin among its options, and no way to set it from outside. */
class MarginedClient extends ConfidentialClientApplication {
  #margin = longMargin

  renewBefore(seconds: number): void {
    this.#margin = seconds
  }

  protected override async buildOauthClientConfiguration(
    ...given: Parameters<ConfidentialClientApplication['buildOauthClientConfiguration']>
  ): ReturnType<ConfidentialClientApplication['buildOauthClientConfiguration']> {
    const configuration = await super.buildOauthClientConfiguration(...given)
    const systemOptions = { ...configuration.systemOptions, tokenRenewalOffsetSeconds: this.#margin }
    return { ...configuration, systemOptions }
  }
}

/** What MSAL is told of the credential. With a certificate it signs an assertion itself. */
function provenBy(
  proof: Proof,
): Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate' | 'clientAssertion'> {
  switch (proof.kind) {
    case 'secret':
      return { clientSecret: proof.secret.reveal() }
    case 'certificate':
      return {
        clientCertificate: {
          thumbprintSha256: proof.thumbprint,
          privateKey: proof.privateKey.reveal(),
          ...(proof.chain === null ? {} : { x5c: proof.chain }),
        },
      }
    case 'federated':
      return { clientAssertion: async () => (await proof.token()).reveal() }
  }
}

/** What MSAL did on the wire, kept since its errors do not tell; and how it gets there this time. */
interface Exchange {
  response: HttpResponse | null
  failure: unknown
  send: Send | null
}

type Send = (request: Omit<HttpRequest, 'timeoutMs' | 'longest'>) => Promise<HttpResponse>

function networkClient(exchange: Exchange): INetworkModule {
  async function send<Body>(
    method: string,
    url: string,
    options?: { headers?: Record<string, string>; body?: string },
  ): Promise<{ headers: Record<string, string>; body: Body; status: number }> {
    try {
      const response = await exchange.send!({
        method,
        url,
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
