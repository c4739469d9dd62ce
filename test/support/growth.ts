/**
 * How the time of a reader grows with its input. What is foreign may be written by somebody who wants the
 * program to hang, so each reader is fed with long repetitions of what readers look for.
 */

/** Beginnings of things that never end, marks that are looked for, and what stands between them. */
export const fragments: readonly string[] = [
  ...[
    '{',
    '{"',
    '[',
    '[{',
    '}',
    '{"a":',
    "{'",
    '{\\"',
    '\\',
    '\\"',
    '"',
    '"a',
    "'",
    "':",
    "('",
    ',',
    ':',
    '::',
  ],
  ...[
    '(',
    'a(',
    ')',
    '()',
    '/',
    '//',
    '../',
    '%',
    '%2',
    '%2F',
    '?',
    '&',
    '=',
    'A="',
    'A=\n',
    '#',
    '$',
    '<',
    '> ',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    ' \n',
    '\n\n',
    '. ',
    '.',
    '..',
    '-',
    '--',
    '-----BEGIN A KEY-----',
    '_',
    ';',
  ],
  ...[
    'a',
    'A',
    'a-',
    'a.',
    '0',
    '01',
    'aA0',
    'x ',
    'ab@',
    'é',
    '\ud800',
    '\u001b',
    '\u001b]',
    '\u001b[0m',
    '##[',
  ],
  ...[
    '&quot;',
    '&amp;quot;',
    '&lt;',
    '"error":',
    '{"error":',
    '{"error":{"code":"',
    '"message": "',
    'message: ',
  ],
  ...['code: Forbidden\n', 'code: a', 'Code: 403 ', 'status', 'status ', 'HTTP/1.1 403 ', '(403) ', '403 '],
  ...[
    'AADSTS',
    'AADSTS7000215',
    'AADSTS7000215: ',
    'invalid_client ',
    'Trace ID: ',
    "Tenant '",
    "Application '",
  ],
  ...[
    'value for scope ',
    'The scope ',
    'Current time: ',
    ', assertion valid from ',
    'invalid resource: ',
    'thumbprint',
  ],
  ...[
    'Application with identifier ',
    'found in the directory ',
    'Resource value from request: ',
    'request-id: ',
  ],
  ...[
    'API required roles: ',
    ',application roles:',
    'permissions ',
    'permissionA',
    ", on the request '",
    'A.b, ',
  ],
  ...[
    "API requires one of '",
    'Bearer ',
    'bearer\t',
    'Bearer error="',
    'www-authenticate: Bearer',
    'claims="',
    'eyJ',
  ],
  ...[
    'eyJ.',
    'eyJhbGciOi',
    'eyJ.eyJ.',
    'access_token=',
    'client_secret',
    'password: ',
    '0.A',
    'EwA',
    '1Q~',
    'M.C1_A',
  ],
  ...[
    'GraphError: ',
    'Mg',
    'Get-MgUser : ',
    'Error',
    'GET ',
    'GET /',
    'GET https://graph.microsoft.com/',
    '/v1.0/',
  ],
  ...[
    '/users/',
    '/users',
    "/users('",
    '/drive/root:/',
    '/root:',
    'drive/',
    'microsoft.graph.',
    'graph.a/',
    '/me/',
  ],
  ...[
    'childFolders/a/',
    '/sites/root/',
    'a=b,',
    "a='b',",
    '$select=',
    '$filter=a eq ',
    "''",
    'not ',
    '☃',
    '`',
    '*',
  ],
]

/** What may stand before a long repetition, so that it is read, and behind it, so that it is read in vain. */
const heads = ['', '{"', '"', "'", '/users/', 'Bearer ', 'AADSTS7000215: ', 'A=', '<', 'a']
const tails = ['', 'x', '\n', '"}', '!', "'"]

/** How a long text is made, and what to call it. */
export interface Recipe {
  readonly name: string
  /** A text of about so many characters. */
  text(length: number): string
}

/** Each fragment over and over, and so many mixtures of two with something around them, chosen by the seed. */
export function recipes(mixtures: number, seed: number): Recipe[] {
  const random = sequence(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)]!
  return [
    ...fragments.map(fragment => recipe('', [fragment], '')),
    ...Array.from({ length: mixtures }, () => {
      const [one, other] = [pick(fragments), pick(fragments)]
      // Side by side, or a long run of each.
      return recipe(pick(heads), random(2) === 0 ? [one + other] : [one, other], pick(tails))
    }),
  ]
}

function recipe(head: string, parts: readonly string[], tail: string): Recipe {
  return {
    name: [head, ...parts.map(part => `${part}…`), tail].map(part => JSON.stringify(part)).join(' '),
    text: length =>
      head + parts.map(part => part.repeat(Math.ceil(length / parts.length / part.length))).join('') + tail,
  }
}

/** Whole numbers below a bound, the same for the same seed: a linear congruential generator. */
function sequence(seed: number): (bound: number) => number {
  let state = seed
  return bound => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}

/** Characters; each step is twice as long. */
const shortest = 4 * 1024
const longest = 64 * 1024

/** What takes less at such lengths is far from anything but linear: in milliseconds, and in milliseconds a character. */
const quick = { ever: 25, each: 0.001 }

/** Between linear and quadratic. */
export const tooMuch = 3

/**
 * By how much the time grows where the text doubles: 2 for a linear reader, 4 for a quadratic one, 1 for what is
 * too quick to be told. Measured over two doublings from the first length that takes a while, in CPU time of this
 * process: a busy machine counts little. What seems too much is measured again, since garbage is collected and
 * code is compiled at any time.
 */
export function growth(read: (text: string) => unknown, { text }: Recipe): number {
  for (let length = shortest; length <= longest; length *= 2) {
    const isQuick = (ms: number): boolean => ms < Math.max(quick.ever, quick.each * length)
    const short = text(length)
    if (isQuick(milliseconds(read, short)) || isQuick(milliseconds(read, short))) continue
    const long = text(4 * length)
    const ratio = (): number => Math.sqrt(least(read, long) / least(read, short))
    let best = ratio()
    for (let tries = 0; tries < 2 && best >= tooMuch; tries++) best = Math.min(best, ratio())
    return best
  }
  return 1
}

function least(read: (text: string) => unknown, text: string): number {
  return Math.min(...[1, 2].map(() => milliseconds(read, text)))
}

function milliseconds(read: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage()
  read(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
