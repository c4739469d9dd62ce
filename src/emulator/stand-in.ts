import type { Cloud } from '../core/clouds.ts'

/** Azure Resource Manager's host in the global cloud. */
const armHost = 'management.azure.com'

/** The cloud's own names, under which a proxy brings what programs ask of them. */
export function standsInFor({ authorities, graph }: Cloud): readonly string[] {
  return [...authorities, graph, armHost]
}
