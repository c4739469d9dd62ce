import { objectOf, parseJson } from '../core/json.ts'
import { cannotRead } from '../core/secret/named-file.ts'
import { isPlaceholder } from '../core/secret/placeholder.ts'
import type { Io } from '../io.ts'

/** The settings that are read, by any name: nothing else of a `.env` is looked at. */
export const settingNames = [
  ...['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'GRAPH_SCOPE'],
  ...['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_AUTHORITY_HOST'],
  ...['AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_CLIENT_CERTIFICATE_PASSWORD'],
  ...['AZURE_CLIENT_SEND_CERTIFICATE_CHAIN', 'AZURE_FEDERATED_TOKEN_FILE'],
  ...['WHY403_TOKEN', 'WHY403_EMULATOR'],
] as const

/** A `.env` file as far as it is one. */
export interface EnvFile {
  /** As given: `.env`, or what --dotenv names. */
  readonly name: string
  readonly values: ReadonlyMap<string, string>
  /** Why what stands in it cannot be used, a sentence without its subject; null: it can. */
  readonly problem: string | null
}

/** Settings are a few short lines: a longer file is another one. In bytes. */
const longest = 64 * 1024

/**
 * Reads the `.env` of the working directory, or the one that --dotenv names, which must be there. Line by
 * line, and only the lines that begin with a setting's name: the parser's time grows faster than its input.
 * Null: there is none.
 */
export async function readEnvFile(named: string | undefined, io: Io): Promise<EnvFile | null> {
  const name = named ?? '.env'
  const text = await textOf(name, named, io)
  if (text === null) return null
  if (text === tooLong) return { name, values: new Map(), problem: 'is too long to hold settings' }
  const values = new Map<string, string>()
  const lines = text.split(/\r\n|\n|\r/).filter(isSetting)
  if (lines.length > 0) {
    const { parse } = await import('dotenv')
    for (const line of lines) for (const [key, value] of Object.entries(parse(line))) values.set(key, value)
  }
  return { name, values, problem: problemOf(text, values) }
}

const settingLine = new RegExp(`^[ \\t]*(?:export[ \\t]+)?(?:${settingNames.join('|')})[ \\t]*[=:]`)

function isSetting(line: string): boolean {
  return settingLine.test(line)
}

const tooLong = Symbol('too long')

async function textOf(
  name: string,
  named: string | undefined,
  io: Io,
): Promise<string | typeof tooLong | null> {
  try {
    // Mostly there is none, and to be refused takes longer than to look.
    if (named === undefined && (await io.fileStatus(name)) === null) return null
    return await io.readFile(name, longest)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EFBIG') return tooLong
    if (named !== undefined)
      throw cannotRead('--dotenv', named, '--dotenv names the file that holds the settings.', cause)
    return null
  }
}

/** Files that were meant to be the `.env`, or are in its place: what is said of each. */
const besides: ReadonlyMap<string, string> = new Map([
  ['.env.txt', 'there is a .env.txt: an editor has added the ending, so rename it to .env'],
  ['env', 'there is a file env: its name lacks the dot'],
])

/** Where no `.env` was read: what stands in its place. Null: nothing that is known. */
export async function insteadOfEnvFile(io: Io): Promise<string | null> {
  if ((await io.fileStatus('.env'))?.kind === 'folder') return 'the .env there is a folder'
  for (const [name, words] of besides) if ((await io.fileStatus(name))?.kind === 'file') return words
  return null
}

/** Writings of a setting that are another program's. */
const dialects: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/^[ \t]*\$env:\w+\s*=/im, 'is written for PowerShell ($env:NAME = "value"): write NAME=value'],
  [/^[ \t]*set\s+"?\w+=/im, 'is written for cmd (set NAME=value): leave out the word set'],
  [
    /^[ \t]*(?:tenant_id|client_id|client_secret|azure_tenant_id|azure_client_id)\s*[=:]/m,
    'has names in small letters: write them as TENANT_ID, CLIENT_ID and CLIENT_SECRET',
  ],
  [
    /^[ \t]*(?:TENANT|CLIENT)-(?:ID|SECRET)\s*[=:]/im,
    'has hyphens in its names: write TENANT_ID with an underscore',
  ],
  [
    /^[ \t]*(?:tenantId|clientId|clientSecret|TenantId|ClientId|ClientSecret)\s*[=:]/m,
    'has names of another program: write them as TENANT_ID, CLIENT_ID and CLIENT_SECRET',
  ],
]

const theExample = 'is still the example: nothing is filled in yet'

export function isStillTheExample(file: EnvFile | null): boolean {
  return file?.problem === theExample
}

/** A sentence for what holds no setting that can be read, or none that was filled in. */
function problemOf(text: string, values: ReadonlyMap<string, string>): string | null {
  const filled = [...values].filter(([name, value]) => value.trim() !== '' && name !== 'GRAPH_SCOPE')
  if (filled.length > 0) {
    return filled.every(([, value]) => isPlaceholder(value)) ? theExample : null
  }
  if (text.trim() === '') return 'is empty'
  if (text.includes('\u0000')) return 'is not a text file'
  const json = objectOf(parseJson(text))
  if (json !== null && ('appId' in json || 'clientId' in json)) {
    return 'is the JSON that az ad sp create-for-rbac prints: tenant belongs into TENANT_ID, appId into CLIENT_ID, password into CLIENT_SECRET'
  }
  if (json !== null) return 'is JSON: write NAME=value, a line each'
  return (
    dialects.find(([pattern]) => pattern.test(text))?.[1] ?? 'names none of the settings that why403 reads'
  )
}
