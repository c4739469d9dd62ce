import { checkPrimeSync, createHash } from 'node:crypto'
import type { JWK } from 'jose'

/**
 * An RSA key of 2048 bits that a seed decides: the same seed gives the same key. Node makes keys from its own
 * randomness only. For make-believe alone: whoever knows the seed knows the key. Source: RFC 8017 §3.2.
 */
export function rsaKeyOf(seed: string): JWK {
  const p = primeOf(`${seed}\0p`)
  const q = primeOf(`${seed}\0q`)
  const d = inverse(publicExponent, (p - 1n) * (q - 1n))
  const numbers = {
    n: p * q,
    e: publicExponent,
    d,
    p,
    q,
    dp: d % (p - 1n),
    dq: d % (q - 1n),
    qi: inverse(q, p),
  }
  const texts = Object.entries(numbers).map(([name, value]) => [name, base64url(value)])
  return { kty: 'RSA', ...Object.fromEntries(texts) }
}

const publicExponent = 65_537n

/** 1024 bits with the two highest set, so that the product of two has 2048. */
const highest = 3n << 1022n

const smallPrimes: readonly number[] = primesBelow(2000).slice(1)

function primesBelow(end: number): number[] {
  const primes: number[] = []
  for (let one = 2; one < end; one++) if (primes.every(prime => one % prime !== 0)) primes.push(one)
  return primes
}

function primeOf(seed: string): bigint {
  const drawn = createHash('shake256', { outputLength: 128 }).update(seed).digest('hex')
  const first = BigInt(`0x${drawn}`) | highest | 1n
  const remainders = smallPrimes.map(prime => Number(first % BigInt(prime)))
  for (let step = 0; ; step += 2) {
    // Most are divisible by a small prime, which is found out a hundred times faster.
    if (smallPrimes.some((prime, at) => (remainders.at(at)! + step) % prime === 0)) continue
    const candidate = first + BigInt(step)
    if (candidate % publicExponent !== 1n && checkPrimeSync(candidate)) return candidate
  }
}

/** Source: Knuth, The Art of Computer Programming, volume 2, §4.5.2, the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [left, right] = [value % modulus, modulus]
  let [factor, nextFactor] = [1n, 0n]
  while (right !== 0n) {
    const quotient = left / right
    ;[left, right] = [right, left - quotient * right]
    ;[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor]
  }
  return ((factor % modulus) + modulus) % modulus
}

function base64url(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
}
