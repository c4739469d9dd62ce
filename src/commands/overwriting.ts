import { Why403Error } from '../core/error.ts'
import type { Io } from '../io.ts'
import { type Arguments, fileFlags, inputFlags, outputFlags } from './flags.ts'

/** Refuses to write one file twice, or over a file that is read: by what the names lead to, not by their spelling. */
export async function refuseOverwriting(command: string, { words, flags }: Arguments, io: Io): Promise<void> {
  const uses: { readonly as: string; readonly path: string }[] = []
  const add = async (as: string, name: string | undefined): Promise<void> => {
    const path = name === undefined || name === '-' ? null : await io.regularPath(name)
    if (path === null) return
    const other = uses.find(use => use.path === path)
    uses.push({ as, path })
    if (other === undefined || !outputFlags.some(output => [as, other.as].includes(`--${output}`))) return
    throw new Why403Error('usage', `${as} and ${other.as} are the same file.`, [
      'What is written would replace the other: give two files.',
    ])
  }
  for (const name of [...outputFlags, ...inputFlags, ...fileFlags]) await add(`--${name}`, flags.text(name))
  if (flags.text('dotenv') === undefined) await add('.env', '.env')
  if (command === 'open') await add('the case', words.join(' '))
  if (command === 'inspect') await add('the file to inspect', words.join(' '))
}
