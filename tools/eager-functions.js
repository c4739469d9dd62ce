import { parseSync } from 'rolldown/utils'
import { isWithin, visit, withEdits } from './syntax-tree.js'

/**
 * Writes the functions that a start calls so that V8 compiles them together with their file. Otherwise it skims them
 * there, reads them again when they are called, and the arrows inside of them once more. What opens with `(function` it
 * takes for called at once, which an arrow never is. Source: V8's blog, "Blazingly fast parsing, part 2: lazy parsing".
 *
 * `isCalled` is asked of each function, by where it starts and ends.
 */
export function withEagerFunctions(code, isCalled) {
  const { program } = parseSync('chunk.cjs', code, { sourceType: 'script' })
  const arrows = []
  visit(program, node => {
    if (node.type === 'ArrowFunctionExpression' && isCalled(node) && !leansOnAround(node)) arrows.push(node)
  })
  const declared = program.body.filter(node => node.type === 'FunctionDeclaration' && isCalled(node))
  const edits = [
    ...arrows.flatMap(arrow => headOf(arrow)),
    // Of two that end at one place the inner one ends first.
    ...arrows.toReversed().map(({ end, expression }) => [{ start: end, end }, expression ? '})' : ')']),
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

/** Whether an arrow means the `this`, or the like, of what is around it. */
function leansOnAround(node) {
  if (['ThisExpression', 'Super', 'MetaProperty'].includes(node.type) || node.name === 'arguments')
    return true
  if (['FunctionDeclaration', 'FunctionExpression'].includes(node.type)) return false
  return Object.values(node)
    .flat()
    .some(child => child?.type && leansOnAround(child))
}

function isDirective({ directive }) {
  return directive !== undefined && directive !== null
}
