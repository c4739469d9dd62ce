import { type Cloud, cloudByName, cloudNames } from '../core/clouds.ts'
import { Why403Error } from '../core/error.ts'
import { isPlainlyFile } from '../core/secret/named-file.ts'
import { shellCommand } from '../core/shell.ts'
import { suggest } from '../core/suggest.ts'
import { counted } from '../core/text.ts'
import { type Setting, settingsOf, spellings } from '../emulator/dotenv.ts'
import type { EmulatedApp, Emulator, Fault, TenantFile } from '../emulator/emulator.ts'
import { readFault } from '../emulator/faults/spelling.ts'
import { tenantNamed, tenants } from '../emulator/tenants.ts'
import type { Io } from '../io.ts'
import { forTerminal } from '../render/neutralise.ts'
import { directoryIn, stateIn } from './emulator/files.ts'
import type { OfferedProxy } from './emulator/proxy.ts'
import { adminFile, refuseForeign, writeSettings } from './emulator/settings.ts'
import { portOf, startOn, usualCrowd, type Wish, wholeNumber } from './emulator/start.ts'
import type { Arguments, Flags } from './flags.ts'
import { answer } from './output.ts'

const mostUsers = 1_000_000

/** The built-in Entra ID and Graph, until interrupted. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const { flags, line } = args
  const wish = await wishOf(flags, io)
  const file = flags.text('write-env')
  if (file !== undefined) await refuseForeign(file, io)
  const emulator = await startOn(wish, line, io)
  // Listened for before anything is printed: who reads the settings may interrupt at once.
  const interrupted = io.untilInterrupted()
  let proxy: OfferedProxy | null = null
  try {
    const app = appOf(flags, emulator)
    if (flags.on('proxy'))
      proxy = await (await import('./emulator/proxy.ts')).offerProxy(emulator, app, args, io)
    if (file !== undefined) await writeSettings(file, emulator, app, io)
    const through = proxy === null ? '' : `\n${proxy.words}`
    await answer(welcome(emulator, wish, app, file ?? null) + through, flags, io)
    await interrupted
  } finally {
    await proxy?.close()
    await emulator.stop()
  }
  return 0
}

async function wishOf(flags: Flags, io: Io): Promise<Wish> {
  const seed = flags.text('seed')
  const cloud = cloudOf(flags)
  const directory = flags.text('directory')
  const tenant = directory === undefined ? tenantOf(flags) : await directoryIn(directory, io)
  const state = flags.text('state')
  return {
    port: portOf(flags, 0),
    crowd:
      wholeNumber(flags, 'users', mostUsers, 'a number from 0 to 1000000') ??
      (tenant === null ? usualCrowd : 0),
    faults: flags.texts('fault').map(faultOf),
    ...(seed === undefined ? {} : { seed }),
    ...(cloud === null ? {} : { cloud }),
    ...(tenant === null ? {} : { tenant }),
    ...(state === undefined ? {} : { keep: await stateIn(state, (tenant ?? tenants[0]!).tenantId, io) }),
  }
}

/** Null: the usual one. */
function tenantOf(flags: Flags): TenantFile | null {
  const domain = flags.text('tenant')
  const tenant = domain === undefined ? null : tenantNamed(domain)
  if (domain === undefined || tenant !== null) return tenant
  throw new Why403Error('usage', 'There is no built-in tenant of that domain.', [
    `There are ${tenants.map(({ domain }) => domain).join(' and ')}.`,
  ])
}

function cloudOf(flags: Flags): Cloud | null {
  const name = flags.text('cloud') ?? 'global'
  if (name !== 'auto') return cloudByName(name)
  throw new Why403Error('usage', 'The built-in tenant lives where it is put: --cloud takes a name here.', [
    `One of ${cloudNames.join(', ')}.`,
  ])
}

function faultOf(text: string, at: number, all: readonly string[]): Fault {
  const read = readFault(text)
  if (!('wrong' in read)) return read
  const which = all.length === 1 ? '--fault' : `--fault number ${at + 1}`
  throw new Why403Error('usage', `${which} cannot be read: ${read.wrong}.`, [
    'Where, and then what: why403 emulator --fault "GET /users 429 retry-after=2"',
  ])
}

function appOf(flags: Flags, { apps }: Emulator): EmulatedApp {
  const wanted = flags.text('app')
  const all = Object.entries(apps)
  const found =
    wanted === undefined
      ? all[0]
      : all.find(([key, { clientId }]) => key === wanted || clientId === wanted.toLowerCase())
  if (found !== undefined) return found[1]
  const names = all.map(([key]) => key)
  throw new Why403Error('usage', 'The built-in tenant has no app of that name.', [
    ...suggest(wanted ?? '', names, 1).map(name => `Did you mean: why403 emulator --app ${name}`),
    `It has ${names.join(', ')}.`,
  ])
}

function welcome(
  emulator: Emulator,
  { seed, faults = [], keep }: Wish,
  app: EmulatedApp,
  file: string | null,
): string {
  const { url, tenantId } = emulator
  const lasting = seed === undefined ? '' : '; its keys and secrets come again with the same seed'
  const stays = keep === undefined ? 'gone' : 'kept in the file of --state'
  const wrong = faults.length === 0 ? '' : `\n${counted(faults.length, 'fault')} as asked for with --fault.`
  return `The built-in Entra ID and Microsoft Graph, on this machine only: ${url}
Its portal, to be opened in a browser: ${url}/
Everything in it is make-believe, and ${stays} when it stops (Ctrl-C)${lasting}.${wrong}

${file === null ? pasted(emulator, app) : written(app, file)}

Then, in another terminal:

  ${commandOf(file)}
  curl --request POST '${url}/${tenantId}/adminconsent?client_id=${app.clientId}'
      grants what ${app.displayName} declares, as an administrator would
`
}

/** A file of another name than .env is named with each command. */
function commandOf(file: string | null): string {
  if (file === null || file === '.env') return 'why403'
  return isPlainlyFile(file)
    ? shellCommand('posix', 'why403', '--dotenv', file)
    : 'why403 --dotenv <that file>'
}

function pasted(emulator: Emulator, app: EmulatedApp): string {
  const { admin } = emulator.apps
  const settings = settingsOf(emulator, app)
  const other =
    admin === undefined
      ? ''
      : `\n\n${admin.displayName}, an administrator's own client:\n\n  CLIENT_ID=${admin.clientId}\n  CLIENT_SECRET=${admin.secret}`
  return `Settings of ${app.displayName}; paste into .env:\n\n${lines(settings, spellings.dotenv)}

Or into a shell (zsh, bash):\n\n${lines(settings, spellings.posix)}

Or into PowerShell:\n\n${lines(settings, spellings.powershell)}${other}`
}

function lines(settings: readonly Setting[], { line }: { line(setting: Setting): string }): string {
  return settings.map(setting => `  ${line(setting)}`).join('\n')
}

function written({ displayName }: EmulatedApp, file: string): string {
  const [its, beside] = isPlainlyFile(file)
    ? [forTerminal(file), forTerminal(adminFile(file))]
    : ['the file of --write-env', 'the one beside it, whose name ends in .admin']
  return `Settings of ${displayName} are in ${its}, those of an administrator in ${beside}.`
}
