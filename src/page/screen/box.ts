import { Why403Error } from '../../core/error.ts'
import type { LookUp } from '../../core/looked-up.ts'
import { html } from '../../render/html/parts/html.ts'
import { answerTo } from '../answer.ts'
import { examples } from '../examples.ts'
import { partsOf } from '../parts.ts'
import { type Recognised, recognise } from '../recognise.ts'
import { nodesOf } from './build.ts'
import { byId } from './elements.ts'
import { readFile } from './read-file.ts'
import { show } from './show.ts'

/** The box, what was recognised in it, and the answer below. */
export interface Box {
  /** A name that is known, by its address. */
  explain(name: string): Promise<void>
  /** Everything that was pasted, and all that came of it. */
  clear(): void
  focus(): void
}

/** Texts that are longer are read, and not put into the box. In characters. */
const mostShown = 100_000

/** @param lookUp what answers depend on, at the moment */
export function openBox(lookUp: () => LookUp): Box {
  const [form, got, answer] = [byId('form'), byId('got'), byId('answer')]
  /** Of a file, where the box does not show it. */
  let held: { readonly name: string; readonly text: string } | null = null
  let asked = 0

  const box = (): HTMLTextAreaElement => byId<HTMLTextAreaElement>('box')
  const text = (): string => held?.text ?? box().value

  const clear = (): void => {
    asked++
    held = null
    // Another one: its own would keep what was typed, for undoing.
    const fresh = box().cloneNode() as HTMLTextAreaElement
    fresh.value = ''
    const hadFocus = document.activeElement === box()
    box().replaceWith(fresh)
    byId<HTMLInputElement>('file').value = ''
    for (const place of [got, answer]) place.replaceChildren()
    isEmpty(true)
    if (hadFocus) fresh.focus()
  }

  const isEmpty = (empty: boolean): void => {
    byId('intro').hidden = !empty
    byId('start').hidden = !empty
  }

  const complain = (words: string, hints: readonly string[]): void => {
    answer.replaceChildren(
      nodesOf(html`<p class="said"><strong>${words}</strong></p>${hints.map(hint => html`<p>${hint}</p>`)}`),
    )
    isEmpty(false)
  }

  /** What is judged is what is left of it: a part may have been taken away. */
  const judge = async (recognised: Recognised | null, link: string | null = null): Promise<void> => {
    if (recognised === null) return clear()
    const mine = ++asked
    const found = await answerTo(recognised, lookUp())
    // Something else was asked meanwhile.
    if (mine !== asked) return
    const parts = partsOf(recognised, found.report)
    got.replaceChildren(
      nodesOf(
        html`${parts.length === 0 ? null : html`<strong>Recognised</strong>`}${parts.map(({ kind, words }, at) => html`<span class="chip good"><span>${kind}${words === '' ? null : html` <b>· ${words}</b>`}</span><button type="button" data-part="${at}" aria-label="Without: ${kind} ${words}">✕</button></span>`)}${held === null ? null : html`<span class="soft s">Read from ${held.name}; it is too long to be shown.</span>`}`,
      ),
    )
    got.onclick = ({ target }) => {
      const at = (target as Element).getAttribute('data-part')
      if (at === null) return
      void judge(parts[Number(at)]!.without)
      box().focus()
    }
    show(answer, found, link)
    isEmpty(false)
  }

  const submit = async (): Promise<void> => {
    if (text().trim() === '') return clear()
    // What is asked now has no address, and the one of another answer would be wrong.
    if (location.hash.startsWith('#explain=')) history.replaceState(null, '', '#explain')
    try {
      await judge(recognise(text(), lookUp()))
    } catch (error) {
      if (!(error instanceof Why403Error)) throw error
      complain(error.message, error.hints)
    }
  }

  const take = (given: string, name: string | null): void => {
    clear()
    if (given.length > mostShown && name !== null) held = { name, text: given }
    else box().value = given
    void submit()
  }

  const takeFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const read = await readFile(file)
    if (read === null) complain('The file holds more than 16 MiB.', ['Take the part around the refusal.'])
    else take(read, file.name)
  }

  form.addEventListener('submit', event => {
    event.preventDefault()
    void submit()
  })
  form.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void submit()
    }
  })
  // What was pasted stands in the box a moment later.
  form.addEventListener('paste', () => setTimeout(submit))
  form.addEventListener('input', () => {
    held = null
  })
  byId('clear').addEventListener('click', () => {
    clear()
    box().focus()
  })
  byId('file').addEventListener('change', () => void takeFile(byId<HTMLInputElement>('file').files?.[0]))
  byId('start').addEventListener('click', ({ target }) => {
    const at = (target as Element).closest('[data-example]')?.getAttribute('data-example')
    if (at != null) take(examples[Number(at)]!.text(lookUp().now), null)
  })
  acceptDrops(form, file => void takeFile(file))

  return {
    clear,
    focus: () => box().focus(),
    async explain(name) {
      clear()
      await judge(recognise(name, lookUp()), `explain=${encodeURIComponent(name)}`)
    },
  }
}

/** A file may be let go anywhere: the browser would open it in the place of the page. */
function acceptDrops(form: HTMLElement, take: (file: File | undefined) => void): void {
  const over = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault()
    form.classList.toggle('over', isOver)
  }
  addEventListener('dragover', over(true))
  addEventListener('dragleave', over(false))
  addEventListener('drop', event => {
    over(false)(event)
    take(event.dataTransfer?.files[0])
  })
}
