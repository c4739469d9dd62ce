import { describe, expect, test } from 'vitest'
import { appClaims, unsigned } from '../core/token/sample.ts'
import { typedForms } from '../support/typed-forms.ts'
import { report } from './support.ts'

const files = { t: unsigned(appClaims()) }
const meaning = (operations: { method: string; url: string }[]) =>
  operations.map(({ method, url }) => `${method} ${url}`)

describe.each(typedForms.map(({ typed, means }) => [typed, means] as const))('%j is %s', (typed, means) => {
  test.each([
    ['permissions', ['permissions', typed]],
    ['check', ['check', '--token-file', 't', '--offline', typed]],
    ['the road', ['--token-file', 't', typed]],
  ])('to %s', async (_, argv) => {
    const { operations } = await report(argv, {
      files,
      http: async () => ({ status: 503, headers: {}, body: '' }),
    })
    expect(meaning(operations)).toEqual([means])
  })
})

// An empty line ends an entry of a list, and a request's headers.
const lines = typedForms.filter(({ typed }) => !typed.includes('\n\n'))

test.each(lines.map(({ typed, means }) => [typed, means] as const))(
  '%j in a list is %s',
  async (typed, means) => {
    const { operations } = await report(['permissions', '--from', 'list'], {
      files: { list: `/me\n${typed}\n` },
    })
    expect(meaning(operations)).toEqual(['GET /me', means])
  },
)
