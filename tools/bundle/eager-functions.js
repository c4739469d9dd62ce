import { parseSync } from 'rolldown/utils'
import { headOfMethod, includesNode, isWithin, leansOnAround, visit, withEdits } from './syntax-tree.js'

/**
 * Writes the functions that a start calls so that V8 compiles them together with their file. Otherwise it skims them
 * there, reads them again when they are called, and the arrows inside of them once more. What opens with `(function` it
 * takes for called at once, which an arrow never is. Source: V8's blog, "Blazingly fast parsing, part 2: lazy parsing".
 *
 * `isCalled` is asked of each function, by where it starts and ends.
 */
export function withEagerFunctions(code, isCalled) {
  const { program } = parseSync('chunk.cjs', code, { sourceType: 'script' })
  const functions = []
  visit(program, node => {
    const isAlone = node.type === 'ArrowFunctionExpression' ? !leansOnAround(node) : isPlainMethod(node)
    if (isAlone && isCalled(node)) functions.push(node)
  })
  const declared = program.body.filter(node => node.type === 'FunctionDeclaration' && isCalled(node))
  const edits = [
    ...functions.flatMap(node => (node.method ? methodHeadOf(node, code) : headOf(node))),
    // Of two that end at one place the inner one ends first.
    ...functions.toReversed().map(({ end, expression }) => [{ start: end, end }, expression ? '})' : ')']),
    ...declared.map(({ id }) => [id, '']),
  ]
  if (declared.length === 0) return withEdits(code, edits)
  // A declaration counts from the top of its file on.
  const texts = declared.map(node => `${node.id.name}=(${withEdits(code, edits, node)})`)
  const top = Math.max(...[program.hashbang, ...program.body.filter(isDirective)].map(node => node?.end ?? 0))
  return withEdits(code, [
    [{ start: top, end: top }, `${top > 0 ? '\n' : ''}var ${texts.join(',')};`],
    ...edits.filter(([edited]) => !declared.some(node => isWithin(edited, node))),
    ...declared.map(node => [node, '']),
  ])
}

/** A method of an object is nothing else than a function there, but for its `super`. */
function isPlainMethod({ method, computed, value }) {
  return method === true && !computed && !includesNode(value, ({ type }) => type === 'Super')
}

/** `name(a, b) {` becomes `name:(function(a, b) {`. */
function methodHeadOf(node, code) {
  const { start, key, value } = node
  return [[{ start, end: value.start }, `${code.slice(key.start, key.end)}:(${headOfMethod(node)}`]]
}

/** `(a, b) =>` becomes `(function(a, b)`, and the body of `=> a` a statement. */
function headOf({ start, params, body, async: isAsync, expression }) {
  const opening = isAsync ? '(async function(' : '(function('
  const closing = expression ? '){return ' : ')'
  const [first, last] = [params[0], params.at(-1)]
  if (first === undefined) return [[{ start, end: body.start }, opening + closing]]
  return [
    [{ start, end: first.start }, opening],
    [{ start: last.end, end: body.start }, closing],
  ]
}

function isDirective({ directive }) {
  return directive !== undefined && directive !== null
}
