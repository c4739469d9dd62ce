import { Why403Error } from '../core/error.ts'
import { counted } from '../core/text.ts'
import { type Emulator, type EmulatorOptions, type Fault, startEmulator } from '../emulator/emulator.ts'
import { readFault } from '../emulator/faults/spelling.ts'
import type { Io } from '../io.ts'
import type { Arguments, Flags } from './flags.ts'
import { openData } from './open-data.ts'
import { answer } from './output.ts'

const usualPort = 4030
const mostUsers = 1_000_000

/** The built-in Entra ID and Graph, until interrupted. */
export async function run({ flags }: Arguments, io: Io): Promise<number> {
  const wish = wishOf(flags)
  const emulator = await start(wish, io)
  // Listened for before anything is printed: who reads the settings may interrupt at once.
  const interrupted = io.untilInterrupted()
  try {
    await answer(welcome(emulator, wish), flags, io)
    await interrupted
  } finally {
    await emulator.stop()
  }
  return 0
}

type Wish = Pick<EmulatorOptions, 'seed' | 'faults' | 'crowd'> & { readonly port: number }

function wishOf(flags: Flags): Wish {
  const seed = flags.text('seed')
  return {
    port: wholeNumber(flags, 'port', 65_535, 'a number from 0 (any free one) to 65535') ?? usualPort,
    crowd: wholeNumber(flags, 'users', mostUsers, 'a number from 0 to 1000000') ?? 0,
    faults: flags.texts('fault').map(faultOf),
    ...(seed === undefined ? {} : { seed }),
  }
}

function wholeNumber(flags: Flags, name: 'port' | 'users', most: number, takes: string): number | undefined {
  const count = flags.number(name)
  if (count === undefined || (Number.isInteger(count) && count >= 0 && count <= most)) return count
  throw new Why403Error('usage', `--${name} takes ${takes}.`)
}

function faultOf(text: string, at: number, all: readonly string[]): Fault {
  const read = readFault(text)
  if (!('wrong' in read)) return read
  const which = all.length === 1 ? '--fault' : `--fault number ${at + 1}`
  throw new Why403Error('usage', `${which} cannot be read: ${read.wrong}.`, [
    'Where, and then what: why403 emulator --fault "GET /users 429 retry-after=2"',
  ])
}

async function start(wish: Wish, io: Io): Promise<Emulator> {
  const { port } = wish
  try {
    return await startEmulator({
      ...wish,
      index: openData(io).index,
      now: () => io.now(),
      uuid: () => io.uuid(),
      randomBytes: count => io.randomBytes(count),
      sleep: ms => io.sleep(ms),
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

function welcome({ url, tenantId, apps }: Emulator, { seed, faults = [] }: Wish): string {
  const lab = apps.lab!
  const admin = apps.admin!
  return `The built-in Entra ID and Microsoft Graph, on this machine only: ${url}
Everything in it is make-believe, and gone when it stops (Ctrl-C)${
    seed === undefined ? '' : '; its keys and secrets come again with the same seed'
  }.${faults.length === 0 ? '' : `\n${counted(faults.length, 'fault')} as asked for with --fault.`}

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
