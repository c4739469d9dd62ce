import { posix } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

/**
 * One declaration file of many: what the entry exports, and every type that it leads to, by its own name and exported,
 * so that a caller can name whatever he is handed. Two types of one name are an error, and so is a type of a package.
 *
 * @param {string} entry a path such as `index.d.ts`
 * @param {(path: string) => string} read
 * @param {ReadonlyMap<string, string>} [apart] modules that keep a file of their own, and how it is imported
 * @returns {string}
 */
export function bundleTypes(entry, read, apart = new Map()) {
  const modules = new Map()
  const moduleAt = path => {
    let module = modules.get(path)
    if (module === undefined) {
      module = readModule(path, read(path))
      modules.set(path, module)
    }
    return module
  }

  /** Where an exported name is declared; null: not there. */
  function find(path, name) {
    if (apart.has(path)) return { path, name }
    const { exported, stars } = moduleAt(path)
    const local = exported.get(name)
    if (local?.from !== undefined) return find(local.from, local.name)
    if (local !== undefined) return locate(path, local.name)
    for (const from of stars) {
      const found = apart.has(from) ? null : find(from, name)
      if (found !== null) return found
    }
    return null
  }

  /** What a name means inside a module; null: a global, a parameter or a member. */
  function locate(path, name) {
    const { declared, imported } = moduleAt(path)
    if (declared.has(name)) return { path, name }
    const origin = imported.get(name)
    if (origin === undefined) return null
    const found = find(origin.from, origin.name)
    if (found === null) throw new Error(`${path}: ${origin.from} does not export ${origin.name}`)
    if (found.name !== name) throw new Error(`${path}: ${found.name} is called ${name} here`)
    return found
  }

  const surface = new Set(namesOf(entry))
  const placed = new Map()
  const borrowed = new Map()
  const lines = []

  function place(target, name) {
    if (target === null) throw new Error(`${entry} does not export ${name}`)
    const { path } = target
    if (apart.has(path)) {
      borrowed.set(path, (borrowed.get(path) ?? new Set()).add(name))
      return
    }
    const other = placed.get(name)
    if (other === path) return
    if (other !== undefined) throw new Error(`two types are called ${name}: ${other}, ${path}`)
    placed.set(name, path)
    for (const { text, isType, names } of moduleAt(path).declared.get(name)) {
      lines.push(text(isType || surface.has(name)))
      for (const used of names) {
        const meant = locate(path, used)
        if (meant !== null) place(meant, used)
      }
    }
  }

  function namesOf(path) {
    if (apart.has(path)) return []
    const { exported, stars } = moduleAt(path)
    return [...exported.keys(), ...stars.flatMap(namesOf)]
  }

  for (const name of surface) place(find(entry, name), name)
  const all = moduleAt(entry).stars.filter(from => apart.has(from))
  return [
    ...[...borrowed].map(
      ([path, names]) => `import type { ${[...names].join(', ')} } from '${apart.get(path)}'`,
    ),
    ...all.map(path => `export * from '${apart.get(path)}'`),
    ...lines,
    // Without it, every declaration of the file would count as exported.
    'export {}',
    '',
  ].join('\n')
}

const types = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration'])

function readModule(path, text) {
  const module = { declared: new Map(), imported: new Map(), exported: new Map(), stars: [] }
  const from = ({ value }) => {
    if (!value.startsWith('.')) throw new Error(`${path}: the types lead to the package ${value}`)
    return posix.join(posix.dirname(path), value).replace(/\.ts$/, '.d.ts')
  }
  let end = 0
  for (const statement of parseAst(text, { lang: 'dts' }, path).body) {
    const { type, source } = statement
    const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(text.slice(end, statement.start))?.[0] ?? ''
    end = statement.end
    if (type === 'ImportDeclaration') {
      for (const { local, imported } of statement.specifiers)
        module.imported.set(local.name, { from: source.value, name: imported?.name })
    } else if (type === 'ExportAllDeclaration') module.stars.push(from(source))
    else if (type === 'ExportNamedDeclaration' && statement.declaration === null) {
      for (const { local, exported } of statement.specifiers)
        module.exported.set(exported.name, {
          name: local.name,
          ...(source === null ? {} : { from: from(source) }),
        })
    } else {
      const isExported = type === 'ExportNamedDeclaration'
      const declaration = isExported ? statement.declaration : statement
      const bare = text.slice(declaration.start, declaration.end)
      const names = new Set(identifiers(declaration))
      for (const { id } of declaration.declarations ?? [declaration]) {
        const known = module.declared.get(id.name) ?? []
        const one = {
          isType: types.has(declaration.type),
          text: asExport => `${comment}${asExport ? 'export ' : ''}${bare}`,
          names: [...names].filter(name => name !== id.name),
        }
        module.declared.set(id.name, [...known, one])
        if (isExported) module.exported.set(id.name, { name: id.name })
      }
    }
  }
  // A package may be imported for what no declaration uses: only a use leads to it.
  for (const [name, origin] of module.imported)
    module.imported.set(name, {
      ...origin,
      get from() {
        return from({ value: origin.from })
      },
    })
  return module
}

/** The identifiers below a node, but for the names of members: more than what it refers to, and never fewer. */
function* identifiers(node) {
  if (Array.isArray(node)) {
    for (const item of node) yield* identifiers(item)
  } else if (typeof node === 'object' && node !== null) {
    if (node.type === 'TSImportType')
      throw new Error('an import() among the types: name the type where it is inferred')
    if (node.type === 'Identifier') yield node.name
    for (const [member, value] of Object.entries(node))
      if (member !== 'key' || node.computed) yield* identifiers(value)
  }
}
