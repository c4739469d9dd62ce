import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { report, why403 } from './support.ts'

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

describe('a table of what is accepted', () => {
  test('AND-parts, level, consent and reach, within 80 columns', async () => {
    const { out } = await why403(['permissions', 'POST /servicePrincipals/x/appRoleAssignments'])
    expect(out).toMatch(/least +AppRoleAssignment\.ReadWrite\.All and one of Application\.Read\.All,/)
    expect(out).toMatch(/^ {2}accepted +level +consent +opens$/m)
    expect(out).toMatch(
      /^ {2}AppRoleAssignment\.ReadWrite\.All +4 +admin +\d+\n {4}and Application\.Read\.All or Directory\.Read\.All$/m,
    )
    expect(out).toMatch(/^ {2}Directory\.Read\.All .*\n {4}does not suffice alone$/m)
    // An address is never broken.
    for (const line of out.split('\n').filter(line => !line.includes('https://')))
      expect(line.length).toBeLessThanOrEqual(80)
  })

  test('who lists what where the sources differ, the page, and our corrections', async () => {
    const { out: users } = await why403(['permissions', 'POST /users'])
    expect(users).toMatch(/^ {2}User\.Create .*\n {4}by the documentation alone$/m)
    expect(users).toMatch(/^ {2}by the tables alone: AgentIdUser\.ReadWrite\.All,/m)
    expect(users).toMatch(/^ {2}page +https:\/\/learn\.microsoft\.com\/graph\/api\/user-post-users$/m)
    const { out: members } = await why403(['permissions', 'POST /groups/x/members/$ref'])
    expect(members).toMatch(/^ {2}source +the documentation alone$/m)
    expect(members).toMatch(/^ {2}corrected +since \d{4}-\d\d-\d\d \(Learn: Add members to a group\)$/m)
    expect(members).toMatch(/by a correction of ours/)
  })

  test('the same in JSON', async () => {
    const { operations, data } = await report(['permissions', 'POST /users'])
    expect(operations[0]).toMatchObject({
      sources: ['tables', 'documentation'],
      versions: ['v1.0', 'beta'],
      page: 'https://learn.microsoft.com/graph/api/user-post-users',
    })
    expect(operations[0].application.accepted).toContainEqual(
      expect.objectContaining({ permission: 'User.Create', sources: ['documentation'] }),
    )
    expect(data).toMatchObject({ documentation: { date: '2026-08-22' }, ageInDays: 92 })
  })

  test('resource-specific permissions are shown as such, and not advised', async () => {
    const { out } = await why403(['permissions', 'GET /teams/x/channels/y/messages'])
    expect(out).toMatch(/^ {2}least +ChannelMessage\.Read\.All$/m)
    expect(out).toMatch(/^ {2}ChannelMessage\.Read\.Group +4 +rsc +\d+$/m)
    expect(out).toMatch(/rsc: granted per team, chat or site/)
  })

  test('/me is for a signed-in user: the form for an app is named', async () => {
    const { out } = await why403(['permissions', 'GET /me/messages?$top=5'])
    expect(out).toMatch(/^ {2}instead +GET \/users\/\{id\}\/messages:/m)
    const { operations } = await report(['permissions', 'GET /me/messages'])
    expect(operations[0].application).toMatchObject({ leastPrivileged: null, accepted: [] })
    expect(operations[0].delegatedWork.leastPrivileged).toBe('Mail.ReadBasic')
  })

  test('--scheme delegated, and all of them', async () => {
    const delegated = await why403(['permissions', 'GET /users/x/messages', '--scheme', 'delegated'])
    expect(delegated.out).toMatch(
      /^ {2}Delegated, work or school\n {2}least +Mail\.ReadBasic; next: Mail\.Read$/m,
    )
    expect(delegated.out).not.toMatch(/Mail\.ReadBasic\.All/)
    const all = await why403(['permissions', 'GET /users/x/messages', '--scheme', 'all'])
    expect(all.out).toMatch(/^ {2}Application\n {2}least +Mail\.ReadBasic\.All; next: Mail\.Read$/m)
    expect((await why403(['permissions', '/users', '--scheme', 'app'])).code).toBe(2)
  })

  test('what the query asks for besides', async () => {
    const { out } = await why403(['permissions', 'GET /users?$select=id,signInActivity'])
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'names signInActivity, which also needs AuditLog.Read.All and Entra ID P1 in the tenant.',
    )
  })
})

describe('several operations', () => {
  const two = ['GET /users/x/memberOf', 'GET /groups/x/members']

  test('stand in a table, above the set and its grant', async () => {
    const { out } = await why403(['permissions', ...two, 'GET /me'])
    expect(out).toMatch(/^operation +least$/m)
    expect(out).toMatch(/^GET \/groups\/x\/members +GroupMember\.ReadBasic\.All · also Member/m)
    expect(out).toMatch(
      /^ {2}- GroupMember\.ReadBasic\.All withholds some properties; which ones, no source$/m,
    )
    expect(out).toMatch(/^GET \/me +for signed-in users only; for an app GET \/users\/\{id\}$/m)
    expect(out).toMatch(/^For 2 of 3 together\n {2}GroupMember\.ReadBasic\.All\n {2}not for: GET \/me \(no/m)
    expect(out).toMatch(/^ {4}az ad app permission add --id '<client-id>'/m)
    expect(out).not.toContain('accepted')
    const { out: whole } = await why403(['permissions', ...two, '--verbose'])
    expect(whole).toMatch(/^ {2}accepted +level +consent +opens$/m)
    expect(whole).toMatch(/^For all 2 together$/m)
  })

  test('have one minimal set, which says what it is for', async () => {
    const told = await report(['permissions', ...two])
    expect(told.minimal).toMatchObject({
      ...{ application: ['GroupMember.ReadBasic.All'], opens: 2, leaves: [], proven: true },
    })
    expect(valid(told), JSON.stringify(valid.errors)).toBe(true)
    expect((await report(['permissions', ...two, 'GET /me', 'GET /userz'])).minimal).toMatchObject({
      ...{ application: ['GroupMember.ReadBasic.All'], opens: 2, proven: false },
      leaves: [
        { operation: 2, because: 'delegated-only' },
        { operation: 3, because: 'unknown' },
      ],
    })
  })

  test('one alone has the set that its recommendation is', async () => {
    const { minimal, operations } = await report(['permissions', two[0]!])
    expect(minimal.application).toEqual([operations[0].application.leastPrivileged])
    expect(minimal.proven).toBe(true)
  })
})

describe('--of', () => {
  test('ids, level, consent, and what it opens', async () => {
    const { code, out } = await why403(['permissions', '--of', 'user.read.all'])
    expect(code).toBe(0)
    expect(out).toMatch(/^User\.Read\.All$/m)
    expect(out).toMatch(/app role +df021288-bdef-4463-88db-98f22de89214, level 3, admin consent/)
    expect(out).toMatch(/scope +a154be20-db9c-4678-8ab7-66f6cc099a59, level 3, admin consent/)
    expect(out).toMatch(/^ {2}GET +\d+ +\d+$/m)
    expect(out).toMatch(/^ {2}\/users +\d+ +\d+$/m)
    expect(out).not.toMatch(/GET +\/users/)
  })

  test('the same by an id; --list lists', async () => {
    const { out } = await why403(['permissions', '--of', '23fc2474-f741-46ce-8465-674744c5c361', '--list'])
    expect(out).toMatch(/^Team\.Create$/m)
    expect(out).toMatch(/^ {2}POST \/teams\/\{id\}\/clone {2}\(least\)$/m)
  })

  test('as JSON, by the schema: the list on demand', async () => {
    const brief = await report(['permissions', '--of', 'AppRoleAssignment.ReadWrite.All'])
    const listed = await report(['permissions', '--of', 'AppRoleAssignment.ReadWrite.All', '--list'])
    for (const told of [brief, listed]) expect(valid(told), JSON.stringify(valid.errors)).toBe(true)
    expect(brief.permission).not.toHaveProperty('operations')
    expect(listed.permission.operations).toContainEqual(
      expect.objectContaining({
        method: 'POST',
        alsoRequires: ['Application.Read.All', 'Directory.Read.All'],
      }),
    )
  })

  test('an unknown name: the nearest, exit 2', async () => {
    const { code, err } = await why403(['permissions', '--of', 'User.Raed.All'])
    expect(code).toBe(2)
    expect(err).toContain('Did you mean User.Read.All')
    expect((await why403(['permissions', '/users', '--of', 'User.Read.All'])).code).toBe(2)
    expect((await why403(['permissions', '--of', 'User.Read.All', '--format', 'jsonl'])).code).toBe(2)
  })
})

describe('--format jsonl', () => {
  const list = '\uFEFF# a list\r\nGET /users\r\n\r\n/nope\nFETCH /x\n{"url":"/me"}\rPOST /$batch\n'
  const lines = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))

  test('one answer a line, in order, from standard input and from a file', async () => {
    const piped = await why403(['permissions', 'GET /groups', '--from', '-', '--format', 'jsonl'], {
      stdin: list,
    })
    const read = await why403(['permissions', 'GET /groups', '--from', 'l', '--format', 'jsonl'], {
      files: { l: list },
    })
    expect(piped.code).toBe(1)
    expect(lines(piped.out).map(({ status, source }) => [status, source?.line])).toEqual([
      ['known', undefined],
      ['known', 2],
      ['unknown-path', 4],
      ['malformed', 5],
      ['known', 6],
      ['envelope', 7],
    ])
    expect(read.out.replaceAll('"file":"l"', '"file":"standard input"')).toBe(piped.out)
  })

  test('the same answers as json gives, without the gates and the narrower ways', async () => {
    const asked = [
      'GET /users/x/messages',
      'POST /groups/x/members/$ref',
      'GET /userz',
      'GET /me',
      'GET /sites/a:/b:/lists',
    ]
    const { out } = await why403(['permissions', ...asked, '--format', 'jsonl'])
    const { operations } = await report(['permissions', ...asked])
    expect(operations.some((answer: object) => 'gates' in answer)).toBe(true)
    expect(lines(out)).toEqual(
      operations.map(({ gates: _, narrower: __, ...answer }: Record<string, unknown>) => answer),
    )
  })

  test('a $batch body is unfolded, however it is laid out', async () => {
    const body = {
      requests: [
        { id: '1', method: 'GET', url: '/users' },
        { id: '2', method: 'GET', url: '/groups' },
      ],
    }
    for (const [indent, places] of [
      [0, [1, 1]],
      [2, [3, 8]],
    ] as const) {
      const stdin = JSON.stringify(body, null, indent)
      const { code, out } = await why403(['permissions', '--from', '-', '--format', 'jsonl'], { stdin })
      expect(code).toBe(0)
      expect(lines(out).map(({ path, source }) => [path, source.line])).toEqual([
        ['/users', places[0]],
        ['/groups', places[1]],
      ])
    }
  })

  test('a line without an end, one that is too long, and nothing at all', async () => {
    const run = (stdin: string) => why403(['permissions', '--from', '-', '--format', 'jsonl'], { stdin })
    expect(lines((await run('GET /users')).out)).toHaveLength(1)
    expect(await run('')).toMatchObject({ code: 0, out: '' })
    const long = await run(`GET /users/${'x'.repeat(200_000)}\nGET /users\n`)
    expect(lines(long.out).map(({ status }) => status)).toEqual(['malformed', 'known'])
    expect(long.out.length).toBeLessThan(10_000)
  })

  test('a file that is not there: exit 3, and nothing is written', async () => {
    const { code, out, err, files } = await why403([
      'permissions',
      '--from',
      'no',
      '--format',
      'jsonl',
      '--output',
      'o',
    ])
    expect({ code, out, files }).toMatchObject({ code: 3, out: '' })
    expect(err).toContain('no cannot be read')
  })
})
