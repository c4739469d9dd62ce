import { Hono } from 'hono'
import { type Cloud, globalCloud } from '../core/clouds.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import { delegatedClaims, signedToken } from './entra/claims.ts'
import { entra } from './entra/entra.ts'
import { identityEndpoints } from './entra/identity-endpoints.ts'
import { issuedToken, issuerOf, issuers, type Presented } from './entra/issuers.ts'
import { type Exchange, Exchanges } from './exchanges.ts'
import { faultyAnswer, wireOf, worldUnder } from './faults/answers.ts'
import type { Fault } from './faults/fault.ts'
import { Faults } from './faults/faults.ts'
import { graph } from './graph/graph.ts'
import { listen } from './listen.ts'
import type { PortalHooks } from './portal/hooks.ts'
import { isOwnName, portal } from './portal/portal.ts'
import { resourceManager } from './resource-manager.ts'
import { startSecrets } from './secrets.ts'
import { makeSigningKeys, type SigningKeys } from './signing.ts'
import { standsInFor } from './stand-in.ts'
import { restore, type State, stateText } from './state.ts'
import { Tenant } from './tenant.ts'
import { contoso, type Declared, inCloud, type TenantFile } from './tenant-file.ts'
import type { InWorld, World } from './world.ts'

export type { Exchange } from './exchanges.ts'
export type { Fault } from './faults/fault.ts'
export type { Explanation, LabBeside, LabView, LabWay, PortalHooks, Where } from './portal/hooks.ts'
export type { TenantFile } from './tenant-file.ts'

export interface EmulatorOptions {
  /** 0 or absent: any free one. */
  readonly port?: number
  /** Milliseconds since 1970. */
  now(): number
  uuid(): string
  randomBytes(count: number): Uint8Array
  /** Names and ids of permissions; nothing else of it decides here. */
  readonly index: PermissionIndex
  /** Default: fixtures/tenants/contoso.json. */
  readonly tenant?: TenantFile
  /** The cloud that the tenant lives in. Default: the global one. */
  readonly cloud?: Cloud
  /** Users besides those of the tenant file. Default: none. */
  readonly crowd?: number
  /** Default: made at start. For tests, which share them. */
  readonly keys?: SigningKeys
  /** Decides keys and secrets, so that both outlive a restart. Default: they are of this start only. */
  readonly seed?: string
  /** What goes wrong, and where. Default: nothing. */
  readonly faults?: readonly Fault[]
  /** Where the tenant is kept over restarts. Default: nowhere. */
  readonly keep?: Kept
  /** What the portal shows besides the tenant. Default: nothing. */
  readonly portal?: PortalHooks
  /** For faults that take time. */
  sleep(ms: number): Promise<void>
}

/** A place for what the tenant becomes. */
export interface Kept {
  /** What was kept before; null: nothing yet. */
  readonly state: State | null
  /** Keeps it, whole or not at all; what changed it is answered afterwards. */
  write(text: string): Promise<void>
}

/** An app of the tenant, with its make-believe credential. */
export interface EmulatedApp {
  readonly clientId: string
  readonly displayName: string
  /** Of the app registration. */
  readonly objectId: string
  /** At the start; null when the app is only registered. */
  readonly servicePrincipalId: string | null
  /** The secret's value, and its ID, which people paste by mistake. */
  readonly secret: string
  readonly secretId: string
}

export interface Emulator {
  /** http://127.0.0.1:PORT */
  readonly url: string
  readonly tenantId: string
  readonly cloud: Cloud
  readonly domain: string
  /** By the key in the tenant file: 'lab', 'admin', ... */
  readonly apps: Readonly<Record<string, EmulatedApp>>
  /**
   * A delegated token for Microsoft Graph, as a sign-in by that user would give. It takes the user's name,
   * the app's key and the scopes at their word: there is no sign-in here, and nobody is asked for consent.
   */
  signIn(options: { user: string; app: string; scopes: readonly string[] }): Promise<string>
  /** A token of another issuer, by its name: `github`. It takes subject and audience at their word. */
  issue(issuer: string, presented: Omit<Presented, 'issuer'>): Promise<string>
  /** What IDENTITY_HEADER holds on a host of App Service. */
  readonly identityHeader: string
  /** What goes wrong from now on, in the place of what went wrong before. */
  setFaults(faults: readonly Fault[]): void
  /** What was said so far, newest last; the oldest of more than some hundreds are gone. */
  exchanges(): readonly Exchange[]
  /** The apps as they stand now, those that somebody registered last. */
  registrations(): readonly RegisteredApp[]
  stop(): Promise<void>
}

/** An app as its registration, its enterprise app and its grants stand now. */
export interface RegisteredApp {
  readonly clientId: string
  readonly objectId: string
  readonly displayName: string
  /** Microsoft Graph permissions that the registration declares. */
  readonly declared: readonly Declared[]
  /** Null: there is none. */
  readonly servicePrincipalId: string | null
  /** Application permissions of Microsoft Graph that the tenant has granted it, sorted. */
  readonly granted: readonly string[]
  readonly secrets: number
}

/**
 * Starts the emulator: Microsoft Entra ID and Microsoft Graph on one loopback port, with one make-believe
 * tenant in memory. For demonstrations, lessons and tests. Rejects with Node's own error when the port is
 * taken.
 *
 * Tokens have their real forms (issuer, audience, Graph's header nonce) and are signed with the emulator's
 * own keys. What it allows and refuses comes from fixtures/responses, never from the code that explains
 * refusals: otherwise the two would agree in error.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { now, uuid, randomBytes, index } = options
  const seed = options.seed ?? null
  const cloud = options.cloud ?? globalCloud
  const keys = options.keys ?? (await makeSigningKeys(seed))
  const secretsOfStart = startSecrets(seed ?? Buffer.from(randomBytes(16)).toString('base64url'))
  const { tenant, secrets } = Tenant.open({
    file: inCloud(options.tenant ?? contoso, cloud),
    crowd: options.crowd ?? 0,
    secrets: secretsOfStart,
    index,
    now,
    uuid,
    randomBytes,
  })
  const { keep } = options
  if (keep?.state != null) restore(tenant, keep.state)
  const ofStart = new Set([...secrets.values()].map(({ id }) => id))
  let kept = ''
  /** One after the other: what is written last is what the tenant is last. */
  let writing = Promise.resolve()
  const keepChanges = async (): Promise<void> => {
    if (keep === undefined) return
    const text = stateText(tenant, ofStart)
    if (text !== kept) writing = writing.then(() => keep.write(text))
    kept = text
    await writing
  }
  const exchanges = new Exchanges()
  let issuerKeys: Promise<SigningKeys> | null = null
  const world: World = {
    tenant,
    cloud,
    keys,
    index,
    exchanges,
    now,
    uuid,
    randomBytes,
    tokenLifetime: usualLifetime,
    issuerKeys: () => (issuerKeys ??= makeSigningKeys(seed === null ? null : `${seed}\0issuers`)),
    identityHeader: secretsOfStart.of('identity header').value,
  }
  const faults = new Faults(options.faults ?? [])

  const server = new Hono<InWorld>()
  server.get('/', (c, next) =>
    asksForPage(c.req.raw) ? next() : c.json(about(tenant, new URL(c.req.url).origin)),
  )
  server.route('/', portal({ ...options.portal, isKept: options.keep !== undefined }))
  for (const version of ['v1.0', 'beta'] as const) {
    server.all(`/${version}/*`, c => graph(c.env.world, version, c.req.raw))
    server.all(`/${version}`, c => graph(c.env.world, version, c.req.raw))
  }
  server.route('/', resourceManager())
  server.route('/', issuers())
  server.route('/', identityEndpoints())
  server.route('/', entra())
  server.notFound(c => c.json({ error: 'There is nothing here.', see: new URL('/', c.req.url).href }, 404))

  await keepChanges()
  const listener = await listen(options.port ?? 0, standsInFor(cloud), now, async request => {
    const effects = faults.meet(request)
    if (effects.delay !== undefined) await options.sleep(effects.delay)
    if (effects.rollover === true) await keys.roll()
    const shifted = worldUnder(effects, world)
    const response =
      faultyAnswer(effects, shifted, request) ?? (await server.fetch(request, { world: shifted }))
    if (request.method !== 'GET' && request.method !== 'HEAD') await keepChanges()
    return { response, date: shifted.now(), ...wireOf(effects) }
  })
  return {
    url: listener.url,
    tenantId: tenant.id,
    cloud,
    domain: tenant.domain,
    apps: Object.fromEntries(
      tenant.apps.flatMap(({ key, clientId, displayName, objectId, servicePrincipal }) => {
        const made = secrets.get(key)
        if (made === undefined) return []
        const { id: secretId, value: secret } = made
        const servicePrincipalId = servicePrincipal?.id ?? null
        return [[key, { clientId, displayName, objectId, servicePrincipalId, secret, secretId }]]
      }),
    ),
    async signIn({ user: userPrincipalName, app: key, scopes }) {
      const user = tenant.users.find(one => one.userPrincipalName === userPrincipalName.toLowerCase())
      const app = tenant.app(key)
      if (user === undefined || app === null) throw new Error('The tenant has no such user or app')
      const claims = delegatedClaims(world, user, app, scopes, tenant.graph.identifiers[0]!)
      return signedToken(world, claims, tenant.graph)
    },
    issue: (issuer, presented) =>
      issuedToken(world, { ...presented, issuer: issuerOf(listener.url, issuer) }),
    identityHeader: world.identityHeader,
    setFaults: wanted => faults.set(wanted),
    exchanges: () => world.exchanges.all(),
    registrations: () =>
      tenant.apps.map(app => {
        const { clientId, objectId, displayName, declared, servicePrincipal, secrets } = app
        return {
          ...{ clientId, objectId, displayName, declared },
          servicePrincipalId: servicePrincipal?.id ?? null,
          granted: tenant.rolesOf(app, tenant.graph),
          secrets: secrets.length,
        }
      }),
    stop: () => listener.close(),
  }
}

/** Whether a person looks: a browser asks for HTML by name, a program for anything. */
const asksForPage = ({ url, headers }: Request): boolean =>
  isOwnName(url) && /\btext\/html\b/i.test(headers.get('accept') ?? '')

/** Seconds; as long as Entra's tokens live at least. */
const usualLifetime = 3600

const about = (tenant: Tenant, origin: string) => ({
  what: 'The why403 emulator: make-believe Microsoft Entra ID and Microsoft Graph. Nothing here is real.',
  tenant: { id: tenant.id, domain: tenant.domain },
  tokenEndpoint: `${origin}/${tenant.id}/oauth2/v2.0/token`,
  graph: `${origin}/v1.0`,
  apps: tenant.apps.map(({ displayName, clientId }) => ({
    displayName,
    clientId,
    adminConsent: `${origin}/${tenant.id}/adminconsent?client_id=${clientId}`,
  })),
})
