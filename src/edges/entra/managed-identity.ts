import { ManagedIdentityApplication, type ManagedIdentityIdParams } from '@azure/msal-node'
import type { ManagedIdentity, Setting } from '../../core/credential.ts'
import { Why403Error } from '../../core/error.ts'
import type { ObservedAcquisition } from '../../core/observed.ts'
import { readIdentityRefusal } from '../../core/refusal/identity.ts'
import { Secret } from '../../core/secret.ts'
import type { HttpResponse, Io } from '../../io.ts'
import type { Acquired, Keeper } from './keeper.ts'

/** What answers at all does so from the same machine, or the one below it. */
const timeoutMs = 5000
const longest = 1024 * 1024

/** The Instance Metadata Service of a virtual machine. */
const metadataService = 'http://169.254.169.254'

export interface IdentityWish {
  readonly identity: Setting<ManagedIdentity>
  /** Of a token for one API, as an app asks for it: `https://graph.microsoft.com/.default`. */
  readonly scope: string
  /** Where a virtual machine's service is asked for; null: at its own address. */
  readonly emulator: string | null
}

/** A request under way: MSAL keeps its source, and with it the first network client, for the whole process. */
interface Exchange {
  readonly io: Io
  readonly emulator: string | null
  asked: string | null
  response: HttpResponse | null
  failure: unknown
}

let underWay: Exchange | null = null

/**
 * Acquires tokens as a managed identity through MSAL, which finds the endpoint by the environment of the process: App
 * Service, Functions and Container Apps, Azure Arc, Service Fabric, Machine Learning, Cloud Shell; else the metadata
 * service of a virtual machine. A refusal is a value, with its raw body.
 */
export class IdentityKeeper implements Keeper {
  readonly #wish: IdentityWish

  constructor(wish: IdentityWish) {
    this.#wish = wish
  }

  /** The host keeps the token, and hands out the same one for hours, whatever is wished. */
  acquire(io: Io): Promise<Acquired> {
    return acquireAs(this.#wish, io)
  }
}

async function acquireAs({ identity, scope, emulator }: IdentityWish, io: Io): Promise<Acquired> {
  const exchange: Exchange = { io, emulator, asked: null, response: null, failure: null }
  underWay = exchange
  const client = new ManagedIdentityApplication({
    managedIdentityIdParams: paramsOf(identity.value),
    system: { networkClient, disableInternalRetries: true },
  })
  const sentAt = Math.floor(io.now() / 1000)
  const observed = (status: number, refusal: string | null): ObservedAcquisition => ({
    authority: exchange.asked ?? metadataService,
    credential: 'managed-identity',
    origin: identity.origin,
    sentAt,
    status,
    refusal,
  })
  try {
    const resource = scope.replace(/\/\.default$/, '')
    const { accessToken, expiresOn } = await client.acquireToken({ resource, forceRefresh: true })
    const endsAt = expiresOn === null ? null : Math.floor(expiresOn.getTime() / 1000)
    const token = new Secret('access token', accessToken)
    return { acquisition: observed(200, null), token, reused: false, endsAt }
  } catch (error) {
    const { response, failure } = exchange
    if (failure instanceof Why403Error && failure.code === 'unreachable') throw unreachable(exchange, failure)
    if (failure !== null) throw failure
    if (response === null) throw cannotBeAsked(error)
    if (response.status < 400 || readIdentityRefusal(response.status, response.body) === null)
      throw notAnEndpoint(exchange, response.status)
    const acquisition = observed(response.status, response.body)
    return { acquisition, token: null, reused: false, endsAt: null }
  }
}

function paramsOf({ by, id }: ManagedIdentity): ManagedIdentityIdParams {
  switch (by) {
    case 'system':
      return {}
    case 'client-id':
      return { userAssignedClientId: id }
    case 'object-id':
      return { userAssignedObjectId: id }
    case 'resource-id':
      return { userAssignedResourceId: id }
  }
}

type Options = { headers?: Record<string, string>; body?: string } | undefined

async function send<Body>(
  method: string,
  url: string,
  options: Options,
): Promise<{ headers: Record<string, string>; body: Body; status: number }> {
  const exchange = underWay!
  try {
    const address = addressFor(url, exchange.emulator)
    exchange.asked = withoutQuery(address)
    const response = await exchange.io.http({
      method,
      url: address,
      timeoutMs,
      longest,
      headers: { accept: 'application/json', ...options?.headers },
      ...(options?.body === undefined ? {} : { body: options.body }),
    })
    exchange.response = response
    const { status, headers, body } = response
    return { headers: { ...headers }, status, body: JSON.parse(body) as Body }
  } catch (error) {
    if (error instanceof Why403Error) exchange.failure = error
    throw error
  }
}

const networkClient = {
  sendGetRequestAsync: <Body>(url: string, options?: Options) => send<Body>('GET', url, options),
  sendPostRequestAsync: <Body>(url: string, options?: Options) => send<Body>('POST', url, options),
}

/** The emulator stands in for a virtual machine's service; whatever else the environment names must be its own. */
function addressFor(url: string, emulator: string | null): string {
  if (emulator === null || new URL(url).origin === emulator) return url
  if (url.startsWith(`${metadataService}/`)) return emulator + url.slice(metadataService.length)
  throw new Why403Error(
    'impossible-setting',
    'The endpoint of the managed identity is not of the built-in tenant, and WHY403_EMULATOR leads there.',
    ['Remove WHY403_EMULATOR, or take IDENTITY_ENDPOINT and IDENTITY_HEADER as why403 emulator prints them.'],
  )
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

function unreachable({ asked }: Exchange, cause: Why403Error): Why403Error {
  return new Why403Error(
    'unreachable',
    `No managed identity answers at ${asked ?? metadataService}.`,
    [
      'Managed identities are there on Azure alone, and on servers that Azure Arc manages: elsewhere, prove the app with a certificate or a federated token.',
      'In a container or behind a policy of its network, that address may be barred.',
    ],
    { cause },
  )
}

/** MSAL refuses what the host cannot do, before it asks. */
function cannotBeAsked(cause: unknown): Why403Error {
  return new Why403Error(
    'impossible-setting',
    'The managed identity of this host cannot be asked for in this way.',
    [
      'Azure Arc, Cloud Shell and Service Fabric know the identity of the machine alone: --identity system',
      'IDENTITY_ENDPOINT, where it is set, must be an address.',
    ],
    { cause },
  )
}

function notAnEndpoint({ asked }: Exchange, status: number): Why403Error {
  return new Why403Error(
    'bad-answer',
    `What answers at ${asked ?? metadataService} is not the endpoint of a managed identity: status ${status}.`,
    ['A proxy may answer in its place: set NO_PROXY=169.254.169.254.'],
  )
}
