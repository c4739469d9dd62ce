import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Begins a finding: its source, its id among the others, what it needs and explains, its line in its group, and a case to fill in.
 *
 *     npm run new:finding -- operation/wrong-version
 */

const groups = ['acquire', 'token', 'consent', 'workload', 'operation', 'privilege']

/** @returns one sentence, or null: the id will do */
export function faultOf(id, root) {
  const [group, name, ...more] = (id ?? '').split('/')
  if (!groups.includes(group) || more.length > 0)
    return `A finding's id is GROUP/NAME, with a group of ${groups.join(', ')}.`
  if (!/^[a-z]+(-[a-z]+)*$/.test(name ?? ''))
    return 'The name is words in lower case with hyphens between them, such as missing-admin-consent.'
  if (existsSync(join(root, `src/core/findings/${id}.ts`))) return 'There is a finding of that id already.'
  return null
}

export function begin(id, root) {
  const [group, name] = id.split('/')
  const constant = name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
  write(root, `src/core/findings/${id}.ts`, sourceOf(id, constant))
  write(root, `fixtures/cases/${id}.json`, `${JSON.stringify(caseOf(), null, 2)}\n`)
  edit(root, 'src/core/findings/ids.ts', text => behindLast(text, `  '${group}/`, `  '${id}',`))
  edit(root, 'src/core/findings/relations.ts', text =>
    behindLast(text, `  '${group}/`, `  '${id}': { needs: ['token'], explains: [] },`),
  )
  edit(root, `src/core/findings/${group}/index.ts`, text =>
    behindLast(
      behindLast(text, `  '${group}/`, `  '${id}': ${constant},`),
      'import { ',
      `import { ${constant} } from './${name}.ts'`,
    ),
  )
}

/** A line behind the last one that begins so; where that opens a block, behind its end. */
function behindLast(text, beginning, line) {
  const lines = text.split('\n')
  const last = lines.findLastIndex(other => other.startsWith(beginning))
  const at = lines[last].endsWith('{') ? lines.indexOf('  },', last) : last
  return lines.toSpliced(at + 1, 0, line).join('\n')
}

function sourceOf(id, constant) {
  return `import { defineFinding } from '../finding.ts'

export const ${constant} = defineFinding({
  id: '${id}',
  title: 'TODO: the problem as a heading, never the cure',
  words: {
    meaning: 'TODO: one paragraph.',
    causes: ['TODO: a sentence each, likeliest first.'],
    certainty: 'TODO: when it is certain, when only likely.',
    sources: ['RFC 7519 section 4.1.4'],
  },
  find({ facts: { token } }) {
    if (token?.form !== 'jwt') return []
    return [
      {
        severity: 'note',
        certainty: 'certain',
        about: 'token',
        saying: null,
        evidence: [],
        fix: [],
      },
    ]
  },
  say() {
    return { headline: 'TODO: one sentence.', why: 'TODO: one to three sentences.' }
  },
})
`
}

/** A token of the make-believe tenant, and one leaf that makes the finding silent. */
function caseOf() {
  return {
    fires: {
      note: 'Make-believe: no such tenant, app, user or secret exists. TODO: what it shows.',
      at: '2026-11-22T19:41:07Z',
      token: {
        header: { typ: 'JWT', alg: 'RS256', kid: 'make-believe-key' },
        claims: { aud: 'https://graph.microsoft.com', idtyp: 'app', roles: ['User.Read.All'] },
      },
      operations: ['GET /users'],
    },
    nearMiss: { path: '/operations/0', value: 'GET /groups' },
    expected: {},
  }
}

function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function edit(root, path, change) {
  write(root, path, change(readFileSync(join(root, path), 'utf8')))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [id] = process.argv.slice(2)
  const fault = faultOf(id, process.cwd())
  if (fault === null) {
    begin(id, process.cwd())
    console.log(`src/core/findings/${id}.ts and fixtures/cases/${id}.json are there: fill in what says TODO.`)
    console.log('Then: npm run cases -- --update && npm run docs && npm test')
  } else {
    console.error(`${fault}\nExample: npm run new:finding -- operation/wrong-version`)
    process.exitCode = 2
  }
}
