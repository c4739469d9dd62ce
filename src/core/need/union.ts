import { areaOf } from './area.ts'

/** Paths of which the sources list one union, over all that the body of the request may name. */
const unions: readonly { readonly area: string; readonly why: string }[] = [
  {
    area: '/subscriptions',
    why: 'What is listed is a union over all that can be subscribed to: the resource of the subscription tells which of them it takes.',
  },
]

/** Why nothing is recommended for a path whose listed permissions are a union; null: they are none. */
export function unionAt(template: string): string | null {
  const its = areaOf(template).toLowerCase()
  return unions.find(({ area }) => area === its)?.why ?? null
}
