import type { StreamFormat } from '../render/renderings.ts'
import { everywhere, type FlagName, settingsFlags } from './flags.ts'

/** Every command; `call` is the one that runs when none is named. */
export const commandNames = [
  'call',
  'check',
  'inspect',
  'permissions',
  'explain',
  'run',
  'open',
  'demo',
  'lab',
  'emulator',
  'page',
  'completion',
] as const

export type CommandName = (typeof commandNames)[number]

/** A command, as far as help needs it. */
export interface Command {
  readonly name: CommandName
  /** What its words are; null when it takes none. */
  readonly words: { readonly name: string; readonly many: boolean } | null
  readonly describe: string
  readonly flags: readonly FlagName[]
  readonly examples: readonly (readonly [command: string, says: string])[]
  /** What it prints in besides text: a report in every format, or nothing else. */
  readonly prints: 'report' | 'text'
  /** Formats for lists of any length, an answer a line. */
  readonly streams?: readonly StreamFormat[]
}

/** Flags of every command that prints a report. */
const reported: readonly FlagName[] = [...everywhere, 'open', 'mermaid']

const aboutOperations: readonly FlagName[] = [
  ...([
    'token-command',
    'token-file',
    'save-token',
    'expect',
    'claims-only',
    'from',
    'records',
    'directory-token-file',
    'offline',
    'retries',
    'timeout',
    'at',
    'case',
    'show-personal',
  ] as const),
  ...settingsFlags,
  ...reported,
]

/** Flags that make it ask more than once. */
const again = ['every', 'max-rounds', 'until-allowed', 'max-wait'] as const satisfies readonly FlagName[]

/** The command that runs when none is named. */
export const road: Command = {
  name: 'call',
  words: { name: 'operations', many: true },
  describe:
    'The whole road: acquire a token, compare it with the operations, call what may be called, explain (default)',
  flags: [...aboutOperations, ...again, 'anyway', 'rows', 'columns', 'all', 'max'],
  examples: [
    ['why403', "The lab's two: GET /users and GET /auditLogs/signIns"],
    ['why403 "GET /groups" "GET /applications"', 'Operations of your own'],
    [
      'why403 /users --every 5m',
      'Until Ctrl-C: tokens kept and renewed, changes told; exit code of the last round',
    ],
    ['why403 /users --until-allowed', 'Wait for a consent to arrive'],
  ],
  prints: 'report',
}

export const commands: readonly Command[] = [
  road,
  {
    name: 'check',
    words: { name: 'operations', many: true },
    describe: 'The same, without calling; --app: by the records of the tenant, without a token of the app',
    flags: [
      ...aboutOperations,
      ...again,
      'anyway',
      'app',
      'against-app',
      'against-case',
      'who',
      'rows',
      'quiet',
    ],
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
    prints: 'report',
    streams: ['jsonl'],
  },
  {
    name: 'inspect',
    words: { name: 'token', many: false },
    describe: 'Decode, validate and explain a token',
    flags: [
      ...([
        'token-command',
        'token-file',
        'save-token',
        'against',
        'reach',
        'expect',
        'claims-only',
        'issuer',
        'jwks',
        'claims',
        'brief',
        'show-personal',
        'offline',
        'retries',
        'timeout',
        'at',
        'case',
      ] as const),
      ...settingsFlags,
      ...reported,
    ],
    examples: [
      ['pbpaste | why403 inspect', 'A token on standard input stays out of the shell history'],
      ['why403 inspect before.txt --against after.txt', 'Two tokens side by side'],
      ['why403 inspect --reach --token-file FILE', 'What it could do if it leaked'],
    ],
    prints: 'report',
  },
  {
    name: 'permissions',
    words: { name: 'operations', many: true },
    describe: 'What an operation needs, by tables and documentation; no account, no network',
    flags: ['from', 'scheme', 'of', 'list', ...reported],
    examples: [
      ['why403 permissions "GET /users/{id}/messages"', 'Least privileged first'],
      ['why403 permissions --of Mail.Send --list', 'What a permission opens'],
      ['why403 permissions --from calls.txt --format jsonl', 'One answer a line, for lists of any length'],
    ],
    prints: 'report',
    streams: ['jsonl'],
  },
  {
    name: 'explain',
    words: { name: 'what', many: true },
    describe:
      'A code, a status, a finding, a claim, a permission, or a pasted failure on standard input; offline',
    flags: ['list', 'case', 'show-personal', ...reported],
    examples: [
      ['why403 explain AADSTS7000215', 'What the code means, why it happens, what to do'],
      ['why403 explain 403', 'What a status says, and what would say more'],
      ['pbpaste | why403 explain', 'macOS: a body, a log, an exception, the output of curl -v'],
      ['xclip -o | why403 explain', 'The same on Linux (wl-paste under Wayland)'],
      ['Get-Clipboard | why403 explain', 'The same on Windows'],
      ['why403 explain missing-admin-consent', 'A finding, in its own words'],
    ],
    prints: 'report',
  },
  {
    name: 'run',
    words: { name: 'command', many: true },
    describe: 'Watch an unchanged program, and explain every refusal it meets',
    flags: [
      ...([
        'built-in',
        'consent',
        'state',
        'emulator',
        'dotenv',
        'exit-code',
        'record',
        'open-proxy',
        'case',
        'show-personal',
      ] as const),
      ...reported,
    ],
    examples: [
      ['why403 run python3 app.py', 'What it calls, what is refused and why; nothing in it changes'],
      [
        'why403 run --built-in python3 app.py',
        'The same in the built-in tenant, with its settings; no account',
      ],
      ['why403 run --record calls.jsonl -- npm start', 'Then: why403 permissions --from calls.jsonl'],
    ],
    prints: 'report',
  },
  {
    name: 'open',
    words: { name: 'file', many: false },
    describe:
      'Judge a case that somebody sent (--case FILE writes one), as of the time it was written; offline',
    flags: [...(['claims', 'brief', 'reach', 'show-personal'] as const), ...reported],
    examples: [
      ['why403 open case.json', 'The same findings and next steps as where it was written'],
      ['why403 open case.json --format markdown', 'The same, for a ticket'],
    ],
    prints: 'report',
  },
  {
    name: 'demo',
    words: { name: 'scenario', many: false },
    describe: 'Play a lesson on the built-in tenant; no account, no network',
    flags: ['list', 'step', 'verbose', 'no-color', 'format', 'output'],
    examples: [
      ['why403 demo', 'The lab: no consent, consent, new token'],
      ['why403 demo --list', 'All scenarios'],
    ],
    prints: 'text',
  },
  {
    name: 'lab',
    words: null,
    describe: 'The same lesson by hand: says what to do, waits for it, and looks whether it was done',
    flags: ['restart', 'port', 'no-color', 'format'],
    examples: [
      ['why403 lab', 'From the registration to the first answer, and on; goes on where you left it'],
      ['why403 lab --restart', 'From the start again'],
    ],
    prints: 'text',
  },
  {
    name: 'emulator',
    words: null,
    describe: 'Run the built-in Entra ID and Graph on this machine',
    flags: [
      'port',
      'cloud',
      'tenant',
      'app',
      'write-env',
      'seed',
      'state',
      'directory',
      'users',
      'fault',
      'proxy',
      'open-proxy',
      'verbose',
      'no-color',
      'format',
      'output',
    ],
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
    prints: 'text',
  },
  {
    name: 'page',
    words: null,
    describe: 'Write all of this as one HTML file, for whoever cannot install it: paste anything, offline',
    flags: ['output', 'no-color', 'format'],
    examples: [
      ['why403 page', 'Writes why403.html: open it, send it, put it on a share'],
      ['why403 page --output tools/why403.html', 'Under another name'],
    ],
    prints: 'text',
  },
  {
    name: 'completion',
    words: { name: 'shell', many: false },
    describe: 'Print a script that lets a shell complete why403: bash, zsh, fish or powershell',
    flags: ['output'],
    examples: [
      ['source <(why403 completion bash)', 'For this session; in ~/.bashrc for all'],
      ['why403 completion zsh > ~/.zfunc/_why403', 'In a folder of $fpath'],
      ['why403 completion fish | source', 'Or into ~/.config/fish/completions/why403.fish'],
      ['why403 completion powershell | Out-String | Invoke-Expression', 'In $PROFILE for all sessions'],
    ],
    prints: 'text',
  },
]
