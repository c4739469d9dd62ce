import { type CredentialKind, credentialTitle } from '../../core/credential.ts'
import type { Report } from '../../core/report/report.ts'
import { counted } from '../../core/text.ts'
import type { Style } from './style.ts'

/** What a watched program did, as its line shows it. */
export type SightingView =
  | {
      readonly kind: 'token'
      readonly asked: 'token' | 'discovery'
      readonly credential: CredentialKind | null
      readonly clientId: string | null
      readonly status: number
      readonly flow: 'app-only' | 'delegated'
      /** What the token holds of Graph; null: there is none, it cannot be read, or it is for another API. */
      readonly permissions: readonly string[] | null
      /** That other API; null: it has no name that is known, or there is none. */
      readonly api: string | null
      /** Why it was refused; null: it was not. */
      readonly why: string | null
    }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly access: 'app-only' | 'delegated' | 'unknown' | null
      /** Null: nobody knows who answered. */
      readonly status: number | null
      readonly why: string | null
    }

/** A line for what happened, and under it why it was refused. */
export function renderSighting(view: SightingView, style: Style): string {
  const status = view.status === null ? '---' : `${view.status}`
  const isRefused = view.why !== null
  const mark = style.mark(isRefused ? 'bad' : view.kind === 'token' ? 'note' : 'good')
  const first = style.wrap(`${status} ${wordsOf(view, style)}`, 6, `${mark} `)
  return view.why === null ? `${first}\n` : `${first}\n${style.wrap(view.why, 6)}\n`
}

function wordsOf(view: SightingView, style: Style): string {
  if (view.kind === 'call') return [view.name, whose(view.access)].join(style.separator)
  const { asked, credential, flow, permissions, api, why } = view
  if (asked === 'discovery') return "the tenant's discovery document"
  const by = credential === null ? [] : [`with a ${credentialTitle(credential)}`]
  const got = permissions !== null ? permissionWords(permissions) : api === null ? null : `for ${api}`
  return [
    `token for ${flow === 'app-only' ? 'the app' : 'a user'}`,
    ...by,
    ...(why !== null || got === null ? [] : [got]),
  ].join(style.separator)
}

function whose(access: Extract<SightingView, { kind: 'call' }>['access']): string {
  switch (access) {
    case 'app-only':
      return 'as the app'
    case 'delegated':
      return 'as a user'
    case 'unknown':
      return 'as somebody'
    case null:
      return 'without a token'
  }
}

/** So many names fit a line. */
const few = 3

function permissionWords(permissions: readonly string[]): string {
  if (permissions.length === 0) return 'no permissions'
  return permissions.length <= few ? permissions.join(', ') : counted(permissions.length, 'permission')
}

/** Something beside what the program did; `continues` the one before. */
export function renderNote(text: string, style: Style, continues: boolean): string {
  return `${style.wrap(text, 2, continues ? '  ' : `${style.mark('note')} `)}\n`
}

/** The least that what the program did needs, beside what its token holds. */
export function renderNeeds({ minimal, operations }: Report, held: readonly string[], style: Style): string {
  if (minimal === undefined) return ''
  const { application, opens } = minimal
  const all = opens === operations.length ? '' : `, for ${opens} of ${operations.length}`
  const least = application.length === 0 ? 'no application permission' : application.join(', ')
  return [
    '',
    style.wrap(`For what it did, least privileged${all}: ${least}`, 2, '  '),
    style.wrap(`Its token holds: ${held.length === 0 ? 'none' : held.join(', ')}`, 2, '  '),
    '',
  ].join('\n')
}
