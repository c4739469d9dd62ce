import { isMakeBelieve } from '../secrets.ts'
import { decode } from '../signing.ts'
import type { World } from '../world.ts'
import { type EntraRefusal, refuse } from './refusal.ts'

/** Behind Entra's own sentence, where a program was to use the built-in tenant's settings. */
const adds = 'the program used its own settings (.env with override?), and not those that it was given.'

/** Whether the emulator is asked in Microsoft's place, by a program that was given its settings. */
export const standsIn = (origin: string): boolean => origin.startsWith('https:')

/** A refusal that tells besides where a tenant's name may come from that is not the built-in one's. */
export const withOwnSettings = (refusal: EntraRefusal | null, origin: string): EntraRefusal | null =>
  refusal !== null && standsIn(origin) && refusal.code.startsWith('90002') ? { ...refusal, adds } : refusal

/**
 * Refuses what may prove a real app, before anything of it is looked at or compared; null: it is make-believe, or the
 * emulator is asked at its own address.
 */
export function realCredentialRefusal(
  { tenant }: World,
  origin: string,
  form: URLSearchParams,
): EntraRefusal | null {
  if (!standsIn(origin)) return null
  const [secret, assertion] = [form.get('client_secret'), form.get('client_assertion')]
  const issuer = assertion === null ? null : decode(assertion.split('.')[1] ?? '')?.iss
  const isReal =
    (secret !== null && !isMakeBelieve(secret)) ||
    (assertion !== null && tenant.appByClientId(String(issuer)) === null)
  return isReal ? { ...refuse('7000215', { clientId: form.get('client_id') ?? '' }), adds } : null
}
