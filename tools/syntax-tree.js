/** Shows each node of a syntax tree, with the one that it stands in. */
export function visit(node, see, parent = null) {
  see(node, parent)
  for (const key in node) {
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    for (const child of Array.isArray(value) ? value : [value]) if (child?.type) visit(child, see, node)
  }
}

/** A text with parts of it replaced: `[{ start, end }, text]`, in any order. */
export function withEdits(code, edits) {
  let [result, at] = ['', 0]
  for (const [{ start, end }, text] of edits.sort(([a], [b]) => a.start - b.start)) {
    result += code.slice(at, start) + text
    at = end
  }
  return result + code.slice(at)
}
