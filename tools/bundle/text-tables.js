import { readFileSync } from 'node:fs'

/**
 * Bundler plugin: a text table is a module of one string, without its comments, which are for those who mend it. The
 * first block stays one, since a row begins behind a blank line.
 */
export function textTables() {
  return {
    name: 'text-tables',
    load: {
      filter: { id: /\.txt$/ },
      handler: id => ({ code: withoutComments(readFileSync(id, 'utf8')), moduleType: 'text' }),
    },
  }
}

export function withoutComments(table) {
  const blocks = table.split('\n\n').filter(block => !block.startsWith('#'))
  return ['#', ...blocks].join('\n\n')
}
