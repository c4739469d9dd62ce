import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { flags } from '../../src/commands/flags.ts'
import { commands } from '../../src/commands/index.ts'
import { completionShells } from '../../src/render/completion.ts'
import { why403 } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'completion-'))
const scripts = new Map<string, string>()

beforeAll(async () => {
  for (const shell of completionShells) {
    const { code, out, err } = await why403(['completion', shell])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    scripts.set(shell, out)
    writeFileSync(join(folder, shell), out)
  }
})

describe('in a real bash', () => {
  const complete = (...words: string[]): string[] =>
    execFileSync(
      'bash',
      [
        '-c',
        `source "$1"; shift; COMP_WORDS=(why403 "$@"); COMP_CWORD=$#; _why403; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        join(folder, 'bash'),
        ...words,
      ],
      { encoding: 'utf8' },
    )
      .split('\n')
      .filter(line => line !== '')

  test.each([
    [['ins'], ['inspect']],
    [['inspect', '--ex'], ['--expect']],
    [
      ['inspect', '--expect', ''],
      ['app-only', 'delegated'],
    ],
    [['--ver'], ['--verbose']],
    [
      ['check', '--cloud', 'u'],
      ['usgov', 'usgov-dod'],
    ],
    [['completion', 'p'], ['powershell']],
    [['check', '--records', '--fo'], ['--format']],
    [['permissions', '--of', 'AuditLog.Read'], ['AuditLog.Read.All']],
    [['explain', '--tenant'], []],
    [['--tenant', 'con'], []],
  ])('%j', (typed, offered) => {
    expect(complete(...typed)).toEqual(offered)
  })

  test('commands where none is named, files where a file belongs', () => {
    expect(complete('')).toEqual(commands.map(({ name }) => name))
    expect(complete('inspect', '--token-file', join(folder, 'ba'))).toEqual([join(folder, 'bash')])
    expect(complete('inspect', join(folder, 'ba'))).toEqual([join(folder, 'bash')])
  })
})

test.each([...completionShells])('%s is offered every command and every flag', shell => {
  const script = scripts.get(shell)!
  for (const { name } of commands) expect(script).toContain(name)
  for (const flag of Object.keys(flags)) expect(script).toMatch(new RegExp(`(--|-l )${flag}\\b`))
  expect(script).toContain('User.ReadBasic.All')
})

/** Whether what PowerShell would parse is balanced: strings, comments and brackets. */
function isBalanced(script: string): boolean {
  const open: string[] = []
  const pairs: Record<string, string> = { ')': '(', '}': '{', ']': '[' }
  for (const [token] of script.matchAll(/#[^\n]*|'(?:[^']|'')*'|"[^"]*"|[()[\]{}'"]/g)) {
    if (token === "'" || token === '"') return false
    if ('([{'.includes(token)) open.push(token)
    else if (token in pairs && open.pop() !== pairs[token]) return false
  }
  return open.length === 0
}

test('each script is one that its shell can read', () => {
  // Shells that this machine has; PowerShell's by its quotes and brackets.
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { error, status, stderr } = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' })
    if (error === undefined) expect({ shell, status, stderr }).toEqual({ shell, status: 0, stderr: '' })
  }
  expect(isBalanced(scripts.get('powershell')!)).toBe(true)
  expect(isBalanced(`${scripts.get('powershell')!}'`)).toBe(false)
})

test('no shell, or one that is not known, is told which there are', async () => {
  expect(await why403(['completion'])).toMatchObject({ code: 2 })
  const { code, err } = await why403(['completion', 'zhs'])
  expect(code).toBe(2)
  expect(err).toContain('bash, zsh, fish or powershell')
  expect(err).toContain('Did you mean: why403 completion zsh')
})
