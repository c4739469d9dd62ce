import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What stands between an operation that was asked for and a verdict. */
const rooms = 'core/judge core/need core/match core/operation core/tables'

/**
 * The house and its one-way streets. A layer is the files whose path begins with its name (the longest
 * name wins); it may import what stands behind it, and itself. `as types` says what it may know the shape
 * of and never call.
 */
const layers: Record<string, { readonly values?: string; readonly types?: string }> = {
  'cli.ts': {
    values:
      'main.ts edges/browser.ts edges/decode-text.ts edges/http.ts edges/read-file.ts edges/lent-folder.ts edges/run-command.ts edges/run-program.ts edges/standard-streams.ts edges/write-file.ts',
  },
  'main.ts': { values: 'guarded.ts patient.ts commands core/leaves render' },
  'guarded.ts': { values: 'core/leaves' },
  'patient.ts': { values: 'core/leaves render' },
  commands: { values: 'road.ts proxy lessons edges emulator page render core' },
  // What it reads of a program is judged by core; who conducts it tells.
  proxy: { values: 'edges core' },
  'road.ts': { values: 'road edges core' },
  road: { values: 'edges core' },
  lessons: { values: 'road.ts edges emulator core', types: 'render' },
  edges: { values: 'core/leaves core/clouds.ts core/refusal core/token/key.ts', types: 'core' },
  // What it shows of the conversation comes through the gate, and looks as the other pages do.
  emulator: {
    values:
      'core/clouds.ts core/guid.ts core/json.ts core/secret core/tables/permission-index.ts core/text.ts render/html/parts fixtures',
    types: 'core',
  },
  page: { values: 'render core' },
  'page/screen': { values: 'page render core' },
  render: { values: 'core', types: 'lessons' },
  'index.ts': { values: 'core' },
  'node.ts': { values: 'index.ts edges/data.ts' },
  'io.ts': { types: 'core/leaves' },
  'version.ts': { values: 'package.json' },

  'core/library': {
    values: `core/pasted.ts core/case core/explain core/report core/findings core/paste core/refusal core/derive-facts.ts core/observed.ts core/read-token.ts ${rooms} core/token core/leaves`,
    types: 'core',
  },
  'core/case': {
    values: `core/refusal core/token ${rooms} core/knowledge core/clouds.ts core/leaves`,
    types: 'core',
  },
  'core/report': {
    values: `core/diagnose.ts core/fixes core/facts.ts core/records.ts core/record-readers.ts core/token ${rooms} core/knowledge core/clouds.ts core/leaves`,
    types: 'core',
  },
  'core/explain': {
    values: `core/findings core/fixes core/paste core/refusal core/token ${rooms} core/knowledge core/clouds.ts core/leaves`,
    types: 'core/report',
  },
  'core/diagnose.ts': {
    values: 'core/findings core/fixes core/facts.ts core/clouds.ts core/leaves',
    types: 'core',
  },
  'core/findings': {
    values: `core/fixes core/facts.ts core/broken-link.ts core/refusal core/token ${rooms} core/knowledge core/clouds.ts core/leaves`,
    types: 'core/records.ts core/settings-shape.ts',
  },
  'core/fixes': {
    values: `core/refusal core/token ${rooms} core/knowledge core/clouds.ts core/leaves`,
    types: 'core/facts.ts',
  },
  'core/facts.ts': { types: 'core' },
  'core/derive-facts.ts': {
    values: `core/facts.ts core/broken-link.ts core/settings-shape.ts core/refusal core/records.ts core/token ${rooms} core/knowledge core/clouds.ts core/leaves`,
    types: 'core/observed.ts',
  },
  'core/broken-link.ts': { values: 'core/clouds.ts', types: 'core' },
  'core/observed.ts': { values: 'core/leaves', types: 'core' },
  'core/records.ts': {
    values: `${rooms} core/clouds.ts core/leaves`,
    types: 'core/token',
  },
  'core/record-readers.ts': { types: 'core/records.ts' },
  'core/pasted.ts': {
    values:
      'core/explain core/report core/diagnose.ts core/derive-facts.ts core/findings core/paste core/facts.ts core/leaves',
    types: 'core',
  },
  'core/looked-up.ts': {
    values: `core/explain core/report core/findings ${rooms} core/leaves`,
  },
  'core/paste': {
    values: `core/observed.ts core/read-token.ts core/refusal core/token ${rooms} core/knowledge core/clouds.ts core/leaves`,
    types: 'core',
  },
  'core/refusal': { values: 'core/knowledge core/clouds.ts core/leaves' },
  'core/settings-shape.ts': { values: 'core/clouds.ts core/leaves', types: 'core/token' },
  'core/credential-shape.ts': {
    values: 'core/clouds.ts core/leaves',
    types: 'core/settings-shape.ts',
  },
  'core/who.ts': {
    values: 'core/derive-facts.ts core/observed.ts core/records.ts core/record-readers.ts core/leaves',
    types: 'core',
  },
  'core/read-token.ts': { values: 'core/token', types: 'core/observed.ts' },
  'core/token': { values: 'core/knowledge core/clouds.ts core/leaves' },
  'core/judge': {
    values: 'core/need core/operation core/knowledge core/leaves',
    types: 'core/tables core/token',
  },
  'core/need': { values: 'core/match core/tables core/knowledge core/operation core/leaves' },
  'core/match': { values: 'core/operation core/tables core/clouds.ts core/leaves' },
  'core/operation': { values: 'core/clouds.ts core/leaves', types: 'core/tables' },
  'core/tables': { values: 'core/leaves' },
  'core/knowledge': { values: 'core/clouds.ts core/leaves data' },
  'core/clouds.ts': {},
  'core/leaves': {},
}

/** Small things that everybody in core may use. */
const leaves = [
  'core/error.ts',
  'core/json.ts',
  'core/command-line.ts',
  'core/credential.ts',
  'core/findings/ids.ts',
  'core/fixes/keys.ts',
  'core/guid.ts',
  'core/secret.ts',
  'core/secret',
  'core/posix-words.ts',
  'core/shell.ts',
  'core/suggest.ts',
  'core/text.ts',
  'core/time.ts',
]

/** Known to everybody: the Io as a type, the version as a value. */
const open = { types: ['io.ts'], values: ['version.ts'] }

/** Each dependency has one door; elsewhere it may be known by its types. */
const doors: Record<string, string> = {
  yargs: 'commands/help.ts',
  'yargs-parser': 'commands/parse.ts',
  chalk: 'render/text/chalk.ts',
  '@azure/msal-node': 'edges/entra',
  'node-forge': 'edges/entra/pfx.ts lessons/certificate.ts',
  '@peculiar/asn1-schema': 'proxy/authority.ts',
  '@peculiar/asn1-x509': 'proxy/authority.ts',
  jose: 'core/token emulator',
  hono: 'emulator',
  dotenv: 'edges/env-file.ts',
}

interface Import {
  readonly from: string
  /** A path below src, a package, or `node:x`. */
  readonly to: string
  readonly asType: boolean
}

const src = new URL('../src/', import.meta.url).pathname
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .sort()
const imports = files.flatMap(importsOf)

/** Static imports and re-exports, `import type`, and `import()`. */
function importsOf(from: string): Import[] {
  const text = readFileSync(join(src, from), 'utf8')
  const statics = text.matchAll(
    /^(?:import|export)\s+(type\s+)?(\{[^}]*\}|\*(?: as \w+)?|\w+(?:,\s*\{[^}]*\})?)\s+from\s+'([^']+)'/gm,
  )
  const bare = text.matchAll(/^import\s+'([^']+)'/gm)
  const dynamic = text.matchAll(/\bimport\(\s*'([^']+)'/g)
  return [
    ...[...statics].map(([, type, names = '', to = '']) => ({
      from,
      to: resolved(from, to),
      asType: type !== undefined || /^\{\s*(type\s+\w+( as \w+)?,?\s*)+\}$/.test(names),
    })),
    ...[...bare, ...dynamic].map(([, to = '']) => ({ from, to: resolved(from, to), asType: false })),
  ]
}

function resolved(from: string, to: string): string {
  if (!to.startsWith('.')) return to
  return normalize(join(dirname(from), to)).replace(/^(\.\.\/)+/, '')
}

function layerOf(path: string): string {
  if (leaves.some(leaf => isBelow(path, leaf))) return 'core/leaves'
  const names = Object.keys(layers).filter(name => isBelow(path, name))
  return names.sort((a, b) => b.length - a.length)[0] ?? path
}

function isBelow(path: string, name: string): boolean {
  return path === name || path.startsWith(`${name}/`)
}

function isAmong(path: string, names = ''): boolean {
  return names.split(' ').some(name => name !== '' && (isBelow(path, name) || layerOf(path) === name))
}

const isOurs = ({ to }: Import): boolean => /\.(ts|json|txt)$/.test(to)
const packageOf = (to: string): string => /^(@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to

function isAllowed({ from, to, asType }: Import): boolean {
  const layer = layerOf(from)
  if (layerOf(to) === layer || open.values.includes(to)) return true
  const { values, types } = layers[layer]!
  if (isAmong(to, values)) return true
  return asType && (isAmong(to, types) || open.types.includes(to))
}

const told = ({ from, to, asType }: Import): string => `${from} -> ${to}${asType ? ' (type)' : ''}`

test('every file has its layer', () => {
  expect(files.length).toBeGreaterThan(80)
  expect(files.filter(file => layerOf(file) === file && !(file in layers))).toEqual([])
})

test('the import lines are found: each kind of them', () => {
  expect(imports).toContainEqual({ from: 'cli.ts', to: 'main.ts', asType: false })
  expect(imports).toContainEqual({ from: 'road.ts', to: 'edges/entra/credentials.ts', asType: false })
  expect(imports).toContainEqual({ from: 'render/text/report.ts', to: 'core/report/report.ts', asType: true })
  expect(imports).toContainEqual({ from: 'index.ts', to: 'core/report/report.ts', asType: true })
  expect(imports).toContainEqual({
    from: 'emulator/tenant-file.ts',
    to: 'fixtures/tenants/contoso.json',
    asType: false,
  })
})

test('imports point one way', () => {
  expect(imports.filter(one => isOurs(one) && !isAllowed(one)).map(told)).toEqual([])
})

test('no circle between files, types included', () => {
  const ours = imports.filter(isOurs)
  const next = new Map(files.map(file => [file, ours.filter(one => one.from === file).map(one => one.to)]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
    else if (!done.has(file)) for (const to of next.get(file) ?? []) visit(to, [...way, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

test('and the table would notice: it refuses what is wrong', () => {
  const wrong: [string, string, boolean][] = [
    ['core/facts.ts', 'edges/http.ts', true],
    ['core/match/match.ts', 'core/facts.ts', true],
    ['core/report/report.ts', 'io.ts', false],
    ['edges/keys/tenant.ts', 'core/report/report.ts', false],
    ['edges/http.ts', 'render/neutralise.ts', false],
    ['emulator/graph/graph.ts', 'core/judge/judge.ts', false],
    ['emulator/portal/log.ts', 'render/html/refusals.ts', false],
    ['lessons/lab.ts', 'render/text/report.ts', false],
    ['render/text/report.ts', 'road.ts', true],
    ['commands/call.ts', 'main.ts', true],
    ['road.ts', 'fixtures/tenants/contoso.json', false],
    ['page/answer.ts', 'page/screen/box.ts', false],
    ['page/screen/box.ts', 'edges/data.ts', false],
  ]
  for (const [from, to, asType] of wrong) {
    expect({ from, to, allowed: isAllowed({ from, to, asType }) }).toEqual({ from, to, allowed: false })
  }
})

describe('one door per dependency', () => {
  const packages = imports.filter(one => !isOurs(one) && !one.to.startsWith('node:'))

  test('and no dependency without one', () => {
    expect(new Set(packages.map(({ to }) => packageOf(to)))).toEqual(new Set(Object.keys(doors)))
  })

  test.each(Object.entries(doors))('%s is called in %s only', (name, door) => {
    const elsewhere = packages.filter(
      ({ to, from, asType }) => packageOf(to) === name && !asType && !isAmong(from, door),
    )
    expect(elsewhere.map(told)).toEqual([])
  })
})

test('core is pure: nothing of Node, no clock, no randomness, no network', () => {
  const core = files.filter(file => isBelow(file, 'core'))
  expect(imports.filter(({ from, to }) => isBelow(from, 'core') && to.startsWith('node:')).map(told)).toEqual(
    [],
  )
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bfetch\(|\bsetTimeout\(|\bconsole\.|\bBuffer\b/
  expect(core.filter(file => impure.test(code(file)))).toEqual([])
})

test('only cli.ts knows the process', () => {
  expect(files.filter(file => /\bprocess\b\.|from 'node:process'/.test(code(file)))).toEqual(['cli.ts'])
})

test('only the emulator and the lessons import fixtures', () => {
  const importers = new Set(
    imports.filter(({ to }) => isBelow(to, 'fixtures')).map(({ from }) => from.split('/')[0]),
  )
  expect([...importers].filter(name => name !== 'emulator' && name !== 'lessons')).toEqual([])
  expect(importers.size).toBeGreaterThan(0)
})

test('only core/knowledge reads the tables of data', () => {
  const readers = imports.filter(({ to }) => isBelow(to, 'data')).map(({ from }) => from)
  expect(readers.length).toBeGreaterThan(0)
  expect(readers.filter(from => !isBelow(from, 'core/knowledge'))).toEqual([])
})

describe('tables indexed by foreign text are Maps', () => {
  /**
   * Every access by a computed name, but for positions in lists. An object finds `constructor` and `__proto__` under
   * names that it does not hold: what comes from outside is looked up in a Map, or by `memberOf`.
   */
  const safe = [
    // The key is of a closed union, and the table has every member: the compiler holds both.
    'commands/completion.ts commandWords[name]',
    'commands/completion.ts flagWords[flag]',
    'commands/completion.ts flags[flag]',
    'commands/flags.ts flags[name]',
    'commands/help.ts commandWords[name]',
    'commands/help.ts flagWords[name as FlagName]',
    'core/case/stand-ins.ts shapes[kind]',
    'core/clouds.ts rows[name]',
    'core/credential.ts titles[kind]',
    "edges/absent-settings.ts settingNames[wanted ?? '']",
    'edges/credential-settings.ts finders[kind]',
    'core/shell.ts dialects[shell]',
    'main.ts [stream]',
    'main.ts loaders[name]',
    'main.ts streamLoaders[name]',
    'commands/output.ts renderings[format]',
    'commands/check/who.ts rowWriters[formOf(flags)]',
    'commands/rows/rows.ts rowWriters[form]',
    'commands/parse.ts flags[name]',
    'commands/token-command.ts faults[words]',
    'edges/run-command.ts child[name]',
    'edges/run-program.ts signals[signal]',
    'proxy/runtimes.ts wants[one]',
    'proxy/runtimes.ts wants[runtime]',
    'edges/run-command.ts printed[name]',
    'render/markdown.ts standings[standing]',
    'render/chain-table.ts links[all.indexOf(column)]',
    'render/chain-table.ts links[columns.indexOf(name)]',
    'render/chain-table.ts operations[operation]',
    'render/chain-table.ts operations[row.operation]',
    'render/conversation/drawing.ts at[actor]',
    'render/conversation/drawing.ts at[from]',
    'render/conversation/drawing.ts at[to]',
    'render/conversation/drawing.ts names[actor]',
    'render/conversation/mermaid.ts names[actor]',
    'render/markdown.ts signs[state]',
    'render/text/operations.ts inner[widest]',
    'render/text/operations.ts lines[line]',
    'render/conversation/break.ts operations[operation]',
    'render/conversation/break.ts places[link]',
    'render/conversation/conversation.ts introductions[credential]',
    'render/conversation/conversation.ts moments[breaks.link]',
    'render/conversation/conversation.ts names[step.from]',
    'render/conversation/conversation.ts names[step.to]',
    'render/html/beside.ts against[name]',
    'render/html/beside.ts token[name]',
    'render/html/chain.ts icons[state]',
    'render/html/chain.ts operations[operation]',
    'render/html/conversation.ts lines[actor]',
    'render/html/conversation.ts lines[from]',
    'render/html/conversation.ts lines[to]',
    'render/html/conversation.ts names[actor]',
    'render/html/conversation.ts remarkKinds[tone]',
    'render/html/conversation.ts tones[tone]',
    'render/html/findings.ts names[way.form]',
    'render/html/findings.ts severities[severity]',
    'render/html/needs.ts operations[operation]',
    'render/html/parts/palette.ts values[which]',
    'render/html/reference.ts schemes[key]',
    'render/html/section.ts td[data-l]',
    'render/html/token.ts header[name]',
    'render/html/verdict.ts states[headline.mark]',
    'core/knowledge/cause.ts causeTests[test]',
    'core/findings/acquire/certificate-unusable.ts rows[fault]',
    'core/findings/acquire/federated-token-unfit.ts rows[fault]',
    'core/findings/acquire/refused.ts proofs[row.class]',
    'edges/proxy.ts environment[name]',
    'proxy/environment.ts environment[name]',
    'proxy/trust.ts environment[name]',
    'core/diagnose.ts looks[lookAt]',
    'core/explain/candidates.ts looks[id]',
    'core/explain/entra.ts retryWords[row.retry]',
    'core/explain/other.ts stages[library.stage]',
    'core/explain/paste.ts uses[several.used]',
    'core/findings/acquire/refused.ts retryWords[row.retry]',
    'core/findings/acquire/values.ts names[name]',
    'core/findings/acquire/values.ts values[name]',
    'core/findings/operation/undecided.ts recordedDoors[door]',
    'core/findings/relations.ts relations[id]',
    'core/report/roots.ts weights[severity]',
    'core/findings/index.ts byId[id]',
    'core/findings/operation/call-tests.ts answers[test]',
    'core/findings/consent/missing-admin-consent.ts likeliest[kind]',
    'core/findings/consent/missing-admin-consent.ts ungranted[kind]',
    'core/findings/operation/missing-permission.ts ungranted[kind]',
    'core/findings/operation/missing-permission.ts unread[kind]',
    'core/findings/acquire/misshapen-id.ts nothingSuch[wanted]',
    'core/findings/acquire/misshapen-id.ts shapes[wanted]',
    'core/findings/acquire/scope-without-default.ts faults[kind]',
    'core/findings/operation/lacking.ts schemes[schemeOf(holder)]',
    'core/findings/operation/undecided.ts doorWords[door]',
    'core/findings/operation/undecided.ts doubtWords[reason]',
    'core/findings/token/signature-mismatch.ts whys[signing]',
    'core/findings/token/unexpected-access.ts mistakes[expected]',
    'core/findings/token/wrong-audience.ts opensWords[opens]',
    'core/findings/token/wrong-issuer.ts sorts[saying.access]',
    'core/derive-facts.ts requirements[position]',
    'core/derive-facts.ts schemes[scheme]',
    'core/judge/doubts.ts schemes[scheme]',
    'core/fixes/fix.ts given[form]',
    'core/fixes/fix.ts preferred[target.line.shell]',
    'core/fixes/registry.ts recipes[key]',
    'core/tables/format.ts schemeWords[scheme]',
    'core/tables/format.ts schemeWords[word]',
    'core/tables/format.ts schemes[scheme]',
    'core/judge/judge.ts schemes[scheme]',
    'core/need/cmdlet.ts schemes[scheme]',
    'core/need/least-privileged.ts schemes[scheme]',
    'core/need/profile.ts schemes[scheme]',
    'core/need/requirement-of.ts schemes[scheme]',
    'core/need/reach.ts schemes[scheme]',
    'core/match/respell.ts looseness[b]',
    'core/refusal/entra-values.ts patterns[name]',
    'core/report/several.ts marks[verdict]',
    'core/report/several.ts words[verdict]',
    'core/token/standing.ts doubts[keys]',
    'edges/standard-streams.ts descriptors[name]',
    'edges/standard-streams.ts streams[name]',
    'emulator/entra/identity-endpoints.ts imdsErrors[what]',
    'emulator/entra/refusal.ts entraRefusals[refusal.code]',
    'emulator/entra/token-endpoint.ts entraRefusals[app.scripted]',
    'emulator/graph/entities.ts kinds[name]',
    'emulator/graph/entities.ts entity[property]',
    'emulator/graph/entities.ts filterable[property]',
    'emulator/graph/entities.ts types[property]',
    'emulator/graph/routes.ts handlers[name]',
    'emulator/graph/routes.ts lists[name]',
    "emulator/graph/permit.ts route[caller.access === '' ? '' : '']",
    'emulator/graph/permit.ts routes[name]',
    'emulator/graph/refusal.ts rows[refused.refusal]',
    'emulator/graph/scenario.ts scenarios[name]',
    'emulator/portal/graph-client.ts scopes[role]',
    'emulator/portal/log.ts changeWords[change]',
    'emulator/portal/pages/app-frame.ts tabsOfApp[current]',
    'render/completion.ts scripts[shell]',
    'render/text/permission-set.ts statusWords[status]',
    'render/text/report.ts parts[part]',
    'render/text/checks.ts marks[status]',
    'render/text/comparison.ts against[name]',
    'render/text/comparison.ts left[name]',
    'render/text/comparison.ts right[name]',
    'render/text/comparison.ts token[name]',
    'render/text/findings.ts marks[severity]',
    'render/text/findings.ts ways[way.form]',
    'render/token-words.ts token[name]',
    // The name is one of ours, or of a fixture's, and none that every object has; the object may be foreign.
    'core/token/id-token.ts all[name]',
    'core/token/key.ts key[name]',
    'edges/credential-settings.ts env[name]',
    'edges/settings.ts env[name]',
    // The id of a kind of bag, which is one of the library's own.
    'edges/entra/pfx.ts [type]',
    'emulator/graph/app-role-assignments.ts body[property]',
    'emulator/graph/target.ts one[name]',
    'emulator/tenant.ts token[app.key]',
    'guarded.ts env[name]',
    'page/assemble.ts files[name]',
    'page/assemble.ts made[name]',
    'lessons/stage.ts apps[key]',
    'render/text/table.ts entity[name]',
    // Looked at with Object.hasOwn, or among Object.keys.
    'core/json.ts object[name]',
    'emulator/world.ts values[name]',
    // Attributes, in the selectors of a style sheet.
    'page/style.ts a[aria-current]',
    'page/style.ts intro[hidden]',
    'page/style.ts li[aria-selected=true]',
    // Path templates, which begin with a slash, on their way into JSON.
    // A position in a list.
    'core/case/compare.ts operations[about]',
    'core/case/people.ts at[position]',
    'page/base85.ts codes[to + digit]',
    'page/screen/needs.ts hits[active]',
    'render/app-words.ts stateWords[state]',
    'render/case-words.ts operations[position]',
    'render/text/operations.ts operations[operation]',
    'render/text/permission-set.ts operations[operation]',
  ]

  /** Words for a position in a list or a text; what is counted from them is one as well. */
  const position =
    /^(?:\+\+)?(?:a|i|j|at|row|column|depth|index|place|start|begin|end|next|before|after|middle|same|colon|broken|fits|\w+\.length|Math\.\w+\(.*|countBefore\(.*)(?: [-+] (?:\w+\.length|\w+))*$/

  /** A source text without regular expressions and what stands in plain quotes. */
  function withoutText(source: string): string {
    return source
      .replaceAll(
        /(?<=(?:[(=,:[!&|?{;>]|^|return)\s*)\/(?![*/])(?:\[(?:\\.|[^\]\\\n])*\]|\\.|[^/[\\\n])+\/[a-z]*/gm,
        "''",
      )
      .replaceAll(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''")
  }

  /** The accesses by computed names in a source text, each once. */
  function computedNames(source: string): string[] {
    const accesses = withoutText(source).matchAll(/(\w+|[)\]])!?(?:\?\.)?\[(?=([^[\]]+)\])/g)
    const found = [...accesses].flatMap(([, of = '', key = '']) =>
      // Not a type (`[number]`), a class of a pattern (`[a-z]`), or the shells' own scripts (`[$word]`, `[CURRENT]`).
      /^[a-z_`(](?!-[a-z])/.test(key) && key !== 'number' && !position.test(key)
        ? [`${/\w/.test(of) ? of : ''}[${key}]`]
        : [],
    )
    return [...new Set(found)]
  }

  test('no other access by a computed name', () => {
    const found = files.flatMap(file => computedNames(code(file)).map(access => `${file} ${access}`))
    expect(found.sort()).toEqual(safe.toSorted())
  })

  test('no table of strings: those are Maps', () => {
    const table = /\b(?:const|let) \w+: (?:\w+<)*Record<string, [^=]*= \{\s*['\w]/
    expect(files.filter(file => table.test(code(file)))).toEqual([])
    expect(table.test("const kinds: Readonly<Record<string, string>> = {\n  a: 'b',\n}")).toBe(true)
    expect(table.test("const kinds: Readonly<Record<Kind, string>> = {\n  a: 'b',\n}")).toBe(false)
  })

  test('`in` asks for names of ours only: it finds what every object inherits', () => {
    const foreign = /(?<!\b(?:const|let) )\b[\w.]+ in [a-z]\w*\s*(?:[)\]&|?:;,]|$)/m
    expect(files.filter(file => foreign.test(withoutText(code(file))))).toEqual([])
    expect(foreign.test('if (!(name in flags)) throw')).toBe(true)
    expect(foreign.test("if ('unreadable' in operation) return")).toBe(false)
  })

  test('and the search would notice', () => {
    const wrong = [
      'words[word]',
      'table[path.text]',
      'of(x)[name]',
      'rows?.[name]',
      'rows[0][name]',
      'a![nameOf(step)]',
    ]
    for (const text of wrong)
      expect({ text, found: computedNames(`const x = ${text}`).length }).toEqual({ text, found: 1 })
    for (const text of [
      'words[i]',
      'text[at + 1]',
      'rows[0]',
      "a['b']",
      'rows[rows.length - 1]',
      '/licen[sc]e/i',
      "'a[b]'",
    ])
      expect({ text, found: computedNames(`const x = ${text}`) }).toEqual({ text, found: [] })
  })
})

/** A file without its comments. */
function code(file: string): string {
  return readFileSync(join(src, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/g, '')
}
