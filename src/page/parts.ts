import { nameOf } from '../core/operation/name.ts'
import type { Pasted } from '../core/paste/read.ts'
import type { PastedRefusal } from '../core/paste/refusal.ts'
import { type PastedCall, toldCall } from '../core/paste/requests.ts'
import type { Report } from '../core/report/report.ts'
import { counted } from '../core/text.ts'
import { cut } from '../render/html/parts/html.ts'
import type { Recognised } from './recognise.ts'

/** One thing that was recognised, in a few words; and what is left when it is taken away. */
export interface Part {
  readonly kind: string
  readonly words: string
  /** Null: nothing is left. */
  readonly without: Recognised | null
}

/** More of a kind are counted. */
const mostOfKind = 8

/** What was recognised, in the order in which it is told of: token, requests, refusals. */
export function partsOf(recognised: Recognised, report: Report): Part[] {
  switch (recognised.kind) {
    case 'case':
      return [{ kind: 'case', words: `written ${recognised.opened.written.at.slice(0, 10)}`, without: null }]
    case 'name':
      return [{ kind: 'name', words: cut(recognised.name, 60), without: null }]
    case 'list':
      return each('request', recognised.operations, nameOf, operations =>
        orNothing({ kind: 'list', operations }),
      )
    case 'told':
      return told(recognised, report)
  }
}

function told({ pasted, keys }: Extract<Recognised, { kind: 'told' }>, report: Report): Part[] {
  const { several, ...rest } = pasted
  const { token, calls, refusals } = rest
  const left = (change: Partial<Pasted>): Recognised | null =>
    orNothing({ kind: 'told', pasted: { ...pasted, ...change }, keys })
  const withoutToken = { kind: 'told', pasted: { ...rest, token: null, presented: null }, keys } as const
  return [
    ...(token === null && several === undefined
      ? []
      : [{ ...tokenWords(pasted, report), without: orNothing(withoutToken) }]),
    ...(keys === null
      ? []
      : [
          {
            kind: 'keys',
            words: `${keys.keys.length}`,
            without: orNothing({ kind: 'told', pasted, keys: null }),
          },
        ]),
    ...each('request', calls, callWords, (calls, gone) =>
      left({ calls, refusals: refusals.map(refusal => withoutCall(refusal, gone)) }),
    ),
    ...each('refusal', refusals, refusalWords, refusals => left({ refusals })),
  ]
}

function each<Item>(
  kind: string,
  items: readonly Item[],
  wordsOf: (item: Item) => string,
  left: (kept: readonly Item[], gone: readonly Item[]) => Recognised | null,
): Part[] {
  const shown = items.slice(0, mostOfKind).map((item, at) => ({
    kind,
    words: cut(wordsOf(item), 60),
    without: left(items.toSpliced(at, 1), [item]),
  }))
  const rest = items.slice(mostOfKind)
  return rest.length === 0
    ? shown
    : [...shown, { kind, words: `and ${rest.length} more`, without: left(items.slice(0, mostOfKind), rest) }]
}

function orNothing(recognised: Recognised): Recognised | null {
  if (recognised.kind === 'list') return recognised.operations.length === 0 ? null : recognised
  if (recognised.kind !== 'told') return recognised
  const { token, several, calls, refusals } = recognised.pasted
  const isEmpty = token === null && several === undefined && calls.length + refusals.length === 0
  return isEmpty ? null : recognised
}

function tokenWords({ token, several }: Pasted, report: Report): Pick<Part, 'kind' | 'words'> {
  const access = report.token?.access
  const kind = access === undefined || access === 'unknown' ? '' : access
  if (several !== undefined) return { kind: counted(several.audiences.length, 'token'), words: kind }
  if (token?.kind === 'words') return { kind: 'permissions', words: kind }
  return { kind: token?.kind === 'claims' ? 'claims' : 'token', words: kind }
}

/** Without the host, which is Graph's. */
function callWords(call: PastedCall): string {
  return toldCall({ ...call, url: call.url.replace(/^https?:\/\/[^/]{1,100}(?=\/)/, '') })
}

function refusalWords(refusal: PastedRefusal): string {
  if (refusal.service !== 'entra')
    return [refusal.status, refusal.code].filter(part => part !== null).join(' ')
  const [code] = refusal.codes
  return code === undefined ? (refusal.error ?? 'Entra ID') : `AADSTS${code}`
}

function withoutCall(refusal: PastedRefusal, gone: readonly PastedCall[]): PastedRefusal {
  if (!('call' in refusal) || refusal.call === null) return refusal
  const { method, url } = refusal.call
  return gone.some(call => call.method === method && call.url === url) ? { ...refusal, call: null } : refusal
}
