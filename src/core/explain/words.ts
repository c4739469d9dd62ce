import { bareCommandLine, type CommandLine } from '../command-line.ts'
import { findings } from '../findings/index.ts'
import { aadstsRows } from '../knowledge/aadsts.ts'
import { changeRows } from '../knowledge/changes.ts'
import { gateRows } from '../knowledge/gates.ts'
import { type GraphRefusalRow, graphRefusals } from '../knowledge/graph-refusals.ts'
import { narrowerRows } from '../knowledge/narrower.ts'
import { suggest } from '../suggest.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { explainChange } from './change.ts'
import { explainClaim } from './claim.ts'
import { explainNumber } from './entra.ts'
import type { Explanation } from './explanation.ts'
import { explainGate } from './gate.ts'
import { explainRow } from './graph.ts'
import { explainNarrower, titleOfNarrower } from './narrower.ts'
import { explainOtherWord, otherEntries } from './other.ts'
import { explainStatus } from './status.ts'

/**
 * What a word stands for: `AADSTS7000215`, `aadsts/7000215`, `7000215`, `graph/teams-permission`, `gate/sign-in-logs`,
 * `change/exchange-web-services`, `narrower/mailboxes`, a code of Graph such as `Authorization_RequestDenied`, one of another service or a library such as `AKV10022`, a status such as
 * `403 Forbidden`, a claim such as `roles`. Empty: nothing of that name. Findings are not looked up here.
 *
 * @param index names and ids of permissions; null: none is at hand, and consent to one is named alone
 */
export function explainWord(
  word: string,
  line: CommandLine = bareCommandLine,
  index: PermissionIndex | null = null,
): Explanation[] {
  const code = explainNumber(word, line)
  if (code !== null) return [code]
  const named = explainGate(word) ?? explainChange(word) ?? explainNarrower(word, line, index)
  if (named !== null) return [named]
  const other = explainOtherWord(word, line)
  if (other !== null) return [other]
  const status = explainStatus(word, line)
  const rows = rowsOf(word).map(row => explainRow(row, line))
  if (status !== null) return [status, ...rows]
  const claim = rows.length > 0 ? null : explainClaim(word)
  return claim === null ? rows : [claim]
}

/** Rows of Graph's by their key, or by a code that they describe. */
function rowsOf(word: string): GraphRefusalRow[] {
  const name = word.replace(/^graph\//i, '').toLowerCase()
  const byKey = graphRefusals().filter(({ key }) => key === name)
  const byCode = graphRefusals().filter(({ codes }) => codes.some(code => code.toLowerCase() === name))
  return byCode.length > 0 && (name === word.toLowerCase() || byKey.length === 0) ? byCode : byKey
}

/** Everything that `explain` knows, by the name that it takes. */
export function known(): { readonly id: string; readonly title: string }[] {
  return [
    ...findings.map(({ id, title }) => ({ id, title })),
    ...aadstsRows().map(({ code, meaning }) => ({ id: `AADSTS${code}`, title: meaning })),
    ...graphRefusals().map(({ key, meaning }) => ({ id: `graph/${key}`, title: meaning })),
    ...changeRows().map(({ key, title }) => ({ id: `change/${key}`, title })),
    ...otherEntries(),
    ...narrowerRows().map(row => ({ id: `narrower/${row.key}`, title: titleOfNarrower(row) })),
    ...gateRows().map(({ key, needs }) => ({
      id: `gate/${key}`,
      title: `Besides the permission: ${needs}.`,
    })),
  ]
}

/** Names near to a word that is none. */
export function near(word: string): string[] {
  const last = findings.filter(({ id }) => id.endsWith(`/${word}`)).map(({ id }) => id)
  if (last.length > 0) return last
  const names = new Set([...known().map(({ id }) => id), ...graphRefusals().flatMap(({ codes }) => codes)])
  const number = /^(?:aadsts)?\/?(\d{4,9})$/i.exec(word)?.[1]
  return suggest(number === undefined ? word : `AADSTS${number}`, names, 3)
}
