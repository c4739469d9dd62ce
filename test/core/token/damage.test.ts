import { expect, test } from 'vitest'
import { damageOf } from '../../../src/core/token/damage.ts'
import { appClaims, header, part } from './sample.ts'

const [head, claims] = [part(header), part(appClaims())]

test.each([
  [
    'a plus of plain base64',
    `${head}.ab+d.c2ln`,
    /character 3 of its claims \(character \d+ of the text\) is '\+', of plain base64/,
  ],
  ['padding', `${head}=.${claims}.c2ln`, /is '=', of plain base64/],
  [
    'a letter of another script',
    `${head}.${claims}.c2lé`,
    /character 4 of its signature .* is U\+00E9, which base64url does not have/,
  ],
  ['a control character', `${head}.${claims}.\u009b`, /is U\+009B/],
  ['cut in the header', head.slice(0, 20), /cut in its header, after 20 characters/],
  ['cut in the claims', `${head}.${claims.slice(0, 30)}`, /cut in its claims/],
  ['four parts', `${head}.${claims}.a.b`, /it has 4 parts/],
  ['a character lost', `${head}.${claims.slice(0, 41)}.c2ln`, /a character is missing or too many/],
  ['claims that end too early', `${head}.${claims.slice(0, 40)}.c2ln`, /its claims .* ends too early/],
  ['claims that are no JSON', `${head}.${part('{"a":nope}')}.c2ln`, /is not JSON from its character 6 on/],
  [
    'claims that are a list',
    `${head}.${part([])}.c2ln`,
    /a signed message \(JWS\) whose content is not a set of claims/,
  ],
  [
    'bytes that are no text',
    `${head}.${Buffer.from([0x7b, 0xff]).toString('base64url')}.c2ln`,
    /is not UTF-8/,
  ],
  ['cut in the header, and padded', 'ey=', /: character 3 of the text is '='/],
  ['a part too many, with a sign', `${head}.${claims}.a.b!`, /: character \d+ of the text is '!'/],
  ['a letter outside of the plane', `${head}.😀`, /is U\+1F600,/],
  [
    'a header that is null',
    `${part(null)}.${claims}.c2ln`,
    /its header \(6 characters\) is JSON, but no object/,
  ],
  ['claims of one character', 'e30.e.c2ln', /its claims \(1 character\) cannot be of that length/],
  [
    'a broken header',
    `${part('{"a":nope}')}.e30.c2ln`,
    /header .* its character 6 on, near character 7 of the text/,
  ],
  [
    'broken claims',
    `e30.${part('{"a":nope}')}.c2ln`,
    /claims .* its character 6 on, near character 11 of the text/,
  ],
  [
    'a letter of two bytes before',
    `e30.${part('{"é":nope}')}.c2ln`,
    /its character 6 on, near character 13 /,
  ],
  [
    'more than JSON before',
    `e30.${part('{ "a\\"b\\\\": [-1, 2.50, 3e10, 4E-7, 10], "": true, x')}.c2ln`,
    /its character 51 on/,
  ],
  ['a line end in a text', `e30.${part('{"a":"b\n"}')}.c2ln`, /its character 6 on/],
  ['an order that is wrong', `e30.${part('{"a" 1}')}.c2ln`, /ends too early, or lacks a comma/],
  ['a text that was cut', `e30.${part('{"a":1.5,"bc')}.c2ln`, /ends too early/],
  ['a text that was cut, behind a line end', `e30.${part('{\n"bc')}.c2ln`, /ends too early/],
  ['nothing wrong with the first two', `e30.e30.c2ln`, /its parts cannot be read/],
])('%s', (_, text, words) => {
  const said = damageOf(text)
  expect(said).toMatch(words)
  expect(said).not.toContain(text.slice(0, 24))
})

test('where it says, it is', () => {
  const text = `${head}.${claims}.c2ln`
  const at = text.indexOf('.') + 25
  const broken = `${text.slice(0, at)}+${text.slice(at + 1)}`
  expect(damageOf(broken)).toContain(`character ${at + 1} of the text`)
})
