import { Why403Error } from '../core/error.ts'
import { isPlainlyFile } from '../core/secret/named-file.ts'
import { readIndexText, readProgramFile } from '../edges/data.ts'
import { deflate } from '../edges/deflate.ts'
import type { Io } from '../io.ts'
import { pageText } from '../page/assemble.ts'
import { forTerminal } from '../render/neutralise.ts'
import { version } from '../version.ts'
import type { Arguments } from './flags.ts'
import { openData } from './open-data.ts'
import { save } from './output.ts'

const usualName = 'why403.html'

/** The page, put together from what this installation holds; the same for everybody of one version. */
export async function run({ words, flags }: Arguments, io: Io): Promise<number> {
  if (words.length > 0)
    throw new Why403Error('usage', 'why403 page takes no words.', ['Another name: --output FILE'])
  const file = flags.text('output') ?? usualName
  const text = await pageText({
    file: readProgramFile,
    index: readIndexText(),
    deflate,
    version,
    data: openData(io).index.source,
  })
  await save(file, text, io)
  const name = isPlainlyFile(file) ? forTerminal(file) : 'the file of --output'
  io.stderr.write(
    `Written: ${name}, ${Math.round(text.length / 1024)} KB. It loads nothing and asks nobody.\n`,
  )
  return 0
}
