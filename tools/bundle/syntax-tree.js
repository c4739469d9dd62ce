/** Shows each node of a syntax tree, with the one that it stands in. */
export function visit(node, see, parent = null) {
  see(node, parent)
  for (const key in node) {
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    for (const child of Array.isArray(value) ? value : [value]) if (child?.type) visit(child, see, node)
  }
}

/** A text, or a stretch of it, with parts replaced: `[{ start, end }, text]`, in any order; those at one place in theirs. */
export function withEdits(code, edits, stretch = { start: 0, end: code.length }) {
  let [result, at] = ['', stretch.start]
  const within = edits.filter(([edited]) => isWithin(edited, stretch))
  for (const [{ start, end }, text] of within.sort(([a], [b]) => a.start - b.start)) {
    result += code.slice(at, start) + text
    at = end
  }
  return result + code.slice(at, stretch.end)
}

export function isWithin({ start, end }, stretch) {
  return stretch.start <= start && end <= stretch.end
}

/** Whether a node, or one in it, is what is sought. */
export function includesNode(node, isSought) {
  let found = false
  visit(node, inner => {
    found ||= isSought(inner)
  })
  return found
}

/** What a method of an object begins with where it is a function by itself, up to its parameters. */
export function headOfMethod({ value }) {
  return `${value.async ? 'async ' : ''}function${value.generator ? '*' : ''}`
}

/** Whether an arrow means the `this`, or the like, of what is around it. */
export function leansOnAround(node) {
  if (['ThisExpression', 'Super', 'MetaProperty'].includes(node.type) || node.name === 'arguments')
    return true
  if (['FunctionDeclaration', 'FunctionExpression'].includes(node.type)) return false
  return Object.values(node)
    .flat()
    .some(child => child?.type && leansOnAround(child))
}
