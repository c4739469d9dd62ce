/** How every secret of the built-in tenant begins. No real one does. */
const secretPrefix = 'MAKE-BELIEVE~'

/** Tenant ids that the emulator signs tokens for. No real tenant has them. */
const tenants = new Set(['4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5', 'ca71b056-42f6-490f-b187-65c668bc90cd'])

/** An id of a secret, which people paste in its place; the road stops there unless it is told to go on. */
const secretId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whether a secret may be sent to the emulator's address: it opens nothing for whoever listens there. */
export function isMakeBelieveSecret(secret: string): boolean {
  // Anywhere: quotes that were pasted with it may stand before.
  return secret.includes(secretPrefix) || secretId.test(secret)
}

/** Whether the emulator signs the tenant's tokens, and so has keys that say something about one. */
export function isMakeBelieveTenant(tid: string | null): boolean {
  return tid !== null && tenants.has(tid)
}

/**
 * Whether a token may be. That its signature fits the keys found there is not enough: who listens at the address
 * can publish Microsoft's keys.
 */
export function isMakeBelieveToken(tid: string | null, signature: string): boolean {
  return signature === 'verified' && isMakeBelieveTenant(tid)
}
