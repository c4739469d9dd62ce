import type { LookUp } from '../../core/looked-up.ts'
import { openIndex } from '../../core/tables/permission-index.ts'
import { version } from '../../version.ts'
import { askedBy } from '../address.ts'
import { decoded } from '../coded.ts'
import { lessons } from '../lessons.ts'
import { whenQuiet } from '../quiet.ts'
import { openBox } from './box.ts'
import { nodesOf } from './build.ts'
import { byId } from './elements.ts'
import { openNeeds } from './needs.ts'

/** What was pasted does not stay longer, where nobody is there. */
const tenMinutes = 600_000

const views = ['explain', 'needs', 'learn'] as const

/** Begins: the permission index, coded, is all that the page is given. */
export function start(codedIndex: string): void {
  const index = openIndex(decoded(codedIndex))
  const lookUp = (): LookUp => ({
    index,
    options: { version, data: index.source },
    shell: /\bWindows\b/.test(navigator.userAgent) ? 'powershell' : 'posix',
    now: Math.floor(Date.now() / 1000),
  })
  const box = openBox(lookUp)
  const needs = openNeeds(lookUp, whenIdle)
  let hasLessons = false

  const go = async (): Promise<void> => {
    const asked = askedBy(location.hash)
    if (asked.view === 'learn' && !hasLessons) {
      byId('v-learn').replaceChildren(nodesOf(lessons()))
      hasLessons = true
    }
    for (const view of views) byId(`v-${view}`).hidden = view !== asked.view
    for (const link of document.querySelectorAll('nav a[data-view]')) {
      if (link.getAttribute('data-view') === asked.view) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    if (asked.view === 'explain' && asked.name !== null) await box.explain(asked.name)
    if (asked.view === 'needs' && asked.names.length > 0) needs.show(asked.names, asked.kind)
    if (asked.view === 'needs') needs.focus()
    else if (asked.view === 'explain' && asked.name === null) box.focus()
  }

  const clear = (): void => {
    box.clear()
    needs.clear()
  }

  addEventListener('hashchange', () => void go())
  addEventListener('keydown', event => {
    const isTyping = /^(?:INPUT|TEXTAREA)$/.test((event.target as Element).tagName)
    if (event.key === 'Escape' && !byId('v-explain').hidden) {
      box.clear()
      box.focus()
    } else if (event.key === '/' && !isTyping) {
      event.preventDefault()
      if (byId('v-needs').hidden) {
        location.hash = 'explain'
        box.focus()
      } else needs.focus()
    }
  })
  addEventListener('click', goWithin)
  const seen = whenQuiet(tenMinutes, timers, clear)
  for (const sign of ['keydown', 'pointerdown', 'input', 'paste', 'drop']) addEventListener(sign, seen, true)
  // What a page that was left holds, going back would show.
  addEventListener('pagehide', clear)
  countRequests()
  void go().then(() => {
    document.documentElement.dataset.ready = 'yes'
  })
}

const timers = {
  now: () => performance.now(),
  after: (ms: number, act: () => void) => {
    setTimeout(act, ms)
  },
}

/** Links to a part of an answer: the address stays as it is. */
function goWithin(event: MouseEvent): void {
  const href = (event.target as Element).closest?.('a[href^="#"]')?.getAttribute('href')
  const part = href == null || /^#(?:explain|needs|learn)$|=/.test(href) ? null : byId(href.slice(1))
  if (part === null) return
  event.preventDefault()
  const section = part.closest('section.view')
  if (section !== null && byId(section.id).hidden) location.hash = 'explain'
  part.scrollIntoView()
  part.tabIndex = -1
  part.focus({ preventScroll: true })
}

/** By the browser's own record, of everything that the page asked for since it opened. */
function countRequests(): void {
  const count = (): void => {
    const sent = performance.getEntriesByType('resource').length
    for (const place of document.querySelectorAll('[data-sent]')) place.textContent = String(sent)
  }
  new PerformanceObserver(count).observe({ type: 'resource', buffered: true })
  count()
}

/** When the first screen has been drawn. */
function whenIdle(act: () => void): void {
  setTimeout(act, 200)
}
