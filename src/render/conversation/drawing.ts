import { type Actor, actors, type Conversation, type Message, type Step } from './steps.ts'

/** Where the lines of app, Entra ID and Graph stand, in columns. */
const at: Readonly<Record<Actor, number>> = { app: 2, entra: 43, graph: 65 }

const end = at.graph

/**
 * The conversation in characters, 68 columns wide: who says what is an arrow, what was held back ends in an x.
 *
 * @param broken what stands before the line where it breaks
 */
export function drawing({ steps, actors: names }: Conversation, broken: string): string[] {
  const head = actors.reduce((line, actor) => {
    const { short } = names[actor]
    return line.padEnd(Math.max(0, at[actor] - Math.floor(short.length / 2))) + short
  }, '')
  return [head, ...steps.flatMap(step => linesOf(step, broken))]
}

function linesOf(step: Step, broken: string): string[] {
  switch (step.kind) {
    case 'message':
      return messageLines(step)
    case 'remark': {
      const mark = step.tone === 'bad' ? `${broken} ` : ''
      return [beside(`${mark}${step.says}`), ...step.lines.map(line => beside(`  ${line}`))]
    }
    case 'gap':
      return [beside(step.says)]
  }
}

function messageLines({ from, to, says, detail, stopped }: Message): string[] {
  const [left, right] = [Math.min(at[from], at[to]), Math.max(at[from], at[to])]
  const room = right - left - 1
  const isRightwards = at[to] > at[from]
  const text = says.length > room - 6 ? `${says.slice(0, room - 7)}…` : says
  const dashes = '-'.repeat(room - text.length - 5)
  const arrow = isRightwards
    ? `-- ${text} ${dashes}${stopped ? 'x' : '>'}`
    : `${stopped ? 'x' : '<'}${dashes} ${text} --`
  const line = `${lifelines(left)}${arrow}${lifelines(end).slice(right)}`
  const reason = stopped && detail !== '' ? [beside(`  ${detail}`)] : []
  return [line.trimEnd(), ...reason]
}

/** Words of their own line, behind the app's. */
function beside(text: string): string {
  return `${' '.repeat(at.app)}|  ${text}`
}

/** The lines as they stand, up to a column and with it. */
function lifelines(column: number): string {
  return Array.from({ length: column + 1 }, (_, place) =>
    actors.some(actor => at[actor] === place) ? '|' : ' ',
  ).join('')
}
