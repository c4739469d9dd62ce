import { clouds } from '../core/clouds.ts'

/** Graph's preview rings answer under names of their own. */
const rings = ['canary.graph.microsoft.com']

/** Hosts of Entra ID and Graph that a watched program is read on: those of every cloud. */
export const watchedHosts: readonly string[] = [
  ...new Set(clouds.flatMap(({ authorities, graph }) => [...authorities, graph])),
  ...rings,
]

/** MSAL asks a region of `login.microsoft.com` where it is told one: `westus2.login.microsoft.com`. */
const withRegions = '.login.microsoft.com'

export function isWatched(host: string): boolean {
  return (
    watchedHosts.includes(host) ||
    (host.endsWith(withRegions) && /^[a-z\d]{1,30}$/.test(host.slice(0, -withRegions.length)))
  )
}

export function isGraphHost(host: string): boolean {
  return rings.includes(host) || clouds.some(({ graph }) => graph === host)
}
