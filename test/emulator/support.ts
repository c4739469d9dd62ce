import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node'
import { openIndex } from '../../src/core/tables/permission-index.ts'
import {
  type Emulator,
  type EmulatorOptions,
  startEmulator,
  type TenantFile,
} from '../../src/emulator/emulator.ts'
import { makeSigningKeys } from '../../src/emulator/signing.ts'

export const index = openIndex(
  readFileSync(new URL('../../data/permission-index.txt', import.meta.url), 'utf8'),
)

/** Sunday 2026-11-22, 19:31:07 UTC. */
export const start = Date.UTC(2026, 10, 22, 19, 31, 7)

export const graphScope = 'https://graph.microsoft.com/.default'

/** RSA keys take a while: once a test file. */
export const keys = await makeSigningKeys()

export interface Stage extends Emulator {
  /** Moves the clock. */
  pass(seconds: number): void
  /** A token by secret, for an app by its key. */
  token(app: string, scope?: string): Promise<string>
  /** A token of any claims, signed by the tenant's key as tokens for Graph are. */
  sign(claims: object): Promise<string>
  /** Any request; a path is put behind the emulator's address. */
  send(
    method: string,
    path: string,
    init?: { token?: string; json?: unknown; body?: string; headers?: Record<string, string> },
  ): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any
}

/** An emulator with a clock of its own and randomness that repeats. */
export async function stage(tenant?: TenantFile, options: Partial<EmulatorOptions> = {}): Promise<Stage> {
  let at = start
  let drawn = 0
  const bytes = (count: number) =>
    createHash('shake256', { outputLength: count }).update(`${++drawn}`).digest()
  const uuid = () =>
    bytes(16)
      .toString('hex')
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
  const emulator = await startEmulator({
    now: () => at,
    uuid,
    randomBytes: bytes,
    index,
    keys,
    sleep: async ms => {
      at += ms
    },
    ...options,
    ...(tenant === undefined ? {} : { tenant }),
  })
  return {
    ...emulator,
    pass: seconds => {
      at += seconds * 1000
    },
    async token(key, scope = graphScope) {
      const { clientId: client_id, secret: client_secret } = emulator.apps[key]!
      const form = { grant_type: 'client_credentials', client_id, client_secret, scope }
      return (await post(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, form)).json.access_token
    },
    sign: claims => keys.sign(claims, uuid()),
    async send(method, path, { token, json, body, headers = {} } = {}) {
      const response = await fetch(path.startsWith('http') ? path : `${emulator.url}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        ...(body === undefined ? {} : { body }),
      })
      return read(response)
    },
  }
}

/**
 * The token of an agent identity, in two steps: its blueprint's token for the exchange, and with that its own.
 *
 * @param step where to stop
 */
export async function agentToken(
  { url, tenantId, apps }: Emulator,
  blueprint: string,
  agent: string,
  step: 'exchange' | 'own' = 'own',
): Promise<string> {
  const endpoint = `${url}/${tenantId}/oauth2/v2.0/token`
  const { clientId: client_id, secret: client_secret } = apps[blueprint]!
  const grant_type = 'client_credentials'
  const scope = 'api://AzureADTokenExchange/.default'
  const first = await post(endpoint, { grant_type, client_id, client_secret, scope, fmi_path: agent })
  if (step === 'exchange') return first.json.access_token
  const own = await post(endpoint, {
    ...{ grant_type, client_id: agent, scope: graphScope },
    client_assertion: first.json.access_token,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
  return own.json.access_token
}

export const post = async (
  url: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
) => read(await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers }))

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
  }
}

/** One exchange on node:http, with nothing added: any method, any Host, any path. */
export function raw(
  url: string,
  options: http.RequestOptions,
  body = '',
): Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { ...options, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** Real MSAL, told where the token endpoint is by the authority's metadata, and how to speak HTTP. */
export function msal(emulator: Emulator, clientId: string, clientSecret: string, tenant = emulator.tenantId) {
  const authority = `https://login.microsoftonline.com/${tenant}`
  const exchange = async (
    method: string,
    url: string,
    options?: { headers?: Record<string, string>; body?: string },
  ) => {
    const answer = await raw(url, { method, headers: options?.headers ?? {} }, options?.body ?? '')
    return {
      status: answer.status,
      headers: answer.headers as Record<string, string>,
      body: JSON.parse(answer.text),
    }
  }
  const networkClient: INetworkModule = {
    sendGetRequestAsync: (url, options) => exchange('GET', url, options),
    sendPostRequestAsync: (url, options) => exchange('POST', url, options),
  }
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret,
      authority,
      authorityMetadata: JSON.stringify({
        issuer: `${authority}/v2.0`,
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        token_endpoint: `${emulator.url}/${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${emulator.url}/${tenant}/discovery/v2.0/keys`,
      }),
    },
    system: { networkClient },
  })
  return client.acquireTokenByClientCredential({ scopes: [graphScope] })
}
