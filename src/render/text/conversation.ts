import type { Report } from '../../core/report/report.ts'
import { conversationOf } from '../conversation/conversation.ts'
import { drawing } from '../conversation/drawing.ts'
import type { Style } from './style.ts'

/** Who said what to whom, drawn small. */
export function renderConversation(report: Report, style: Style): string {
  const conversation = conversationOf(report)
  if (conversation === null) return ''
  const lines = drawing(conversation, style.signs.broken).map(
    line => `  ${style.plain(line.replaceAll('…', style.ellipsis))}`,
  )
  return [style.colour.bold('Conversation'), ...lines].join('\n')
}
