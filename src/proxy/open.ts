import { makeAuthority } from './authority.ts'
import type { BuiltInSettings } from './environment.ts'
import { watchedEnvironment } from './environment.ts'
import { isWatched, watchedHosts } from './hosts.ts'
import { type ProxyOptions, startProxy } from './proxy.ts'
import { trustOf } from './trust.ts'

export interface ProxyWish {
  /** Where the built-in tenant listens, and the hosts that it stands in for; null: the real ones are asked. */
  readonly builtIn: { readonly port: number; readonly hosts: readonly string[] } | null
  /** Take whoever reaches it. */
  readonly isOpen: boolean
  readonly listener: ProxyOptions['listener']
  readonly environment: Readonly<Record<string, string | undefined>>
  now(): number
  randomBytes(count: number): Uint8Array
}

/** A proxy that is there, and what a program needs to come through it. */
export interface OpenProxy {
  /** Files that have to be where the program finds them. */
  readonly files: ReadonlyMap<string, string>
  /** Variables whose file could not be read. */
  readonly unread: readonly string[]
  /**
   * The environment of a program, its own but for what leads it here.
   *
   * @param folder where those files are
   */
  environmentIn(folder: string, settings: BuiltInSettings | null): Record<string, string | undefined>
  stop(): Promise<void>
}

/** Makes an authority for this run alone, and starts the proxy that answers by it. */
export async function openProxy(wish: ProxyWish): Promise<OpenProxy> {
  const { builtIn, environment, listener, now, randomBytes } = wish
  const hosts = builtIn?.hosts ?? watchedHosts
  const authority = await makeAuthority({ hosts, now, randomBytes })
  const trust = trustOf(environment, authority.certificate)
  const proxy = await startProxy({
    key: wish.isOpen ? null : `why403:${Buffer.from(randomBytes(18)).toString('base64url')}`,
    isRead: builtIn === null ? isWatched : host => hosts.includes(host),
    authority,
    leadsTo:
      builtIn === null
        ? { to: 'real', outwards: { environment, roots: trust.roots } }
        : { to: 'built-in', port: builtIn.port },
    ...{ listener, now },
  })
  return {
    files: trust.files,
    unread: trust.unread,
    environmentIn: (folder, settings) =>
      watchedEnvironment(environment, {
        ...{ url: proxy.url, hosts, builtIn: settings },
        trust: new Map([...trust.variables].map(([name, file]) => [name, `${folder}/${file}`])),
      }),
    stop: proxy.stop,
  }
}
