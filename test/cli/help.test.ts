import { expect, test } from 'vitest'
import { flags } from '../../src/commands/flags.ts'
import { commands } from '../../src/commands/index.ts'
import { why403 } from './support.ts'

test('--help names every command', async () => {
  const { code, out, err } = await why403(['--help'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  for (const { name } of commands) expect(out).toMatch(new RegExp(`^  why403 ${name}\\b`, 'm'))
  expect(out).toContain('Exit codes: 0 clear, 1 a problem or undetermined, 2 wrong usage or settings')
})

test.each(commands.map(({ name }) => name))('%s --help names its flags, and no others', async name => {
  const { code, out } = await why403([name, '--help'])
  expect(code).toBe(0)
  const own = commands.find(command => command.name === name)!
  const shown = Object.keys(flags).filter(flag => new RegExp(`^ +--${flag} `, 'm').test(out))
  expect(shown.sort()).toEqual([...own.flags].sort())
  expect(out.includes('\nExamples:\n')).toBe(own.examples.length > 0)
})

test('--version prints a version and nothing else', async () => {
  const { code, out } = await why403(['check', '--version'])
  expect(code).toBe(0)
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/)
})
