import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Which modules are one file. Another file is loaded where something of it is first used (lazy-chunks.js), and so a
 * subject is a file: a start reads the subjects that it comes by. A file more costs a third of a millisecond, and
 * twenty kilobytes that are read for nothing cost as much.
 *
 * The library takes what judges from here (core/library/judging.ts). So what is pure stands apart from what needs Node.js:
 * a file with a module of core/ has nothing of edges/, commands/ or road/ in it.
 */

const source = name => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** By files and folders; the first that fits. What is in none stands with the command that loads it, or by itself. */
const subjects = {
  // What MSAL can besides client credentials: other flows, proofs of possession, a cache in a file.
  'msal-besides': [
    'node_modules/@azure/msal-common/dist/client/AuthorizationCodeClient.mjs',
    'node_modules/@azure/msal-common/dist/client/RefreshTokenClient.mjs',
    'node_modules/@azure/msal-common/dist/client/SilentFlowClient.mjs',
    'node_modules/@azure/msal-common/dist/crypto/DpopProofGenerator.mjs',
    'node_modules/@azure/msal-common/dist/crypto/JoseHeader.mjs',
    'node_modules/@azure/msal-common/dist/crypto/PopTokenGenerator.mjs',
    'node_modules/@azure/msal-common/dist/protocol/Authorize.mjs',
    'node_modules/@azure/msal-node/dist/cache/serializer',
    'node_modules/@azure/msal-node/dist/client/ClientAssertion.mjs',
    'node_modules/@azure/msal-node/dist/client/ManagedIdentityApplication.mjs',
    'node_modules/@azure/msal-node/dist/client/ManagedIdentityClient.mjs',
    'node_modules/@azure/msal-node/dist/client/ManagedIdentitySources',
    'node_modules/@azure/msal-node/dist/client/OnBehalfOfClient.mjs',
    'node_modules/@azure/msal-node/dist/client/SilentRequestCoalescer.mjs',
    'node_modules/@azure/msal-node/dist/client/UserFederatedIdentityCredentialClient.mjs',
    'node_modules/@azure/msal-node/dist/client/UsernamePasswordClient.mjs',
    'node_modules/@azure/msal-node/dist/protocol/Authorize.mjs',
  ],
  msal: ['node_modules/@azure'],
  // What an answer without trouble does not come by.
  'token-besides': ['src/core/token/compare.ts', 'src/core/token/damage.ts'],
  // Lists, cmdlets, and paths that were misspelt.
  'needs-besides': [
    'src/core/match/nearest.ts',
    'src/core/need/area.ts',
    'src/core/need/cmdlet.ts',
    'src/core/need/profile.ts',
    'src/core/operation/json-list.ts',
    'src/core/operation/list.ts',
    'src/core/operation/logical-lines.ts',
    'src/core/operation/shell-words.ts',
  ],
  // Of apps, several tokens, and what was granted in the meantime.
  'report-besides': [
    'src/core/report/app.ts',
    'src/core/report/compare-apps.ts',
    'src/core/report/permission.ts',
    'src/core/report/settled.ts',
    'src/core/report/several.ts',
  ],
  'text-besides': [
    'src/render/text/conversation.ts',
    'src/render/text/lab.ts',
    'src/render/text/watched.ts',
    'src/render/text/who.ts',
  ],
  'road-besides': ['src/edges/keys/named.ts', 'src/road/app.ts', 'src/road/pages.ts'],
  // What a walk with calls comes by, and no other answer.
  calling: [
    'src/commands/call.ts',
    'src/commands/rows/rows.ts',
    'src/edges/entra/credentials.ts',
    'src/edges/http.ts',
    'src/edges/proxy.ts',
    'src/road/calls.ts',
  ],
  chain: [
    'src/core/report/answer.ts',
    'src/core/report/chain.ts',
    'src/core/report/link.ts',
    'src/core/report/answer-link.ts',
    'src/core/report/needed.ts',
    'src/core/report/proposed.ts',
    'src/render/chain-table.ts',
  ],
  details: [
    'src/render/brief.ts',
    'src/render/text/checks.ts',
    'src/render/text/claims.ts',
    'src/render/text/explanation.ts',
    'src/render/text/lesson.ts',
    'src/render/text/permission-profile.ts',
    'src/render/text/reach.ts',
    'src/render/text/refusals.ts',
    'src/render/text/table.ts',
    'src/render/text/titles.ts',
  ],
  // What explains a number of Entra ID's.
  'entra-codes': [
    'src/core/explain/entra.ts',
    'src/core/knowledge/aadsts.ts',
    'src/core/knowledge/cause.ts',
    'src/core/looked-up.ts',
  ],
  // Several runs beside one another.
  rounds: ['src/core/report/compare-rounds.ts', 'src/render/text/rounds.ts'],
  // What prints an answer.
  answering: [
    'src/commands/gather-operations.ts',
    'src/commands/open-data.ts',
    'src/commands/output.ts',
    'src/commands/read-input.ts',
    'src/edges/data.ts',
    'src/commands/permissions.ts',
    'src/render/text/chalk.ts',
  ],
  // What opens the tables.
  core: [
    'src/core/command-line.ts',
    'src/core/facts.ts',
    'src/core/findings/ids.ts',
    'src/core/fixes/keys.ts',
    'src/core/fixes/target.ts',
    'src/core/knowledge/sources.ts',
    'src/core/knowledge/table.ts',
    'src/core/need/reads.ts',
    'src/core/operation/cmdlet.ts',
    'src/core/operation/outside-parentheses.ts',
    'src/core/operation/path.ts',
    'src/core/refusal/entra-values.ts',
    'src/core/report/reference.ts',
    'src/core/tables',
    'src/core/time.ts',
    'src/core/token/standing.ts',
    'src/render/paste-view.ts',
    'src/render/source-words.ts',
    'src/render/text.ts',
    'src/render/text/case.ts',
    'src/render/text/colours.ts',
    'src/render/text/style.ts',
  ],
  // From a token to what it opens.
  token: [
    'src/core/knowledge/apps.ts',
    'src/core/knowledge/audiences.ts',
    'src/core/knowledge/claim-values.ts',
    'src/core/knowledge/claims.ts',
    'src/core/knowledge/directory-roles.ts',
    'src/core/knowledge/fragment.ts',
    'src/core/knowledge/neighbours.ts',
    'src/core/knowledge/powers.ts',
    'src/core/need/reach.ts',
    'src/core/read-token.ts',
    'src/core/secret/misplaced.ts',
    'src/core/settings-shape.ts',
    'src/core/token',
    'node_modules/jose/dist/webapi/lib/buffer_utils.js',
    'node_modules/jose/dist/webapi/util/base64url.js',
  ],
  // Where tokens, keys and operations come from.
  road: [
    'src/commands/durations.ts',
    'src/commands/exposed.ts',
    'src/commands/gather.ts',
    'src/commands/given-token.ts',
    'src/commands/progress.ts',
    'src/edges/absent-settings.ts',
    'src/edges/clock.ts',
    'src/edges/credential-settings.ts',
    'src/edges/entra/authority.ts',
    'src/edges/env-file.ts',
    'src/edges/graph/client.ts',
    'src/edges/in-turns.ts',
    'src/edges/keys',
    'src/edges/loopback.ts',
    'src/edges/make-believe.ts',
    'src/edges/retries.ts',
    'src/edges/setting-sources.ts',
    'src/edges/settings.ts',
    'src/edges/user-folder.ts',
    'src/edges/while-waiting.ts',
    'src/road',
    'src/road.ts',
  ],
  permissions: ['src/render/text/permissions.ts', 'src/render/text/permission-set.ts'],
  // From what was asked to what it needs.
  needs: [
    'src/core/broken-link.ts',
    'src/core/fixes/narrower.ts',
    'src/core/judge/gates.ts',
    'src/core/knowledge/basic-permissions.ts',
    'src/core/knowledge/families.ts',
    'src/core/knowledge/gates.ts',
    'src/core/knowledge/narrower.ts',
    'src/core/knowledge/pattern.ts',
    'src/core/match',
    'src/core/need',
    'src/core/operation',
  ],
  fixes: ['src/core/fixes'],
  judge: [
    'src/core/credential-shape.ts',
    'src/core/findings/workload/answers.ts',
    'src/core/judge',
    'src/core/refusal/entra.ts',
    'src/core/refusal/graph-answer.ts',
    'src/core/refusal/renewal.ts',
    'src/render/app-words.ts',
    'src/render/record-words.ts',
  ],
  // From what was observed to a report.
  report: [
    'src/core/derive-facts.ts',
    'src/core/diagnose.ts',
    'src/core/findings/finding.ts',
    'src/core/findings/load.ts',
    'src/core/findings/operation/another-api.ts',
    'src/core/findings/relations.ts',
    'src/core/knowledge/meets.ts',
    'src/core/observed.ts',
    'src/core/report',
  ],
  'report-text': [
    'src/render/brief.ts',
    'src/render/case-words.ts',
    'src/render/text',
    'src/render/token-words.ts',
  ],
  'token-findings': ['src/core/findings/token', 'src/core/findings/privilege'],
  'asked-findings': [
    ...[
      'advanced-query-without-header',
      'asked',
      'basic-properties',
      'change-announced',
      'delegated-only',
      'permission-is-not-enough',
      'property-needs-more',
      'unknown',
      'without-token',
    ].map(name => `src/core/findings/operation/${name}.ts`),
    'src/core/knowledge/changes.ts',
  ],
  'operation-findings': ['src/core/findings/operation'],
}

const placed = Object.entries(subjects).flatMap(([subject, paths]) =>
  paths.map(path => ({ subject, path: source(path) })),
)
const missing = placed.find(({ path }) => !existsSync(path))
if (missing !== undefined) throw new Error(`chunks.js places what is not there: ${missing.path}`)

function subjectOf(id) {
  return placed.find(({ path }) => id === path || id.startsWith(`${path}/`))?.subject ?? null
}

/** So long a table is a file of its own; a shorter one stands with the module that knows its rows. Bytes. */
const long = 40_000

function tableOf(id) {
  const name = /([\w-]+)\.txt$/.exec(id)?.[1]
  if (name === undefined) return null
  return statSync(id).size < long ? subjectOf(source(`src/core/knowledge/${name}.ts`)) : name
}

/** What a module reaches, without what is only loaded later: once it is known who imports whom. */
function reachedFrom(entry) {
  let ids = null
  return (id, graph) => {
    if (ids === null) {
      ids = new Set([entry])
      for (const id of ids)
        for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) ids.add(imported)
    }
    return ids.has(id)
  }
}

const ofMain = reachedFrom(source('src/main.ts'))
/** What the library and the page need too stands in no file with what only a program can do. */
const pure = ['src/core/', 'src/render/neutralise.ts', 'src/render/rows.ts', 'src/render/schemes.ts'].map(
  source,
)
const numbers = [source('src/version.ts'), source('package.json')]

export const groups = [
  // What --version needs, and the library too; the rest of that is the program's own file.
  {
    debugName: 'version',
    priority: 3,
    name: id => (numbers.includes(id) ? 'version' : null),
  },
  // What every other start needs: the command line, and the gate before the streams. Help loads little else.
  {
    debugName: 'start',
    priority: 2,
    name: (id, graph) =>
      ofMain(id, graph) ? (pure.some(path => id.startsWith(path)) ? 'gate' : 'start') : null,
  },
  { debugName: 'subjects', priority: 1, name: id => tableOf(id) ?? subjectOf(id) },
]
