import { describe, expect, test } from 'vitest'
import {
  again,
  againWith,
  againWithCalls,
  againWithNewToken,
  againWithout,
  againWithRecords,
  type CommandLine,
} from '../../src/core/command-line.ts'

const typed = (...words: string[]): CommandLine => ({
  shell: 'posix',
  words,
  command: ['check', 'inspect'].find(command => words.includes(command)) ?? null,
  environmentToken: false,
})

describe('the last step is the same command again', () => {
  test.each([
    [[], 'why403'],
    [['GET /groups'], 'why403 "GET /groups"'],
    [
      ['--dotenv', 'my settings.env', 'GET', '/users?$top=3'],
      `why403 --dotenv "my settings.env" GET '/users?$top=3'`,
    ],
    [['--tenant=contoso.example', "GET /users('a')"], `why403 --tenant=contoso.example "GET /users('a')"`],
  ])('%j', (words, expected) => {
    expect(again(typed(...words))).toBe(expected)
  })

  test('with a flag that is not there yet, before what stands behind --', () => {
    expect(again(typed('--', '/users'), '--verbose')).toBe('why403 --verbose -- /users')
    expect(again(typed('--verbose'), '--verbose')).toBe('why403 --verbose')
  })

  test.each([
    [['--cloud', 'global', '/users'], 'why403 /users --cloud usgov'],
    [['--cloud=global'], 'why403 --cloud usgov'],
    [['--', '--cloud=x'], 'why403 --cloud usgov -- --cloud=x'],
  ])('with another value: %j', (words, expected) => {
    expect(againWith(typed(...words), '--cloud', 'usgov')).toBe(expected)
  })

  test('without one', () => {
    expect(againWithout(typed('inspect', '--issuer', 'https://a.example'), '--issuer')).toBe('why403 inspect')
  })
})

describe('with a new token', () => {
  test.each([
    ['an acquired one is simply acquired again', ['GET /groups'], 'why403 "GET /groups"'],
    [
      'a file gets the new one',
      ['check', '--token-file', 'old.jwt', 'GET /groups'],
      'why403 check "GET /groups" --save-token old.jwt',
    ],
    ['a pipe gets nothing', ['--token-file', '-', '/users'], 'why403 /users'],
    ['a file that was asked for stays', ['--token-file=a', '--save-token', 'b'], 'why403 --save-token b'],
    [
      'what only a kept token can be asked falls away',
      ['check', '--offline', '--at', '2030-01-01', '--token-file=a'],
      'why403 check --save-token a',
    ],
  ])('%s', (_, words, expected) => {
    expect(againWithNewToken(typed(...words))).toBe(expected)
  })

  test('a token of the environment must go first', () => {
    const line = { ...typed('/users'), environmentToken: true }
    expect(againWithNewToken(line)).toBe('env -u WHY403_TOKEN why403 /users')
    expect(againWithNewToken({ ...line, shell: 'powershell' })).toBe(
      '$env:WHY403_TOKEN = $null; why403 /users',
    )
  })
})

test('looking further', () => {
  expect(againWithRecords(typed('GET /groups'))).toBe('why403 "GET /groups" --records')
  expect(againWithRecords(typed('inspect', '--token-file', 't', '--reach', '--cloud=usgov'))).toBe(
    'why403 check --records --token-file t --cloud usgov',
  )
  expect(againWithCalls(typed('--verbose', 'check', '/users'))).toBe('why403 --verbose /users')
  expect(againWithCalls(typed('/users'))).toBe('why403 /users')
})
