import { decoded } from '../graph/path.ts'
import type { Effects, Fault, Place, Where } from './fault.ts'

/** Which faults a request meets. Counts what came to each place. */
export class Faults {
  #rules: readonly { readonly fault: Fault; met: number }[] = []

  constructor(faults: readonly Fault[]) {
    this.set(faults)
  }

  /** In the place of those before; each begins to count anew. */
  set(faults: readonly Fault[]): void {
    this.#rules = faults.map(fault => ({ fault, met: 0 }))
  }

  /** What goes wrong with this request; of two that say the same of it, the later one counts. */
  meet(request: Request): Effects {
    const { pathname } = new URL(request.url)
    let effects: Effects = {}
    for (const rule of this.#rules) {
      const { where, after, times, effects: own } = rule.fault
      if (!isThere(where, request.method, pathname)) continue
      const nth = rule.met++
      if (nth >= after && (times === null || nth < after + times)) effects = { ...effects, ...own }
    }
    return effects
  }
}

const graphVersion = /^\/(?:v1\.0|beta)(?=\/|$)/i

const isGraph = (pathname: string): boolean => graphVersion.test(pathname)

function isThere(where: Where, method: string, pathname: string): boolean {
  if ('place' in where) return placesOf(pathname).includes(where.place)
  if (!isGraph(pathname) || (where.method !== null && where.method !== method)) return false
  const segments = pathname.replace(graphVersion, '').split('/').filter(Boolean).map(decoded)
  const isOpen = where.segments.at(-1) === '**'
  const wanted = isOpen ? where.segments.slice(0, -1) : where.segments
  if (isOpen ? segments.length < wanted.length : segments.length !== wanted.length) return false
  return wanted.every(
    (one, at) => one === '*' || one === '{id}' || one.toLowerCase() === segments.at(at)!.toLowerCase(),
  )
}

/** What a path belongs to. */
function placesOf(pathname: string): readonly Place[] {
  if (isGraph(pathname)) return ['graph', '*']
  const entra: readonly (readonly [Place, RegExp])[] = [
    ['token', /\/oauth2\/(?:v2\.0\/)?token\/?$/i],
    ['keys', /\/discovery\/(?:v2\.0\/)?keys$/i],
    ['discovery', /\/\.well-known\/openid-configuration$/i],
    ['consent', /\/adminconsent$/i],
  ]
  const own = entra.flatMap(([place, pattern]) => (pattern.test(pathname) ? [place] : []))
  return own.length === 0 ? ['*'] : [...own, 'entra', '*']
}

/** Whether the answer is to come from Graph, or from Entra ID. */
export const answererOf = (request: Request): 'graph' | 'entra' =>
  isGraph(new URL(request.url).pathname) ? 'graph' : 'entra'
