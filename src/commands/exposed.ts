import { holdsSecret } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import { forTerminal } from '../render/neutralise.ts'
import type { Arguments, FlagName } from './flags.ts'

/** Flags whose file holds a secret or a token. */
const secretFiles = [
  ...(['client-secret-file', 'certificate', 'federated-token-file'] as const),
  ...(['token-file', 'directory-token-file', 'against'] as const),
] satisfies readonly FlagName[]

/** Bits with which the group or everybody reads or writes. */
const byOthers = { read: 0o044, write: 0o022 }

/** Notes on files with a secret that others on this machine can read or change: once each, after the answer. */
export async function tellExposed(command: string, { words, flags }: Arguments, io: Io): Promise<void> {
  const named = secretFiles.flatMap(name => flags.text(name) ?? [])
  const token = command === 'inspect' && words.length > 0 ? [words.join(' ')] : []
  for (const file of new Set([...named, ...token])) {
    const how = await exposure(file, io)
    if (how !== null) tell(file, how, io)
  }
  const dotenv = flags.text('dotenv') ?? '.env'
  const how = await exposure(dotenv, io)
  if (how !== null && (await holdsSecret(dotenv, io))) tell(dotenv, how, io)
}

/** `read`, `change` or both; null for a file of one's own, for a pipe, and where the system has no such bits. */
async function exposure(file: string, io: Io): Promise<string | null> {
  if (file === '-') return null
  // A word that is a token, and no name of a file, is too long for the system.
  const status = await io.fileStatus(file).catch(() => null)
  if (status === null || status.kind !== 'file' || status.mode === null) return null
  const can = [
    ...(status.mode & byOthers.read ? ['read'] : []),
    ...(status.mode & byOthers.write ? ['change'] : []),
  ]
  return can.length === 0 ? null : can.join(' and ')
}

/** The command is printed only for a name that is one word of every shell. */
function tell(file: string, how: string, io: Io): void {
  const cure = /^[\w./][\w./-]*$/.test(file) ? `: chmod 600 ${file}` : ''
  io.stderr.write(
    `note: ${forTerminal(file)} holds a secret, and others on this machine can ${how} it${cure}\n`,
  )
}
