import { deriveFacts } from '../../core/derive-facts.ts'
import { findingsFor } from '../../core/findings/load.ts'
import { audienceName } from '../../core/knowledge/audiences.ts'
import { requirementOf } from '../../core/need/requirement-of.ts'
import type { Asked, Observed } from '../../core/observed.ts'
import { leadOf } from '../../core/report/headline.ts'
import { type ReportOptions, reportOf } from '../../core/report/report.ts'
import type { PermissionIndex } from '../../core/tables/permission-index.ts'
import type { Io } from '../../io.ts'
import { Callers } from '../../proxy/callers.ts'
import type { Exchange } from '../../proxy/conversation.ts'
import type { ProxyOptions } from '../../proxy/proxy.ts'
import { type Sighting, sightingsOf } from '../../proxy/sightings.ts'
import type { Style } from '../../render/text/style.ts'
import { renderNote, renderSighting, type SightingView } from '../../render/text/watched.ts'
import type { Arguments } from '../flags.ts'
import { pathOf, type Recorded } from './record.ts'

export interface WatcherOptions {
  readonly args: Arguments
  /** Where the built-in tenant answers; null: the real services do. */
  readonly emulator: string | null
  readonly style: Style
  readonly index: PermissionIndex
  readonly options: Omit<ReportOptions, 'rows'>
  readonly io: Io
}

type Listening = ProxyOptions['listener']

/** Tells what a program does as it does it, a line each in their order, and keeps what a report is made of. */
export class Watcher implements Listening {
  readonly #options: WatcherOptions
  readonly #callers: Callers
  /** What is to be judged yet: each waits for the one before. */
  #telling: Promise<void> = Promise.resolve()
  /** What was told once, and is not told again. */
  readonly #told = new Set<string>()
  readonly #unasked = new Set<string>()
  isRefused = false
  /** Whether anything came that was read. */
  hasCome = false

  constructor(options: WatcherOptions) {
    this.#options = options
    this.#callers = new Callers(options.index)
  }

  get left(): number {
    return this.#callers.left
  }

  note(text: string): void {
    const { io, style } = this.#options
    if (this.#told.has(text)) return
    this.#told.add(text)
    io.stderr.write(renderNote(text, style, false))
  }

  /** All that came has been told. */
  settle(): Promise<void> {
    return this.#telling
  }

  observed(): Observed[] {
    return this.#callers.all(this.#asked())
  }

  operations(): Recorded[] {
    return this.#callers
      .operations()
      .map(({ operation }) => ({ operation, template: this.#templateOf(operation) }))
  }

  take(exchange: Exchange): void {
    this.hasCome = true
    for (const sighting of sightingsOf(exchange, this.#options.io.known)) {
      this.#callers.add(sighting)
      const observed = this.#callers.observedOf(sighting, this.#asked())
      this.#telling = this.#telling.then(() => this.#tell(sighting, observed))
    }
  }

  lose(): void {
    this.note('A connection could not be read on; its bytes pass as before.')
  }

  failed(host: string, why: Error): void {
    this.note(`${host} was not reached: ${why.message}`)
  }

  keptFrom(host: string): void {
    this.note(`${host} was asked for, and nothing reaches the internet with --built-in (502).`)
  }

  refused(): void {
    this.isRefused = true
  }

  unasked(host: string): void {
    this.#unasked.add(host)
  }

  /** Hosts that were connected to, and asked nothing: their certificate was not taken, where nothing else was either. */
  get unaskedHosts(): readonly string[] {
    return [...this.#unasked]
  }

  passed(host: string): void {
    if (this.#options.args.flags.on('verbose')) this.note(`${host} is not read: its bytes pass.`)
  }

  #asked(): Partial<Asked> {
    const { args, emulator } = this.#options
    return { line: args.line, emulator }
  }

  async #tell(sighting: Sighting, observed: Observed): Promise<void> {
    const { io, style } = this.#options
    io.stderr.write(renderSighting(await this.#viewOf(sighting, observed), style))
  }

  async #viewOf(sighting: Sighting, observed: Observed): Promise<SightingView> {
    const { index, options } = this.#options
    const facts = deriveFacts(observed, index)
    const { token } = facts
    const access = token?.form === 'jwt' ? token.access.access : null
    const isForGraph = token?.form === 'jwt' && token.graph !== null
    const permissions = isForGraph ? (facts.holder?.permissions ?? []) : null
    const why = async (): Promise<string | null> => {
      const report = reportOf(facts, index, await findingsFor(facts), { ...options, rows: false })
      return leadOf(report)?.title ?? report.headline?.text ?? null
    }
    if (sighting.kind === 'token') {
      const { asked, credential, clientId, status, flow } = sighting
      return {
        ...{ kind: 'token', asked, credential, clientId, status, flow, permissions },
        api: token?.form === 'jwt' && !isForGraph ? audienceName(token.payload.aud ?? '') : null,
        why: sighting.refusal === null ? null : [await why(), ...addedIn(sighting.refusal)].join(' '),
      }
    }
    const { operation, call } = sighting
    const isRefused = call.status === null || call.status >= 400
    return {
      ...{ kind: 'call', access, status: call.status, name: this.#nameOf(operation) },
      why: isRefused ? (call.reason ?? (await why())) : null,
    }
  }

  /** As it was asked where somebody reads it, else without ids. */
  #nameOf(operation: Recorded['operation']): string {
    if ('unreadable' in operation) return operation.text
    const { method, path, query, version } = operation
    const { personal } = this.#options.style
    const shown = personal ? path : pathOf(path, this.#templateOf(operation))
    const asked = personal && query !== null ? `?${query}` : ''
    return `${method} ${version === 'beta' ? '/beta' : ''}${shown}${asked}`
  }

  #templateOf(operation: Recorded['operation']): string | null {
    return 'unreadable' in operation ? null : requirementOf(this.#options.index, operation).template
  }
}

/** A sentence of the emulator's own, behind Entra ID's. */
function addedIn(refusal: string): string[] {
  const added = /The emulator adds: (.{1,200}?) Trace ID:/.exec(refusal)?.[1]
  return added === undefined ? [] : [`The emulator adds: ${added}`]
}
