import { parseSync } from 'rolldown/utils'
import { visit } from './syntax-tree.js'

/**
 * What of a module can stand elsewhere: the functions that see nothing but what the module declares. Those are its own, by
 * name, and the arrows and methods of objects in its other statements, by the name that the statement declares and their
 * number in it.
 *
 * @returns `functions`, by key: `node`, and for its own functions `statements`, which declare them; `imports`; `declared`
 *   and `exported`, names; `readAtOnce`, the nodes that it comes by as it is read, each with its `parent`.
 */
export function functionsOf(code, lang) {
  const sourceType = lang === 'ts' ? 'module' : 'script'
  const { program } = parseSync(`module.${lang}`, code, { lang, sourceType })
  const module = {
    functions: new Map(),
    imports: [],
    declared: new Set(),
    exported: new Set(),
    readAtOnce: [],
  }
  const signatures = new Map()
  for (const statement of program.body) {
    const { type, importKind, source, specifiers = [] } = statement
    if (type === 'ImportDeclaration' && importKind !== 'type') module.imports.push(statement)
    const isExport = type === 'ExportNamedDeclaration'
    const declaration = isExport ? statement.declaration : statement
    if (isExport && declaration === null && !source)
      for (const { local } of specifiers) module.exported.add(local.name)
    if (declaration === null || type === 'ExportAllDeclaration' || type === 'ImportDeclaration') continue
    if (/^TS(?:Interface|TypeAlias)/.test(declaration.type)) continue
    const names = namesOf(declaration)
    for (const name of names) {
      module.declared.add(name)
      if (isExport) module.exported.add(name)
    }
    const before = signatures.get(names[0]) ?? []
    if (declaration.type === 'TSDeclareFunction') signatures.set(names[0], [...before, statement])
    else note(module, declaration, names[0], [...before, statement])
  }
  return module
}

function note({ functions, readAtOnce }, declaration, name, statements) {
  const key = keyOf(name)
  if (declaration.type === 'FunctionDeclaration') {
    functions.set(key, { node: declaration, declaration, statements })
  } else if (isFunction(declaration)) {
    functions.set(key, { node: declaration.declarations[0].init, declaration, statements })
  } else {
    let number = 0
    visitAtOnce(declaration, (node, parent) => {
      readAtOnce.push({ node, parent })
      const isAlone = node.type === 'ArrowFunctionExpression' || (node.method && !node.computed)
      const isNamed = name !== undefined && declaration.type !== 'ClassDeclaration'
      if (isAlone && isNamed) functions.set(`${key}#${number++}`, { node })
    })
  }
}

/** Where two modules of a bundle declare one name, the bundler writes a number behind the second. */
const keyOf = (name = '') => name.replace(/\$\d*$/, '')

function namesOf(declaration) {
  if (declaration.declarations) return declaration.declarations.flatMap(({ id }) => namesIn(id))
  return declaration.id ? [declaration.id.name] : []
}

function namesIn(pattern) {
  switch (pattern?.type) {
    case undefined:
      return []
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap(property => namesIn(property.argument ?? property.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn)
    default:
      return namesIn(pattern.left ?? pattern.argument)
  }
}

function isFunction({ kind, declarations }) {
  return (
    kind === 'const' &&
    declarations.length === 1 &&
    declarations[0].id.type === 'Identifier' &&
    /FunctionExpression$/.test(declarations[0].init?.type)
  )
}

/** Shows each node that a module comes by as it is read: functions, but not what is in them, and no types. */
function visitAtOnce(node, see, parent = null) {
  if (/^TS(?!As|Satisfies|NonNull|Instantiation)/.test(node.type)) return
  see(node, parent)
  if (/Function/.test(node.type)) return
  for (const key in node) {
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    for (const child of Array.isArray(value) ? value : [value]) if (child?.type) visitAtOnce(child, see, node)
  }
}

/**
 * What a module reads of others, and of its own functions, by who reads it: '' for what it comes by as it is read, else the
 * key of a function, and then without what is only called there.
 *
 * @returns `[key, [{ from, name, node, parent, isListed }]]`: `from` as it was imported, '' for its own; `isListed` in a list.
 */
export function valuesTaken({ functions, imports, readAtOnce }) {
  const imported = new Map()
  for (const { source, specifiers } of imports) {
    for (const { type, local, imported: other, importKind } of specifiers) {
      const isWhole = type === 'ImportNamespaceSpecifier'
      if (importKind !== 'type')
        imported.set(local.name, { from: source.value, name: isWhole ? null : (other?.name ?? 'default') })
    }
  }
  const taken = (node, parent) => {
    const isMember = node.type === 'MemberExpression' && !node.computed
    const local = isMember ? node.object.name : node.type === 'Identifier' ? node.name : undefined
    if (local === undefined || isOnlyName(node, parent)) return []
    const { from, name } = imported.get(local) ?? {}
    const at = { node, parent, isListed: isListed(node, parent) }
    if (from === undefined) return !isMember && functions.has(local) ? [{ from: '', name: local, ...at }] : []
    return isMember === (name === null) ? [{ from, name: name ?? node.property.name, ...at }] : []
  }
  const within = node => {
    const found = []
    visit(node, (inner, parent) => {
      const isCalled = /^(?:Call|New)Expression$/.test(parent?.type) && parent.callee === inner
      if (inner !== node && !isCalled) found.push(...taken(inner, parent), ...loaded(inner))
    })
    return found
  }
  return [
    ['', readAtOnce.flatMap(({ node, parent }) => taken(node, parent))],
    ...[...functions].map(([key, { node }]) => [key, within(node)]),
  ]
}

/** `const { a, b } = await import('./c.ts')` */
function loaded({ type, id, init }) {
  const source =
    type === 'VariableDeclarator' && id.type === 'ObjectPattern' ? init?.argument?.source?.value : undefined
  return source === undefined
    ? []
    : id.properties.map(({ key }) => ({ from: source, name: key.name, isListed: false }))
}

function isOnlyName(node, parent) {
  const { type, key, property, computed } = parent ?? {}
  if (type === 'MemberExpression') return property === node && !computed
  return type === 'Property' && key === node && !computed
}

/** `{ key: value }`, or `[value]`. */
function isListed(node, parent) {
  return parent?.type === 'ArrayExpression' || (parent?.type === 'Property' && parent.value === node)
}
