import type { Report } from '../../core/report/report.ts'
import {
  type Actor,
  actors,
  type Conversation,
  conversationOf,
  type Message,
  type Remark,
  type Step,
  type Tone,
} from '../conversation/conversation.ts'
import { html, type Markup } from './parts/html.ts'
import { arrow, box, fitted, stopOf, words } from './parts/lines.ts'
import type { Section } from './section.ts'

/** The conversation as a picture, drawn for wide and for narrow screens. */
export function conversation(report: Report): Section | null {
  const told = conversationOf(report)
  if (told === null) return null
  return {
    id: 'what',
    title: 'What happened',
    lead: leadWords(report, told),
    body: html`<figure class="conv card">${drawing(told, wide)}${drawing(told, tall)}</figure>`,
    style: conversationStyle,
  }
}

function leadWords({ acquisition, calls, token }: Report, { steps }: Conversation): string {
  const held = steps.some(step => step.kind === 'message' && step.stopped)
  const first =
    acquisition !== undefined
      ? 'Two services take part. Entra ID issues a token even where nothing is granted; Graph reads only what is in it.'
      : token !== undefined
        ? 'The token was handed in, so Entra ID took no part.'
        : 'As far as the text tells it.'
  if (calls.length === 0 && held) return `${first} Graph was not asked.`
  return held ? `${first} A dashed arrow was not sent.` : first
}

interface Layout {
  readonly name: 'wide' | 'tall'
  readonly width: number
  readonly lines: Readonly<Record<Actor, number>>
  readonly boxWidth: number
  /** Where the words of a message stand: over its arrow, or at the left. */
  readonly aside: boolean
  readonly remarkWidth: number
}

const wide: Layout = {
  name: 'wide',
  width: 860,
  lines: { app: 110, entra: 430, graph: 750 },
  boxWidth: 190,
  aside: false,
  remarkWidth: 400,
}

const tall: Layout = {
  name: 'tall',
  width: 360,
  lines: { app: 60, entra: 180, graph: 300 },
  boxWidth: 104,
  aside: true,
  remarkWidth: 336,
}

const top = 50
/** What a character takes on average in the widest of the usual fonts. */
const letter = 7.5
const boldLetter = 8.2
const monoLetter = 7.4

function drawing({ actors: names, steps, summary }: Conversation, layout: Layout): Markup {
  let y = top + 18
  let number = 0
  const drawn = steps.map(step => {
    if (step.kind === 'message') number++
    const { mark, height } = drawStep(step, y, number, layout)
    y += height
    return mark
  })
  const id = `conv-${layout.name}`
  const lines = actors.map(actor => html`<path class="life" d="M${layout.lines[actor]} ${top}V${y}"/>`)
  const heads = actors.map(actor => {
    const x = layout.lines[actor]
    const { name, short, does } = names[actor]
    const shown = fitted(layout.aside ? short : name, layout.boxWidth - 8, boldLetter)
    return html`${box(x - layout.boxWidth / 2, 4, layout.boxWidth, top - 4, 'box')}${words(x, 23, shown, 'in t-b')}${words(x, 41, does, 'in t-s')}`
  })
  return html`<svg class="${layout.name}" viewBox="0 0 ${layout.width} ${y + 4}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">The conversation between the app, Entra ID and Microsoft Graph</title><desc id="${id}-d">${summary}</desc>${lines}${heads}${drawn}</svg>`
}

interface Drawn {
  readonly mark: Markup
  readonly height: number
}

function drawStep(step: Step, y: number, number: number, layout: Layout): Drawn {
  switch (step.kind) {
    case 'message':
      return drawMessage(step, y, number, layout)
    case 'remark':
      return drawRemark(step, y, layout)
    case 'gap':
      return { mark: words(layout.width / 2, y + 18, step.says, 't-s'), height: 34 }
  }
}

const tones: Readonly<Record<Tone, string>> = { plain: '', good: 'good', bad: 'bad' }

function drawMessage(
  { from, to, says, detail, tone, stopped }: Message,
  y: number,
  number: number,
  layout: Layout,
): Drawn {
  const { lines, aside, width } = layout
  const [start, end] = [lines[from], lines[to]]
  const kind = tone === 'plain' ? 't-b' : `t-b t-${tone}`
  const at = y + 32
  const line = arrow(start, end, at, tones[tone], stopped)
  if (aside) {
    const shown = fitted(`${number}. ${says}`, width - 24, boldLetter)
    return {
      mark: html`${words(12, at - 14, shown, kind, 'start')}${line}${words(12, at + 18, fitted(withShortIds(detail), width - 24, monoLetter), 't-m t-s', 'start')}`,
      height: 68,
    }
  }
  const room = Math.abs(end - start) - 30
  // Beside the cross there is room for what was not said.
  const beside = stopped && end > start
  const x = beside ? stopOf(start, end) + 18 : (start + end) / 2
  const align = beside ? 'start' : 'middle'
  return {
    mark: html`${words(x, at - (beside ? 4 : 12), fitted(says, room, boldLetter), kind, align)}${line}<circle class="num" cx="${start}" cy="${at}" r="10"/>${words(start, at + 4, String(number), 'in t-s')}${words(x, at + (beside ? 14 : 18), fitted(detail, room, monoLetter), 't-m t-s', align)}`,
    height: detail === '' ? 52 : 66,
  }
}

function withShortIds(text: string): string {
  return text.replace(/([0-9a-f]{8})-[0-9a-f-]{23}([0-9a-f]{4})\b/g, '$1…$2')
}

const remarkKinds: Readonly<Record<Tone, string>> = { plain: 'note-pl', good: 'note-ok', bad: 'note' }

function drawRemark({ at, says, lines: notes, tone }: Remark, y: number, layout: Layout): Drawn {
  const longest = Math.max(says.length * boldLetter, ...notes.map(text => text.length * letter))
  const boxWidth = Math.min(layout.remarkWidth, Math.max(200, Math.round(longest) + 32))
  const middle = layout.aside ? layout.width / 2 : layout.lines[at]
  const x = Math.min(Math.max(middle - boxWidth / 2, 4), layout.width - boxWidth - 4)
  const kind = remarkKinds[tone]
  const height = 32 + notes.length * 18
  const centre = x + boxWidth / 2
  const title = words(
    centre,
    y + 29,
    fitted(says, boxWidth - 16, boldLetter),
    `in t-b${tone === 'plain' ? '' : ` t-${tone}`}`,
  )
  const rest = notes.map((text, line) =>
    words(centre, y + 47 + line * 18, fitted(text, boxWidth - 16, letter), 'in'),
  )
  return { mark: html`${box(x, y + 8, boxWidth, height, kind)}${title}${rest}`, height: height + 20 }
}

export const conversationStyle = `.conv{padding:1rem 1.25rem 1.25rem}
.conv svg{display:block;width:100%;height:auto}
.conv .tall{display:none}
.conv text{font-family:var(--sans);font-size:13px;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:6px;stroke-linejoin:round;font-variant-ligatures:none}
.conv .in{stroke:none}
.conv .t-m{font-family:var(--mono);font-size:12px}
.conv .t-s{fill:var(--soft);font-size:12px}
.conv .t-b{font-weight:650}
.conv .t-bad{fill:var(--bad)}
.conv .t-good{fill:var(--good)}
.conv .life{stroke:var(--line);stroke-width:2}
.conv .box{fill:var(--sunk);stroke:var(--line)}
.conv .a{stroke:var(--edge);stroke-width:1.75;fill:none}
.conv .h{fill:var(--edge)}
.conv .a.bad{stroke:var(--bad)}
.conv .h.bad{fill:var(--bad)}
.conv .a.good{stroke:var(--good)}
.conv .h.good{fill:var(--good)}
.conv .dash{stroke-dasharray:3 5}
.conv .note{fill:var(--bad-tint);stroke:var(--bad);stroke-width:1.5}
.conv .note-ok{fill:var(--good-tint);stroke:var(--good);stroke-width:1.5}
.conv .note-pl{fill:var(--sunk);stroke:var(--edge);stroke-width:1.5}
.conv .num{fill:var(--paper);stroke:var(--edge)}
@media(max-width:42rem){.conv{padding:.75rem}
.conv .wide{display:none}
.conv .tall{display:block}}
@media print{.conv{padding:.5rem;break-inside:avoid}
.conv .wide{display:block;max-width:138mm;margin:auto}
.conv .tall{display:none}}
@media(forced-colors:active){.conv text{fill:CanvasText;stroke:Canvas}
.conv .a,.conv .life,.conv .box,.conv .num,.conv rect{stroke:CanvasText}
.conv .h{fill:CanvasText}
.conv rect,.conv .num{fill:Canvas}}`
