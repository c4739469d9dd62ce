import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Holder, type Judgement, judge, type Verdict } from '../../../src/core/judge/judge.ts'
import { isExchangeBacked, opensToSelected } from '../../../src/core/knowledge/families.ts'
import { requirementOf } from '../../../src/core/need/requirement-of.ts'
import { parseOperation } from '../../../src/core/operation/operation.ts'
import type { Entry, ListedOperation } from '../../../src/core/tables/format.ts'
import { index } from '../committed-index.ts'

/** What is asked about most: the first segments of paths, and the application permissions most often held. */
const common = JSON.parse(
  readFileSync(new URL('../../../fixtures/common.json', import.meta.url), 'utf8'),
) as { readonly heads: readonly string[]; readonly roles: readonly string[] }

interface Asked {
  readonly method: string
  readonly template: string
  readonly listed: ListedOperation
}

const operations: Asked[] = [...index.templates()].flatMap(template =>
  [...index.path(template)!.operations].map(([method, listed]) => ({ method, template, listed })),
)
const forApps = operations.filter(({ template }) => !/^\/me(?=[/(]|$)/i.test(template))

function app(...permissions: string[]): Holder {
  return {
    access: 'app-only',
    permissions,
    opensNothing: permissions.filter(name => (index.permission(name)?.schemes.application?.opens ?? 0) === 0),
    personal: false,
    directoryRoles: [],
  }
}

const requirements = new Map<string, ReturnType<typeof requirementOf>>()

function judged({ method, template }: Asked, ...permissions: string[]): Judgement {
  const key = `${method} ${template}`
  let requirement = requirements.get(key)
  if (requirement === undefined) {
    const path = template.replaceAll('{id}:', 'x:').replaceAll('{id}', 'x1').replaceAll('{value}', "'x'")
    const operation = parseOperation(method, path)
    if ('unreadable' in operation) throw new Error(`${key}: ${operation.unreadable}`)
    requirement = requirementOf(index, operation)
    requirements.set(key, requirement)
  }
  const where = requirement.template ?? template
  return judge(requirement, app(...permissions), {
    exchange: isExchangeBacked(where),
    selected: opensToSelected(where),
  })
}

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const order: readonly (Verdict | null)[] = ['delegated-only', 'missing-permission', 'undecided', 'allowed']

const names = [...index.permissionNames()]

describe('the verdict rules', () => {
  test('another role never turns a verdict towards refusal', () => {
    const below = numbers(403)
    const worse: string[] = []
    for (let i = 0; i < 20_000; i++) {
      const asked = forApps[below(forApps.length)]!
      const listed = asked.listed.schemes.application ?? []
      const some = (): string =>
        below(2) === 0 && listed.length > 0
          ? listed[below(listed.length)]!.permission
          : names[below(names.length)]!
      const held = Array.from({ length: below(3) }, some)
      const added = below(4) === 0 ? `${names[below(names.length)]!.split('.')[0]}.Invent.All` : some()
      const before = judged(asked, ...held)
      const after = judged(asked, ...held, added)
      const turned =
        order.indexOf(after.verdict) < order.indexOf(before.verdict) ||
        (after.verdict === before.verdict && after.certain && !before.certain)
      if (turned) worse.push(`${asked.method} ${asked.template} ${held.join()} + ${added}`)
    }
    expect(worse).toEqual([])
  })

  test('a made-up role of the family of an accepted permission never meets a certain refusal', () => {
    const refused = forApps.flatMap(asked =>
      (asked.listed.schemes.application ?? [])
        .filter(({ withdrawn }) => !withdrawn)
        .slice(0, 3)
        .map(({ permission }) => ({ asked, role: `${permission.split('.')[0]}.Invent.Everything` }))
        .filter(({ asked, role }) => judged(asked, role).certain),
    )
    expect(refused).toEqual([])
  })

  test('no certain refusal contradicts the documentation, whatever single permission it lists is held', () => {
    let looked = 0
    const contradicted: string[] = []
    const isDocumented = ({ sources, withdrawn }: Entry): boolean =>
      sources.includes('documentation') && !withdrawn
    for (const asked of forApps) {
      for (const { permission, alsoRequires } of (asked.listed.schemes.application ?? []).filter(
        isDocumented,
      )) {
        looked++
        const { certain } = judged(asked, permission, ...alsoRequires.slice(0, 1))
        if (certain) contradicted.push(`${asked.method} ${asked.template} ${permission}`)
      }
    }
    console.log(`certain refusals that the documentation contradicts: ${contradicted.length} of ${looked}`)
    expect(looked).toBeGreaterThan(12_000)
    expect(contradicted).toEqual([])
  })

  test('few common pairs stay undecided, doors apart', () => {
    const commonOperations = forApps.filter(
      ({ template, listed }) =>
        listed.sources.length > 1 && common.heads.includes(template.split(/[/(]/)[1]!.toLowerCase()),
    )
    const below = numbers(20_000)
    const pairs = 20_000
    const counts = new Map<string, number>()
    for (let i = 0; i < pairs; i++) {
      const asked = commonOperations[below(commonOperations.length)]!
      const roles = Array.from({ length: 3 }, () => common.roles[below(common.roles.length)]!)
      const { verdict, doors } = judged(asked, ...roles)
      const kind = verdict === 'undecided' ? (doors.length > 0 ? 'a door' : 'undecided') : String(verdict)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
    const share = (kind: string): number => (counts.get(kind) ?? 0) / pairs
    const percent = (kind: string): string => `${kind} ${(share(kind) * 100).toFixed(2)} %`
    console.log(
      `of ${pairs.toLocaleString('en')} common pairs: ${[...counts.keys()].sort().map(percent).join(', ')}`,
    )
    expect(share('undecided')).toBeLessThanOrEqual(0.03)
  })
})
