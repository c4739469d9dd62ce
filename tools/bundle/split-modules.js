import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { functionsOf, valuesTaken } from './module-functions.js'
import { headOfMethod, includesNode, leansOnAround, visit, withEdits } from './syntax-tree.js'

/**
 * Rolldown plugin: functions that other runs come by than the rest of their module (start-files.js) are modules of their own,
 * named `MODULE?part=FILE`, so that they can stand in another file of the bundle.
 */
export function splitModules(root, fileOf) {
  const cache = new Map()
  const splitOf = path => {
    if (!cache.has(path)) cache.set(path, split(path, root, fileOf))
    return cache.get(path)
  }
  return {
    name: 'split-modules',
    resolveId: {
      filter: { id: /\?part=/ },
      handler: id => ({ id, moduleSideEffects: false }),
    },
    load: {
      filter: { id: /\.ts(\?part=|$)/ },
      handler: id => {
        const { path, part } = partOf(id)
        const codes = splitOf(path)
        return codes === null
          ? null
          : { code: part === null ? codes.rest : codes.parts.get(part), moduleType: 'ts' }
      },
    },
  }
}

/** The path of a module, and which part of it stands elsewhere: null for the rest, 'none' for what no run comes by. */
export function partOf(id) {
  const [path, part = null] = id.split('?part=')
  return { path, part }
}

function split(path, root, fileOf) {
  const module = relative(root, path)
  const home = fileOf(module, '')
  if (home === null) return null
  const code = readFileSync(path, 'utf8')
  const text = ({ start, end }) => code.slice(start, end)
  const parsed = functionsOf(code, 'ts')
  const [[, atOnce]] = valuesTaken(parsed)
  const moved = new Map()
  for (const key of parsed.functions.keys()) {
    const file = fileOf(module, key)
    if (file !== home && canMove(key, file, parsed, atOnce)) moved.set(key, file ?? 'none')
  }
  const isElsewhere = (from, name) => {
    if (from === '') return moved.has(name)
    const other = join(dirname(path), from)
    if (!from.endsWith('.ts') || !functionsOf(readFileSync(other, 'utf8'), 'ts').functions.has(name))
      return false
    return fileOf(relative(root, other), name) !== home
  }
  const listed = atOnce.filter(({ from, name, isListed }) => isListed && isElsewhere(from, name))
  if (moved.size === 0 && listed.length === 0) return null
  const sourceOf = name => JSON.stringify(moved.has(name) ? `${path}?part=${moved.get(name)}` : path)
  const { parts, lent } = partsWith(moved, parsed, text, sourceOf)
  const edits = [
    ...[...moved.keys()].flatMap(key => goneOf(key, parsed, text)),
    ...listed.map(({ name, node, parent }) => [
      node,
      `${parent.shorthand ? `${name}: ` : ''}${callOf(text(node))}`,
    ]),
  ]
  const rest = [withEdits(code, edits), ...returnedTo(parsed, moved, sourceOf)]
  return { rest: [...rest, ...lent.map(name => `export { ${name} }`)].join('\n'), parts }
}

function canMove(key, file, { functions, declared }, atOnce) {
  const { node } = functions.get(key)
  // The module calls it as it is read.
  if (atOnce.some(({ from, name, isListed }) => from === '' && name === key && !isListed)) return false
  if (assigns(node, declared)) return false
  // One of a list leaves a call of it behind, and is moved only where no run comes by it.
  return !key.includes('#') || (file === null && node.end - node.start > 150 && !meansThis(node))
}

function meansThis(node) {
  return leansOnAround(node.method ? { ...node.value, type: 'ArrowFunctionExpression' } : node)
}

/** The parts by file, as modules, and what of the module they use that it did not export. */
function partsWith(moved, { functions, imports, declared, exported }, text, sourceOf) {
  const parts = new Map()
  const lent = new Set()
  for (const file of new Set(moved.values())) {
    const keys = [...moved.keys()].filter(key => moved.get(key) === file)
    const own = new Set(keys.map(nameOf))
    const named = namesIn(keys.map(key => functions.get(key).node))
    const used = [...named].filter(name => declared.has(name) && !own.has(name))
    for (const name of used) if (!moved.has(name) && !exported.has(name)) lent.add(name)
    const declarations = keys.map(key => {
      const { node, declaration } = functions.get(key)
      return declaration === undefined ? `const ${nameOf(key)} = ${alone(node, text)}` : text(declaration)
    })
    const lines = [
      ...imports.map(text),
      ...used.map(name => `import { ${name} } from ${sourceOf(name)}`),
      ...declarations.map(declaration => `export ${declaration}`),
    ]
    parts.set(file, lines.join('\n'))
  }
  return { parts, lent: [...lent] }
}

/** Where a function stood: nothing, or in a list a call of it. */
function goneOf(key, { functions }, text) {
  const { node, statements } = functions.get(key)
  if (statements !== undefined) return statements.map(statement => [statement, ''])
  return [[node, `${node.method ? `${text(node.key)}: ` : ''}${callOf(nameOf(key))}`]]
}

const callOf = callee => `(...given) => ${callee}(...given)`

/** What was moved, for the rest of the module and whoever imports it from there. */
function returnedTo({ functions }, moved, sourceOf) {
  return [...moved.keys()].flatMap(key => {
    const { statements = [] } = functions.get(key)
    const wasExported = statements.some(({ type }) => type === 'ExportNamedDeclaration')
    return [`import { ${nameOf(key)} } from ${sourceOf(key)}`, ...(wasExported ? [`export { ${key} }`] : [])]
  })
}

/** An arrow, or a method as a function. */
function alone(node, text) {
  return node.method ? `${headOfMethod(node)} ${text(node.value)}` : text(node)
}

const nameOf = key => key.replace('#', '$')

function namesIn(nodes) {
  const names = new Set()
  for (const node of nodes) visit(node, ({ type, name }) => type === 'Identifier' && names.add(name))
  return names
}

/** Whether a function gives one of these names another value, which only the module itself can. */
function assigns(node, names) {
  return includesNode(node, ({ type, left, argument }) => {
    const target = type === 'AssignmentExpression' ? left : type === 'UpdateExpression' ? argument : null
    if (target === null || target.type === 'MemberExpression') return false
    return [...namesIn([target])].some(name => names.has(name))
  })
}
