import { dirname, join } from 'node:path'
import { functionsOf, valuesTaken } from './module-functions.js'

/**
 * Which functions stand in one file of the bundle: those that the same runs of a rehearsal come by, so that a start reads
 * little more than it calls. A file more costs a seventh of a millisecond (own-files.js), as much as four kilobytes read for
 * nothing; where that is less, what different runs come by is one file.
 *
 * @param rehearsed `{ calls, reads }` as `rehearse` gives them, of a bundle with a file a module
 * @param code gives the text of such a file, and `source` that of a module
 * @param isPure whether a module stands in no file with what needs Node.js
 * @returns `(module, key)`: the name of the file that a function stands in (module-functions.js), or with '' the rest of
 *   its module; null for what no run comes by.
 */
export function startFiles({ calls, reads }, { code, source, isPure }) {
  const parts = new Map()
  for (const [file, of] of calls)
    for (const part of partsOf(file, of, code(file))) parts.set(idOf(part.module, part.key), part)
  const before = [...reads.map(files => files.map(file => idOf(file, ''))), ...spread(parts, source)]
  const files = filesOf([...parts.values()], before, isPure)
  return (module, key) => files.get(idOf(module, key)) ?? null
}

const idOf = (path, key) => `${nameOf(path)} ${key}`

/** What a module and its file in the rehearsal are both called. */
const nameOf = path => path.replace(/\.(?:ts|mjs|js|cjs)$/, '')

function partsOf(file, calls, code) {
  const module = nameOf(file)
  const parts = []
  let rest = code.length
  for (const [key, { node }] of functionsOf(code, 'js').functions) {
    const { start, end } = node
    rest -= end - start
    parts.push({ module, key, size: end - start, runs: calls.get(`${start}-${end}`) ?? new Set() })
  }
  return [{ module, key: '', size: rest, runs: calls.get('') ?? new Set() }, ...parts]
}

/**
 * Whose value is taken must be at hand, called or not: what takes it lends it its runs.
 *
 * @returns what a module takes as it is read, `[module, what it takes]`
 */
function spread(parts, source) {
  const takers = [...parts.values()].flatMap(({ module, key }) =>
    key === '' && module.startsWith('src/') ? takenBy(module, parts, source(`${module}.ts`)) : [],
  )
  let isSpread = false
  while (!isSpread) {
    isSpread = true
    for (const [{ runs }, taken] of takers) {
      for (const run of runs) {
        isSpread &&= taken.runs.has(run)
        taken.runs.add(run)
      }
    }
  }
  return takers
    .filter(([{ key }]) => key === '')
    .map(pair => pair.map(({ module, key }) => idOf(module, key)))
}

/** `[part, part]`: one of the module, and another that it takes the value of. */
function takenBy(module, parts, source) {
  const pairs = []
  for (const [key, values] of valuesTaken(functionsOf(source, 'ts'))) {
    for (const { from, name, isListed } of values) {
      const other = from === '' ? module : join(dirname(module), from)
      const [taker, taken] = [idOf(module, key), idOf(other, name)].map(id => parts.get(id))
      // Of a list a function is taken when it is called (split-modules.js).
      if (taken !== undefined && !(isListed && key === '')) pairs.push([taker, taken])
      if (taken === undefined && key === '') pairs.push([taker, parts.get(idOf(other, ''))])
    }
  }
  return pairs.filter(([taker, taken]) => taker !== undefined && taken !== undefined)
}

/** Bytes of code that are read in the time that it takes to find one more file. */
const fileCost = 4500
/** The rehearsed code is not minified; a text is read faster than code. */
const [ofCode, ofText] = [0.5, 0.35]

function filesOf(parts, before, isPure) {
  const every = new Set(parts.flatMap(({ runs }) => [...runs]))
  const byName = new Map()
  for (const { module, key, size, runs } of parts) {
    if (runs.size === 0) continue
    const pure = isPure(module)
    const name = nameOfFile({ pure, runs }, every)
    const file = byName.get(name) ?? { pure, runs, size: 0, ids: [] }
    byName.set(name, file)
    file.size += size * (module.endsWith('.txt') ? ofText : ofCode)
    file.ids.push(idOf(module, key))
  }
  const program = byName.get('program') ?? null
  const files = fewerFiles([...byName.values()], before, program)
  const names = files.map(file => nameOfFile(file, every))
  const numbered = names.map((name, at) => {
    const number = names.slice(0, at).filter(other => other === name).length
    return number === 0 ? name : `${name}-${number}`
  })
  return new Map(files.flatMap(({ ids }, at) => ids.map(id => [id, numbered[at]])))
}

/** By the first letters of its runs. What every run comes by, and needs Node.js, is in the program itself. */
function nameOfFile({ pure, runs }, every) {
  if (!pure && runs.size === every.size) return 'program'
  const letters = [...runs].map(run => run[0])
  return `${pure ? 'pure' : 'own'}-${letters.sort().join('')}`
}

/** These wait for nobody. Others wait for servers, and read then what they need next, or need little. */
const atOnce = ['inspect', 'secret', 'permissions']
const weightOf = run => (atOnce.includes(run) ? 2 : 1)

const costOf = (runs, size) => [...runs].reduce((sum, run) => sum + weightOf(run), 0) * (fileCost + size)

/** Two of the files are made one, again and again, as long as that saves something: most first. */
function fewerFiles(files, before, program) {
  let all = { files, needs: needsOf(files, before) }
  for (;;) {
    const best = { cost: costOfAll(all), all: null }
    const mergeable = all.files.filter(file => file !== program)
    for (const [at, one] of mergeable.entries()) {
      for (const other of mergeable.slice(at + 1)) {
        if (one.pure !== other.pure) continue
        const merged = withBoth(all, one, other)
        const cost = costOfAll(merged)
        if (cost < best.cost && !isCircular(merged)) Object.assign(best, { cost, all: merged })
      }
    }
    if (best.all === null) return all.files
    all = best.all
  }
}

/** By file, those that are read because it is. */
function needsOf(files, before) {
  const fileOf = new Map(files.flatMap(file => file.ids.map(id => [id, file])))
  const needs = new Map(files.map(file => [file, new Set()]))
  for (const [id, needed] of before) {
    const [file, other] = [fileOf.get(id), fileOf.get(needed)]
    if (file !== undefined && other !== undefined && file !== other) needs.get(file).add(other)
  }
  return needs
}

function withBoth({ files, needs }, one, other) {
  const both = {
    pure: one.pure,
    runs: new Set([...one.runs, ...other.runs]),
    size: one.size + other.size,
    ids: [...one.ids, ...other.ids],
  }
  const now = file => (file === one || file === other ? both : file)
  const merged = [...files.filter(file => file !== one && file !== other), both]
  const needed = new Map(merged.map(file => [file, new Set()]))
  for (const [file, others] of needs)
    for (const each of others) if (now(each) !== now(file)) needed.get(now(file)).add(now(each))
  return { files: merged, needs: needed }
}

/** A file is read in the runs that come by something in it, and in those of any file that it is read for. */
function costOfAll({ files, needs }) {
  const runs = new Map(files.map(file => [file, new Set(file.runs)]))
  const lend = (file, of) => {
    for (const other of needs.get(file)) {
      const before = runs.get(other).size
      for (const run of of) runs.get(other).add(run)
      if (runs.get(other).size > before) lend(other, of)
    }
  }
  for (const file of files) lend(file, file.runs)
  return files.reduce((sum, file) => sum + costOf(runs.get(file), file.size), 0)
}

/** Whether one of two files is read in the middle of the other, and the other way round. */
function isCircular({ files, needs }) {
  const [done, open] = [new Set(), new Set()]
  const comesBack = file => {
    if (open.has(file)) return true
    if (done.has(file)) return false
    open.add(file)
    const found = [...needs.get(file)].some(comesBack)
    open.delete(file)
    done.add(file)
    return found
  }
  return files.some(comesBack)
}
