import type { Facts } from '../../facts.ts'

/** Nobody asked for a token: what operations need is the whole question. */
export function isWithoutToken({ token, acquisition, oddities }: Facts): boolean {
  return token === null && acquisition === null && oddities.length === 0
}
