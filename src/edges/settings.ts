import { type Cloud, cloudByAuthority, cloudByName, clouds, globalCloud } from '../core/clouds.ts'
import { Why403Error } from '../core/error.ts'
import { isGuid } from '../core/guid.ts'
import { isHarmless, misplacedIn } from '../core/secret/misplaced.ts'
import { cannotRead, fileOf } from '../core/secret/named-file.ts'
import { Secret } from '../core/secret.ts'
import type { Setting, Settings } from '../core/settings-shape.ts'
import { suggest } from '../core/suggest.ts'
import { withoutEnd } from '../core/text.ts'
import type { Io } from '../io.ts'
import {
  type EnvFile,
  insteadOfEnvFile,
  isStillTheExample,
  missingSettings,
  readEnvFile,
} from './env-file.ts'
import { isMakeBelieveSecret } from './make-believe.ts'

/** The settings that flags can give. */
export interface SettingsFlags {
  readonly tenant?: string | undefined
  readonly clientId?: string | undefined
  /** A path, or `-` for standard input. */
  readonly clientSecretFile?: string | undefined
  readonly cloud?: string | undefined
  readonly emulator?: string | undefined
  readonly dotenv?: string | undefined
}

export interface LoadedSettings {
  readonly settings: Settings
  /** WHY403_TOKEN, wherever it was set. */
  readonly token: Setting<Secret> | null
  readonly file: EnvFile | null
  /** Where no .env was read: what stands in its place; null: nothing that is known. */
  readonly insteadOfFile: string | null
  readonly cwd: string
  /** Things to tell on stderr: mixed origins, an emulator that a .env set. */
  readonly notes: readonly string[]
}

/**
 * Reads settings: flags, then environment, then the .env file, then defaults. Of one source, the plain
 * names (TENANT_ID) win over Azure's (AZURE_TENANT_ID). An empty value counts as absent.
 */
export async function loadSettings(flags: SettingsFlags, io: Io): Promise<LoadedSettings> {
  const file = await readEnvFile(flags.dotenv, io)
  const sources: Source[] = [
    { origin: 'environment', valueOf: name => io.env[name] },
    ...(file === null ? [] : [{ origin: file.name, valueOf: (name: string) => file.values.get(name) }]),
  ]
  const emulator = fromFlag(flags.emulator, '--emulator') ?? find(sources, 'WHY403_EMULATOR')
  const cloud = cloudSetting(flags.cloud, sources)
  const secretFile = flags.clientSecretFile
  const secretText =
    secretFile === undefined
      ? find(sources, 'CLIENT_SECRET', 'AZURE_CLIENT_SECRET')
      : { value: await secretFrom(secretFile, io), name: '--client-secret-file', origin: 'flag' }
  const tenant = fromFlag(flags.tenant, '--tenant') ?? find(sources, 'TENANT_ID', 'AZURE_TENANT_ID')
  const clientId = fromFlag(flags.clientId, '--client-id') ?? find(sources, 'CLIENT_ID', 'AZURE_CLIENT_ID')
  const token = find(sources, 'WHY403_TOKEN')
  const settings: Settings = {
    tenant,
    clientId,
    secret:
      secretText === null
        ? null
        : { ...secretText, value: io.known.add(new Secret('client secret', secretText.value)) },
    scope: find(sources, 'GRAPH_SCOPE') ?? {
      value: `https://${cloud.value.graph}/.default`,
      name: 'GRAPH_SCOPE',
      origin: 'default',
    },
    cloud,
    emulator: emulator === null ? null : { ...emulator, value: loopbackOrigin(emulator) },
  }
  for (const setting of [settings.tenant, settings.clientId, settings.scope]) {
    if (setting !== null && !isHarmless(setting.value)) io.known.add(new Secret('value', setting.value))
  }
  return {
    settings,
    token: token === null ? null : { ...token, value: io.known.add(new Secret('access token', token.value)) },
    file,
    insteadOfFile: file === null ? await insteadOfEnvFile(io) : null,
    cwd: io.cwd,
    notes: [...announced(emulator, file), ...mixedOrigins([tenant, clientId, secretText])],
  }
}

/** Settings that are there and can form a token request. */
export interface UsableSettings extends Settings {
  readonly tenant: Setting<string>
  readonly clientId: Setting<string>
  readonly secret: Setting<Secret>
}

/**
 * Demands what a token request needs. A value that is merely odd passes: core/settings-shape looks at
 * those. A value that no request can carry does not.
 */
export function usable({ settings, file, insteadOfFile, cwd }: LoadedSettings): UsableSettings {
  const { tenant, clientId, secret } = settings
  if (tenant === null || clientId === null || secret === null) {
    const names = { TENANT_ID: tenant, CLIENT_ID: clientId, CLIENT_SECRET: secret }
    const absent = Object.entries(names).flatMap(([name, setting]) => (setting === null ? [name] : []))
    throw missingSettings(absent, file, insteadOfFile, cwd)
  }
  if ([tenant, clientId, secret].every(({ origin }) => origin === file?.name) && isStillTheExample(file))
    throw missingSettings(['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET'], file, null, cwd)
  refuseMisplaced(settings)
  if (['common', 'organizations', 'consumers'].includes(tenant.value.toLowerCase())) {
    const named = tenant.value.toLowerCase()
    throw new Why403Error(
      'impossible-setting',
      `${tenant.name} (${tenant.origin}) is ${named}, and must name one tenant.`,
      ['An app-only token is issued by one tenant: give its id, or one of its domain names.'],
    )
  }
  if (/[/\\?#]|^\.+$/.test(tenant.value)) {
    throw new Why403Error(
      'impossible-setting',
      `${tenant.name} (${tenant.origin}) is not the name of a tenant.`,
      ['Give its id, or one of its domain names, without the address around it.'],
    )
  }
  for (const { name, origin, value } of [tenant, clientId, settings.scope]) {
    if (/^["'`]|["'`]$|\s/.test(value)) {
      throw new Why403Error('impossible-setting', `${name} (${origin}) has quotes or spaces around it.`, [
        'Give the bare value. A .env file may quote it, the environment keeps quotes as they are.',
      ])
    }
  }
  const { emulator } = settings
  if (emulator !== null && !isMakeBelieveSecret(secret.value.reveal())) {
    throw new Why403Error(
      'impossible-setting',
      `${secret.name} (${secret.origin}) is not a secret of the built-in tenant, so it is not sent to ${emulator.name} (${emulator.origin}).`,
      [
        `To ask Entra ID, remove ${emulator.name}.`,
        'To ask the built-in tenant, take the settings that why403 emulator prints.',
      ],
    )
  }
  return { ...settings, tenant, clientId, secret }
}

/** A secret in an id's place would be sent as an id is: into URLs, and into the logs of the other side. */
function refuseMisplaced(settings: Settings): void {
  const [misplaced] = misplacedIn(settings)
  const { secret } = settings
  if (misplaced === undefined) return
  const { name, origin } = misplaced
  if (secret !== null && misplaced.name === settings.clientId?.name && isGuid(secret.value.reveal())) {
    throw new Why403Error(
      'impossible-setting',
      `${name} holds a client secret and ${secret.name} an id: they are swapped.`,
      [`Exchange the two (${origin}). Nothing was sent.`],
    )
  }
  throw new Why403Error(
    'impossible-setting',
    `${name} (${origin}) looks like a secret or a token, and is neither shown nor sent.`,
    [`${name} takes ${misplaced.expected}.`],
  )
}

interface Source {
  readonly origin: string
  valueOf(name: string): string | undefined
}

function find(sources: readonly Source[], ...names: readonly string[]): Setting<string> | null {
  for (const source of sources) {
    for (const name of names) {
      const value = source.valueOf(name)
      if (value !== undefined && value.trim() !== '') return { value, name, origin: source.origin }
    }
  }
  return null
}

function fromFlag(value: string | undefined, name: string): Setting<string> | null {
  return value === undefined ? null : { value, name, origin: 'flag' }
}

/** Whether a .env file sets one of the secrets; false too when it cannot be read. */
export async function holdsSecret(name: string, io: Io): Promise<boolean> {
  const file = await readEnvFile(name, io).catch(() => null)
  return ['CLIENT_SECRET', 'AZURE_CLIENT_SECRET', 'WHY403_TOKEN'].some(secret => file?.values.get(secret))
}

const secretFileTakes =
  '--client-secret-file takes a file that holds the secret and nothing else, or - for standard input.'

/** A client secret is 40 characters, and what is made by hand not much more. In bytes. */
const longestSecret = 64 * 1024

async function secretFrom(file: string, io: Io): Promise<string> {
  const text = file === '-' ? await io.stdin.read(longestSecret) : await readSecretFile(file, io)
  if (text === null) {
    throw new Why403Error('unreadable-input', 'Standard input is too long for a client secret.', [
      secretFileTakes,
    ])
  }
  const value = text.replace(/\r?\n$/, '')
  if (value !== '') return value
  throw new Why403Error(
    'unreadable-input',
    `${fileOf('--client-secret-file', file)} holds no client secret.`,
    [secretFileTakes],
  )
}

async function readSecretFile(file: string, io: Io): Promise<string> {
  try {
    return await io.readFile(file, longestSecret)
  } catch (cause) {
    throw cannotRead('--client-secret-file', file, secretFileTakes, cause)
  }
}

function cloudSetting(flag: string | undefined, sources: readonly Source[]): Setting<Cloud> {
  if (flag !== undefined) {
    const cloud = cloudByName(flag)
    if (cloud !== null) return { value: cloud, name: '--cloud', origin: 'flag' }
    const names = clouds.map(({ name }) => name)
    const near = suggest(flag, names, 1)
    throw new Why403Error(
      'usage',
      `--cloud takes ${names.join(', ')}.`,
      near.map(name => `Did you mean --cloud ${name}?`),
    )
  }
  const authority = find(sources, 'AZURE_AUTHORITY_HOST')
  if (authority === null) return { value: globalCloud, name: '--cloud', origin: 'default' }
  const host = withoutEnd(authority.value.replace(/^https:\/\//i, ''), '/')
  const cloud = cloudByAuthority(host)
  if (cloud !== null) return { ...authority, value: cloud }
  throw new Why403Error(
    'impossible-setting',
    `AZURE_AUTHORITY_HOST (${authority.origin}) is not the authority of a cloud that why403 knows.`,
    ['A secret is sent to Microsoft only. Remove the setting, or give --cloud.'],
  )
}

function loopbackOrigin({ value, name, origin }: Setting<string>): string {
  const match = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?\/?$/.exec(value.trim())
  if (match !== null && URL.canParse(value.trim())) return `http://${match[1]}${match[2] ?? ''}`
  throw new Why403Error('impossible-setting', `${name} (${origin}) must be an address of this machine.`, [
    'It looks like http://127.0.0.1:4030, as `why403 emulator` prints it.',
  ])
}

/** A file that came with a folder may have set it, unseen. */
function announced(emulator: Setting<string> | null, file: { readonly name: string } | null): string[] {
  if (emulator === null || emulator.origin !== file?.name) return []
  return [`${emulator.name} (${emulator.origin}) is set: the built-in tenant answers, not Entra ID`]
}

/** Tenant, client id and secret of different sources or families often belong to different apps. */
function mixedOrigins(settings: readonly (Setting<string> | null)[]): string[] {
  const found = settings.filter(setting => setting !== null)
  const families = new Set(found.map(({ name, origin }) => `${origin} ${name.startsWith('AZURE_')}`))
  if (families.size < 2) return []
  return [
    `settings come from different places: ${found.map(({ name, origin }) => `${name} (${origin})`).join(', ')}`,
  ]
}
