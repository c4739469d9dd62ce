import { goodCase } from '../fuzz/inputs.ts'
import { forms } from './forms.ts'
import { plant } from './plants.ts'
import type { Run } from './run.ts'
import type { Seed } from './seed.ts'

/** Where a case of a text is not meant. */
const { pasted: ofPaste, ...ofRun } = goodCase
const [sent] = ofRun.calls
const [, graph] = ofPaste.refusals

/** Where a text stands in a case, and the case with another one there. */
const positions: readonly (readonly [place: string, put: (text: string) => object])[] = [
  ['a message', text => call({ refusal: { error: { code: 'x', message: text } } })],
  ['a code', text => call({ refusal: { error: { code: text, innerError: { code: text, message: text } } } })],
  ['an answer without an error', text => call({ refusal: { text: text.slice(0, 300) } })],
  ['the address of a call', text => call({ url: `https://graph.microsoft.com/v1.0/${text}` })],
  ['why no answer came', text => call({ status: null, reason: text, refusal: null })],
  [
    'a challenge',
    text => call({ challenge: { error: text.slice(0, 200), claims: { access_token: { x: text } } } }),
  ],
  ['an operation', text => ({ ...ofRun, operations: [{ method: 'GET', url: `/users/${text}` }] })],
  ['what is no operation', text => ({ ...ofRun, operations: [{ text, unreadable: text }] })],
  ['a claim', text => token({ upn: text, app_displayname: text, custom: { deep: [text] }, [text]: 1 })],
  [
    "Entra ID's sentence",
    text => entra({ error_description: `AADSTS7000215: ${text}`, trace_id: text.slice(0, 900) }),
  ],
  ['the command line', text => question({ line: { ...ofRun.question.line, words: ['check', text] } })],
  ['a setting', text => question({ tenant: text.slice(0, 900), clientId: text.slice(0, 900) })],
  [
    'a refusal of a paste',
    text =>
      pasted({
        message: text,
        call: { method: 'GET', url: `https://graph.microsoft.com/v1.0/users/${text}` },
      }),
  ],
  ['a code of a paste', text => pasted({ code: text.slice(0, 900), inner: [text.slice(0, 900)] })],
  ['a member that no case has', text => ({ ...ofRun, [text]: text })],
]

function call(over: object): object {
  return { ...ofRun, calls: [{ ...sent, ...over }] }
}

function pasted(over: object): object {
  return { ...ofRun, pasted: { ...ofPaste, refusals: [{ ...graph, ...over }], places: [null] } }
}

function token(claims: object): object {
  return { ...ofRun, token: { ...ofRun.token, claims: { ...ofRun.token.claims, ...claims } } }
}

function question(over: object): object {
  return { ...ofRun, question: { ...ofRun.question, ...over } }
}

function entra(over: object): object {
  const { acquisition } = ofRun
  return {
    ...ofRun,
    token: null,
    acquisition: { ...acquisition, refusal: { ...acquisition.refusal, ...over } },
  }
}

/** A secret in a case that somebody sent, which their own why403 did not write. */
export function* inCases(seed: Seed): Generator<Run> {
  for (const [place, put] of positions) {
    for (const form of forms) {
      const value = plant(form.kind, seed.branch(`case ${place} ${form.name}`))
      yield {
        area: 'case',
        place: `why403 open: ${place}, ${form.name}`,
        argv: ['open', 'case'],
        options: { files: { case: JSON.stringify(put(form.text(value))) } },
        planted: new Map([[value, form.kind]]),
      }
    }
  }
}
