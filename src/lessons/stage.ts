import { objectOf, parseJson, textOf } from '../core/json.ts'
import type { Report } from '../core/report/report.ts'
import { Secret } from '../core/secret.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import { dotenvOf } from '../emulator/dotenv.ts'
import { type EmulatedApp, type Emulator, startEmulator } from '../emulator/emulator.ts'
import { fault } from '../emulator/faults/spelling.ts'
import { tenantNamed } from '../emulator/tenants.ts'
import type { Io } from '../io.ts'
import type { View } from '../render/rendering.ts'
import type { Certified, Lesson, Posted, Typed } from './lesson.ts'
import { certificateDays, keyCredential } from './lines.ts'
import type { Place } from './place.ts'
import { send } from './send.ts'
import { Terminal } from './terminal.ts'

export interface StageOptions {
  readonly index: PermissionIndex
  readonly io: Io
  /** Runs a command line of why403; null: it printed no report. */
  run(words: readonly string[], io: Io): Promise<Told | null>
}

/** What a command line found out, and how it is shown. */
export interface Told {
  readonly report: Report
  readonly view: View
}

/** The emulator with a clock of its own, and a terminal to type into. */
export class Stage implements Place {
  readonly emulator: Emulator
  readonly #options: StageOptions
  readonly #clock: { now: number }
  readonly #terminal: Terminal
  #report: Report | null = null

  private constructor(emulator: Emulator, options: StageOptions, clock: { now: number }, app: string) {
    this.emulator = emulator
    this.#options = options
    this.#clock = clock
    const pass = (ms: number): void => {
      clock.now += ms
    }
    this.#terminal = new Terminal(options.io, () => clock.now, pass)
    this.#terminal.write('.env', dotenvOf(emulator, this.app(app)))
    const { admin } = emulator.apps
    if (admin !== undefined) this.#terminal.write('.env.admin', dotenvOf(emulator, admin))
  }

  static async open({ app, tenant: domain, faults = [] }: Lesson, options: StageOptions): Promise<Stage> {
    const clock = { now: options.io.now() }
    const { io, index } = options
    const tenant = domain === undefined ? undefined : tenantNamed(domain)
    const emulator = await startEmulator({
      index,
      faults: faults.map(fault),
      now: () => clock.now,
      uuid: () => io.uuid(),
      randomBytes: count => io.randomBytes(count),
      sleep: async ms => {
        clock.now += ms
      },
      ...(tenant === undefined || tenant === null ? {} : { tenant }),
    })
    return new Stage(emulator, options, clock, app)
  }

  close(): Promise<void> {
    return this.emulator.stop()
  }

  app(key: string): EmulatedApp {
    const app = this.emulator.apps[key]
    if (app === undefined) throw new Error(`The tenant has no app ${key}`)
    return app
  }

  get tenantPath(): string {
    return `/${this.emulator.tenantId}`
  }

  /** What a command found out, and what it printed as it went. */
  async type({ words, settings }: Typed): Promise<{ told: Told | null; printed: string }> {
    let printed = ''
    const io = this.#terminal.withSettings(settings(this), text => {
      printed += text
    })
    const told = await this.#options.run(words, io)
    this.#report = told?.report ?? this.#report
    return { told, printed }
  }

  /** The last report that was printed. A lesson begins with one. */
  get report(): Report {
    if (this.#report === null) throw new Error('The lesson has printed no report yet')
    return this.#report
  }

  /** The answer's text; in a file, where it is to go to one. */
  async post({ path, bearer, json, into }: Posted): Promise<string> {
    const body = await this.#send('POST', path(this), bearer, json === null ? null : json(this))
    if (into === null) return body.trim()
    const token = textOf(objectOf(parseJson(body))?.access_token)
    if (token !== null) this.#options.io.known.add(new Secret('access token', token))
    this.#terminal.write(into, body)
    return ''
  }

  #send(method: string, path: string, bearer: string | null, json: object | null): Promise<string> {
    const headers = {
      ...(bearer === null ? {} : { authorization: `Bearer ${this.#terminal.read(bearer).trim()}` }),
      ...(json === null ? {} : { 'content-type': 'application/json' }),
    }
    const body = json === null ? {} : { body: JSON.stringify(json) }
    return send({ method, url: `${this.emulator.url}${path}`, headers, ...body }, this.#options.io)
  }

  /** Makes a certificate, and has the administrator put it on the app. */
  async certify({ app, into }: Certified): Promise<void> {
    const { objectId, displayName } = this.app(app)
    const { selfSigned, publicHalf } = await import('./certificate.ts')
    const pem = selfSigned(displayName, this.#clock.now, certificateDays)
    this.#terminal.write(into, pem)
    await this.#send('PATCH', `/v1.0/applications/${objectId}`, 'admin.jwt', {
      keyCredentials: [{ ...keyCredential, key: publicHalf(pem) }],
    })
  }

  /** Lets time pass, on this stage only. */
  pass(seconds: number): void {
    this.#clock.now += seconds * 1000
  }
}
