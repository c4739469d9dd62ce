import { describe, expect, test } from 'vitest'
import { loopbackOnly } from '../support/io.ts'
import { why403 } from './support.ts'

const ids = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'

const told = async (env: string) => why403([], { files: { '.env': env } })

describe('a .env that cannot be used is told what it is, and where it was looked for', () => {
  test.each([
    ["PowerShell's", `$env:TENANT_ID = "${ids}"\n$env:CLIENT_ID = "${ids}"\n`, 'is written for PowerShell'],
    ["cmd's", `set TENANT_ID=${ids}\r\nset CLIENT_ID=${ids}\r\n`, 'is written for cmd'],
    ['small letters', `tenant_id=${ids}\nclient_id=${ids}\nclient_secret=x\n`, 'has names in small letters'],
    ['hyphens', `TENANT-ID=${ids}\nCLIENT-ID=${ids}\n`, 'has hyphens in its names'],
    ['camel case', `tenantId=${ids}\nclientId=${ids}\n`, 'has names of another program'],
    [
      'az ad sp create-for-rbac',
      JSON.stringify({ appId: ids, displayName: 'x', password: 'made~up', tenant: ids }, null, 2),
      'az ad sp create-for-rbac',
    ],
    ['--sdk-auth', JSON.stringify({ clientId: ids, clientSecret: 'made~up', tenantId: ids }), 'is the JSON'],
    ['other JSON', '{"a":1}', 'is JSON'],
    ['no text', [...`TENANT_ID=${ids}`].join('\u0000'), 'is not a text file'],
    ['nothing', '\n\n', 'is empty'],
    ['something else', 'PORT=3000\n', 'names none of the settings'],
    ['a book', 'A=b\n'.repeat(20_000), 'is too long'],
  ])('%s', async (_, env, words) => {
    const { code, out, err } = await told(env)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('The .env in / ')
    expect(err).toContain(words)
    expect(err).toContain('TENANT_ID, CLIENT_ID and CLIENT_SECRET are not set.')
    expect(err).not.toContain('made~up')
    expect(err.split('\n').length).toBeLessThan(6)
  })

  test('the example as it was copied: one line and a next step', async () => {
    const { code, out, err } = await told(
      'TENANT_ID=<tenant-id>\nCLIENT_ID=<client-id>\nCLIENT_SECRET=<client-secret>\nGRAPH_SCOPE=https://graph.microsoft.com/.default\n',
    )
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('The .env in / is still the example: nothing is filled in yet.')
    expect(err.split('\n')).toHaveLength(4)
  })

  test('one that is filled in in part is looked at as ever', async () => {
    const env = `TENANT_ID=${ids}\nCLIENT_ID=<client-id>\nCLIENT_SECRET=x1~made~up\n`
    const { code, out } = await why403([], { files: { '.env': env }, http: loopbackOnly })
    expect(code).toBe(1)
    expect(out).toContain('CLIENT_ID')
  })
})

describe('where there is none', () => {
  test('what is to be pasted is printed', async () => {
    const { err } = await why403([])
    expect(err).toContain('there is no .env in /.')
    for (const name of ['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'GRAPH_SCOPE'])
      expect(err).toMatch(new RegExp(`^ +${name}=`, 'm'))
    expect(err).toContain('why403 demo')
  })

  test('what stands in its place is named', async () => {
    expect((await why403([], { files: { '.env.txt': 'x' } })).err).toContain('there is a .env.txt')
    expect((await why403([], { files: { env: 'x' } })).err).toContain('its name lacks the dot')
  })
})

test('only the settings are read of it, and a hostile one is read in no time', async () => {
  const { err } = await told(`PATH=x\nTENANT_ID='${ids}'\nexport CLIENT_ID: ${ids}\n`)
  expect(err).toContain('CLIENT_SECRET is not set.')
  for (const part of ['A="', "A='", '\n', ' ', 'TENANT_ID="\n', 'TENANT_ID= '])
    expect((await told(part.repeat(10_000))).code).toBe(2)
})
