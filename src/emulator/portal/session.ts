import type { World } from '../world.ts'

/** Who somebody is at the portal: a choice, which shows who may press what. */
export const roles = ['developer', 'administrator'] as const
export type Role = (typeof roles)[number]

export const isRole = (text: unknown): text is Role => roles.includes(text as Role)

/**
 * What a browser is known by, of this start only. It proves that a page of the portal was opened before: a page of another
 * origin can neither read the cookie nor have it sent. Other programs of this machine can open the portal as well, and
 * are kept out of nothing.
 */
export class Session {
  #key: string | null = null

  /** Where a browser has cookies of several ports of one host, each start needs a name of its own. */
  static #name(url: URL): string {
    return `why403-${url.port}`
  }

  /** Null: the browser has not been here since the start. */
  roleOf(request: Request): Role | null {
    const wanted = `${Session.#name(new URL(request.url))}=`
    const cookies = (request.headers.get('cookie') ?? '').split(';').map(one => one.trim())
    const [key, role] =
      cookies
        .find(one => one.startsWith(wanted))
        ?.slice(wanted.length)
        .split('.') ?? []
    return this.#key !== null && key === this.#key && isRole(role) ? role : null
  }

  cookie(world: World, url: URL, role: Role): string {
    this.#key ??= Buffer.from(world.randomBytes(32)).toString('base64url')
    return `${Session.#name(url)}=${this.#key}.${role}; Path=/; HttpOnly; SameSite=Strict`
  }
}
