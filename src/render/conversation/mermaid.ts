import { forTerminal } from '../neutralise.ts'
import { actors, type Conversation, type Step } from './steps.ts'

/**
 * The conversation as a sequence diagram, for what draws Mermaid. Source: mermaid.js.org, "Sequence diagrams": a line a
 * statement, `#NN;` a character by its number.
 */
export function mermaid({ actors: names, steps }: Conversation): string {
  const heads = actors.map(actor => `  participant ${actor} as ${plain(names[actor].name)}`)
  return ['sequenceDiagram', '  autonumber', ...heads, ...steps.map(lineOf)].join('\n')
}

function lineOf(step: Step): string {
  switch (step.kind) {
    case 'message': {
      const detail = step.detail === '' ? '' : `<br/>${plain(step.detail)}`
      return `  ${step.from} ${step.stopped ? '--x' : '->>'} ${step.to}: ${plain(step.says)}${detail}`
    }
    case 'remark':
      return `  Note over ${step.at}: ${[step.says, ...step.lines].map(plain).join('<br/>')}`
    case 'gap':
      return `  Note over app,graph: ${plain(step.says)}`
  }
}

/** Words, in which nothing ends a statement or is markup. */
function plain(text: string): string {
  return forTerminal(text)
    .slice(0, 200)
    .replace(/[^\w .,/{}$()'?=-]/gu, character => `#${character.codePointAt(0)};`)
}
