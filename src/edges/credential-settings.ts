import {
  type Credential,
  type CredentialKind,
  credentialKinds,
  credentialTitle,
  type ManagedIdentity,
  type Setting,
} from '../core/credential.ts'
import { Why403Error } from '../core/error.ts'
import { isGuid } from '../core/guid.ts'
import { cannotRead, fileOf } from '../core/secret/named-file.ts'
import { isPlaceholder } from '../core/secret/placeholder.ts'
import { Secret } from '../core/secret.ts'
import { joined } from '../core/text.ts'
import type { Io } from '../io.ts'
import { find, fromFlag, type Source } from './setting-sources.ts'

/** The flags that name a credential. */
export interface CredentialFlags {
  /** Use this kind, whatever else is set. */
  readonly credential?: CredentialKind | undefined
  /** A path, or `-` for standard input. */
  readonly clientSecretFile?: string | undefined
  readonly certificate?: string | undefined
  readonly federatedTokenFile?: string | undefined
  /** `system`, a client id, `object:ID`, or a resource id. */
  readonly identity?: string | undefined
}

export interface ChosenCredential {
  readonly credential: Credential | null
  /** What was used, and what was set besides. */
  readonly notes: readonly string[]
}

/**
 * The credential to use: that of a flag, else the first that is set, in the order of the Azure SDKs. A secret that is
 * still a placeholder gives way to whatever else is set.
 */
export async function chooseCredential(
  flags: CredentialFlags,
  sources: readonly Source[],
  clientId: Setting<string> | null,
  io: Io,
): Promise<ChosenCredential> {
  const wanted = flags.credential ?? null
  const set = candidates(flags, sources, clientId, wanted, io)
  const byFlag = set.filter(({ setting }) => setting.origin === 'flag')
  if (wanted === null && byFlag.length > 1) throw severalFlags(byFlag)
  if (wanted !== null && byFlag.length > 0 && byFlag.every(({ kind }) => kind !== wanted))
    throw otherFlag(wanted, byFlag[0]!)
  const filled = set.filter(({ kind, setting }) => kind !== 'secret' || !isPlaceholder(setting.value))
  const order = wanted === null ? [...byFlag, ...filled, ...set] : set.filter(({ kind }) => kind === wanted)
  const chosen = order[0]
  if (chosen === undefined) return { credential: null, notes: [] }
  const credential = await chosen.read()
  const others = filled.filter(({ kind }) => kind !== chosen.kind)
  const isNews = wanted === null && byFlag.length === 0 && others.length > 0
  return { credential, notes: isNews ? [told(chosen, others)] : [] }
}

/** A credential that is set, before anything of it is read. */
interface Candidate {
  readonly kind: CredentialKind
  readonly setting: Setting<string>
  read(): Promise<Credential> | Credential
}

/** What is set, in the order of the kinds. */
function candidates(
  flags: CredentialFlags,
  sources: readonly Source[],
  clientId: Setting<string> | null,
  wanted: CredentialKind | null,
  io: Io,
): Candidate[] {
  const finders: Readonly<Record<CredentialKind, () => Candidate | null>> = {
    secret: () => secretOf(flags.clientSecretFile, sources, io),
    certificate: () => certificateOf(flags.certificate, sources, io),
    federated: () => federatedOf(flags.federatedTokenFile, sources, io),
    'managed-identity': () => identityOf(flags.identity, clientId, wanted === 'managed-identity', io),
  }
  return credentialKinds.map(kind => finders[kind]()).filter(candidate => candidate !== null)
}

function secretOf(file: string | undefined, sources: readonly Source[], io: Io): Candidate | null {
  const flag = fromFlag(file, '--client-secret-file')
  const setting = flag ?? find(sources, 'CLIENT_SECRET', 'AZURE_CLIENT_SECRET')
  if (setting === null) return null
  return {
    kind: 'secret',
    // What the flag names is a file, and no placeholder for the secret in it.
    setting,
    read: async () => {
      const value = flag === null ? setting.value : await secretFrom(flag.value, io)
      const secret = io.known.add(new Secret('client secret', value))
      return { kind: 'secret', secret: { ...setting, value: secret } }
    },
  }
}

function certificateOf(file: string | undefined, sources: readonly Source[], io: Io): Candidate | null {
  const setting = fromFlag(file, '--certificate') ?? find(sources, 'AZURE_CLIENT_CERTIFICATE_PATH')
  if (setting === null) return null
  const password = find(sources, 'AZURE_CLIENT_CERTIFICATE_PASSWORD')
  const chain = find(sources, 'AZURE_CLIENT_SEND_CERTIFICATE_CHAIN')
  return {
    kind: 'certificate',
    setting,
    read: () => ({
      kind: 'certificate',
      file: setting,
      password:
        password === null
          ? null
          : { ...password, value: io.known.add(new Secret('password', password.value)) },
      sendsChain: /^(?:1|true)$/i.test(chain?.value.trim() ?? ''),
    }),
  }
}

/** A file stands before GitHub's service: somebody has put it there. */
function federatedOf(file: string | undefined, sources: readonly Source[], io: Io): Candidate | null {
  const setting = fromFlag(file, '--federated-token-file') ?? find(sources, 'AZURE_FEDERATED_TOKEN_FILE')
  if (setting !== null) {
    return {
      kind: 'federated',
      setting,
      read: () => ({ kind: 'federated', source: { from: 'file', file: setting } }),
    }
  }
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = io.env
  if (!url || !token) return null
  const request = { value: url, name: 'ACTIONS_ID_TOKEN_REQUEST_URL', origin: 'environment' }
  const bearer = io.known.add(new Secret('request token', token))
  return {
    kind: 'federated',
    setting: request,
    read: () => ({ kind: 'federated', source: { from: 'github', url: request, token: bearer } }),
  }
}

/** Variables by which a host on Azure tells that it has an identity. A virtual machine has none of them. */
const endpoints = ['IDENTITY_ENDPOINT', 'MSI_ENDPOINT'] as const

function identityOf(
  named: string | undefined,
  clientId: Setting<string> | null,
  isWanted: boolean,
  io: Io,
): Candidate | null {
  const flag = fromFlag(named, '--identity')
  const endpoint = endpoints.find(name => (io.env[name] ?? '') !== '')
  const platform = endpoint === undefined ? null : { value: 'system', name: endpoint, origin: 'environment' }
  const demanded = isWanted ? { value: 'system', name: '--credential', origin: 'flag' } : null
  const setting = flag ?? platform ?? demanded
  if (setting === null) return null
  return {
    kind: 'managed-identity',
    setting,
    read: () => {
      const identity = flag === null ? ofClientId(clientId) : readIdentity(flag.value)
      return { kind: 'managed-identity', identity: { ...setting, value: identity } }
    },
  }
}

/** As the Azure SDKs do it: a client id that is set names the identity. */
function ofClientId(clientId: Setting<string> | null): ManagedIdentity {
  return clientId === null || isPlaceholder(clientId.value)
    ? { by: 'system', id: '' }
    : { by: 'client-id', id: clientId.value }
}

function readIdentity(text: string): ManagedIdentity {
  if (text === 'system') return { by: 'system', id: '' }
  if (isGuid(text)) return { by: 'client-id', id: text }
  const object = /^object:(.*)$/.exec(text)?.[1]
  if (isGuid(object ?? '')) return { by: 'object-id', id: object! }
  if (/^\/subscriptions\/[\w/.()-]{1,500}$/i.test(text)) return { by: 'resource-id', id: text }
  throw new Why403Error('usage', '--identity names a managed identity, and this is not one.', [
    'It takes system, the client id of the identity, object:OBJECT-ID, or its resource id (/subscriptions/...).',
  ])
}

function severalFlags(set: readonly Candidate[]): Why403Error {
  const names = joined(
    set.map(({ setting }) => setting.name),
    'and',
  )
  return new Why403Error('usage', `${names} name different credentials.`, [
    'Give one of them: an app proves itself with one.',
  ])
}

function otherFlag(wanted: CredentialKind, { kind, setting }: Candidate): Why403Error {
  return new Why403Error(
    'usage',
    `--credential ${wanted} asks for a ${credentialTitle(wanted)}, and ${setting.name} names a ${credentialTitle(kind)}.`,
    ['Leave out one of them.'],
  )
}

function told(chosen: Candidate, others: readonly Candidate[]): string {
  const words = ({ kind, setting }: Candidate): string =>
    `${credentialTitle(kind)} (${setting.name}, ${setting.origin})`
  const rest = joined(others.map(words), 'and')
  return `several credentials are set: the ${words(chosen)} is used, not the ${rest}; --credential ${others[0]!.kind} takes that`
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
