import type { CredentialKind } from '../core/credential.ts'
import { Why403Error } from '../core/error.ts'
import { joined } from '../core/text.ts'
import type { Io } from '../io.ts'
import { type EnvFile, insteadOfEnvFile } from './env-file.ts'
import { find, findBlank, type Source } from './setting-sources.ts'

/** What stands in the place of a credential that is not there. */
export interface Absence {
  /** Settings that are there and hold nothing, by their plain names. */
  readonly blank: readonly string[]
  /** The setting of the kind that was asked for. */
  readonly credential: string
  /** What is there all the same, and why it does not do: a sentence each. */
  readonly besides: readonly string[]
  readonly file: EnvFile | null
  /** Where no .env was read: what stands in its place; null: nothing that is known. */
  readonly insteadOfFile: string | null
  readonly cwd: string
}

/** The setting by which each kind is given. */
const settingNames: Readonly<Record<CredentialKind, string>> = {
  secret: 'CLIENT_SECRET',
  certificate: 'AZURE_CLIENT_CERTIFICATE_PATH',
  federated: 'AZURE_FEDERATED_TOKEN_FILE',
  'managed-identity': '--identity',
}

export async function absenceOf(
  wanted: CredentialKind | null,
  sources: readonly Source[],
  file: EnvFile | null,
  io: Io,
): Promise<Absence> {
  const blank = ['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET'].filter(
    name => findBlank(sources, name, `AZURE_${name}`) !== null,
  )
  return {
    blank,
    credential: settingNames[wanted ?? 'secret'],
    besides: [...leftOut(wanted, sources), ...withoutFile(sources), ...withoutIdToken(wanted, io)],
    file,
    insteadOfFile: file === null ? await insteadOfEnvFile(io) : null,
    cwd: io.cwd,
  }
}

/** Credentials that are set, and that --credential passes over. */
function leftOut(wanted: CredentialKind | null, sources: readonly Source[]): string[] {
  if (wanted === null) return []
  const set = [
    find(sources, 'CLIENT_SECRET', 'AZURE_CLIENT_SECRET'),
    find(sources, 'AZURE_CLIENT_CERTIFICATE_PATH'),
    find(sources, 'AZURE_FEDERATED_TOKEN_FILE'),
  ].filter(setting => setting !== null)
  return set.map(
    ({ name, origin }) => `${name} (${origin}) is set, and --credential ${wanted} leaves it out.`,
  )
}

function withoutFile(sources: readonly Source[]): string[] {
  const password = find(sources, 'AZURE_CLIENT_CERTIFICATE_PASSWORD')
  if (password === null || find(sources, 'AZURE_CLIENT_CERTIFICATE_PATH') !== null) return []
  return [
    `${password.name} (${password.origin}) is set, and AZURE_CLIENT_CERTIFICATE_PATH, the file that it opens, is not.`,
  ]
}

/** Source: GitHub Docs, "OpenID Connect in cloud providers", adding permissions settings. */
function withoutIdToken(wanted: CredentialKind | null, { env }: Io): string[] {
  if (env.GITHUB_ACTIONS !== 'true' || (wanted !== null && wanted !== 'federated')) return []
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) return []
  return [
    'This job of GitHub Actions may not ask for an ID token: give the job or the workflow the permission id-token: write.',
    'Jobs of pull requests from forks do not get it.',
  ]
}

/** Settings that are absent or not filled in, and what to do about it. */
export function missingSettings(
  absent: readonly string[],
  { blank, besides, file, insteadOfFile, cwd }: Absence,
): Why403Error {
  const names = absentWords(absent, blank)
  const demo = 'No tenant at hand? why403 demo plays the whole lesson without one.'
  if (file !== null) {
    const read = file.name === '.env' ? `The .env in ${cwd}` : 'The file of --dotenv'
    const why = file.problem === null ? [] : [`${read} ${file.problem}.`]
    return new Why403Error('missing-setting', `${names}.`, [
      ...besides,
      ...why,
      ...(why.length === 0 ? [`${read} was read. .env.example names every setting.`] : []),
      demo,
    ])
  }
  const looked = insteadOfFile === null ? `there is no .env in ${cwd}` : `in ${cwd} ${insteadOfFile}`
  return new Why403Error('missing-setting', `${names}, and ${looked}.`, [
    ...besides,
    ...(insteadOfFile === null && besides.length === 0
      ? ['Put these four lines into it, with your own values:', ...example]
      : []),
    demo,
  ])
}

function absentWords(absent: readonly string[], blank: readonly string[]): string {
  const words = (names: readonly string[], state: string): string[] =>
    names.length === 0 ? [] : [`${joined(names, 'and')} ${names.length === 1 ? 'is' : 'are'} ${state}`]
  return [
    ...words(
      absent.filter(name => !blank.includes(name)),
      'not set',
    ),
    ...words(
      absent.filter(name => blank.includes(name)),
      'empty',
    ),
  ].join(', ')
}

const example = [
  'TENANT_ID=<tenant-id>',
  'CLIENT_ID=<client-id>',
  'CLIENT_SECRET=<its value>',
  'GRAPH_SCOPE=https://graph.microsoft.com/.default',
]
