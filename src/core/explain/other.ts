import { globalCloud } from '../clouds.ts'
import type { CommandLine } from '../command-line.ts'
import type { Evidence } from '../findings/finding.ts'
import type { Fix } from '../fixes/fix.ts'
import { fixesFor } from '../fixes/registry.ts'
import { targetOf } from '../fixes/target.ts'
import { audienceName } from '../knowledge/audiences.ts'
import {
  idOfRow,
  libraryByKey,
  type NeighbourRefusalRow,
  neighbourRefusalByKey,
  neighbourRefusals,
  type Stage,
  signOf,
} from '../knowledge/neighbour-refusals.ts'
import {
  isAudienceOf,
  type NeighbourAtHost,
  neighbourByKey,
  neighbourOfHost,
  serviceOfAudience,
  usualScope,
} from '../knowledge/neighbours.ts'
import type { Presented } from '../paste/presented.ts'
import type { PastedRefusal } from '../paste/refusal.ts'
import { toldCall } from '../paste/requests.ts'
import { capitalized } from '../text.ts'
import type { Explanation } from './explanation.ts'

type Other = Extract<PastedRefusal, { service: 'neighbour' | 'library' }>

/** Explains a refusal that is not Graph's: whose it is, what it means there, and the one next step. */
export function explainOther(refusal: Other, line: CommandLine, presented: Presented | null): Explanation {
  const row = refusal.known === null ? null : neighbourRefusalByKey(refusal.known)
  const misled = misledBy(refusal, presented)
  const known = row === null ? unknownOf(refusal) : knownOf(row, line)
  const evidence = [...evidenceOf(refusal), ...(presented === null ? [] : [audienceOf(presented)])]
  if (misled === null) return { ...known, evidence }
  return {
    ...known,
    evidence,
    causes: [misled.cause],
    fix: [misled.fix ?? known.fix[0]].filter(step => step !== undefined),
  }
}

/** `neighbour/key-vault-audience`, `AKV10022`, `IDX10214`: what the catalog knows, with no refusal at hand. Null: nothing. */
export function explainOtherWord(word: string, line: CommandLine): Explanation | null {
  const name = word.toLowerCase()
  const told = { text: name, status: null, url: '' }
  const row =
    neighbourRefusals().find(row => idOfRow(row) === name) ??
    (/^[a-z]+\d[\w]*$|^\d(?:\.\d+)+$|^0x[\da-f]{8}$/.test(name)
      ? neighbourRefusals().find(row => signOf(row, told) !== null)
      : undefined)
  return row === undefined ? null : knownOf(row, line)
}

/** Every row, by the name that `explain` takes. */
export function otherEntries(): { readonly id: string; readonly title: string }[] {
  return neighbourRefusals().map(row => ({ id: idOfRow(row), title: row.meaning }))
}

/** `Azure Key Vault`, `MSAL`. */
export function nameOfOther(who: string): string {
  return libraryByKey(who)?.name ?? neighbourByKey(who)?.name ?? who
}

const stages: Readonly<Record<Stage, (name: string) => string>> = {
  credential: name => `${capitalized(name)} failed before Microsoft Graph was reached.`,
  transport: name => `${capitalized(name)} failed: no whole answer came, and nothing was refused.`,
  validation: name =>
    `${capitalized(name)} refused the token in the API that was called, which is not Microsoft Graph: no Graph permission cures it.`,
}

/** Whose it is, a sentence. */
function whose(who: string): string {
  const library = libraryByKey(who)
  return library === null
    ? `${capitalized(withStop(nameOfOther(who)))} refused this, not Microsoft Graph: no Graph permission cures it.`
    : stages[library.stage](library.name)
}

/** A name with a clause ends in a comma. */
function withStop(name: string): string {
  return name.includes(', ') ? `${name},` : name
}

function knownOf(row: NeighbourRefusalRow, line: CommandLine): Explanation {
  const target = targetOf({ clientId: null, tenant: null, cloud: globalCloud, line })
  const page = row.source.address ?? neighbourByKey(row.who)?.source.address ?? null
  return {
    id: idOfRow(row),
    title: `${whose(row.who)} ${row.meaning}`,
    class: row.who,
    causes: row.causes,
    retry: null,
    evidence: [],
    candidates: [],
    fix:
      row.next === null || page === null
        ? fixesFor(row.fix, target)
        : [{ label: withoutStop(row.next), url: page }],
    source: row.source.title,
    page: row.source.address,
    uncertain: row.uncertain ?? null,
  }
}

function unknownOf(refusal: Other): Explanation {
  const neighbour = neighbourByKey(refusal.who)
  const scope = scopeOf(refusal)
  const page = neighbour?.source.address ?? null
  const ask = scope === null ? 'Read the text of the answer' : `Ask for the scope ${scope}`
  const name = [refusal.status, refusal.code].filter(part => part !== null).join(' ')
  return {
    id: null,
    title: `${whose(refusal.who)} ${name || 'This answer'} is not in our catalog: its text is all there is to go by.`,
    class: refusal.who,
    causes: neighbour === null ? [] : [neighbour.permissions],
    ...{ retry: null, evidence: [], candidates: [] },
    fix: page === null ? [] : [{ label: `${ask}, and compare with the service's own page`, url: page }],
    source: neighbour?.source.title ?? null,
    page,
    uncertain: neighbour?.uncertain ?? null,
  }
}

interface Misled {
  readonly cause: string
  readonly fix: Fix | null
}

/** A token that is for another API than the one that was called; null where it fits, or nothing tells. */
function misledBy(refusal: Other, presented: Presented | null): Misled | null {
  if (presented === null) return null
  const { audience, told } = presented
  const isGraphs = serviceOfAudience(audience)?.key === 'graph'
  const name = audienceName(audience) ?? audience
  const stage = libraryByKey(refusal.who)?.stage
  if (stage === 'credential' || stage === 'transport') return null
  if (stage === 'validation') {
    if (!isGraphs) return null
    return {
      cause: `By ${told} the token is for Microsoft Graph, which alone can check it: a library elsewhere cannot.`,
      fix: null,
    }
  }
  const at = atHost(refusal)
  const fits = at === null ? serviceOfAudience(audience)?.key === refusal.who : isAudienceOf(at, audience)
  const scope = scopeOf(refusal)
  if (fits || scope === null || name === audience) return null
  const page = neighbourByKey(refusal.who)?.source.address ?? null
  const label = `Ask for the scope ${scope}, and not for ${name}'s`
  return {
    cause: `By ${told} the token is for ${name} (${audience}), and ${nameOfOther(refusal.who)} was called: it takes tokens for its own audience.`,
    fix: page === null ? null : { label, url: page },
  }
}

function atHost({ call }: Other): NeighbourAtHost | null {
  return call !== null && URL.canParse(call.url) ? neighbourOfHost(new URL(call.url).host) : null
}

/** What a token for the service is asked for with; null where none is, or where a host would have to be known. */
function scopeOf(refusal: Other): string | null {
  const at = atHost(refusal)
  if (at !== null) return at.scope
  const neighbour = neighbourByKey(refusal.who)
  return neighbour === null ? null : usualScope(neighbour)
}

function evidenceOf({ status, code, message, requestId, call }: Other): Evidence[] {
  const told: readonly (readonly [name: string, actual: string | null])[] = [
    ['operation', call === null ? null : toldCall(call)],
    ['status', status === null ? null : String(status)],
    ['code', code],
    ['message', message === '' ? null : message],
    ['request-id', requestId],
  ]
  return told.flatMap(([name, actual]) =>
    actual === null ? [] : [{ name, expected: null, actual, source: 'your text' }],
  )
}

function audienceOf({ audience, told }: Presented): Evidence {
  const source = told === 'the token' ? 'token' : 'your text'
  return { name: 'token for', expected: null, actual: `${audience}, by ${told}`, source }
}

function withoutStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence
}
