import { fileURLToPath } from 'node:url'

/**
 * Which modules are one file, by who imports whom. A file more costs half a millisecond at every start, and so does
 * what is read in it for nothing.
 */

const here = path => fileURLToPath(new URL(path, import.meta.url))
const [program, main, text] = ['cli', 'main', 'render/text'].map(name => here(`../src/${name}.ts`))

/** What is reached from modules without anything being loaded later. */
function closure(entries, graph) {
  const ids = new Set(entries)
  for (const id of ids) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) ids.add(imported)
  return ids
}

/** What most commands share: so many of what the command line loads later need it, or text, which all of them print. */
const most = 3

function shared(graph) {
  const later = [...closure([main], graph)].flatMap(
    id => graph.getModuleInfo(id)?.dynamicallyImportedIds ?? [],
  )
  const reached = [...new Set(later)].map(id => closure([id], graph))
  const all = reached.flatMap(ids => [...ids]).filter(id => reached.filter(ids => ids.has(id)).length >= most)
  return new Set([...all, ...closure([text], graph)])
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
  group('version', 3, graph => {
    const ids = closure([program], graph)
    ids.delete(program)
    return ids
  }),
  // What every other start needs: the command line, and the gate before the streams. Help loads nothing else.
  group('start', 2, graph => closure([main], graph)),
  group('core', 1, shared),
]
