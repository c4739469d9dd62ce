import { describe, expect, test } from 'vitest'
import { found, play, readCase, withClaims } from '../../support/cases.ts'

const audience = readCase('token/wrong-audience', 'fires')
const issuer = readCase('token/wrong-issuer', 'fires')
const access = readCase('token/unexpected-access', 'fires')
const signature = readCase('token/signature-mismatch', 'fires')

describe('token/wrong-audience', () => {
  test('holds every operation back, and is a note where only the token was asked about', async () => {
    expect((await play(audience)).operations.map(({ verdict }) => verdict)).toEqual(['wrong-host'])
    const [note] = await found('token/wrong-audience', { ...audience, asked: 'token', operations: [] })
    expect(note).toMatchObject({ severity: 'note', fix: [] })
  })

  test("the Graph of another cloud than the one asked for is another API's too", async () => {
    const china = { ...withClaims(audience, { aud: 'https://graph.microsoft.us' }), cloud: 'china' }
    const [finding] = await found('token/wrong-audience', china)
    expect(finding).toMatchObject({
      title: 'The token is for the Graph of another cloud (US Government L4 (GCC High)).',
      evidence: [
        { expected: 'https://microsoftgraph.chinacloudapi.cn', actual: 'https://graph.microsoft.us' },
      ],
      fix: [{ command: 'GRAPH_SCOPE=https://microsoftgraph.chinacloudapi.cn/.default why403' }],
    })
  })

  test.each(['https://graph.microsoft.com/', '00000003-0000-0000-c000-000000000000'])(
    '%s is Graph',
    async aud => {
      expect(await found('token/wrong-audience', withClaims(audience, { aud }))).toEqual([])
    },
  )

  test.each([undefined, 'api://own', ['a', 'b']])('%j is not', async aud => {
    const [finding] = await found('token/wrong-audience', withClaims(audience, { aud }))
    expect(finding?.title).toBe('The token is for another API, not for Microsoft Graph.')
  })
})

describe('token/wrong-audience, of the token alone', () => {
  const alone = { ...audience, asked: 'token' as const, operations: [] }
  const note = async (claims: Record<string, unknown>) =>
    (await found('token/wrong-audience', withClaims(alone, claims)))[0]

  test('says where the permissions of an app live in a known service', async () => {
    expect((await note({}))?.why).toContain('Azure roles at a scope')
    expect((await note({ aud: 'https://contoso.crm4.dynamics.com' }))?.why).toContain('application user')
  })

  test('says nothing of apps to a token with a user', async () => {
    const user = { idtyp: 'user', xms_idrel: '1 2', roles: undefined, scp: 'user_impersonation' }
    expect((await note(user))?.why).not.toContain('Azure roles')
  })

  test("wants an app role of one's own API where it holds none", async () => {
    const own = { aud: 'api://orders' }
    expect(await note({ ...own, roles: undefined })).toMatchObject({
      why: expect.stringContaining('an app role that it defines for applications'),
      fix: [{ label: expect.stringContaining('app role') }, {}],
    })
    expect(await note({ ...own, roles: ['Orders.Read'] })).toMatchObject({ fix: [] })
  })
})

describe('token/wrong-issuer', () => {
  test('is an error, too, where only the token was asked about', async () => {
    const [error] = await found('token/wrong-issuer', { ...issuer, asked: 'token' })
    expect(error?.severity).toBe('error')
  })

  test.each([
    ['1.0', 'https://sts.windows.net/{tid}'],
    ['1.0', 'https://sts.windows.net.evil.example/{tid}/'],
    ['2.0', 'https://sts.windows.net/{tid}/'],
    ['1.0', 'https://login.microsoftonline.com/{tid}/v2.0'],
  ])('a v%s token by %s is refused', async (ver, iss) => {
    const claims = { ver, iss: iss.replace('{tid}', String(issuer.token!.claims.tid)) }
    expect(await found('token/wrong-issuer', withClaims(issuer, claims))).toHaveLength(1)
  })
})

test('a token without tid, by an iss that has the form of Entra ID, is in doubt and not a stranger', async () => {
  const [finding] = await found(
    'token/wrong-issuer',
    withClaims(readCase('token/expired', 'fires'), { tid: undefined }),
  )
  expect(finding).toMatchObject({
    certainty: 'likely',
    title: expect.stringContaining('no tenant'),
  })
})

describe('token/unexpected-access', () => {
  test('without idtyp it is likely only', async () => {
    const [finding] = await found('token/unexpected-access', withClaims(access, { idtyp: undefined }))
    expect(finding).toMatchObject({ certainty: 'likely', wouldTell: expect.stringContaining('idtyp') })
  })

  test('claims that contradict each other are said to do so', async () => {
    const [finding] = await found('token/unexpected-access', withClaims(access, { idtyp: 'app' }))
    expect(finding).toMatchObject({
      certainty: 'likely',
      title: 'The token is not known to be app-only.',
      why: 'Its claims do not tell of which kind it is, or they contradict each other.',
      evidence: [{ actual: 'unknown: idtyp is app; but xms_idrel holds 1, a user' }],
    })
  })
})

describe('token/signature-mismatch', () => {
  test('is an error wherever the token was going', async () => {
    expect((await play(signature)).verdict).toBe('problem')
    expect((await play({ ...signature, asked: 'token', operations: [] })).verdict).toBe('problem')
  })

  test('on the emulator, and for another API, it is an error', async () => {
    const emulated = { ...signature, settings: { WHY403_EMULATOR: 'http://127.0.0.1:4030' } }
    const other = withClaims(signature, { aud: 'https://management.azure.com' })
    for (const input of [emulated, other]) {
      const [finding] = await found('token/signature-mismatch', input)
      expect(finding).toMatchObject({ severity: 'error', certainty: 'certain' })
    }
  })
})

describe("the servers' clock beside this machine's", () => {
  const base = readCase('token/clock-off', 'fires')
  const said = async (clockOffset: number, at = base.at) =>
    found('token/clock-off', { ...base, clockOffset, at })

  test.each([
    [301, /is 5 min behind the servers'/, /take fresh tokens for not valid yet/],
    [-7200, /is 2 h ahead of the servers'/, /take fresh tokens for expired/],
  ])('%i s apart', async (offset, title, why) => {
    const at = new Date(Date.parse(base.at) - offset * 1000).toISOString()
    const [finding] = await said(offset, at)
    expect(finding).toMatchObject({ title: expect.stringMatching(title), why: expect.stringMatching(why) })
  })

  test.each([0, 300, -300])('%i s apart is what validators grant', async offset => {
    expect(await said(offset)).toEqual([])
  })

  test('what the token seems to be by this machine is said, where it is not so', async () => {
    // Two hours ahead: by this machine the token ended an hour ago.
    const ahead = new Date(Date.parse(base.at) + 7200_000).toISOString()
    expect((await said(-7200, ahead))[0]?.why).toMatch(
      /^By it the token has expired, and by the servers' it is valid\./,
    )
    const behind = new Date(Date.parse(base.at) - 7200_000).toISOString()
    expect((await said(7200, behind))[0]?.why).toMatch(/^By it the token is not valid yet/)
  })

  test('of an expired token it is told which clock judged', async () => {
    const input = readCase('token/expired', 'fires')
    const [finding] = await found('token/expired', { ...input, clockOffset: 60 })
    expect(finding?.evidence.at(-1)).toMatchObject({ name: 'Date', source: "the servers' clock" })
    expect((await found('token/expired', input))[0]?.evidence).toHaveLength(1)
  })

  test('a server that told the time tells more than what a token is dated', async () => {
    const input = readCase('token/clock-behind', 'fires')
    expect(await found('token/clock-behind', { ...input, clockOffset: 0 })).toEqual([])
  })
})
