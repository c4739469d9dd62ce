import { Why403Error } from '../core/error.ts'
import { isGuid } from '../core/guid.ts'
import type { Observed } from '../core/observed.ts'
import type { RecordsRefusal, UnreadRecord } from '../core/records.ts'
import type { Secret } from '../core/secret.ts'
import type { FoundApps } from '../edges/graph/apps.ts'
import type { Io } from '../io.ts'

/** The tenant's Graph, and who reads its records. */
export interface DirectoryAccess {
  readonly origin: string
  readonly token: Secret
  readonly io: Io
}

/** What was asked about an app before its records were read. */
export type AskedOfApp = Omit<Observed, 'acquisition' | 'token' | 'calls' | 'records' | 'clientId'>

/**
 * Reads what the tenant holds about an app, in the place of a token of its own.
 *
 * @param word a client id, an object id, or a display name in full
 * @throws Why403Error `usage` where the word means no app, or several
 */
export async function observeApp(
  word: string,
  asked: AskedOfApp,
  { origin, token, io }: DirectoryAccess,
): Promise<Observed> {
  const { findApps } = await import('../edges/graph/apps.ts')
  const appId = theOne(word, await findApps(word, origin, token, io))
  const { readWholeApp } = await import('../edges/graph/records.ts')
  const records = await readWholeApp(appId, origin, token, io)
  return { ...asked, byRecords: true, clientId: appId, acquisition: null, token: null, calls: [], records }
}

const mostListed = 10

function theOne(word: string, { apps, refusals, unread }: FoundApps): string {
  const [only] = apps
  if (apps.length === 1) return only!.appId
  if (apps.length > 1)
    throw new Why403Error('usage', `${apps.length} apps of this tenant have that name.`, [
      'Ask about one of them, by its client id:',
      ...apps
        .slice(0, mostListed)
        .map(
          ({ appId, isManagedIdentity }) =>
            `--app ${appId}${isManagedIdentity ? '  (managed identity)' : ''}`,
        ),
      ...(apps.length > mostListed ? [`and ${apps.length - mostListed} more`] : []),
    ])
  const [refused] = refusals
  const isRefused = refused !== undefined || unread.length > 0
  // Whose id is known can be asked about all the same: the report says what could not be read.
  if (isRefused && isGuid(word)) return word.toLowerCase()
  if (isRefused) throw notLookedUp(refused, unread[0])
  throw new Why403Error('usage', 'This tenant has no app of that name or id.', [
    'A name counts in full, in any letter case. The client id is on the page of the app in the Microsoft Entra admin center.',
    'If the app is registered in another tenant, read the directory of the tenant where it is used.',
  ])
}

function notLookedUp(refused: RecordsRefusal | undefined, unread: UnreadRecord | undefined): Why403Error {
  const why =
    refused === undefined
      ? (unread?.reason ?? 'no answer')
      : `${refused.status}${refused.code === null ? '' : ` ${refused.code}`}`
  return new Why403Error('usage', `The app could not be looked up by its name (${why}).`, [
    'Name it by its client id: --app ID',
    'Looking it up needs Application.Read.All: --directory-token-file FILE takes the token of somebody who has it.',
  ])
}
