import { expect, test } from 'vitest'
import { flags } from '../../src/commands/flags.ts'
import { commandWords } from '../../src/commands/help-words.ts'
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
  const shown = Object.keys(flags).filter(flag => new RegExp(`^ +(?:-\\w, )?--${flag} `, 'm').test(out))
  expect(shown.sort()).toEqual([...own.flags].sort())
  expect(out.includes('\nExamples:\n')).toBe(commandWords[name].examples.length > 0)
})

test('--version prints a version and nothing else', async () => {
  const { code, out } = await why403(['check', '--version'])
  expect(code).toBe(0)
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('help of a command that is not there is no help', async () => {
  for (const typo of ['inspekt', 'chek', 'explian']) {
    const { code, out, err } = await why403([typo, '--help'])
    expect({ typo, code, out }).toEqual({ typo, code: 2, out: '' })
    expect(err).toMatch(/Did you mean `why403 (inspect|check|explain)`/)
  }
  for (const words of [['GET', '/users'], ['/users'], []])
    expect((await why403([...words, '--help'])).code).toBe(0)
})

test('values are listed, and flags stand in groups', async () => {
  const { out } = await why403(['inspect', '--help'])
  for (const group of ['The token:', 'Settings:', 'How to ask:', 'The answer:'])
    expect(out).toContain(`\n${group}\n`)
  expect(out.replace(/\s+/g, ' ')).toContain('Demand this kind of token (app-only | delegated)')
  expect(out.replace(/\s+/g, ' ')).toContain(
    '(global | usgov | usgov-dod | china | bleu | delos | govsg | auto)',
  )
})

test.each([
  [['--client-secret', 'x'], '--client-secret-file FILE'],
  [['--token', 'x'], '--token-file FILE'],
  [['--formt', 'json'], '--format'],
  [['--cloud', 'usgof'], 'Did you mean --cloud usgov?'],
])('%j leads to what was meant', async (argv, hint) => {
  const { code, err } = await why403(argv)
  expect(code).toBe(2)
  expect(err).toContain(hint)
})
