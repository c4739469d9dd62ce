import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Sets are closed: whoever adds a member is told by the compiler what else it needs. A copy of the program is compiled
// with members that there are not, and with questions that cannot be asked.

const root = fileURLToPath(new URL('../../', import.meta.url))
let copy: string

beforeAll(() => {
  // Below node_modules, so that packages are found.
  copy = mkdtempSync(join(root, 'node_modules', '.closed-sets-'))
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true })
  for (const folder of ['tenants', 'responses'])
    cpSync(join(root, 'fixtures', folder), join(copy, 'fixtures', folder), { recursive: true })
  for (const file of ['package.json', 'tools/text.d.ts']) cpSync(join(root, file), join(copy, file))
  const { compilerOptions, exclude } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const config = { compilerOptions, include: ['src', 'tools'], exclude }
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(config))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

interface Complaint {
  readonly file: string
  readonly line: number
}

/** What the compiler says when files are changed, or added; afterwards they are as before. */
async function complaints(
  changes: Readonly<Record<string, (text: string) => string>>,
): Promise<{ all: Complaint[]; said: string }> {
  const before = new Map<string, string | null>()
  for (const [file, change] of Object.entries(changes)) {
    const path = join(copy, 'src', file)
    const text = readOrNull(path)
    before.set(path, text)
    const changed = change(text ?? '')
    expect({ file, isChanged: changed !== text }).toEqual({ file, isChanged: true })
    writeFileSync(path, changed)
  }
  const said = await new Promise<string>(done =>
    execFile(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', copy], (_, out) =>
      done(out),
    ),
  )
  for (const [path, text] of before) {
    if (text === null) rmSync(path)
    else writeFileSync(path, text)
  }
  const found = said.matchAll(/^(?:\S*\/)?src\/(\S+?)\((\d+),\d+\): error/gm)
  return { all: [...found].map(([, file, line]) => ({ file: file!, line: Number(line) })), said }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** A member more in a list of constants. */
const withMember =
  (list: string, member: string) =>
  (text: string): string =>
    text.replace(new RegExp(`(export const ${list} = \\[)`), `$1'${member}', `)

/** An alternative more in a union; some begin each line with their bar. */
const withAlternative =
  (type: string) =>
  (text: string): string => {
    const added = type === 'View' ? "{ readonly show: 'made-up' }" : "'made-up'"
    return text.replace(
      new RegExp(`(export type ${type} =)([^|']*?)(\\|?)(?= *['{])`),
      (_, head, between, bar) => `${head}${between}${bar} ${added} |`,
    )
  }

test('the copy as it is: no complaint', async () => {
  expect((await complaints({ 'made-up.ts': () => 'export {}\n' })).said).toBe('')
})

describe('a member more asks for the rest', () => {
  /** The list, where it stands, and where the compiler asks. */
  const sets = [
    ['cloudNames', 'core/clouds.ts', 'core/clouds.ts'],
    ['shells', 'core/shell.ts', 'core/shell.ts'],
    ['rowForms', 'render/rows.ts', 'render/rows.ts'],
    ['completionShells', 'render/completion.ts', 'render/completion.ts'],
    ['formats', 'render/renderings.ts', 'render/renderings.ts'],
    ['streamFormats', 'render/renderings.ts', 'commands/load.ts'],
    ['commandNames', 'commands/index.ts', 'commands/load.ts'],
    ['fixKeys', 'core/fixes/keys.ts', 'core/fixes/registry.ts'],
    ['aadstsClasses', 'core/knowledge/aadsts.ts', 'core/findings/acquire/refused.ts'],
  ] as const

  /** The same of a union of types. */
  const unions = [
    ['ReportVerdict', 'core/report/report.ts', 'core/report/several.ts'],
    ['View', 'render/rendering.ts', 'render/markdown.ts'],
  ] as const

  let all: Complaint[]
  beforeAll(async () => {
    const changes = new Map<string, (text: string) => string>()
    const every = [
      ...sets.map(([list, file]) => [file, withMember(list, 'made-up')] as const),
      ...unions.map(([type, file]) => [file, withAlternative(type)] as const),
      ['core/findings/ids.ts', withMember('findingIds', 'token/made-up')] as const,
    ]
    for (const [file, change] of every) {
      const before = changes.get(file)
      changes.set(file, before === undefined ? change : text => change(before(text)))
    }
    ;({ all } = await complaints(Object.fromEntries(changes)))
  })

  test.each([...sets, ...unions])('of %s', (_, _file, asks) => {
    expect(all.map(({ file }) => file)).toContain(asks)
  })

  test.each(['relations.ts', 'token/index.ts'])('of findingIds, in %s', asks => {
    expect(all.map(({ file }) => file)).toContain(`core/findings/${asks}`)
  })
})

describe('a flag is asked for what it holds', () => {
  const wrong = [
    "flags.text('anyway')",
    "flags.on('from')",
    "flags.number('from')",
    "flags.on('port')",
    "flags.text('no-such-flag')",
    "flags.text('format') === 'made-up'",
    "flags.text('cloud') === 'made-up'",
    "flags.text('shell') === 'made-up'",
    "flags.text('expect') === 'made-up'",
    "flags.text('rows') === 'made-up'",
    "flags.text('scheme') === 'made-up'",
  ]
  const right = [
    "const from: string | undefined = flags.text('from')",
    "const anyway: boolean = flags.on('anyway')",
    "const port: number | undefined = flags.number('port')",
    "const expected: 'app-only' | 'delegated' | undefined = flags.text('expect')",
  ]
  const head = "import type { Flags } from './commands/flags.ts'\ndeclare const flags: Flags\n"
  let lines: Set<number>
  beforeAll(async () => {
    const text = [...wrong, ...right.map(line => `export ${line}`)].join('\n')
    const { all } = await complaints({ 'made-up.ts': () => `${head}${text}\n` })
    lines = new Set(all.filter(({ file }) => file === 'made-up.ts').map(({ line }) => line))
  })

  test.each(wrong.map((line, at) => [line, at + 3] as const))('%s does not compile', (_, line) => {
    expect([...lines]).toContain(line)
  })

  test.each(right.map((line, at) => [line, at + 3 + wrong.length] as const))('%s does', (_, line) => {
    expect([...lines]).not.toContain(line)
  })
})

test('a flag of a made-up type or value is none, and one without words is asked for them', async () => {
  const { all } = await complaints({
    'commands/flags.ts': text =>
      text.replace(
        'const table = {\n',
        `const table = {
  a: { type: 'boolean' },
  b: { type: 'date' },
  c: { type: 'string', value: 'url' },
`,
      ),
  })
  const files = all.map(({ file }) => file)
  expect(files.filter(file => file === 'commands/flags.ts').length).toBeGreaterThanOrEqual(2)
  expect(files).toContain('commands/help-words.ts')
})

test('help has no made-up group', async () => {
  const { said } = await complaints({
    'commands/help-words.ts': text => text.replace("group: 'Settings'", "group: 'Elsewhere'"),
  })
  expect(said).toMatch(/help-words\.ts.*"Elsewhere"/)
})

test('a finding has the id of its place, and explains findings that there are', async () => {
  const { all } = await complaints({
    'core/findings/relations.ts': text => text.replace("['acquire/refused']", "['operation/made-up']"),
    'core/findings/token/malformed.ts': text => text.replace("id: 'token/malformed'", "id: 'token/expired'"),
  })
  expect(new Set(all.map(({ file }) => file))).toEqual(
    new Set(['core/findings/relations.ts', 'core/findings/token/index.ts']),
  )
})
