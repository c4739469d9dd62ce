import { Why403Error } from '../../core/error.ts'
import { cannotRead } from '../../core/secret/named-file.ts'
import { readDirectory } from '../../emulator/directory-file.ts'
import type { Kept, TenantFile } from '../../emulator/emulator.ts'
import { readState } from '../../emulator/state.ts'
import type { Io } from '../../io.ts'
import { openData } from '../open-data.ts'

/** In bytes. */
const mostRead = 4 * 1024 * 1024

/** The tenant of `--directory`. */
export async function directoryIn(file: string, io: Io): Promise<TenantFile> {
  const read = readDirectory(await textOf('--directory', file, io), openData(io).index)
  if (!('wrong' in read)) return read
  throw new Why403Error('unreadable-input', `The file of --directory cannot be used: ${read.wrong}.`, [
    'A small one: {"displayName": "Fabrikam", "domain": "fabrikam.example", "users": [{"displayName": "Mia Berg", "userPrincipalName": "mia@fabrikam.example"}]}',
  ])
}

/** The place of `--state`, with what is there. A file that the emulator did not write is somebody's own. */
export async function stateIn(file: string, tenantId: string, io: Io): Promise<Kept> {
  const status = await io.fileStatus(file)
  const state = status === null ? null : readState(await textOf('--state', file, io))
  if (status !== null && state === null)
    throw new Why403Error(
      'usage',
      'The file of --state is there already, and the emulator did not write it.',
      ['Give another file: why403 emulator --state tenant.json'],
    )
  if (state !== null && state.tenantId !== tenantId)
    throw new Why403Error('usage', 'The file of --state is of another tenant.', [
      'Give each tenant a file of its own.',
    ])
  let isBegun = false
  return {
    state,
    async write(text) {
      try {
        await io.writeFile(file, text, 0o600)
        isBegun = true
      } catch (cause) {
        const [complaint, hint] = [
          'The file of --state cannot be written.',
          'Give another file, in a folder that is there and yours.',
        ]
        if (!isBegun) throw new Why403Error('unwritable-output', complaint, [hint], { cause })
        // It was written before, and what stands there is whole: whoever works goes on working.
        io.stderr.write(`note: ${complaint} The tenant goes on without.\n`)
      }
    },
  }
}

async function textOf(flag: string, file: string, io: Io): Promise<string> {
  try {
    return await io.readFile(file, mostRead)
  } catch (cause) {
    throw cannotRead(flag, file, `${flag} takes a JSON file.`, cause)
  }
}
