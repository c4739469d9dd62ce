import type { Report } from '../core/report/report.ts'
import type { ReportPart } from '../render/text/report.ts'
import type { Place } from './place.ts'

/** A story in steps, played on the built-in tenant by the commands that anybody can type. */
export interface Lesson {
  readonly id: string
  readonly title: string
  /** What it is about, for people who know none of the words; null: its title says it. */
  readonly opening: string | null
  /** The app whose settings stand in .env: its key in the tenant file. */
  readonly app: string
  /** The domain of the built-in tenant that it is played in; absent: the first. */
  readonly tenant?: string
  /** What the emulator is asked to do wrong, as `--fault` spells it. */
  readonly faults?: readonly string[]
  readonly steps: readonly Step[]
}

export interface Step {
  /** What is tried: no claim about how it ends. */
  readonly title: string
  /** Teaching: what holds in general. What happened here is told by what was seen. */
  readonly why: string
  readonly acts: readonly Act[]
  /** What the step is there to show. */
  seen(seen: Seen): readonly Expectation[]
}

/** Something that is done: a line to type, or time that passes. */
export type Act = Typed | Posted | Certified | Passing

/** A command line of why403, run as it stands. */
export interface Typed {
  readonly kind: 'why403'
  readonly words: readonly string[]
  /** Settings that it gets beside those of .env: made when the emulator is there. */
  readonly settings: (place: Place) => Readonly<Record<string, string>>
  /** What is typed for a setting, where that is not its value: `$(…)`, which the shell looks up. */
  readonly lookedUp: Readonly<Record<string, string>>
  /** The parts of its answer to show; the whole of it, or nothing. */
  readonly show: readonly ReportPart[] | 'whole'
  /** Lines to show at most; null: all. */
  readonly most: number | null
  /** What it is for, where its answer does not say; null: it does. */
  readonly says: string | null
}

/** A request to the emulator, as curl sends it. */
export interface Posted {
  readonly kind: 'curl'
  /** Behind the emulator's address. */
  readonly path: (place: Place) => string
  /** The file whose token the request carries; null: none. */
  readonly bearer: string | null
  /** What is sent; null: nothing. */
  readonly json: ((place: Place) => object) | null
  /** The file that the answer goes to; null: it is shown. */
  readonly into: string | null
}

/** A certificate is made, and the registration is given its public half. */
export interface Certified {
  readonly kind: 'certificate'
  /** The app's key in the tenant file. */
  readonly app: string
  /** The file that key and certificate go to. */
  readonly into: string
}

/** Time that passes: on the stage, the built-in tenant's clock is put forward. */
export interface Passing {
  readonly kind: 'time'
  readonly seconds: number
  readonly says: string
}

/** What came of a step: facts, from reports and from the tenant, never from the script. */
export interface Seen {
  /** Of each command line, in order; null: it printed none. */
  readonly reports: readonly (Report | null)[]
  /** The last one so far: a step without a command line has the one before it. */
  readonly report: Report
  readonly place: Place
}

/** One that is not met fails the demo. */
export interface Expectation {
  readonly what: string
  readonly met: boolean
}

/** A command line: `why403('check', '--records')`. */
export function why403(words: readonly string[], more: Partial<Omit<Typed, 'kind' | 'words'>> = {}): Typed {
  return {
    kind: 'why403',
    words,
    settings: () => ({}),
    lookedUp: {},
    show: ['verdict'],
    most: null,
    says: null,
    ...more,
  }
}

export function post(path: Posted['path'], more: Partial<Omit<Posted, 'kind' | 'path'>> = {}): Posted {
  return { kind: 'curl', path, bearer: null, json: null, into: null, ...more }
}

export function later(seconds: number, says: string): Passing {
  return { kind: 'time', seconds, says }
}

/** The status of each call that was sent, in order. */
export function statuses({ calls }: Report): (number | null | undefined)[] {
  return calls.filter(({ sent }) => sent).map(({ status }) => status)
}

/** Whether a finding is in the report, with this certainty where one is given. */
export function found({ findings }: Report, id: string, certainty?: 'certain' | 'likely'): boolean {
  return findings.some(finding => finding.id === id && (certainty ?? finding.certainty) === finding.certainty)
}
