import type { FederatedSource, Presented } from '../../core/credential.ts'
import type { ReadAssertion } from '../../core/credential-shape.ts'
import { Why403Error } from '../../core/error.ts'
import { type JsonObject, objectOf, parseJson, textOf } from '../../core/json.ts'
import { cannotRead } from '../../core/secret/named-file.ts'
import { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import { isLoopback } from '../loopback.ts'

/** Another issuer's token, which Entra ID takes in the place of a signature of the app's own. */
export interface Assertion {
  readonly kind: 'federated'
  /** Of the one that was read first. */
  readonly presented: Presented
  /** Read anew for each request. */
  token(): Promise<Secret>
}

/** A token with many claims is some kilobytes. In bytes. */
const longest = 64 * 1024

/**
 * Reads the token of another issuer. A projected file is written anew every hour, and GitHub's token lives for minutes:
 * neither is kept.
 *
 * @param audience what GitHub is asked for
 * @param emulator only a token of an issuer of its own goes there
 */
export async function readAssertion(
  source: FederatedSource,
  audience: string,
  emulator: string | null,
  io: Io,
): Promise<{ readonly read: ReadAssertion; readonly proof: Assertion | null }> {
  const { name, origin } = source.from === 'file' ? source.file : source.url
  const readText = (): Promise<string> =>
    source.from === 'file' ? fromFile(source.file, io) : fromGitHub(source, audience, io)
  const text = await readText()
  const base = { kind: 'federated' as const, name, origin, fault: null }
  if (text === '') return { read: { ...base, ...nothing, fault: 'no-assertion' }, proof: null }
  const secretOf = (token: string): Secret => io.known.add(new Secret('federated token', token))
  let first: string | null = text
  const [header, claims] = text.split('.').map(decoded)
  if (text.split('.').length !== 3 || !header || !claims)
    return { read: { ...base, ...nothing, fault: 'not-a-jwt' }, proof: null }
  if (emulator !== null && !(textOf(claims.iss) ?? '').startsWith(`${emulator}/`)) throw notMakeBelieve(name)
  const presented = {
    thumbprint: null,
    issuer: textOf(claims.iss),
    subject: textOf(claims.sub),
    audience: textOf(Array.isArray(claims.aud) ? claims.aud[0] : claims.aud),
  }
  return {
    read: {
      ...base,
      algorithm: textOf(header.alg),
      audience: presented.audience,
      issuedAt: secondsIn(claims.iat),
      expiresAt: secondsIn(claims.exp),
    },
    proof: {
      kind: 'federated',
      presented,
      token: async () => {
        const token = first ?? (await readText())
        first = null
        return secretOf(token)
      },
    },
  }
}

const nothing = { algorithm: null, audience: null, issuedAt: null, expiresAt: null }

async function fromFile({ name, value }: { name: string; value: string }, io: Io): Promise<string> {
  try {
    return (await io.readFile(value, longest)).trim()
  } catch (cause) {
    throw cannotRead(
      name,
      value,
      `${name} names the file with the other issuer's token. In Kubernetes it is mounted into pods with the label azure.workload.identity/use: "true".`,
      cause,
    )
  }
}

/** Source: GitHub Docs, "OpenID Connect reference", methods for requesting the OIDC token. */
async function fromGitHub(
  { url, token }: Extract<FederatedSource, { from: 'github' }>,
  audience: string,
  io: Io,
): Promise<string> {
  const address = URL.canParse(url.value) ? new URL(url.value) : null
  if (address === null || (address.protocol !== 'https:' && !isLoopback(address.href))) {
    throw new Why403Error('impossible-setting', `${url.name} (${url.origin}) is not an https address.`, [
      'GitHub Actions sets it, with ACTIONS_ID_TOKEN_REQUEST_TOKEN, in jobs that may ask for an ID token.',
    ])
  }
  address.searchParams.set('audience', audience)
  const { status, body } = await io.http({
    method: 'GET',
    url: address.href,
    headers: { accept: 'application/json', authorization: `Bearer ${token.reveal()}` },
    timeoutMs: 30_000,
    longest,
  })
  if (status === 200) return textOf(objectOf(parseJson(body))?.value)?.trim() ?? ''
  throw new Why403Error('bad-answer', `GitHub's token service answered with status ${status}.`, [
    'Its token is for the running job alone: both variables must be of this very job.',
    'The job needs the permission id-token: write.',
  ])
}

function decoded(part: string): JsonObject | null {
  return objectOf(parseJson(Buffer.from(part, 'base64url').toString('utf8')))
}

function secondsIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.floor(value) : null
}

function notMakeBelieve(name: string): Why403Error {
  return new Why403Error(
    'impossible-setting',
    `The token of ${name} is not of an issuer of the built-in tenant, so it is not sent to WHY403_EMULATOR.`,
    ['To ask Entra ID, remove WHY403_EMULATOR.'],
  )
}
