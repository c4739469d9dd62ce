import { parseSync } from 'rolldown/utils'
import { isWithin, visit, withEdits } from './syntax-tree.js'

/**
 * Rolldown plugin for CommonJS: another chunk, or a module of Node's, is loaded where something of it is first used, not
 * where it is imported. What a start does not come by is then neither read nor compiled, whatever imports it.
 */
export function lazyChunks() {
  return { name: 'lazy-chunks', renderChunk: code => ({ code: withLazyChunks(code), map: null }) }
}

/** `const a = require("./a.cjs")` becomes a function of that name, and `a.b` then is `a().b`. */
export function withLazyChunks(code) {
  const { program } = parseSync('chunk.cjs', code, { sourceType: 'script' })
  const loads = loadsOf(program, code)
  const { members, isBare, isAssigned } = usesOf(program, loads)
  const edits = []
  for (const [name, { text, statements }] of loads) {
    // Another variable of the same name, or the module as a whole: it is loaded at once.
    if (isBare.has(name)) continue
    const [first, ...others] = statements
    edits.push([first, `let ${name}$; const ${name} = () => ${name}$ ??= ${text};`])
    edits.push(...others.map(statement => [statement, '']))
  }
  const gone = edits.map(([node]) => node)
  for (const node of members) {
    const isGone = gone.some(statement => isWithin(node, statement))
    if (!isBare.has(node.name) && !isGone) edits.push([node, `(${node.name}())`])
  }
  // What is never assigned again needs no getter.
  for (const statement of program.body) {
    const exported = exportOf(statement)
    if (exported !== null && !isAssigned.has(exported.local))
      edits.push([statement, `exports.${exported.name} = ${exported.local};`])
  }
  return withEdits(code, edits)
}

/** What is required at the top of a chunk: how it is loaded, and the statements that say so. */
function loadsOf({ body }, code) {
  const loads = new Map()
  const textOf = ({ start, end }) => code.slice(start, end)
  for (const statement of body) {
    const { id, init } = statement.declarations?.[0] ?? {}
    const { left, right } = statement.expression ?? {}
    if (init?.callee?.name === 'require') loads.set(id.name, { text: textOf(init), statements: [statement] })
    // `a = runtime.__toESM(a, 1)`, where the default of one of Node's is imported.
    const load =
      right?.type === 'CallExpression' && right.arguments[0]?.name === left.name && loads.get(left.name)
    if (load) {
      const { callee, arguments: given } = right
      const rest = code.slice(given[0].end, right.end)
      load.text = `${textOf(callee.object)}().${callee.property.name}(${load.text}${rest}`
      load.statements.push(statement)
    }
  }
  return loads
}

function usesOf(program, loads) {
  const [members, isBare, isAssigned] = [[], new Set(), new Set()]
  const itsOwn = new Set([...loads.values()].flatMap(({ statements }) => statements.flatMap(namesOf)))
  visit(program, (node, parent) => {
    if (node.type === 'AssignmentExpression') isAssigned.add(node.left.name)
    if (node.type === 'UpdateExpression') isAssigned.add(node.argument.name)
    if (node.type !== 'Identifier' || !loads.has(node.name) || itsOwn.has(node)) return
    if (parent.type === 'MemberExpression' && parent.object === node) members.push(node)
    else if (!isNameOfMember(node, parent)) isBare.add(node.name)
  })
  return { members, isBare, isAssigned }
}

/** Where the statements that load a module name it. */
function namesOf({ declarations, expression }) {
  return declarations ? [declarations[0].id] : [expression.left, expression.right.arguments[0]]
}

function isNameOfMember(node, { property, key, computed, shorthand }) {
  return !computed && (property === node || (key === node && !shorthand))
}

/** `Object.defineProperty(exports, "name", { …, get: function () { return local } })` */
function exportOf({ expression }) {
  const [object, name, descriptor] = expression?.arguments ?? []
  if (expression?.callee?.property?.name !== 'defineProperty' || object.name !== 'exports') return null
  const getter = descriptor.properties?.find(({ key }) => key.name === 'get')
  const local = getter?.value.body.body[0].argument.name
  return local === undefined ? null : { name: name.value, local }
}
