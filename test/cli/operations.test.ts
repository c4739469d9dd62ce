import { describe, expect, test } from 'vitest'
import { report, why403 } from './support.ts'

describe('permissions', () => {
  test('reading sign-ins: one permission, least and accepted', async () => {
    const { operations, verdict } = await report(['permissions', 'GET /auditLogs/signIns'])
    expect(verdict).toBe('clear')
    expect(operations).toHaveLength(1)
    expect(operations[0]).toMatchObject({ method: 'GET', path: '/auditLogs/signIns', status: 'known' })
    expect(operations[0].application).toMatchObject({
      leastPrivileged: 'AuditLog.Read.All',
      next: null,
      accepted: [{ permission: 'AuditLog.Read.All' }],
    })
    expect(operations[0]).not.toHaveProperty('verdict')
  })

  test('listing users: a Basic one first, the next one up, and what Microsoft marks', async () => {
    const { operations } = await report(['permissions', 'GET /users'])
    const { leastPrivileged, next, marked } = operations[0].application
    expect({ leastPrivileged, next }).toEqual({
      leastPrivileged: 'User.ReadBasic.All',
      next: 'User.Read.All',
    })
    expect(marked).toContain('User.ReadWrite.All')

    const { code, out } = await why403(['permissions', 'GET /users'])
    expect(code).toBe(0)
    expect(out).toMatch(/^GET \/users$/m)
    expect(out).toMatch(/^ {2}least +User\.ReadBasic\.All; next: User\.Read\.All$/m)
    expect(out).toMatch(/^ {2}marked +.*User\.ReadWrite\.All/m)
    expect(out).toMatch(
      /^Permission tables of \d{4}-\d\d-\d\d and documentation of \d{4}-\d\d-\d\d, \d+ days old;$/m,
    )
  })

  test('what only a signed-in user may do', async () => {
    const { out } = await why403(['permissions', 'GET /me/drive/recent'])
    expect(out).toMatch(/^ {2}least +none: no application permission opens it$/m)
    expect(out).toMatch(/^ {2}delegated +Files\.Read/m)
  })

  test('an unknown path is no refusal: exit 1, and the nearest are named', async () => {
    const { code, out } = await why403(['permissions', 'GET /userz'])
    expect(code).toBe(1)
    expect(out).toMatch(
      /unknown +neither the tables nor the documentation list this path; that is not\n +"denied"/,
    )
    expect(out).toMatch(/nearest +.*\/users/)
  })

  test('without an operation there is nothing to answer', async () => {
    const { code, out, err } = await why403(['permissions'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe('why403: Which operation?\n  Example: why403 permissions "GET /users"\n')
  })
})

describe('--from', () => {
  const list = `# what the nightly job does
GET /users

/groups
{"method": "GET", "url": "https://graph.microsoft.com/beta/users"}
FETCH /users
{"method": 7}
delete /users/{id}
`
  const answers = [
    ['GET', '/users', 'known', 2],
    ['GET', '/groups', 'known', 4],
    ['GET', '/users', 'known', 5],
    [null, null, 'malformed', 6],
    [null, null, 'malformed', 7],
    ['DELETE', '/users/{id}', 'known', 8],
  ]
  type Answer = { method: string; path: string; status: string; source: { line: number } }
  const told = (operations: Answer[]) =>
    operations.map(({ method, path, status, source }) => [method, path, status, source.line])

  test('answers every line once and in order, a malformed one too', async () => {
    const fromFile = await report(['permissions', '--from', 'list'], { files: { list } })
    expect(told(fromFile.operations)).toEqual(answers)
    expect(fromFile.operations[0].source.file).toBe('list')
    const piped = await report(['permissions', '--from', '-'], { stdin: list })
    expect(told(piped.operations)).toEqual(answers)
    expect(piped.operations[0].source.file).toBe('standard input')
  })

  test('a line that cannot be read makes the answer incomplete', async () => {
    expect((await why403(['permissions', '--from', '-'], { stdin: list })).code).toBe(1)
    expect((await why403(['permissions', '--from', '-'], { stdin: 'GET /users\n' })).code).toBe(0)
  })

  test('joins the words of the command line', async () => {
    const { operations } = await report(['permissions', '/me', '--from', '-'], { stdin: '/users\r\n/groups' })
    expect(operations.map(({ path }: Answer) => path)).toEqual(['/me', '/users', '/groups'])
  })

  test('takes the body of a $batch', async () => {
    const batch = {
      requests: [
        { id: '1', method: 'GET', url: '/users' },
        { id: '2', method: 'PATCH', url: 'me' },
      ],
    }
    const { operations } = await report(['permissions', '--from', '-'], { stdin: JSON.stringify(batch) })
    expect(operations.map(({ method, path }: Answer) => `${method} ${path}`)).toEqual([
      'GET /users',
      'PATCH /me',
    ])
  })
})

describe('--output', () => {
  test('writes the answer to a file, without colour, and prints nothing', async () => {
    const { code, out, files, modes } = await why403(
      ['permissions', 'GET /users', '--output', 'answer.txt'],
      {
        colourDepth: 3,
      },
    )
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(files['answer.txt']).toMatch(/^GET \/users\n/)
    expect(files['answer.txt']).not.toContain('\u001b')
    expect(modes['answer.txt']).toBe(0o644)
  })

  test('json too', async () => {
    const { files } = await why403(['permissions', '/users', '--format', 'json', '--output', 'a.json'])
    expect(JSON.parse(files['a.json']!).operations).toHaveLength(1)
  })
})

describe('how text looks', () => {
  const look = (options: Parameters<typeof why403>[1], ...flags: string[]) =>
    why403(['permissions', 'GET /users', ...flags], options).then(({ out }) => out)
  const colour = '\u001b['

  test('colour on a terminal that has it, none elsewhere', async () => {
    expect(await look({ colourDepth: 1 })).toContain(colour)
    expect(await look({ colourDepth: 0 })).not.toContain(colour)
  })

  test('NO_COLOR and --no-color take it away', async () => {
    expect(await look({ colourDepth: 3, env: { NO_COLOR: '1' } })).not.toContain(colour)
    expect(await look({ colourDepth: 3, env: { NO_COLOR: '1', FORCE_COLOR: '1' } })).not.toContain(colour)
    expect(await look({ colourDepth: 3 }, '--no-color')).not.toContain(colour)
    expect(await look({ colourDepth: 3, env: { NO_COLOR: '' } })).toContain(colour)
  })

  test('FORCE_COLOR brings it to a pipe', async () => {
    expect(await look({ env: { FORCE_COLOR: '1' } })).toContain(colour)
    expect(await look({ env: { FORCE_COLOR: '' } })).toContain(colour)
    expect(await look({ colourDepth: 3, env: { FORCE_COLOR: '0' } })).not.toContain(colour)
  })

  test('colour only repeats what the words say', async () => {
    const coloured = await look({ env: { FORCE_COLOR: '3' } })
    expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(await look({}))
  })

  test.each([{ LANG: 'C' }, { LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, { LANG: '' }])(
    'plain ASCII where the locale is %o',
    async env => {
      expect(await look({ env })).toMatch(/^[\u0000-\u007f]+$/)
    },
  )
})
