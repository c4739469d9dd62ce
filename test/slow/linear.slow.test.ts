import { describe, expect, test } from 'vitest'
import { explainWord, near } from '../../src/core/explain/words.ts'
import { audienceName } from '../../src/core/knowledge/audiences.ts'
import { requirementOf } from '../../src/core/need/requirement-of.ts'
import { listedRequests } from '../../src/core/operation/json-list.ts'
import { operationFromLine, operationsFromList } from '../../src/core/operation/list.ts'
import { LogicalLines } from '../../src/core/operation/logical-lines.ts'
import { parseOperation } from '../../src/core/operation/operation.ts'
import { indexOutsideParentheses } from '../../src/core/operation/outside-parentheses.ts'
import { takeApart } from '../../src/core/operation/path.ts'
import { queryOptions } from '../../src/core/operation/query.ts'
import { shellWords } from '../../src/core/operation/shell-words.ts'
import { Context } from '../../src/core/paste/context.ts'
import { Elsewhere } from '../../src/core/paste/elsewhere.ts'
import { flowIn } from '../../src/core/paste/flow.ts'
import { entraInText, graphInText } from '../../src/core/paste/free-text.ts'
import { namedHost, stationsIn } from '../../src/core/paste/hosts.ts'
import { objectsInside } from '../../src/core/paste/json-inside.ts'
import { straighten } from '../../src/core/paste/lines.ts'
import { presentedIn } from '../../src/core/paste/presented.ts'
import { readPaste } from '../../src/core/paste/read.ts'
import { requestsIn } from '../../src/core/paste/requests.ts'
import { tokenIn } from '../../src/core/paste/token.ts'
import { readChallenge } from '../../src/core/refusal/challenge.ts'
import { readEntraRefusal } from '../../src/core/refusal/entra.ts'
import { readEntraValues } from '../../src/core/refusal/entra-values.ts'
import { readGraphError, readGraphRefusal } from '../../src/core/refusal/graph.ts'
import { answerer } from '../../src/core/report/answer.ts'
import { withoutSecrets } from '../../src/core/secret/gate.ts'
import { looksSecret } from '../../src/core/secret/looks-secret.ts'
import { isPlaceholder } from '../../src/core/secret/placeholder.ts'
import { Secret } from '../../src/core/secret.ts'
import { suggest } from '../../src/core/suggest.ts'
import { changesBetween } from '../../src/core/token/compare.ts'
import { damageOf } from '../../src/core/token/damage.ts'
import { decodeToken } from '../../src/core/token/decode.ts'
import { extractTokens } from '../../src/core/token/extract.ts'
import { readPayload } from '../../src/core/token/payload.ts'
import { findPath } from '../../src/emulator/graph/path.ts'
import { templates } from '../../src/emulator/graph/permit.ts'
import { forJson, forTerminal, inAscii } from '../../src/render/neutralise.ts'
import { Style } from '../../src/render/text/style.ts'
import { index } from '../core/committed-index.ts'
import { contexts } from '../core/secret/contexts.ts'
import { growth, recipes, tooMuch } from '../support/growth.ts'
import { plainLook } from '../support/looks.ts'

// Whoever writes a paste, a path or a token may want the program to hang. Time must grow with the text, and no faster.

const anywhere = new Context('')
const part = (text: string): string => Buffer.from(text).toString('base64url')
const token = (claims: string): string => `${part('{"alg":"RS256"}')}.${part(claims)}.AA`
const style = new Style({ ...plainLook, verbose: true, rows: 3 })
/** Past the length at which a URL is refused: what lies behind must be linear by itself. */
const asPath = (text: string) =>
  ({ method: 'GET', url: text, origin: null, version: null, path: `/${text}`, query: null }) as const

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a paste': readPaste,
  'its lines': straighten,
  'its objects': objectsInside,
  'its surroundings': text => new Context(text).around(text.length >> 1, text.length >> 1),
  'the requests to others in it': stationsIn,
  'its requests': requestsIn,
  'its token': tokenIn,
  'its flow': flowIn,
  'an address that it names': namedHost,
  'what others said': text => new Elsewhere(text, [], []).refusals,
  'whom a token is for': presentedIn,
  "Entra ID's words": text => entraInText(text, anywhere),
  "Graph's words": text => graphInText(text, anywhere),
  error_description: text => readEntraRefusal(400, JSON.stringify({ error: 'x', error_description: text })),
  'the values of a description': readEntraValues,
  'a page in the place of an answer': text => readGraphRefusal(403, text),
  'a message of Graph': text => readGraphError(403, { code: 'Forbidden', message: text }),
  'a list of permissions': text =>
    readGraphError(403, { code: 'Authentication_MSGraphPermissionMissing', message: text }),
  'a challenge': text => readChallenge(`Bearer ${text}`),
  'the claims of a challenge': text => readChallenge(`Bearer claims="${text}"`),
  'secrets in a text': text => withoutSecrets(text),
  'a word that may be a secret': looksSecret,
  'a placeholder': isPlaceholder,
  'a word to explain': text => explainWord(text).length + near(text).length,
  'a suggestion': text => suggest(text, ['check', 'inspect']),
  'tokens in a text': extractTokens,
  'a damaged token': damageOf,
  'damaged claims': text => damageOf(token(text)),
  'a claim': text => decodeToken(new Secret('token', token(JSON.stringify({ [text]: text })))),
  claims: text => readPayload({ scp: text, xms_idrel: text, aud: text, iss: text, idtyp: text }),
  'an audience': audienceName,
  'a URL': text => parseOperation('GET', text),
  'a line': text => operationFromLine(text),
  'a list': text => operationsFromList(text, 'list'),
  'a list in JSON': text => listedRequests(`{"requests":[{"url":${JSON.stringify(text)}}]}`),
  'lines that go on': text => {
    const lines = new LogicalLines()
    return text.split('\n').map(line => [...lines.take(line)].length)
  },
  'two tokens beside one another': text =>
    changesBetween(
      readPayload({ scp: text, roles: text.split(' ') }),
      readPayload({ scp: `${text}x`, roles: text.split('a') }),
    ),
  'a command line': text => shellWords(`curl ${text}`),
  'a path': takeApart,
  parentheses: text => indexOutsideParentheses(text, '?'),
  'what a path requires': text => requirementOf(index, asPath(text)),
  'an answer of a long list': text => answerer(index)(asPath(text)),
  'a query': queryOptions,
  'a path at the emulator': text => findPath(text, templates),
  'text for a terminal': text => inAscii(forTerminal(text)),
  'text for JSON': text => forJson({ text }),
  'text in lines': text => style.wrap(text, 2),
}

describe('time grows in proportion to the text', () => {
  const all = recipes(40, 1)

  test.each(Object.entries(readers))('%s', { timeout: 120_000 }, (_, read) => {
    const slow = all.filter(recipe => growth(read, recipe) >= tooMuch).map(({ name }) => name)
    expect(slow).toEqual([])
  })

  test('and one that does not is found', () => {
    const blanks = recipes(0, 1).filter(({ name }) => name.includes('" …"'))
    expect(blanks).toHaveLength(1)
    // A busy machine blurs one measurement; of three, one is clear.
    const grows = (pattern: RegExp): number[] =>
      [1, 2, 3].map(() => growth(text => pattern.test(`${text}x`), blanks[0]!))
    expect(Math.max(...grows(/\s+$/))).toBeGreaterThan(tooMuch)
    expect(Math.min(...grows(/^\s+$/))).toBeLessThan(tooMuch)
  })
})

describe('so does that of the gate for secrets, over what it looks for', () => {
  const fragments = [
    ...contexts.map(context => context.replace('§', 'a1')),
    ...[
      'eyJ',
      'a',
      'A1-',
      '=',
      ':',
      '"',
      '\\"',
      '\\',
      '://',
      '://a:',
      'Bearer ',
      'client_secret',
      'password ',
      '%3D',
      '\n',
    ],
    ...[
      '-----BEGIN PRIVATE KEY-----',
      'MIIEvQIBADAN',
      '0.A',
      'Q~',
      '8Q~',
      'value',
      ',value',
      '&quot;',
      '(',
      '<a>',
      'cookie:',
      'ClientSecretCredential("',
      '"a"',
      'aA1/',
      'A\n',
    ],
  ]

  // Time of the processor, and the best of three: what else the machine is doing is not the text's.
  const time = (text: string): number =>
    Math.min(
      ...Array.from({ length: 3 }, () => {
        const start = process.cpuUsage()
        withoutSecrets(text)
        return process.cpuUsage(start).user / 1000
      }),
    )

  test.each(fragments)('%j, over and over', fragment => {
    const of = (length: number) => fragment.repeat(Math.ceil(length / fragment.length))
    const [once, fourfold] = [time(of(10_000)), time(of(40_000))]
    expect(fourfold < 100 || fourfold / once < 9).toBe(true)
  })
})
