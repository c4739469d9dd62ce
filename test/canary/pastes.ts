import { forms } from './forms.ts'
import { plant } from './plants.ts'
import type { Run } from './run.ts'
import type { Seed } from './seed.ts'

const ids =
  'Trace ID: 8c1d0a6e-0000-4000-8000-000000000001 Correlation ID: 8c1d0a6e-0000-4000-8000-000000000002 Timestamp: 2026-11-22 19:31:07Z'
const body = JSON.stringify({
  error: {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
})

/** Failures as people paste them, with something beside or within. */
const frames: readonly (readonly [name: string, text: (form: string) => string])[] = [
  ['above a refusal of Graph', form => `${form}\n${body}`],
  [
    'below a refusal of Graph',
    form => `HTTP/1.1 403 Forbidden\nrequest-id: 8c1d0a6e-0000-4000-8000-000000000001\n\n${body}\n${form}`,
  ],
  [
    "in Graph's message",
    form =>
      JSON.stringify({
        error: { code: 'Authorization_RequestDenied', message: `Insufficient privileges. ${form}` },
      }),
  ],
  [
    "in Graph's message, unknown code",
    form => JSON.stringify({ error: { code: 'UnknownError', message: form, innerError: { code: form } } }),
  ],
  [
    "in Entra's description",
    form =>
      JSON.stringify({
        error: 'invalid_client',
        error_description: `AADSTS7000215: Invalid client secret provided. ${form} ${ids}`,
      }),
  ],
  [
    "in Entra's description, unknown code",
    form =>
      JSON.stringify({
        error: 'invalid_client',
        error_description: `AADSTS7999999: ${form}\r\n${ids}`,
        error_codes: [7999999],
      }),
  ],
  ['on the line of a code', form => `ERROR AADSTS7000215: Invalid client secret provided. ${form} ${ids}`],
  ['on the line of an unknown code', form => `msal: AADSTS7999999: ${form}. ${ids}`],
  [
    'between lines of an exception',
    form =>
      `Microsoft.Graph.ServiceException: Code: Authorization_RequestDenied\nMessage: ${form}\n   at Program.Main()\n${body}`,
  ],
  ['with a call', form => `GET https://graph.microsoft.com/v1.0/users ${form}\n403 Forbidden\n${body}`],
  [
    'in the address of a call',
    form => `GET https://graph.microsoft.com/v1.0/users?x=${form}\n403 Forbidden\n${body}`,
  ],
  [
    'in a log of JSON',
    form => JSON.stringify({ time: '2026-11-22T19:31:07Z', level: 'error', msg: `${form}`, res: body }),
  ],
  ['with nothing else', form => form],
]

/** A secret in a text that explain is given, on standard input and as words. */
export function* inPastes(seed: Seed): Generator<Run> {
  for (const { name, kind, text } of forms) {
    for (const [frame, around] of frames) {
      const value = plant(kind, seed.branch(`${name} ${frame}`))
      const pasted = around(text(value))
      const run = { area: 'paste', planted: new Map([[value, kind]]) } as const
      yield { ...run, place: `${frame}: ${name}`, argv: ['explain'], options: { stdin: pasted } }
      yield { ...run, place: `${frame}, as a word: ${name}`, argv: ['explain', '--', pasted], options: {} }
    }
  }
}
