import type { Lesson, Scene, Step } from '../../lessons/lesson.ts'
import { renderText } from './report.ts'
import { Style, type TextOptions } from './style.ts'

/** What stands above a step: its title, the command, and what holds in general. */
export function renderCurtain(lesson: Lesson, step: Step, at: number, options: TextOptions): string {
  const style = new Style(options)
  const { bold, dim } = style.colour
  const title = at === 0 ? `${bold(style.wrap(lesson.title, 0))}\n\n` : ''
  const heading = bold(style.wrap(step.title, 0, `${at + 1}/${lesson.steps.length}  `))
  const command = step.command === undefined ? '' : `\n${dim(`$ ${step.command}`)}`
  return `${title}${heading}\n${style.wrap(step.why, 0)}\n${command}\n`
}

export function renderMilestone(words: string, options: TextOptions): string {
  const style = new Style(options)
  return `${style.colour.dim(style.wrap(words, 0))}\n`
}

/** What was seen, and whether it is what the step is there to show. */
export function renderScene({ told, report, show, expectations }: Scene, options: TextOptions): string {
  const style = new Style(options)
  const parts = [
    told.map(sentence => style.wrap(sentence, 0)).join('\n'),
    report === undefined ? '' : renderText(report, { ...options, verbose: false, rows: 10 }, show).trimEnd(),
    expectations
      .map(({ what, met }) =>
        style.wrap(
          `${met ? 'as expected' : 'NOT as expected'}: ${what}`,
          2,
          `${style.mark(met ? 'good' : 'bad')} `,
        ),
      )
      .join('\n'),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n\n`
}

export function renderEnd({ id }: Lesson, unmet: number, options: TextOptions): string {
  const style = new Style(options)
  if (unmet > 0)
    return style
      .wrap(`${unmet} expectation${unmet === 1 ? ' was' : 's were'} not met.`, 2, `${style.mark('bad')} `)
      .concat('\n')
  const next =
    id === 'lab'
      ? 'By hand, on the same tenant: why403 emulator. More scenarios: why403 demo --list'
      : 'More scenarios: why403 demo --list'
  return `${style.wrap(next, 0)}\n`
}
