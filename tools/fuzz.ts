import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fuzz, mostGrowth } from '../test/fuzz/fuzz.ts'
import { families } from '../test/fuzz/inputs.ts'

/**
 * Feeds damaged tokens, addresses, lists, pastes, answers, settings and cases to the commands and the library, and
 * tells what broke. Exit 1 when something did.
 *
 *     npm run fuzz -- [--seconds N] [--seed N] [--keep]
 *
 * `--keep` writes what broke to fixtures/found/, from where a test reads it again.
 */
async function run(args: readonly string[]): Promise<number> {
  const number = (name: string, otherwise: number): number =>
    args.includes(name) ? Number(args[args.indexOf(name) + 1]) : otherwise
  const seed = number('--seed', 1)
  const seconds = number('--seconds', 60)
  const { inputs, broken, slowest, growth } = await fuzz({
    seed,
    milliseconds: seconds * 1000,
    now: () => performance.now(),
  })
  for (const family of families) console.log(`${family.padEnd(10)}${String(inputs[family]).padStart(8)}`)
  const grown =
    growth === null ? 'not measured (needs --expose-gc)' : `${(growth / 1024 / 1024).toFixed(1)} MiB`
  console.log(`seed ${seed}, ${seconds} s, slowest reading ${Math.round(slowest)} ms, growth ${grown}`)
  console.log(`${broken.length} broken`)
  const kinds = new Set(broken.map(({ input, reader, why }) => `${input.family}, ${reader}: ${why}`))
  for (const kind of kinds) console.log(`BROKEN ${kind}`)
  for (const { input, reader, why } of broken) {
    if (!args.includes('--keep')) continue
    const name = `${input.family}-${createHash('sha256').update(input.text).digest('hex').slice(0, 8)}`
    mkdirSync('fixtures/found', { recursive: true })
    writeFileSync(
      `fixtures/found/${name}.json`,
      `${JSON.stringify({ ...input, why: `${reader} ${why}` }, null, 2)}\n`,
    )
  }
  return broken.length > 0 || (growth ?? 0) > mostGrowth ? 1 : 0
}

process.exitCode = await run(process.argv.slice(2))
