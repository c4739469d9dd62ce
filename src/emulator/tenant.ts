import { createHash } from 'node:crypto'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import { type FederatedCredential, type StoredKey, storedKey } from './app-keys.ts'
import { crowd, crowdSignIns } from './crowd.ts'
import { type EntraCode, isEntraCode, isScenario, type ScenarioName } from './responses.ts'
import type { ShownSecret, StartSecrets } from './secrets.ts'
import type {
  AppFile,
  Declared,
  DeclaredElsewhere,
  DirectoryObject,
  DirectoryRoleFile,
  Resource,
  SignInFile,
  TenantFile,
  User,
} from './tenant-file.ts'

/** An app registration, and what hangs on it. */
export interface App {
  readonly key: string
  readonly displayName: string
  readonly clientId: string
  readonly objectId: string
  readonly createdAt: number
  declared: readonly Declared[]
  declaredElsewhere: readonly DeclaredElsewhere[]
  secrets: readonly StoredSecret[]
  /** Certificates, and tokens of other issuers. */
  keys: readonly StoredKey[]
  federated: readonly FederatedCredential[]
  /** Of a managed identity, which has no registration; null: an app. */
  readonly identity: { readonly resourceId: string; readonly assigned: 'system' | 'user' } | null
  /** Of an agent identity, which has no registration and holds no credential: its blueprint. Null: it is none. */
  readonly agentOf: App | null
  /** Of a blueprint, whether its agents inherit what it is granted of Microsoft Graph. Null: it is none. */
  readonly blueprint: { readonly isInherited: boolean } | null
  /** The app's instance in the tenant; null until somebody creates it. */
  servicePrincipal: { readonly id: string; readonly accountEnabled: boolean } | null
  /** The refusal that meets its token requests whatever they hold; null: they are judged. */
  readonly scripted: EntraCode | null
}

/** Only a hash is kept: no answer, dump or log of the emulator can hold the secret itself. */
export interface StoredSecret {
  readonly id: string
  readonly displayName: string
  readonly hint: string
  readonly sha256: string
  readonly startsAt: number
  readonly endsAt: number
}

/** A grant: this principal holds that app role of that resource. */
export interface AppRoleAssignment {
  readonly id: string
  readonly principalId: string
  readonly resourceId: string
  readonly appRoleId: string
  readonly createdAt: number
}

/** Somebody signed in to an app, or tried to. */
export interface SignIn extends Omit<SignInFile, 'minutesAgo'> {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Null: nobody of the tenant. */
  readonly userId: string | null
  readonly userDisplayName: string | null
}

/** The oldest go first. */
const mostSignIns = 2000

export interface TenantOptions {
  readonly file: TenantFile
  /** How many users there are besides those of the file. */
  readonly crowd: number
  readonly secrets: StartSecrets
  readonly index: PermissionIndex
  now(): number
  uuid(): string
  randomBytes(count: number): Uint8Array
}

const minute = 60_000
const day = 24 * 60 * minute

/** The tenant's state, in memory: it begins as the file says and ends with the process. */
export class Tenant {
  readonly id: string
  readonly displayName: string
  readonly domain: string
  readonly createdAt: number
  readonly regionScope: string
  readonly resources: readonly Resource[]
  readonly apps: App[]
  readonly identities: readonly App[]
  readonly agents: readonly App[]
  readonly users: readonly User[]
  /** The users besides: made one by one where they are asked for, and not kept. */
  readonly crowd: Iterable<User>
  readonly members: ReadonlyMap<string, readonly string[]>
  readonly managers: ReadonlyMap<string, string>
  readonly directoryRoles: readonly DirectoryRoleFile[]
  readonly owners: ReadonlyMap<string, readonly string[]>
  readonly groups: readonly DirectoryObject[]
  /** Of people; newest last. */
  readonly signIns: SignIn[]
  readonly #options: TenantOptions
  readonly #scenarios: ReadonlyMap<string, ScenarioName>
  readonly #assignments = new Map<string, AppRoleAssignment>()

  private constructor(options: TenantOptions, secrets: ReadonlyMap<string, ShownSecret>) {
    const { file } = options
    const start = options.now()
    this.#options = options
    this.id = file.tenantId
    this.displayName = file.displayName
    this.domain = file.domain
    this.createdAt = Date.parse(file.createdDateTime)
    this.regionScope = file.regionScope
    this.resources = file.resources
    this.users = file.users
    this.crowd = crowd(options.crowd, file.domain)
    this.members = new Map(Object.entries(file.members ?? {}))
    this.managers = new Map(Object.entries(file.managers ?? {}))
    this.directoryRoles = file.directoryRoles ?? []
    this.owners = new Map(Object.entries(file.owners ?? {}))
    this.groups = file.groups
    this.signIns = [
      ...file.signIns.map(one => signInOf(this.users.find(isNamed(one.user)) ?? null, one, start)),
      ...[...crowdSignIns(options.crowd, file.domain, file.signIns)].map(([who, one]) =>
        signInOf(who, { ...one, user: who.userPrincipalName }, start),
      ),
    ].sort((a, b) => a.at - b.at)
    this.apps = file.apps.map(app => ({
      key: app.key,
      displayName: app.displayName,
      clientId: app.clientId,
      objectId: app.objectId,
      createdAt: start - app.secret.createdDaysAgo * day,
      declared: app.declared,
      declaredElsewhere: app.declaredElsewhere ?? [],
      secrets: [stored(secrets.get(app.key)!, app.secret, start)],
      keys: keysIn(app, options),
      federated: (app.federated ?? []).map(one => ({ ...one, id: options.uuid() })),
      ...{ identity: null, agentOf: null, blueprint: app.blueprint ?? null },
      servicePrincipal:
        app.servicePrincipalId === null
          ? null
          : { id: app.servicePrincipalId, accountEnabled: app.accountEnabled },
      scripted: known(file.scripted?.token[app.key] ?? null, isEntraCode),
    }))
    const unregistered = {
      ...{ objectId: '', createdAt: this.createdAt, declared: [], declaredElsewhere: [] },
      ...{ secrets: [], keys: [], federated: [], scripted: null },
      ...{ identity: null, agentOf: null, blueprint: null },
    }
    this.identities = (file.identities ?? []).map(identity => ({
      ...unregistered,
      ...{ key: identity.key, displayName: identity.displayName, clientId: identity.clientId },
      servicePrincipal: { id: identity.servicePrincipalId, accountEnabled: true },
      identity: { resourceId: identity.resourceId, assigned: identity.assigned },
    }))
    this.agents = (file.agents ?? []).map(({ key, displayName, id, blueprint }) => ({
      ...unregistered,
      ...{ key, displayName, clientId: id, agentOf: this.app(blueprint)! },
      servicePrincipal: { id, accountEnabled: true },
    }))
    this.#scenarios = new Map(
      Object.entries(file.scripted?.graph ?? {}).map(([operation, name]) => [
        operation.toLowerCase(),
        known(name, isScenario)!,
      ]),
    )
    for (const [holders, files] of [
      [this.apps, file.apps],
      [this.identities, file.identities ?? []],
      [this.agents, file.agents ?? []],
    ] as const) {
      for (const [at, { granted }] of files.entries())
        for (const permission of granted)
          this.grantGraphPermission(holders[at]!, permission, start - file.grantedDaysAgo * day)
    }
  }

  /** Opens a tenant, and makes its apps' secrets: by app key, returned here and kept nowhere else. */
  static open(options: TenantOptions): { tenant: Tenant; secrets: ReadonlyMap<string, ShownSecret> } {
    const secrets = new Map(options.file.apps.map(app => [app.key, options.secrets.of(app.clientId)]))
    return { tenant: new Tenant(options, secrets), secrets }
  }

  /** Whether a tenant identifier, as it stands in an authority's path, names this tenant. */
  isNamed(identifier: string): boolean {
    const wanted = identifier.toLowerCase()
    return wanted === this.id || wanted === this.domain
  }

  app(key: string): App | null {
    return this.apps.find(app => app.key === key) ?? null
  }

  appByClientId(clientId: string): App | null {
    return this.apps.find(app => app.clientId === clientId.toLowerCase()) ?? null
  }

  /** Whoever may ask the token endpoint: an app, or an agent identity. */
  clientById(clientId: string): App | null {
    return (
      this.appByClientId(clientId) ?? this.agents.find(one => one.clientId === clientId.toLowerCase()) ?? null
    )
  }

  appByServicePrincipal(id: string): App | null {
    const all = [...this.apps, ...this.identities, ...this.agents]
    return all.find(app => app.servicePrincipal?.id === id.toLowerCase()) ?? null
  }

  /** Whether an earlier start of the emulator made the secret. */
  isEarlierSecret(secret: string): boolean {
    return this.#options.secrets.isEarlier(secret)
  }

  /** What Graph answers to `GET /users` whatever the caller holds; null: it is judged. */
  scenario(operation: string): ScenarioName | null {
    return this.#scenarios.get(operation.toLowerCase()) ?? null
  }

  get graph(): Resource {
    return this.resources.find(resource => resource.key === 'graph')!
  }

  resourceByIdentifier(identifier: string): Resource | null {
    return this.resources.find(resource => resource.identifiers.includes(identifier)) ?? null
  }

  resourceByServicePrincipal(id: string): Resource | null {
    return this.resources.find(resource => resource.servicePrincipalId === id.toLowerCase()) ?? null
  }

  /** Puts a sign-in into the log, by a browser of this machine. */
  addSignIn(who: User, { clientId, displayName }: Pick<App, 'clientId' | 'displayName'>): void {
    const signIn = {
      ...{ id: this.#options.uuid(), minutesAgo: 0, user: who.userPrincipalName },
      ...{ appId: clientId, appDisplayName: displayName, ipAddress: '127.0.0.1', clientAppUsed: 'Browser' },
      ...{ errorCode: 0, failureReason: 'Other.' },
    }
    this.signIns.push(signInOf(who, signIn, this.#options.now()))
    if (this.signIns.length > mostSignIns) this.signIns.shift()
  }

  /** A person of the tenant, by userPrincipalName. */
  user(name: string): User | null {
    const is = isNamed(name)
    for (const users of [this.users, this.crowd]) for (const user of users) if (is(user)) return user
    return null
  }

  /** A new registration: no secret, no service principal. */
  register(displayName: string, wanted: Pick<App, 'declared' | 'declaredElsewhere'>): App {
    const clientId = this.#options.uuid()
    const app: App = {
      ...{ key: clientId, displayName, clientId, objectId: this.#options.uuid(), ...wanted },
      ...{ createdAt: this.#options.now(), secrets: [], servicePrincipal: null, scripted: null },
      ...{ keys: [], federated: [], identity: null, agentOf: null, blueprint: null },
    }
    this.apps.push(app)
    return app
  }

  declare(app: App, { declared, declaredElsewhere }: Pick<App, 'declared' | 'declaredElsewhere'>): void {
    app.declared = declared
    app.declaredElsewhere = declaredElsewhere
  }

  /** Makes a secret: its value is returned here, and kept nowhere. */
  addSecret(app: App, displayName: string): { stored: StoredSecret; shown: ShownSecret } {
    const drawn = Buffer.from(this.#options.randomBytes(16)).toString('base64url')
    const shown = this.#options.secrets.of(`${app.clientId} ${drawn}`)
    const fresh = stored(shown, { displayName, createdDaysAgo: 0, endsInDays: 180 }, this.#options.now())
    app.secrets = [...app.secrets, fresh]
    return { stored: fresh, shown }
  }

  /** Takes a secret away; null when the app has none of that ID. */
  removeSecret(app: App, id: string): StoredSecret | null {
    const removed = app.secrets.find(secret => secret.id === id.toLowerCase()) ?? null
    app.secrets = app.secrets.filter(secret => secret !== removed)
    return removed
  }

  /** Gives an app its service principal, unless it has one. */
  createServicePrincipal(app: App): void {
    app.servicePrincipal ??= { id: this.#options.uuid(), accountEnabled: true }
  }

  assignments(): readonly AppRoleAssignment[] {
    return [...this.#assignments.values()]
  }

  /** All grants there are from now on. */
  replaceAssignments(all: readonly AppRoleAssignment[]): void {
    this.#assignments.clear()
    for (const one of all) this.#assignments.set(one.id, one)
  }

  assignmentsOf(principalId: string): AppRoleAssignment[] {
    return [...this.#assignments.values()].filter(assignment => assignment.principalId === principalId)
  }

  /** Who holds app roles of a resource. */
  assignmentsTo(resourceId: string): AppRoleAssignment[] {
    return [...this.#assignments.values()].filter(assignment => assignment.resourceId === resourceId)
  }

  /**
   * What an agent identity inherits from its blueprint, of Microsoft Graph. Source: Learn, "Configure inheritable
   * permissions for agent identity blueprints".
   */
  inheritedBy({ agentOf }: App): AppRoleAssignment[] {
    if (agentOf?.blueprint?.isInherited !== true || agentOf.servicePrincipal === null) return []
    return this.assignmentsOf(agentOf.servicePrincipal.id).filter(
      ({ resourceId }) => resourceId === this.graph.servicePrincipalId,
    )
  }

  /** The names of the app roles that an app holds on a resource now, sorted: what a token's `roles` will say. */
  rolesOf(app: App, resource: Resource): string[] {
    if (app.servicePrincipal === null) return []
    const held = [...this.assignmentsOf(app.servicePrincipal.id), ...this.inheritedBy(app)]
    const names = held
      .filter(assignment => assignment.resourceId === resource.servicePrincipalId)
      .flatMap(assignment => this.#options.index.permissionById(assignment.appRoleId)?.name ?? [])
    return [...new Set(names)].sort()
  }

  /** The directory roles that a service principal is in: what a token's `wids` will say, by template. */
  directoryRolesOf(principalId: string): DirectoryRoleFile[] {
    return this.directoryRoles.filter(({ members }) => members.includes(principalId))
  }

  /** Records a grant; null when it exists already. */
  assign(principalId: string, resourceId: string, appRoleId: string, at: number): AppRoleAssignment | null {
    const exists = this.assignmentsOf(principalId).some(
      assignment => assignment.resourceId === resourceId && assignment.appRoleId === appRoleId,
    )
    if (exists) return null
    const id = Buffer.from(this.#options.randomBytes(32)).toString('base64url')
    const assignment = { id, principalId, resourceId, appRoleId, createdAt: at }
    this.#assignments.set(id, assignment)
    return assignment
  }

  /** Withdraws a grant; null when that principal has no such grant. */
  revoke(principalId: string, assignmentId: string): AppRoleAssignment | null {
    const assignment = this.#assignments.get(assignmentId)
    if (assignment?.principalId !== principalId) return null
    this.#assignments.delete(assignmentId)
    return assignment
  }

  /** Consents to an application permission of Microsoft Graph, by name. The app must have a service principal. */
  grantGraphPermission(app: App, permission: string, at: number): void {
    const appRoleId = this.#options.index.permission(permission)?.schemes.application?.id
    if (appRoleId === undefined || appRoleId === null) {
      throw new Error(`The tenant file grants ${permission}, which has no application permission id`)
    }
    this.assign(app.servicePrincipal!.id, this.graph.servicePrincipalId, appRoleId, at)
  }
}

function keysIn({ key, certificates = [] }: AppFile, { uuid }: TenantOptions): StoredKey[] {
  return certificates.map(({ displayName, certificate }) => {
    const stored = storedKey(uuid(), displayName, certificate)
    if (stored === null) throw new Error(`The tenant file gives ${key} a certificate that is none`)
    return stored
  })
}

function isNamed(name: string): (user: User) => boolean {
  const wanted = name.toLowerCase()
  return ({ userPrincipalName }) => userPrincipalName.toLowerCase() === wanted
}

const signInOf = (who: User | null, { minutesAgo, ...signIn }: SignInFile, now: number): SignIn => ({
  ...signIn,
  at: now - minutesAgo * minute,
  userId: who?.id ?? null,
  userDisplayName: who?.displayName ?? null,
})

/** A name in the tenant file that something answers to. */
function known<Name extends string>(
  name: string | null,
  isKnown: (name: string) => name is Name,
): Name | null {
  if (name === null || isKnown(name)) return name
  throw new Error(`The tenant file's script names ${name}, which no fixture holds`)
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const stored = (
  shown: ShownSecret,
  file: { displayName: string; createdDaysAgo: number; endsInDays: number },
  start: number,
): StoredSecret => ({
  id: shown.id,
  displayName: file.displayName,
  hint: shown.value.slice(0, 3),
  sha256: sha256(shown.value),
  startsAt: start - file.createdDaysAgo * day,
  endsAt: start + file.endsInDays * day,
})
