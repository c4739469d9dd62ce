import { parseSync } from 'rolldown/utils'
import { visit, withEdits } from './syntax-tree.js'

/**
 * Rolldown plugin: the minifier writes texts between backticks where that is shorter. Node reads such a text letter by
 * letter, twice, and one between quotes in one go.
 */
export function plainStrings() {
  return {
    name: 'plain-strings',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') chunk.code = withPlainStrings(chunk.code)
      }
    },
  }
}

export function withPlainStrings(code) {
  const { program } = parseSync('chunk.cjs', code, { sourceType: 'script' })
  const edits = []
  visit(program, (node, parent) => {
    if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return
    // A tag is handed the text as it was written; a statement of nothing but a text would be a directive.
    if (parent.type === 'TaggedTemplateExpression' || parent.type === 'ExpressionStatement') return
    edits.push([node, JSON.stringify(node.quasis[0].value.cooked)])
  })
  return withEdits(code, edits)
}
