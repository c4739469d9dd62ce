import { Why403Error } from '../core/error.ts'
import { findingById, findings } from '../core/findings/index.ts'
import { suggest } from '../core/suggest.ts'
import type { Io } from '../io.ts'
import { renderJson } from '../render/json.ts'
import { renderExplanation } from '../render/text/explanation.ts'
import type { Arguments } from './flags.ts'
import { answer, formatOf, textOptions } from './output.ts'

/** A finding's own words, or the list of all findings. */
export async function run({ words, flags }: Arguments, io: Io): Promise<number> {
  const format = formatOf(flags)
  if (flags.on('list')) {
    const list = findings.map(({ id, title }) => ({ id, title }))
    const width = Math.max(...list.map(({ id }) => id.length))
    const text = list.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join('')
    await answer(format === 'json' ? renderJson(list) : text, flags, io)
    return 0
  }
  const id = words[0] ?? ''
  const finding = findingById(id)
  if (finding === null) throw unknown(id)
  const { title, words: said } = finding
  await answer(
    format === 'json'
      ? renderJson({ id, title, ...said })
      : renderExplanation(finding, textOptions(flags, io)),
    flags,
    io,
  )
  return 0
}

function unknown(id: string): Why403Error {
  const near = suggest(
    id,
    findings.map(({ id }) => id),
    3,
  )
  return new Why403Error(
    'usage',
    id === '' ? 'Explain which finding?' : 'There is no finding of that name.',
    [...near.map(name => `Did you mean: why403 explain ${name}`), 'All of them: why403 explain --list'],
  )
}
