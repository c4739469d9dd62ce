import { objectOf, parseJson, textOf } from '../../core/json.ts'
import { readEnvFile } from '../../edges/env-file.ts'
import { dotenvOf, dotenvText } from '../../emulator/dotenv.ts'
import type { Emulator, Exchange } from '../../emulator/emulator.ts'
import type { Io } from '../../io.ts'
import { send } from '../send.ts'
import type { LabFacts, LabStep, Redone } from './step.ts'

/** The learner's settings, and an administrator's beside them. */
export const settingsFile = '.env.emulator'
export const adminSettingsFile = `${settingsFile}.admin`

/** The built-in tenant, the learner's settings, and what can be seen of both. */
export class Workshop {
  readonly #emulator: Emulator
  readonly #io: Io
  /** Apps that were there before the learner came. */
  readonly #given: ReadonlySet<string>
  /** The last exchange of the step before. */
  #last: Exchange | undefined

  constructor(emulator: Emulator, io: Io) {
    this.#emulator = emulator
    this.#io = io
    this.#given = new Set(emulator.registrations().map(({ clientId }) => clientId))
  }

  get url(): string {
    return this.#emulator.url
  }

  /** Writes the files of settings: an administrator's whole, the learner's to be filled in. */
  async begin(): Promise<void> {
    await this.#write({})
    const admin = dotenvOf(this.#emulator, this.#emulator.apps.admin!)
    await this.#io.writeFile(adminSettingsFile, admin, 0o600)
  }

  /** What is said from now on belongs to the step that begins. */
  enter(): void {
    this.#last = this.#emulator.exchanges().at(-1)
  }

  async facts(): Promise<LabFacts> {
    const { url, tenantId } = this.#emulator
    // What is gone or cannot be read names nothing: the conditions say so.
    const settings = await readEnvFile(settingsFile, this.#io).catch(() => null)
    const exchanges = this.#emulator.exchanges()
    // Of more than are kept, the first are gone.
    const begin = this.#last === undefined ? 0 : exchanges.indexOf(this.#last) + 1
    return {
      ...{ url, tenantId, app: this.#app() },
      configured: settings?.values.get('CLIENT_ID') || null,
      hasSecret: Boolean(settings?.values.get('CLIENT_SECRET')),
      exchanges: exchanges.slice(begin),
    }
  }

  /** Brings a new tenant to where these steps leave it. */
  async redo(steps: readonly LabStep[]): Promise<void> {
    if (steps.every(({ redo }) => redo === undefined)) return
    const token = await this.#adminToken()
    let facts = await this.facts()
    const lab: Redone = {
      facts: () => facts,
      graph: async (method, path, body) => {
        const answer = await this.#send(method, `/v1.0${path}`, JSON.stringify(body), {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        })
        return objectOf(parseJson(answer)) ?? {}
      },
      consent: async () => {
        const path = `/${facts.tenantId}/adminconsent?client_id=${facts.app?.clientId}`
        await this.#send('POST', path, '', {})
      },
      configure: values => this.#write(values),
    }
    for (const { redo } of steps) {
      await redo?.(lab)
      facts = await this.facts()
    }
  }

  #app(): LabFacts['app'] {
    return this.#emulator.registrations().findLast(({ clientId }) => !this.#given.has(clientId)) ?? null
  }

  async #write(values: Readonly<Record<string, string>>): Promise<void> {
    const { url, tenantId } = this.#emulator
    const all = { WHY403_EMULATOR: url, TENANT_ID: tenantId, CLIENT_ID: '', CLIENT_SECRET: '', ...values }
    await this.#io.writeFile(settingsFile, dotenvText(Object.entries(all)), 0o600)
  }

  async #adminToken(): Promise<string> {
    const { tenantId, apps } = this.#emulator
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' },
      ...{ client_id: apps.admin!.clientId, client_secret: apps.admin!.secret },
    })
    const answer = await this.#send('POST', `/${tenantId}/oauth2/v2.0/token`, String(form), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    return textOf(objectOf(parseJson(answer))?.access_token) ?? ''
  }

  #send(
    method: string,
    path: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<string> {
    return send({ method, url: `${this.#emulator.url}${path}`, headers, body }, this.#io)
  }
}
