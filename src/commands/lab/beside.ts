import type { LabBeside, LabView, LabWay } from '../../emulator/emulator.ts'
import type { LabStep } from '../../lessons/lab/step.ts'

/** The lab beside the tenant's portal: the step where it stands, and what is pressed there. */
export class Beside implements LabBeside {
  view: LabView | null = null
  #press: (way: LabWay) => void = () => {}
  #pressed = this.#next()

  press(way: LabWay): void {
    this.#press(way)
  }

  /** What is pressed next, as if it were typed. */
  get pressed(): Promise<{ readonly typed: string }> {
    return this.#pressed
  }

  /** What was pressed is taken, and waited for anew. */
  taken(): void {
    this.#pressed = this.#next()
  }

  show(step: LabStep, shown: Omit<LabView, 'title' | 'part' | 'why' | 'hint' | 'saw' | 'isAsked'>): void {
    const { title, part, why, hint, saw, question } = step
    this.view = { title, part, why, hint, saw, isAsked: question !== undefined, ...shown }
  }

  #next(): Promise<{ readonly typed: string }> {
    return new Promise(done => {
      this.#press = way => done({ typed: way === 'on' ? '' : 'b' })
    })
  }
}
