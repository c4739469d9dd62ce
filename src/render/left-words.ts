import type { LeftOut } from '../core/need/minimal.ts'

/** Why a set of permissions is not for an operation, a phrase. */
export function leftWords(because: LeftOut): string {
  return words.get(because) ?? because
}

const words: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'delegated-only': 'no application permission',
    'not-consentable': 'nothing that an app registration can be given',
    'several-forms': 'a cmdlet, which needs what its form calls',
    'several-resources': 'what the request names decides which one it needs',
    unknown: 'known to neither source',
    'no-operation': 'not an operation of Graph',
  } satisfies Record<LeftOut, string>),
)
