import { Why403Error } from '../../core/error.ts'
import { dotenvMark, dotenvOf } from '../../emulator/dotenv.ts'
import type { EmulatedApp, Emulator } from '../../emulator/emulator.ts'
import type { Io } from '../../io.ts'

/** Where the administrator's settings go: beside those of the app. */
export function adminFile(file: string): string {
  return `${file}.admin`
}

/** In bytes: the mark is in the first line. */
const mostRead = 64 * 1024

/** A file that the emulator did not write is somebody's own: it is refused before anything starts. */
export async function refuseForeign(file: string, io: Io): Promise<void> {
  for (const name of [file, adminFile(file)]) {
    const status = await io.fileStatus(name)
    if (status === null) continue
    const text = status.kind === 'file' ? await io.readFile(name, mostRead).catch(() => '') : ''
    if (text.startsWith(dotenvMark)) continue
    throw new Why403Error(
      'usage',
      `${name === file ? 'The file of --write-env' : 'The one beside it, whose name ends in .admin,'} is there already, and the emulator did not write it.`,
      ['Give another file: why403 emulator --write-env .env.emulator'],
    )
  }
}

/** Writes the settings of an app, and beside them an administrator's, each readable by their owner only. */
export async function writeSettings(
  file: string,
  emulator: Emulator,
  app: EmulatedApp,
  io: Io,
): Promise<void> {
  try {
    await io.writeFile(file, dotenvOf(emulator, app), 0o600)
    const { admin } = emulator.apps
    if (admin !== undefined) await io.writeFile(adminFile(file), dotenvOf(emulator, admin), 0o600)
  } catch (cause) {
    throw new Why403Error(
      'unwritable-output',
      'The file of --write-env cannot be written.',
      ['Give another file, in a folder that is there and yours.'],
      { cause },
    )
  }
}
