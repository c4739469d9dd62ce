import type { Io } from '../../io.ts'
import { decision, labSteps, learned, quiz } from '../../lessons/lab/index.ts'
import { keepProgress } from '../../lessons/lab/progress.ts'
import type { LabFacts, LabStep, Question } from '../../lessons/lab/step.ts'
import { adminSettingsFile, settingsFile, type Workshop } from '../../lessons/lab/workshop.ts'
import { renderKeys, renderWords } from '../../render/text/asked.ts'
import {
  letterOf,
  renderAnswer,
  renderCondition,
  renderLabStep,
  renderObstacle,
  renderQuestion,
  renderWaiting,
} from '../../render/text/lab.ts'
import type { TextOptions } from '../../render/text/style.ts'
import { linesOf } from '../typed-lines.ts'
import type { Beside } from './beside.ts'

/** How often the tenant is looked at. In milliseconds. */
const lookEvery = 400

/** What somebody typed; null: nothing yet, and the tenant is to be looked at. */
type Turn = { readonly typed: string } | { readonly left: true } | null

/** One sitting of the lab. */
export class LabSession {
  readonly #workshop: Workshop
  readonly #beside: Beside
  readonly #options: TextOptions
  readonly #io: Io
  readonly #lines: AsyncIterator<string>
  #line: Promise<Turn>
  #left: Promise<Turn> = new Promise(() => {})

  constructor(workshop: Workshop, beside: Beside, options: TextOptions, io: Io) {
    this.#workshop = workshop
    this.#beside = beside
    this.#options = options
    this.#io = io
    this.#lines = linesOf(io.stdin)
    this.#line = this.#next()
  }

  /** @returns the exit code: 0, since leaving is no failure */
  async run(before: readonly LabStep[], interrupted: Promise<void>): Promise<number> {
    this.#left = interrupted.then(() => ({ left: true }))
    const done = new Set(before.map(({ id }) => id))
    this.#tell(renderWords(welcome(before.length, this.#workshop.url), this.#options))
    const first = labSteps.findIndex(({ id }) => !done.has(id))
    let at = first < 0 ? labSteps.length : first
    while (at < labSteps.length) {
      const step = labSteps[at]!
      const way = await this.#walk(step, at, done.has(step.id))
      if (way === 'left') return this.#leave()
      if (way === 'on') {
        done.add(step.id)
        await keepProgress([...done], this.#io)
      }
      at = Math.max(0, way === 'on' ? at + 1 : at - 1)
    }
    return await this.#finish()
  }

  /** A step, until it is done and somebody goes on. One that was done before waits for nothing. */
  async #walk(step: LabStep, at: number, isDone: boolean): Promise<'on' | 'back' | 'left'> {
    this.#workshop.enter()
    let facts = await this.#workshop.facts()
    this.#tell(renderLabStep(step, at, labSteps.length, facts, this.#options))
    const told = new Set<string>()
    let isMet = isDone
    let obstacle: string | null = null
    const show = (): void => {
      const lines = step.lines(facts)
      const conditions = isDone ? [] : step.conditions(facts)
      this.#beside.show(step, { at, of: labSteps.length, lines, conditions, obstacle, isMet })
    }
    show()
    if (isDone) this.#tell(renderWords('This is done already.', this.#options))
    this.#tell(renderKeys(keysOf(isMet, at), this.#options))
    for (;;) {
      const turn = await this.#turn()
      if (turn !== null && 'left' in turn) return 'left'
      facts = await this.#workshop.facts()
      if (!isMet) {
        isMet = this.#look(step, facts, told)
        const stands = isMet ? null : (step.obstacle?.(facts) ?? null)
        if (stands !== null && stands !== obstacle) this.#tell(renderObstacle(stands, this.#options))
        obstacle = stands
        if (isMet)
          this.#tell(renderWords(step.saw, this.#options) + renderKeys(keysOf(true, at), this.#options))
        show()
      }
      switch (turn?.typed.trim().toLowerCase()) {
        case undefined:
          break
        case '':
          if (isMet) return (await this.#asked(step, isDone)) ? 'on' : 'left'
          this.#tell(renderWaiting(missing(step, facts), this.#options))
          break
        case 'h':
          this.#tell(renderWords(step.hint, this.#options))
          break
        case 'b':
          return 'back'
        case 'q':
          return 'left'
        default:
          this.#tell(renderKeys(keysOf(isMet, at), this.#options))
      }
    }
  }

  /** Tells what has become so, and whether all of it is. */
  #look(step: LabStep, facts: LabFacts, told: Set<string>): boolean {
    const conditions = step.conditions(facts)
    for (const condition of conditions) {
      if (!condition.met || told.has(condition.what)) continue
      told.add(condition.what)
      this.#tell(renderCondition(condition, this.#options))
    }
    return conditions.every(({ met }) => met)
  }

  /** The question of a step, where it has one. False: somebody left. */
  async #asked({ question }: LabStep, isDone: boolean): Promise<boolean> {
    return question === undefined || isDone || (await this.#ask(question)) !== null
  }

  /** Asks until a letter comes that is one of the choices; null: somebody left. */
  async #ask(question: Question): Promise<boolean | null> {
    this.#tell(renderQuestion(question, this.#options))
    const letters = question.choices.map((_, at) => letterOf(at))
    for (;;) {
      const turn = await this.#turn()
      if (turn === null) continue
      const typed = 'left' in turn ? 'q' : turn.typed.trim().toLowerCase()
      if (typed === 'q') return null
      const chosen = letters.indexOf(typed.charAt(0))
      if (typed === '' || chosen < 0) {
        this.#tell(renderWords(`One of ${letters.join(', ')}, and then Enter.`, this.#options))
        continue
      }
      const isRight = chosen === question.right
      this.#tell(renderAnswer(isRight, question, this.#options))
      return isRight
    }
  }

  async #finish(): Promise<number> {
    this.#beside.view = null
    const points = learned.map(text => `  · ${text}`).join('\n')
    this.#tell(`\n${renderWords('The lab is done. What you can now explain:', this.#options)}${points}\n`)
    let right = 0
    for (const question of quiz) {
      const answer = await this.#ask(question)
      if (answer === null) return this.#leave()
      if (answer) right++
    }
    this.#tell(`\n${renderWords(`${right} of ${quiz.length} right. ${decision}`, this.#options)}`)
    this.#tell(renderWords('From the start again: why403 lab --restart', this.#options))
    return 0
  }

  #leave(): number {
    this.#tell(renderWords('Left. why403 lab goes on from here.', this.#options))
    return 0
  }

  #turn(): Promise<Turn> {
    const look = this.#io.pause(lookEvery).then(() => null)
    const { pressed } = this.#beside
    return Promise.race<Turn>([this.#line, this.#left, pressed, look]).then(async turn => {
      if (turn === null) return null
      // What was not taken is there at the next turn.
      if (turn === (await Promise.race([pressed, null]))) this.#beside.taken()
      else this.#line = this.#next()
      return turn
    })
  }

  #next(): Promise<Turn> {
    return this.#lines.next().then(({ done, value }) => (done === true ? { left: true } : { typed: value }))
  }

  #tell(text: string): void {
    this.#io.stdout.write(text)
  }
}

function welcome(done: number, url: string): string {
  const files = `Settings are in ${settingsFile} in this folder, an administrator's in ${adminSettingsFile}.`
  return done === 0
    ? `An app that runs by itself, from its registration to its first answer and beyond, on a make-believe tenant on this machine. Type the lines in another terminal, in this folder, or open ${url}/ in a browser and do it there. ${files}`
    : `The tenant is a new one, in which all that you did was done again; the secret in ${settingsFile} is new too. Its portal is at ${url}/ again. ${files}`
}

function missing(step: LabStep, facts: LabFacts): ReturnType<LabStep['conditions']> {
  return step.conditions(facts).filter(({ met }) => !met)
}

function keysOf(isMet: boolean, at: number): string[] {
  return [
    isMet ? 'Enter: next' : 'Enter: what is missing',
    'h: hint',
    ...(at === 0 ? [] : ['b: back']),
    'q: leave, and come back later',
  ]
}
