import type { Report } from '../core/report/report.ts'
import type { ReportPart } from '../render/text/report.ts'
import type { Stage } from './stage.ts'

/** A story in steps, played on the emulator. */
export interface Lesson {
  readonly id: string
  readonly title: string
  readonly steps: readonly Step[]
}

export interface Step {
  /** What is tried: no claim about how it ends. */
  readonly title: string
  /** Teaching: what holds in general. What happened here is told by the scene. */
  readonly why: string
  /** The command that would do the same, where there is one. */
  readonly command?: string
  play(stage: Stage): Promise<Scene>
}

/** What was seen. Facts come from the report or from an observed answer, never from the script. */
export interface Scene {
  /** Sentences made of observed answers. */
  readonly told: readonly string[]
  readonly report?: Report
  /** The parts of the report to show. */
  readonly show?: readonly ReportPart[]
  readonly expectations: readonly Expectation[]
}

/** What the step is there to show. One that is not met fails the demo. */
export interface Expectation {
  readonly what: string
  readonly met: boolean
}

/** The status of each call that was sent, in order. */
export function statuses(report: Report): (number | null | undefined)[] {
  return report.calls.filter(({ sent }) => sent).map(({ status }) => status)
}

/** Whether a finding is in the report, with this certainty where one is given. */
export function found(report: Report, id: string, certainty?: 'certain' | 'likely'): boolean {
  return report.findings.some(
    finding => finding.id === id && (certainty ?? finding.certainty) === finding.certainty,
  )
}
