import { serviceOfAudience } from './neighbours.ts'

/** The API of an audience, a trailing slash ignored; null when it is none that is known. */
export function audienceName(audience: string): string | null {
  return serviceOfAudience(audience)?.name ?? null
}

/**
 * An audience that is no Microsoft API by its form: an own API by its id URI, or an application id that is
 * not known here. Null for anything else.
 */
export function ownAudience(audience: string): string | null {
  if (audienceName(audience) !== null) return null
  if (/^api:\/\//i.test(audience)) return 'an API by its application ID URI, yours or of another service'
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(audience)
    ? 'an app by its client id: an API of your own, or the client itself as in an ID token'
    : null
}
