import { fileURLToPath } from 'node:url'

/**
 * Which modules are one file, by who imports whom. A file more costs half a millisecond at every start, and so does
 * what is read in it for nothing.
 */

const here = path => fileURLToPath(new URL(path, import.meta.url))
const source = name => here(`../src/${name}.ts`)
const [program, main] = [source('cli'), source('main')]

/** What prints an answer, most often as text, which every command does; and the command that needs the least besides. */
const least = ['render/text', 'commands/output', 'commands/explain'].map(source)

/** Asks the tables, and needs no token. */
const tables = [source('commands/permissions'), source('render/text/permissions')]

/** What a command with a token loads later, at every start. */
const ofTokens = [
  'edges/keys/named',
  'edges/keys/tenant',
  'edges/graph/client',
  'edges/entra/authority',
  'commands/exposed',
].map(source)

/** Where the findings of a group are read, which is where facts of theirs are. */
const findings = ['acquire', 'token', 'consent', 'workload', 'operation', 'privilege'].map(name =>
  source(`core/findings/${name}/index`),
)

/** What several groups of findings need; who explains a code needs some of it as well. */
function sharedByFindings(graph) {
  const reached = findings.map(id => closure([id], graph))
  const all = reached.flatMap(ids => [...ids])
  return all.filter(id => reached.filter(ids => ids.has(id)).length > 1)
}

/** What is reached from modules without anything being loaded later. */
function closure(entries, graph) {
  const ids = new Set(entries)
  for (const id of ids) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) ids.add(imported)
  return ids
}

/** What is no command's own: so many of what the command line loads later need it, or text does. */
const most = 3

function shared(graph) {
  const later = [...closure([main], graph)].flatMap(
    id => graph.getModuleInfo(id)?.dynamicallyImportedIds ?? [],
  )
  const reached = [...new Set(later)].map(id => closure([id], graph))
  const all = reached.flatMap(ids => [...ids]).filter(id => reached.filter(ids => ids.has(id)).length >= most)
  return new Set([...all, ...closure([least[0]], graph)])
}

function sharedOf(entries, graph) {
  const ids = shared(graph)
  return new Set([...closure(entries, graph)].filter(id => ids.has(id)))
}

/** A chunk of the modules that a function finds in the graph. */
function group(name, priority, find) {
  let ids = null
  return {
    debugName: name,
    priority,
    name: (id, graph) => {
      ids ??= find(graph)
      return ids.has(id) ? name : null
    },
  }
}

export const groups = [
  // What --version needs, and others too; the rest of that is the program's own file.
  group('version', 6, graph => {
    const ids = closure([program], graph)
    ids.delete(program)
    return ids
  }),
  // What every other start needs: the command line, and the gate before the streams. Help loads nothing else.
  group('start', 5, graph => closure([main], graph)),
  // What is shared, by who loads it: every command, those that ask the tables, and the rest, which take a token.
  group('core', 4, graph => {
    const explaining = closure([source('commands/explain')], graph)
    return new Set([...sharedOf(least, graph), ...sharedByFindings(graph).filter(id => explaining.has(id))])
  }),
  group('tables', 3, graph => new Set([...sharedOf(tables, graph), ...sharedByFindings(graph)])),
  group('token', 2, graph => new Set([...shared(graph), ...closure(ofTokens, graph)])),
  group('permissions', 1, graph => closure(tables, graph)),
]
