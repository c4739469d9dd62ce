import { claimRows } from '../../src/core/knowledge/claims.ts'
import fc from './property.ts'

/** Names that objects have anyway, and names that a token has. */
const memberNames = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'toJSON',
    'hasOwnProperty',
    'length',
    'then',
    '',
    'value',
  ],
  ...['error', 'code', 'message', 'innerError', 'details', 'keys', 'essential', 'id'],
]

const numbers = [
  '0',
  '-0',
  '-1',
  '1',
  '0.5',
  '1e300',
  '-1e300',
  '1e999',
  '-1e999',
  '9007199254740993',
  '5e-324',
].concat(['253402300799', '253402300800', '8640000000000001', '-62167219201', '1795377600', '4294967296'])

const nest = (open: string, close: string) => (depth: number) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`
const depth = fc.constantFrom(12, 500, 10_000)

/**
 * Any JSON, as text: so that it holds what no program would write, such as a member of the name `__proto__`, twice
 * the same name, a number beyond all numbers, half a surrogate pair, ten thousand levels.
 */
export const hostileJson: fc.Arbitrary<string> = fc.letrec<{ json: string; text: string; object: string }>(
  tie => ({
    json: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom('null', 'true', 'false', '[]', '{}', '""', ...numbers),
      tie('text'),
      fc.array(tie('json'), { maxLength: 5 }).map(items => `[${items.join(',')}]`),
      tie('object'),
      depth.map(nest('[', ']')),
      depth.map(nest('{"a":', '}')),
      depth.map(nest('{"innerError":', '}')),
      fc.constantFrom(500, 5000).map(count => `[${'"User.Read.All",'.repeat(count)}0]`),
    ),
    text: fc
      .oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...memberNames, ...numbers, '\ud800', 'x'.repeat(70_000)),
      )
      .map(text => JSON.stringify(text)),
    object: objectOf(fc.constantFrom(...memberNames), tie('json')),
  }),
).json

function objectOf(names: fc.Arbitrary<string>, values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(names, values), { maxLength: 5 })
    .map(members => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`)
}

const claimNames = [...claimRows().map(({ name }) => name), ...memberNames]

/** Any claims, as the text of a JSON object: those that are known hold what they never hold. */
export const hostileClaims: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...claimNames), hostileJson), { minLength: 1, maxLength: 8 })
  .map(members => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`)

/** A token of such a header and such claims, with a signature that fits nothing. */
export function tokenOf(claims: string, header = '{"alg":"RS256","typ":"JWT","kid":"k"}'): string {
  const part = (text: string): string => Buffer.from(text).toString('base64url')
  return `${part(header)}.${part(claims)}.${'A'.repeat(342)}`
}
