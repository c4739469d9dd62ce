import { globalCloud, graphAppId } from '../core/clouds.ts'
import { bareCommandLine } from '../core/command-line.ts'
import type { Setting } from '../core/credential.ts'
import { findingsFor } from '../core/findings/load.ts'
import { objectOf, objectsOf, parseJson, textOf } from '../core/json.ts'
import { operationFromLine } from '../core/operation/list.ts'
import type { Operation, UnreadableOperation } from '../core/operation/operation.ts'
import { type Report, type ReportOptions, reportOf } from '../core/report/report.ts'
import { Secret } from '../core/secret.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import type { TokenKind } from '../core/token/kind.ts'
import { acquireToken } from '../edges/entra/acquire.ts'
import { credentialsOf } from '../edges/entra/credentials.ts'
import type { AppSettings } from '../edges/settings.ts'
import { type EmulatedApp, type Emulator, startEmulator, type TenantFile } from '../emulator/emulator.ts'
import type { Io } from '../io.ts'
import { type Milestone, type Request, walk } from '../road.ts'

export interface StageOptions {
  readonly index: PermissionIndex
  readonly report: Omit<ReportOptions, 'rows'>
  readonly io: Io
  /** Another tenant than the built-in one. */
  readonly tenant?: TenantFile
  tell(milestone: Milestone): void
}

/** What a step may do differently from the plain road. */
export interface Attempt {
  /** Key of the app in the tenant file. */
  readonly app: string
  readonly operations?: readonly string[]
  readonly send?: boolean
  readonly anyway?: boolean
  /** Read the tenant's records with the administrator's token. */
  readonly records?: boolean
  /** A token to use in place of a new one. */
  readonly token?: Secret | null
  readonly expect?: TokenKind
  readonly tenant?: string
  readonly clientId?: string
  readonly secret?: string
  readonly scope?: string
}

/** The lab's two operations. */
export const labOperations = ['GET /users?$top=10', 'GET /auditLogs/signIns?$top=10']

/** The emulator with a clock of its own, and the road to walk on it. */
export class Stage {
  readonly emulator: Emulator
  readonly #options: StageOptions
  readonly #clock: { now: number }
  readonly #io: Io
  /** The last token that was acquired or handed in. */
  lastToken: Secret | null = null

  private constructor(emulator: Emulator, options: StageOptions, clock: { now: number }) {
    this.emulator = emulator
    this.#options = options
    this.#clock = clock
    this.#io = { ...options.io, now: () => clock.now }
  }

  static async open(options: StageOptions): Promise<Stage> {
    const clock = { now: options.io.now() }
    const { io, index, tenant } = options
    const emulator = await startEmulator({
      index,
      now: () => clock.now,
      uuid: () => io.uuid(),
      randomBytes: count => io.randomBytes(count),
      sleep: ms => io.sleep(ms),
      ...(tenant === undefined ? {} : { tenant }),
    })
    return new Stage(emulator, options, clock)
  }

  close(): Promise<void> {
    return this.emulator.stop()
  }

  app(key: string): EmulatedApp {
    const app = this.emulator.apps[key]
    if (app === undefined) throw new Error(`the tenant has no app ${key}`)
    return app
  }

  /** Lets time pass, on this stage only. */
  advance(seconds: number): void {
    this.#clock.now += seconds * 1000
  }

  /** Walks the road and reports. */
  async try(attempt: Attempt): Promise<Report> {
    const { index, report } = this.#options
    const { facts, token } = await walk(await this.#asked(attempt), index, this.#io, milestone =>
      this.#options.tell(milestone),
    )
    this.lastToken = token
    return reportOf(facts, index, await findingsFor(facts), { ...report, rows: true })
  }

  /** Grants app roles of Graph to an app, by the REST call that a real administrator's tool makes. */
  async grant(app: string, permissions: readonly string[]): Promise<Granted[]> {
    const token = await this.#adminToken()
    const [principalId, resourceId] = await Promise.all([
      this.#servicePrincipalId(this.app(app).clientId, token),
      this.#servicePrincipalId(graphAppId, token),
    ])
    const granted: Granted[] = []
    for (const permission of permissions) {
      const appRoleId = this.#options.index.permission(permission)?.schemes.application?.id
      const path = `/v1.0/servicePrincipals/${principalId}/appRoleAssignments`
      const body = JSON.stringify({ principalId, resourceId, appRoleId })
      const answer = await this.#request('POST', path, token, body)
      const since = textOf(objectOf(parseJson(answer.body))?.createdDateTime)
      granted.push({ permission, status: answer.status, since })
    }
    return granted
  }

  /** A delegated token, as a user's sign-in would give. */
  async signIn(user: string, app: string, scopes: readonly string[]): Promise<Secret> {
    return new Secret('access token', await this.emulator.signIn({ user, app, scopes: [...scopes] }))
  }

  async #asked(attempt: Attempt): Promise<Request> {
    const { token = null } = attempt
    const settings = this.#settings(attempt)
    const common = {
      line: bareCommandLine,
      settings,
      token: token === null ? { acquireWith: settings } : { given: { text: token, origin: 'handed in' } },
      offline: false,
      at: null,
      expect: attempt.expect ?? null,
      claimsOnly: false,
    }
    if (attempt.operations?.length === 0) return { ...common, kind: 'inspect', trust: null }
    return {
      ...common,
      kind: attempt.send === true ? 'call' : 'check',
      operations: operations(attempt.operations ?? labOperations),
      anyway: attempt.anyway ?? false,
      records: attempt.records === true ? { directoryToken: await this.#adminToken() } : null,
    }
  }

  #settings({ app: key, tenant, clientId, secret, scope }: Attempt): SecretSettings {
    const { emulator } = this
    const own = this.app(key)
    const app = {
      tenant: setting('TENANT_ID', tenant ?? emulator.tenantId),
      clientId: setting('CLIENT_ID', clientId ?? own.clientId),
    }
    const value = new Secret('client secret', secret ?? own.secret)
    return {
      ...app,
      app,
      credential: { kind: 'secret', secret: setting('CLIENT_SECRET', value) },
      scope: setting('GRAPH_SCOPE', scope ?? `https://${globalCloud.graph}/.default`),
      cloud: setting('--cloud', globalCloud),
      emulator: setting('WHY403_EMULATOR', emulator.url),
    }
  }

  async #adminToken(): Promise<Secret> {
    const settings = this.#settings({ app: 'admin' })
    const proof = { kind: 'secret' as const, secret: settings.credential.secret.value }
    const { token } = await acquireToken(credentialsOf(settings, proof), this.#io)
    if (token === null) throw new Error('the tenant refuses its own administrator')
    return token
  }

  async #servicePrincipalId(appId: string, token: Secret): Promise<string> {
    const { body } = await this.#request('GET', `/v1.0/servicePrincipals(appId='${appId}')?$select=id`, token)
    const json = objectOf(parseJson(body))
    return textOf(json?.id) ?? textOf(objectsOf(json?.value)[0]?.id) ?? ''
  }

  #request(method: string, path: string, token: Secret, body?: string): ReturnType<Io['http']> {
    return this.#io.http({
      method,
      url: `${this.emulator.url}${path}`,
      headers: { authorization: `Bearer ${token.reveal()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
      timeoutMs: 10_000,
      longest: 1024 * 1024,
    })
  }
}

type SecretSettings = AppSettings & { readonly credential: { readonly kind: 'secret' } }

/** What the directory answered to a grant. */
export interface Granted {
  readonly permission: string
  readonly status: number
  /** createdDateTime of the app role assignment; null when it was refused. */
  readonly since: string | null
}

function operations(words: readonly string[]): (Operation | UnreadableOperation)[] {
  return words.map(word => operationFromLine(word)).filter(operation => operation !== null)
}

function setting<Value>(name: string, value: Value): Setting<Value> {
  return { name, value, origin: 'the lesson' }
}
