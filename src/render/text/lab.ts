import type { Condition, LabFacts, LabStep, Question } from '../../lessons/lab/step.ts'
import { Style, type TextOptions } from './style.ts'

const indent = 8

/** A step: where it stands, what to do and why, and the lines to type. */
export function renderLabStep(
  step: LabStep,
  at: number,
  of: number,
  facts: LabFacts,
  options: TextOptions,
): string {
  const style = new Style(options)
  const [full, empty] = options.unicode ? ['■', '□'] : ['#', '.']
  const bar = full.repeat(at + 1) + empty.repeat(of - at - 1)
  const lines = step.lines(facts).map(line => `${' '.repeat(indent)}${style.plain(line)}`)
  return `
${style.colour.dim(`Step ${at + 1} of ${of}   ${bar}   ${step.part}`)}
${style.colour.bold(style.wrap(step.title, 0))}

${style.wrap(step.why, 0)}

${lines.join('\n')}

`
}

/** Something that was looked at and is so, and where. */
export function renderCondition({ what, from }: Condition, options: TextOptions): string {
  const style = new Style(options)
  const line = style.wrap(what, 2, `${style.mark('good')} `)
  const gap = style.width - what.length - 2 - from.length
  return gap > 1 ? `${line}${' '.repeat(gap)}${style.colour.dim(style.plain(from))}\n` : `${line}\n`
}

/** What the lab waits for. */
export function renderWaiting(missing: readonly Condition[], options: TextOptions): string {
  const style = new Style(options)
  return missing.map(({ what }) => `${style.wrap(`not yet: ${what}`, 2, `${style.ellipsis} `)}\n`).join('')
}

export function renderObstacle(text: string, options: TextOptions): string {
  const style = new Style(options)
  return `${style.wrap(text, 2, `${style.mark('warning')} `)}\n`
}

export function renderQuestion({ asks, choices }: Question, options: TextOptions): string {
  const style = new Style(options)
  const letters = choices.map((choice, at) => style.wrap(choice, 5, `  ${letterOf(at)}  `))
  return `\n${style.colour.bold(style.wrap(asks, 0))}\n${letters.join('\n')}\n`
}

export function renderAnswer(isRight: boolean, { because }: Question, options: TextOptions): string {
  const style = new Style(options)
  return `${style.wrap(because, 2, `${style.mark(isRight ? 'good' : 'bad')} `)}\n`
}

export function letterOf(at: number): string {
  return 'abcdefgh'.charAt(at)
}
