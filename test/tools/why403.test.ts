import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { version } from '../../src/version.ts'

const root = new URL('../..', import.meta.url).pathname

test('from a clone, the program runs and nothing else is printed', () => {
  const out = execFileSync('npx', ['why403', '--version'], { cwd: root, encoding: 'utf8' })
  expect(out).toBe(`${version}\n`)
  const ours = execFileSync(process.execPath, ['tools/why403.js', '--version'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(ours).toBe(`${version}\n`)
})

test('what is built is not built again', () => {
  const built = () =>
    execFileSync('stat', ['-c', '%Y', 'dist/cli/why403.cjs'], { cwd: root, encoding: 'utf8' })
  execFileSync(process.execPath, ['tools/why403.js', '--version'], { cwd: root })
  const before = built()
  execFileSync(process.execPath, ['tools/why403.js', '--version'], { cwd: root })
  expect(built()).toBe(before)
})

test('the scripts of the clone use it', () => {
  expect(packageJson.scripts.why403).toBe('node tools/why403.js')
  expect(packageJson.files).toContain('.env.example')
})
