import type { FlagName } from './flags.ts'
import type { CommandName } from './index.ts'

/** Where help puts a flag. */
export const flagGroups = ['The token', 'Operations', 'Settings', 'How to ask', 'The answer'] as const

interface FlagWords {
  readonly group: (typeof flagGroups)[number]
  readonly describe: string
}

interface CommandWords {
  readonly describe: string
  readonly examples: readonly (readonly [command: string, says: string])[]
}

/** What help and the shells' completion say of each flag; a start that asks for neither does not read it. */
export const flagWords: Readonly<Record<FlagName, FlagWords>> = {
  'token-file': { group: 'The token', describe: 'Read the access token from FILE, or - for standard input' },
  'token-command': {
    group: 'The token',
    describe: 'Run this command without a shell, and take the access token that it prints',
  },
  'save-token': { group: 'The token', describe: 'Write the acquired token to FILE, readable by you only' },
  against: { group: 'The token', describe: 'Compare with the token in FILE, or - for standard input' },
  issuer: { group: 'The token', describe: 'Expect this OpenID Connect issuer (URL) instead of Entra ID' },
  jwks: { group: 'The token', describe: 'Verify with the keys in FILE or at URL (a JSON Web Key Set)' },
  reach: {
    group: 'The token',
    describe: 'Count what the token opens: areas, and the most dangerous permissions first',
  },
  claims: { group: 'The answer', describe: 'Print every claim and every check' },
  brief: { group: 'The answer', describe: 'Print one line, for CI' },
  'show-personal': {
    group: 'The answer',
    describe: 'Show names and addresses of people in pipes and files too',
  },
  expect: { group: 'The token', describe: 'Demand this kind of token' },
  'claims-only': { group: 'The token', describe: 'Let the claims decide; the signature stays unverified' },
  at: { group: 'The token', describe: 'Judge the token as of TIME, such as 2026-11-22T20:00:00Z' },
  tenant: { group: 'Settings', describe: 'Tenant id, or one of its domain names' },
  'client-id': { group: 'Settings', describe: 'Application (client) id' },
  'client-secret-file': {
    group: 'Settings',
    describe: 'Read the client secret from FILE, or - for standard input',
  },
  certificate: {
    group: 'Settings',
    describe: 'Prove the app with the certificate and its key in FILE (PEM or PFX)',
  },
  'federated-token-file': {
    group: 'Settings',
    describe: "Prove the app with another issuer's token, read from FILE",
  },
  identity: {
    group: 'Settings',
    describe: 'Ask as a managed identity: system, its client id, object:ID, or its resource id',
  },
  credential: { group: 'Settings', describe: 'Use this kind of credential, where several are set' },
  cloud: {
    group: 'Settings',
    describe: 'The cloud that the tenant lives in; auto: as its own discovery document says',
  },
  emulator: { group: 'Settings', describe: 'Use the emulator at URL in place of Entra ID and Graph' },
  dotenv: { group: 'Settings', describe: 'Read settings from FILE instead of .env' },
  from: { group: 'Operations', describe: 'Read more operations from FILE, or - for standard input' },
  scheme: {
    group: 'Operations',
    describe: "Whose permissions: the app's own (the default), a signed-in user's, or both",
  },
  of: { group: 'Operations', describe: 'Show this permission instead: a name, or the id of a role or scope' },
  list: { group: 'The answer', describe: 'List what there is' },
  step: { group: 'How to ask', describe: 'Wait for Enter between the steps; go back, or show the token' },
  restart: { group: 'How to ask', describe: 'Begin the lab anew' },
  app: {
    group: 'Settings',
    describe:
      "check: judge this app (client id, object id or name) by the tenant's records; emulator: print this app's settings, lab by default",
  },
  who: {
    group: 'How to ask',
    describe: 'List the apps of the tenant that could make this operation, by their grants; as --rows says',
  },
  'against-app': {
    group: 'How to ask',
    describe: 'Tell what differs between the app of --app and this one: state, declared, granted',
  },
  'against-case': {
    group: 'How to ask',
    describe: 'The same with the app of a case, as of another tenant: FILE, or - for standard input',
  },
  state: {
    group: 'How to ask',
    describe: 'Keep the tenant in FILE over restarts: apps and grants, and hashes of secrets only',
  },
  directory: {
    group: 'How to ask',
    describe: 'Load another tenant from FILE: its names, people and apps, as JSON',
  },
  'write-env': {
    group: 'Settings',
    describe: "Write those settings to FILE, .env.emulator by default, and an administrator's beside it",
  },
  records: {
    group: 'How to ask',
    describe: "Read the tenant's consent records too (needs Application.Read.All)",
  },
  'directory-token-file': {
    group: 'How to ask',
    describe: "Read the tenant's records with the token in FILE",
  },
  anyway: {
    group: 'How to ask',
    describe: 'Send what would be held back: odd settings, GETs that should fail',
  },
  offline: { group: 'How to ask', describe: 'Ask no server for anything' },
  retries: {
    group: 'How to ask',
    describe: 'Try again so often what was put off (429, 503, 504) or found nobody; 2 by default',
  },
  every: {
    group: 'How to ask',
    describe:
      'Ask again at this interval, such as 5m, until interrupted, and tell what changed; with --format json, a report a line',
  },
  'max-rounds': { group: 'How to ask', describe: 'End --every after so many rounds' },
  'until-allowed': {
    group: 'How to ask',
    describe: 'Ask with new tokens until a grant has arrived, every 15s unless --every says otherwise',
  },
  'max-wait': { group: 'How to ask', describe: 'End --until-allowed after this time, 10m by default' },
  timeout: { group: 'How to ask', describe: 'Wait so long for each answer, such as 30s or 2m' },
  port: { group: 'How to ask', describe: 'Listen on this port of 127.0.0.1' },
  seed: {
    group: 'How to ask',
    describe: 'Derive keys and secrets from this text: both then outlive a restart',
  },
  users: { group: 'How to ask', describe: 'Let the tenant have so many users more' },
  fault: {
    group: 'How to ask',
    describe:
      'Let something go wrong, such as "GET /users 429 retry-after=2 times=1" or "token delay=2s"; may be repeated',
  },
  'built-in': {
    group: 'How to ask',
    describe:
      'Let the built-in tenant answer, with its settings in the place of its own; nothing leaves this machine',
  },
  consent: {
    group: 'How to ask',
    describe:
      'Grant what the app declares before the program starts, as its administrator would (--built-in)',
  },
  proxy: {
    group: 'How to ask',
    describe: "Let unchanged programs come to it by Microsoft's host names: prints what to set in a shell",
  },
  'open-proxy': {
    group: 'How to ask',
    describe: 'Let the proxy take whoever reaches it, for runtimes that send no password to one',
  },
  'exit-code': { group: 'The answer', describe: "Give why403's own exit code, and not the program's" },
  record: {
    group: 'The answer',
    describe: 'Write the operations that were called to FILE, for --from: a JSON line each, ids left out',
  },
  rows: {
    group: 'The answer',
    describe: 'Print all entities that Graph answered; with --format json, carry them',
  },
  columns: {
    group: 'The answer',
    describe: 'Cut rows down to these members, such as id,displayName,status.errorCode',
  },
  all: {
    group: 'The answer',
    describe: 'Follow a list from page to page to its end; ndjson and csv are written as they come',
  },
  max: { group: 'The answer', describe: 'The same, for at most so many rows of an operation' },
  format: { group: 'The answer', describe: 'How to print it, text by default' },
  shell: { group: 'The answer', describe: 'Print commands for this shell, powershell by default on Windows' },
  output: { group: 'The answer', describe: 'Write the answer to FILE, whole or not at all' },
  mermaid: {
    group: 'The answer',
    describe: 'Draw with Mermaid (--format markdown), where tickets show that',
  },
  open: { group: 'The answer', describe: 'Show it as a page in the browser (--format html)' },
  case: {
    group: 'The answer',
    describe:
      'Write what was observed to FILE, to send: no secret, nobody by name; why403 open FILE judges it',
  },
  verbose: {
    group: 'The answer',
    describe: 'Say more: origins of settings, all permissions, what was not checked',
  },
  quiet: { group: 'The answer', describe: 'Print nothing: the exit code is the answer (-q)' },
  'no-color': { group: 'The answer', describe: 'Print without colour (also: NO_COLOR)' },
}

/** The same of each command. */
export const commandWords: Readonly<Record<CommandName, CommandWords>> = {
  call: {
    describe:
      'The whole road: acquire a token, compare it with the operations, call what may be called, explain (default)',
    examples: [
      ['why403', "The lab's two: GET /users and GET /auditLogs/signIns"],
      ['why403 "GET /groups" "GET /applications"', 'Operations of your own'],
      [
        'why403 /users --every 5m',
        'Until Ctrl-C: tokens kept and renewed, changes told; exit code of the last round',
      ],
      ['why403 /users --until-allowed', 'Wait for a consent to arrive'],
    ],
  },
  check: {
    describe: 'The same, without calling; --app: by the records of the tenant, without a token of the app',
    examples: [
      ['why403 check "DELETE /users/42"', 'Would it be allowed? Nothing is sent'],
      [
        'why403 check /users --app reports --directory-token-file FILE',
        "May this app? By the tenant's records, without its secret",
      ],
      ['why403 check --who "POST /users/{id}/sendMail" --format jsonl', 'Which apps of the tenant could'],
      ['why403 check --app ID --directory-token-file FILE', 'What an app is, declares and is granted'],
      [
        'why403 check --app ID --against-case there.json',
        'Why it works in another tenant, and not in this one',
      ],
    ],
  },
  inspect: {
    describe: 'Decode, validate and explain a token',
    examples: [
      ['pbpaste | why403 inspect', 'A token on standard input stays out of the shell history'],
      ['why403 inspect before.txt --against after.txt', 'Two tokens side by side'],
      ['why403 inspect --reach --token-file FILE', 'What it could do if it leaked'],
    ],
  },
  permissions: {
    describe: 'What an operation needs, by tables and documentation; no account, no network',
    examples: [
      ['why403 permissions "GET /users/{id}/messages"', 'Least privileged first'],
      ['why403 permissions --of Mail.Send --list', 'What a permission opens'],
      ['why403 permissions --from calls.txt --format jsonl', 'One answer a line, for lists of any length'],
    ],
  },
  explain: {
    describe:
      'A code, a status, a finding, a claim, a permission, or a pasted failure on standard input; offline',
    examples: [
      ['why403 explain AADSTS7000215', 'What the code means, why it happens, what to do'],
      ['why403 explain 403', 'What a status says, and what would say more'],
      ['pbpaste | why403 explain', 'macOS: a body, a log, an exception, the output of curl -v'],
      ['xclip -o | why403 explain', 'The same on Linux (wl-paste under Wayland)'],
      ['Get-Clipboard | why403 explain', 'The same on Windows'],
      ['why403 explain missing-admin-consent', 'A finding, in its own words'],
    ],
  },
  run: {
    describe: 'Watch an unchanged program, and explain every refusal it meets',
    examples: [
      ['why403 run python3 app.py', 'What it calls, what is refused and why; nothing in it changes'],
      [
        'why403 run --built-in python3 app.py',
        'The same in the built-in tenant, with its settings; no account',
      ],
      ['why403 run --record calls.jsonl -- npm start', 'Then: why403 permissions --from calls.jsonl'],
    ],
  },
  open: {
    describe:
      'Judge a case that somebody sent (--case FILE writes one), as of the time it was written; offline',
    examples: [
      ['why403 open case.json', 'The same findings and next steps as where it was written'],
      ['why403 open case.json --format markdown', 'The same, for a ticket'],
    ],
  },
  demo: {
    describe: 'Play a lesson on the built-in tenant; no account, no network',
    examples: [
      ['why403 demo', 'The lab: no consent, consent, new token'],
      ['why403 demo --list', 'All scenarios'],
    ],
  },
  lab: {
    describe: 'The same lesson by hand: says what to do, waits for it, and looks whether it was done',
    examples: [
      ['why403 lab', 'From the registration to the first answer, and on; goes on where you left it'],
      ['why403 lab --restart', 'From the start again'],
    ],
  },
  emulator: {
    describe: 'Run the built-in Entra ID and Graph on this machine',
    examples: [
      ['why403 emulator --port 4030', 'Prints the settings to paste into .env'],
      ['why403 emulator --write-env .env', 'Writes them, and those of an administrator to .env.admin'],
      ['why403 emulator --app reporting', 'Those of another app of the tenant'],
      ['why403 emulator --seed "class of May"', 'The same settings after a restart'],
      ['why403 emulator --port 4030 --state tenant.json', 'What was registered and granted, too'],
      ['why403 emulator --fault "GET /users 429 retry-after=2 after=3"', 'Throttled after three calls'],
      ['why403 emulator --proxy', 'For several programs at once, unchanged; prints what to set'],
      ['why403 emulator --fault "token lifetime=5s" --fault "keys 503 times=1"', 'Two faults'],
    ],
  },
  page: {
    describe: 'Write all of this as one HTML file, for whoever cannot install it: paste anything, offline',
    examples: [
      ['why403 page', 'Writes why403.html: open it, send it, put it on a share'],
      ['why403 page --output tools/why403.html', 'Under another name'],
    ],
  },
  completion: {
    describe: 'Print a script that lets a shell complete why403: bash, zsh, fish or powershell',
    examples: [
      ['source <(why403 completion bash)', 'For this session; in ~/.bashrc for all'],
      ['why403 completion zsh > ~/.zfunc/_why403', 'In a folder of $fpath'],
      ['why403 completion fish | source', 'Or into ~/.config/fish/completions/why403.fish'],
      ['why403 completion powershell | Out-String | Invoke-Expression', 'In $PROFILE for all sessions'],
    ],
  },
}
