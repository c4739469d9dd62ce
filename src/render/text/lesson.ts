import type { Expectation, Lesson, Step } from '../../lessons/lesson.ts'
import { Style, type TextOptions } from './style.ts'

/** What a lesson is about, and how to type it oneself. */
export function renderOpening({ title, opening }: Lesson, byHand: string, options: TextOptions): string {
  const style = new Style(options)
  const { bold, dim } = style.colour
  const about = opening === null ? bold(style.wrap(title, 0)) : style.wrap(opening, 0)
  return `${about}\n\n${dim(`${style.wrap('By hand, in an empty folder:', 0)}\n$ ${style.plain(byHand)}`)}\n\n`
}

/** What stands above a step: its place and title, and what holds in general. */
export function renderHeading({ steps }: Lesson, step: Step, at: number, options: TextOptions): string {
  const style = new Style(options)
  const place = `${at + 1} of ${steps.length}`.padEnd(indent)
  return `${style.colour.bold(style.wrap(step.title, indent, place))}\n${style.wrap(step.why, indent)}\n\n`
}

const indent = 8

/** A line that is typed. */
export function renderLine(line: string, options: TextOptions): string {
  const style = new Style(options)
  return `${style.colour.dim(`$ ${style.plain(line)}`)}\n`
}

/** What a command answered, or its first lines; that there is more is shown too. */
export function renderExcerpt(
  answer: string,
  most: number | null,
  isWhole: boolean,
  options: TextOptions,
): string {
  const lines = answer.trimEnd().split('\n')
  const shown = most === null ? lines : lines.slice(0, most)
  const more = isWhole && shown.length === lines.length ? [] : [new Style(options).ellipsis]
  return `${[...shown, ...more].join('\n')}\n`
}

/** What was seen, and whether it is what the step is there to show. */
export function renderSeen(expectations: readonly Expectation[], options: TextOptions): string {
  const style = new Style(options)
  const lines = expectations.map(({ what, met }, at) =>
    style.wrap(
      met ? what : `NOT: ${what}`,
      indent + 2,
      `${(at === 0 ? 'Seen' : '').padEnd(indent)}${style.mark(met ? 'good' : 'bad')} `,
    ),
  )
  return `\n${lines.join('\n')}\n`
}

export function renderEnd({ id }: Lesson, unmet: number, options: TextOptions): string {
  const style = new Style(options)
  if (unmet > 0) {
    const what = `${unmet} expectation${unmet === 1 ? ' was' : 's were'} not met.`
    return `${style.wrap(what, 2, `${style.mark('bad')} `)}\n`
  }
  const next = id === 'lab' ? 'Do it yourself, step by step: why403 lab. ' : ''
  return `${style.wrap(`${next}More scenarios: why403 demo --list`, 0)}\n`
}
