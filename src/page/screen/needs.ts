import type { LookUp } from '../../core/looked-up.ts'
import { operationsFromList } from '../../core/operation/list.ts'
import { nameOf } from '../../core/operation/name.ts'
import type { Operation, UnreadableOperation } from '../../core/operation/operation.ts'
import { vocabularyOf } from '../../core/operation/vocabulary.ts'
import { permissionReport } from '../../core/report/permission.ts'
import { html, type Markup } from '../../render/html/parts/html.ts'
import { needed } from '../answer.ts'
import { type Hit, Search } from '../search.ts'
import { nodesOf } from './build.ts'
import { byId } from './elements.ts'
import { show } from './show.ts'

/** What a call needs: searched as one types, and shown for one call or for several. */
export interface Needs {
  /** What an address asks for: operations, or a permission. */
  show(names: readonly string[], kind: Hit['kind']): void
  clear(): void
  focus(): void
}

const mostHits = 12

export function openNeeds(lookUp: () => LookUp, whenIdle: (act: () => void) => void): Needs {
  const [find, list, chosen, place] = [
    byId<HTMLInputElement>('find'),
    byId('hits'),
    byId('chosen'),
    byId('needed'),
  ]
  let hits: readonly Hit[] = []
  let active = -1
  /** Operations that are shown, each as it was asked for. */
  let calls: readonly string[] = []

  let opened: Search | null = null
  const search = (): Search => {
    opened ??= new Search(lookUp().index)
    return opened
  }
  whenIdle(search)

  const draw = (): void => {
    list.replaceChildren(
      nodesOf(
        html`${hits.map(row)}${hits.length === 0 ? html`<li class="none">Nothing of that name: an operation such as GET /users, a permission such as Mail.Read, or a cmdlet.</li>` : null}`,
      ),
    )
    const isOpen = find.value.trim() !== ''
    list.hidden = !isOpen
    find.setAttribute('aria-expanded', String(isOpen))
    if (active >= 0 && isOpen) find.setAttribute('aria-activedescendant', `hit-${active}`)
    else find.removeAttribute('aria-activedescendant')
  }
  const row = ({ kind, name }: Hit, at: number): Markup =>
    html`<li id="hit-${at}" role="option" aria-selected="${at === active ? 'true' : 'false'}">${name}<small>${kind === 'permission' ? 'permission' : /^[A-Za-z]+-/.test(name) ? 'cmdlet' : 'operation'}</small></li>`

  const close = (): void => {
    find.value = ''
    hits = []
    active = -1
    draw()
  }

  /** By its address: what is public, and nothing else, is one. */
  const choose = (hit: Hit | undefined, isAdded: boolean): void => {
    if (hit === undefined) return
    const names =
      hit.kind === 'op' && isAdded ? [...calls.filter(name => name !== hit.name), hit.name] : [hit.name]
    close()
    location.hash = names.map(name => `${hit.kind}=${encodeURIComponent(name)}`).join('&')
  }

  const operationsIn = (text: string): (Operation | UnreadableOperation)[] =>
    operationsFromList(text, 'your text', vocabularyOf(lookUp().index))

  const showCalls = (names: readonly string[], isPublic: boolean): void => {
    calls = names
    const operations = operationsIn(names.join('\n'))
    if (operations.length === 0) {
      clear()
      return
    }
    const link = isPublic ? names.map(name => `op=${encodeURIComponent(name)}`).join('&') : null
    chosen.replaceChildren(
      nodesOf(
        html`<strong>${operations.length === 1 ? 'Call' : 'Calls'}</strong>${names.map((name, at) => html`<span class="chip plain"><span>${name}</span><button type="button" data-part="${at}" aria-label="Without: ${name}">✕</button></span>`)}`,
      ),
    )
    chosen.onclick = ({ target }) => {
      const at = (target as Element).getAttribute('data-part')
      if (at === null) return
      const rest = names.toSpliced(Number(at), 1)
      if (isPublic) location.hash = rest.map(name => `op=${encodeURIComponent(name)}`).join('&') || 'needs'
      else showCalls(rest, false)
      find.focus()
    }
    show(
      place,
      { report: needed(operations, lookUp()), view: { show: 'needs', scheme: 'application' }, notes: [] },
      link,
    )
  }

  const showPermission = (name: string): void => {
    calls = []
    chosen.replaceChildren()
    const report = permissionReport(name, lookUp(), true)
    if (report === null)
      place.replaceChildren(nodesOf(html`<p class="said">The tables know no such permission.</p>`))
    else
      show(
        place,
        { report, view: { show: 'reference' }, notes: [] },
        `permission=${encodeURIComponent(name)}`,
      )
  }

  const clear = (): void => {
    calls = []
    close()
    for (const one of [chosen, place]) one.replaceChildren()
  }

  find.addEventListener('input', () => {
    hits = search().find(find.value, mostHits)
    active = hits.length > 0 ? 0 : -1
    draw()
  })
  find.addEventListener('paste', event => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!text.trim().includes('\n')) return
    event.preventDefault()
    close()
    // They are somebody's own, and may hold ids: no address is made of them.
    if (location.hash !== '#needs') history.replaceState(null, '', '#needs')
    showCalls(operationsIn(text).map(nameOf), false)
  })
  find.addEventListener('keydown', event => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      event.preventDefault()
      active = (active + step + hits.length) % hits.length
      draw()
    } else if (event.key === 'Enter') choose(hits[active], event.shiftKey)
    else if (event.key === 'Escape') close()
  })
  list.addEventListener('pointerdown', event => {
    const at = (event.target as Element).closest('[role=option]')?.id.replace('hit-', '')
    if (at === undefined) return
    event.preventDefault()
    choose(hits[Number(at)], event.shiftKey)
  })

  return {
    clear,
    focus: () => find.focus(),
    show: (names, kind) => (kind === 'op' ? showCalls(names, true) : showPermission(names[0] ?? '')),
  }
}
