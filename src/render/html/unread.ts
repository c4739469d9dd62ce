import type { Report } from '../../core/report/report.ts'
import { capitalized } from '../../core/text.ts'
import { readByWords } from '../record-words.ts'
import { operationName } from '../rows.ts'
import { html } from './parts/html.ts'
import type { Section } from './section.ts'

/** What this report cannot rule out, and what would tell. */
export function unread(report: Report): Section | null {
  const items = [...factsNotLookedAt(report), ...gates(report), ...answers(report)]
  if (items.length === 0) return null
  return {
    id: 'unread',
    title: 'Not looked at',
    lead: 'What this report cannot rule out, and what would tell.',
    body: html`<ul class="list card">${items.map(([what, tells]) => html`<li><strong>${what}</strong><span class="soft">${tells}</span></li>`)}</ul>`,
    style: '',
  }
}

type Item = readonly [what: string, tells: string]

function factsNotLookedAt({ notChecked, token, app, operations, acquisition }: Report): Item[] {
  const missing = new Set(notChecked.flatMap(({ id, missing }) => (id.startsWith('records/') ? [] : missing)))
  const refused = notChecked.filter(({ id }) => id.startsWith('records/'))
  const items: Item[] = refused.map(({ id, missing, readBy }) => [
    `The tenant's records: ${id.slice('records/'.length)}`,
    `Asked for, and not had: ${missing.join(', ')}. ${readByWords([readBy])}`.trimEnd(),
  ])
  if (refused.length === 0 && token !== undefined && (missing.has('granted') || missing.has('declared')))
    items.push([
      "The tenant's records",
      'What the registration declares, and what an administrator granted: --records reads them.',
    ])
  if (token === undefined && app === undefined && acquisition === undefined)
    items.push(['A token', 'None was at hand, so nothing was compared: why403 check compares.'])
  else if (token !== undefined && operations.length === 0)
    items.push([
      'Operations',
      'None was asked about: why403 check compares the token with what a program calls.',
    ])
  const { signature } = token ?? {}
  if (signature !== undefined && signature.status !== 'verified' && signature.status !== 'mismatch')
    items.push(['The signature', `Not verified: ${signature.reason}.`])
  return items
}

/** What else must be true, once for all operations that ask for it. */
function gates({ operations }: Report): Item[] {
  const found = new Map<string, { readonly tell: string; readonly names: string[] }>()
  for (const operation of operations)
    for (const { needs, tell, state } of operation.gates ?? []) {
      if (state === 'shut') continue
      const known = found.get(needs) ?? { tell, names: [] }
      found.set(needs, known)
      known.names.push(operationName(operation))
    }
  return [...found].slice(0, 12).map(([needs, { tell, names }]) => {
    const asks =
      names.length > 2
        ? `${names.length} operations ask`
        : `${names.join(' and ')} ask${names.length === 1 ? 's' : ''}`
    return [capitalized(needs), `${asks} for it besides the permission. What tells: ${tell}`]
  })
}

function answers({ operations, calls, token }: Report): Item[] {
  if (token === undefined || operations.length === 0 || calls.length > 0) return []
  return [['Graph’s answers', 'Nothing was sent. Called without check, why403 asks Graph itself.']]
}
