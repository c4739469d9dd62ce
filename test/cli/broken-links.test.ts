import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Answer, type Stage, stage, start } from '../emulator/support.ts'
import { report, settings, why403 } from './support.ts'

let tenant: Stage
let admin: string

beforeEach(async () => {
  tenant = await stage()
  admin = await tenant.token('admin')
})
afterEach(() => tenant.stop())

interface Step {
  readonly label: string
  readonly command?: string
}

/** The road with the tenant's records, read by the administrator. */
const withRecords = ['--records', '--directory-token-file', 'admin.token', 'GET /users']

const lead = async (app: string, argv: readonly string[] = [], files: Record<string, string> = {}) => {
  const { findings } = await report([...argv, ...withRecords], {
    env: settings(tenant, app),
    files: { 'admin.token': admin, ...files },
  })
  return findings.find(({ becauseOf }: { becauseOf: string | null }) => becauseOf === null)
}

/** The words of a POSIX command; a variable is filled in where double quotes let it through. */
function wordsOf(command: string, variables: Readonly<Record<string, string>>): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(
    ([, single, double, bare]) =>
      single ?? double?.replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? '') ?? bare ?? '',
  )
}

/** Does what a `curl` line of a fix does. */
function curl(command: string): Promise<Answer> {
  const [program, ...words] = wordsOf(command, { ADMIN_TOKEN: admin })
  expect(program).toBe('curl')
  const after = (flag: string) => words.flatMap((word, at) => (word === flag ? [words[at + 1]!] : []))
  const data = after('--data')[0]
  const headers = Object.fromEntries(after('--header').map(line => line.split(': ') as [string, string]))
  const url = words.find(word => word.startsWith(`${tenant.url}/`))!
  const json = data === undefined ? {} : { json: JSON.parse(data) as unknown }
  return tenant.send(after('--request')[0]!, url, { headers, ...json })
}

const curlOf = (fix: readonly Step[]) => fix.find(({ command }) => command?.startsWith('curl '))!.command!

test.each([
  ['lab', 'consent/missing-admin-consent', 200],
  ['delegated-by-mistake', 'consent/delegated-instead-of-application', 201],
  ['wrong-resource', 'consent/declared-on-other-api', 201],
])('%s: %s, and its fix cures it', async (app, id, status) => {
  const finding = await lead(app)
  expect(finding).toMatchObject({ id, severity: 'error' })
  expect((await curl(curlOf(finding.fix))).status).toBe(status)
  const again = finding.fix.at(-1).command
  expect(again).toBe('why403 --format json --records --directory-token-file admin.token "GET /users"')
  const [, ...argv] = wordsOf(again, {})
  const files = { 'admin.token': admin }
  expect((await why403(argv, { env: settings(tenant, app), files })).code).toBe(0)
})

test('a token that is older than the consent: consent/stale-token, and a new one cures it', async () => {
  const files = { 'kept.token': await tenant.token('lab') }
  tenant.pass(600)
  await tenant.send('POST', `/${tenant.tenantId}/adminconsent?client_id=${tenant.apps.lab!.clientId}`)
  const finding = await lead('lab', ['--token-file', 'kept.token'], files)
  expect(finding).toMatchObject({ id: 'consent/stale-token', certainty: 'certain' })
  const [, ...argv] = wordsOf(finding.fix[0].command, {})
  expect(argv).toContain('--save-token')
  const now = () => start + 600_000
  const again = await why403(argv, { env: settings(tenant), now, files: { ...files, 'admin.token': admin } })
  expect(again.code).toBe(0)
  expect(again.files['kept.token']).not.toBe(files['kept.token'])
})

test('a grant names what the records say, and holds no token', async () => {
  const { fix } = await lead('wrong-resource')
  const { servicePrincipalId } = tenant.apps['wrong-resource']!
  const [{ label, command }] = fix
  expect(label).toContain("the administrator's client")
  expect(command).toContain(`${tenant.url}/v1.0/servicePrincipals/${servicePrincipalId}/appRoleAssignments`)
  expect(command).toContain('--header "Authorization: Bearer $ADMIN_TOKEN"')
  expect(command).not.toMatch(/<|eyJ/)
})

test('sent without that token, a grant is refused', async () => {
  const { fix } = await lead('delegated-by-mistake')
  admin = ''
  expect((await curl(curlOf(fix))).status).toBe(401)
})
