import {
  type Cloud,
  cloudByAuthority,
  cloudByGraphHost,
  cloudByName,
  cloudNames,
  clouds,
  globalCloud,
} from '../core/clouds.ts'
import { type AppCredential, type IdentityCredential, type Setting, secretIn } from '../core/credential.ts'
import { Why403Error } from '../core/error.ts'
import { isGuid } from '../core/guid.ts'
import { domainShape, isHarmless, misplacedIn } from '../core/secret/misplaced.ts'
import { Secret } from '../core/secret.ts'
import type { Settings } from '../core/settings-shape.ts'
import { suggest } from '../core/suggest.ts'
import { withoutEnd } from '../core/text.ts'
import type { Io } from '../io.ts'
import { type Absence, absenceOf, missingSettings } from './absent-settings.ts'
import { type CredentialFlags, chooseCredential } from './credential-settings.ts'
import { type EnvFile, isStillTheExample, readEnvFile } from './env-file.ts'
import { isMakeBelieveSecret } from './make-believe.ts'
import { find, fromFlag, type Source } from './setting-sources.ts'

/** The settings that flags can give. */
export interface SettingsFlags extends CredentialFlags {
  readonly tenant?: string | undefined
  readonly clientId?: string | undefined
  readonly cloud?: string | undefined
  readonly emulator?: string | undefined
  readonly dotenv?: string | undefined
}

export interface LoadedSettings {
  readonly settings: Settings
  /** WHY403_TOKEN, wherever it was set. */
  readonly token: Setting<Secret> | null
  readonly file: EnvFile | null
  /** What there is in the place of settings that are not there: looked at when one is missed. */
  readonly absence: () => Promise<Absence>
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
  const tenant = fromFlag(flags.tenant, '--tenant') ?? find(sources, 'TENANT_ID', 'AZURE_TENANT_ID')
  const clientId = fromFlag(flags.clientId, '--client-id') ?? find(sources, 'CLIENT_ID', 'AZURE_CLIENT_ID')
  const token = find(sources, 'WHY403_TOKEN')
  const address = emulator === null ? null : { ...emulator, value: loopbackOrigin(emulator) }
  const cloud = await cloudSetting(flags.cloud, sources, { tenant, emulator: address?.value ?? null }, io)
  const chosen = await chooseCredential(flags, sources, clientId, io)
  const settings: Settings = {
    tenant,
    clientId,
    credential: chosen.credential,
    scope: find(sources, 'GRAPH_SCOPE') ?? {
      value: `https://${cloud.value.graph}/.default`,
      name: 'GRAPH_SCOPE',
      origin: 'default',
    },
    cloud,
    emulator: address,
  }
  for (const setting of [settings.tenant, settings.clientId, settings.scope]) {
    if (setting !== null && setting.origin !== 'default' && !isHarmless(setting.value))
      io.known.add(new Secret('value', setting.value))
  }
  return {
    settings,
    token: token === null ? null : { ...token, value: io.known.add(new Secret('access token', token.value)) },
    file,
    absence: () => absenceOf(flags.credential ?? null, sources, file, io),
    notes: [
      ...announced(emulator, file),
      ...chosen.notes,
      ...mixedOrigins([tenant, clientId, secretIn(settings)]),
    ],
  }
}

/** Settings that are there and can form a token request. */
export type UsableSettings = AppSettings | IdentitySettings

export interface AppSettings extends Settings {
  readonly credential: AppCredential
  readonly app: { readonly tenant: Setting<string>; readonly clientId: Setting<string> }
}

/** A managed identity needs neither tenant nor client id. */
export interface IdentitySettings extends Settings {
  readonly credential: IdentityCredential
  readonly app: null
}

/**
 * Demands what a token request needs. A value that is merely odd passes: core/settings-shape looks at
 * those. A value that no request can carry does not.
 */
export async function usable(loaded: LoadedSettings): Promise<UsableSettings> {
  const { settings, file, absence } = loaded
  const { tenant, clientId, credential } = settings
  if (credential?.kind === 'managed-identity') {
    refuseMisplaced(settings)
    return { ...settings, credential, app: null }
  }
  if (tenant === null || clientId === null || credential === null) {
    const found = await absence()
    const names = { TENANT_ID: tenant, CLIENT_ID: clientId, [found.credential]: credential }
    const absent = Object.entries(names).flatMap(([name, setting]) => (setting === null ? [name] : []))
    throw missingSettings(absent, found)
  }
  const secret = secretIn(settings)
  if ([tenant, clientId, secret].every(setting => setting?.origin === file?.name) && isStillTheExample(file))
    throw missingSettings(['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET'], await absence())
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
  if (emulator !== null && secret !== null && !isMakeBelieveSecret(secret.value.reveal())) {
    throw new Why403Error(
      'impossible-setting',
      `${secret.name} (${secret.origin}) is not a secret of the built-in tenant, so it is not sent to ${emulator.name} (${emulator.origin}).`,
      [
        `To ask Entra ID, remove ${emulator.name}.`,
        'To ask the built-in tenant, take the settings that why403 emulator prints.',
      ],
    )
  }
  return { ...settings, credential, app: { tenant, clientId } }
}

/** A secret in an id's place would be sent as an id is: into URLs, and into the logs of the other side. */
function refuseMisplaced(settings: Settings): void {
  const secret = secretIn(settings)
  const [misplaced] = misplacedIn({ ...settings, secret })
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

/** Whether a .env file sets one of the secrets; false too when it cannot be read. */
export async function holdsSecret(name: string, io: Io): Promise<boolean> {
  const file = await readEnvFile(name, io).catch(() => null)
  return ['CLIENT_SECRET', 'AZURE_CLIENT_SECRET', 'WHY403_TOKEN'].some(secret => file?.values.get(secret))
}

async function cloudSetting(
  flag: string | undefined,
  sources: readonly Source[],
  whose: { readonly tenant: Setting<string> | null; readonly emulator: string | null },
  io: Io,
): Promise<Setting<Cloud>> {
  if (flag === 'auto') return tenantsCloud(whose, io)
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
  if (cloud !== null) return { ...authority, value: ofScope(cloud, find(sources, 'GRAPH_SCOPE')) }
  throw new Why403Error(
    'impossible-setting',
    `AZURE_AUTHORITY_HOST (${authority.origin}) is not the authority of a cloud that why403 knows.`,
    ['A secret is sent to Microsoft only. Remove the setting, or give --cloud.'],
  )
}

/** `--cloud auto`: as the tenant's own discovery document says. Without a tenant nothing can be asked. */
async function tenantsCloud(
  { tenant, emulator }: { readonly tenant: Setting<string> | null; readonly emulator: string | null },
  io: Io,
): Promise<Setting<Cloud>> {
  if (tenant === null || !(isGuid(tenant.value) || domainShape.test(tenant.value)))
    return { value: globalCloud, name: '--cloud', origin: 'default' }
  const { discoverCloud } = await import('./entra/discover-cloud.ts')
  const found = await discoverCloud(tenant.value, emulator, io)
  if (found !== null) return { value: found, name: '--cloud', origin: 'discovery document' }
  throw new Why403Error(
    'impossible-setting',
    `No cloud that answered knows the tenant of ${tenant.name} (${tenant.origin}).`,
    [`Name the cloud: --cloud ${cloudNames.join(', ')}.`],
  )
}

/** Of clouds that share an authority the one whose Graph is asked for. */
function ofScope(cloud: Cloud, scope: Setting<string> | null): Cloud {
  const host = /^https:\/\/([^/]+)\//.exec(scope?.value ?? '')?.[1]
  const wanted = cloudByGraphHost(host ?? '')
  return wanted !== null && wanted.authorities[0] === cloud.authorities[0] ? wanted : cloud
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
function mixedOrigins(settings: readonly (Setting<unknown> | null)[]): string[] {
  const found = settings.filter(setting => setting !== null)
  const families = new Set(found.map(({ name, origin }) => `${origin} ${name.startsWith('AZURE_')}`))
  if (families.size < 2) return []
  return [
    `settings come from different places: ${found.map(({ name, origin }) => `${name} (${origin})`).join(', ')}`,
  ]
}
