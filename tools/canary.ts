import { areas } from '../test/canary/run.ts'
import { canaries, type Found } from '../test/canary/suite.ts'

/**
 * Plants secrets everywhere and searches all that why403 prints and writes for them. Prints counts, and each
 * leak's place without its value. Exit 1 when there is one.
 *
 *     npm run canary -- [--seed N] [--every N] [--area NAME] [--thorough] [--all]
 */
async function run(args: readonly string[]): Promise<number> {
  const value = (name: string): string | undefined =>
    args.includes(name) ? args[args.indexOf(name) + 1] : undefined
  const area = value('--area')
  const started = performance.now()
  const { counts, leaks, crashes } = await canaries({
    seed: Number(value('--seed') ?? 1),
    every: Number(value('--every') ?? 1),
    thorough: args.includes('--thorough'),
    ...(area === undefined ? {} : { areas: areas.filter(name => name === area) }),
  })
  const table = areas.map(name => ({
    ...counts[name],
    leaks: leaks.filter(leak => leak.area === name).length,
    name,
  }))
  const sum = (of: (row: (typeof table)[number]) => number): string =>
    String(table.reduce((total, row) => total + of(row), 0))
  console.log(line('secret in', 'runs', 'plants', 'characters', 'leaks'))
  for (const { name, runs, plants, searched, leaks } of table)
    console.log(line(name, ...[runs, plants, searched, leaks].map(String)))
  console.log(
    line(
      'all',
      sum(row => row.runs),
      sum(row => row.plants),
      sum(row => row.searched),
      sum(row => row.leaks),
    ),
  )
  console.log(`\n${((performance.now() - started) / 1000).toFixed(1)} s`)
  for (const place of args.includes('--all') ? leaks.map(told) : grouped(leaks)) console.log(`LEAK ${place}`)
  for (const crash of crashes) console.log(`CRASH ${crash}`)
  return leaks.length + crashes.length > 0 ? 1 : 0
}

const line = (name: string, ...numbers: readonly string[]): string =>
  name.padEnd(10) + numbers.map(text => text.padStart(13)).join('')
const told = ({ area, place, what, as, where, manner }: Found): string =>
  `${area}: ${place}: ${what}, ${as}, on ${where} (${manner})`

/** One line a place, whatever the manner. */
function grouped(leaks: readonly Found[]): string[] {
  return [...new Set(leaks.map(({ area, place, what, as }) => `${area}: ${place}: ${what}, ${as}`))]
}

process.exitCode = await run(process.argv.slice(2))
