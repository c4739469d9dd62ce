import { Why403Error } from '../core/error.ts'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import type { Io } from '../io.ts'
import type { Arguments, Flags } from './flags.ts'
import { openData } from './open-data.ts'
import { answer } from './output.ts'

const usualPort = 4030

/** The built-in Entra ID and Graph, until interrupted. */
export async function run({ flags }: Arguments, io: Io): Promise<number> {
  const { index } = openData(io)
  const emulator = await start(portOf(flags), index, io)
  // Listened for before anything is printed: who reads the settings may interrupt at once.
  const interrupted = io.untilInterrupted()
  try {
    await answer(welcome(emulator), flags, io)
    await interrupted
  } finally {
    await emulator.stop()
  }
  return 0
}

function portOf(flags: Flags): number {
  const port = flags.number('port') ?? usualPort
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Why403Error('usage', '--port takes a number from 0 (any free one) to 65535.')
}

async function start(
  port: number,
  index: Parameters<typeof startEmulator>[0]['index'],
  io: Io,
): Promise<Emulator> {
  try {
    return await startEmulator({
      port,
      index,
      now: () => io.now(),
      uuid: () => io.uuid(),
      randomBytes: count => io.randomBytes(count),
    })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause
    throw new Why403Error(
      'unreachable',
      `Port ${port} of 127.0.0.1 cannot be used (${code}).`,
      ['Any free port: why403 emulator --port 0'],
      { cause },
    )
  }
}

function welcome({ url, tenantId, apps }: Emulator): string {
  const lab = apps.lab!
  const admin = apps.admin!
  return `The built-in Entra ID and Microsoft Graph, on this machine only: ${url}
Everything in it is make-believe, and gone when it stops (Ctrl-C).

Settings of ${lab.displayName}, which declares its permissions and has no consent yet; paste into .env:

  WHY403_EMULATOR=${url}
  TENANT_ID=${tenantId}
  CLIENT_ID=${lab.clientId}
  CLIENT_SECRET=${lab.secret}

Then, in another terminal:

  why403                     it is refused, and says why
  open ${url}/${tenantId}/adminconsent?client_id=${lab.clientId}
                             grants consent, as an administrator would
  why403                     it works

${admin.displayName}, an administrator's own client:

  CLIENT_ID=${admin.clientId}
  CLIENT_SECRET=${admin.secret}
`
}
