import type { Seed } from './seed.ts'

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const small = capitals.toLowerCase()
const digits = '0123456789'
const word = `${capitals}${small}${digits}`

/** Makes a value of each kind of secret, shaped as the real ones are. All of it is make-believe. */
const makers = {
  'client secret': seed => `${seed.text(word, 3)}8Q~${seed.text(`${word}-_.~`, 34)}`,
  'old client secret': seed => `${seed.text(`${word}/+`, 20)}/${seed.text(`${word}/+`, 22)}=`,
  password: seed =>
    `${seed.text(capitals, 1)}${seed.text(word, 8)}!${seed.text(digits, 2)}#${seed.text(small, 3)}`,
  passphrase: seed => [5, 6, 7, 6].map(length => seed.text(small, length)).join(' '),
  'access token': seed => token(seed, { typ: 'JWT', alg: 'RS256' }, 256),
  'signed by a secret': seed => token(seed, { alg: 'HS256', typ: 'JWT' }, 32),
  assertion: seed => token(seed, { alg: 'PS256', typ: 'JWT', 'x5t#S256': seed.text(word, 43) }, 256),
  'encrypted token': seed => {
    const header = encoded({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512', cty: 'JWT' })
    return [header, ...[256, 16, 400, 32].map(size => seed.bytes(size).toString('base64url'))].join('.')
  },
  'refresh token': seed => `1.A${seed.text(`${word}-_`, 60)}.AgABAwEAAAB${seed.text(`${word}-_`, 520)}`,
  'authorization code': seed => `1.A${seed.text(`${word}-_`, 40)}.AgABBAIAAAB${seed.text(`${word}-_`, 380)}`,
  'device code': seed => `LAQABIQEAAAB${seed.text(`${word}-_`, 200)}`,
  cookie: seed => `1.A${seed.text(`${word}-_`, 60)}.AgABFwQAAAB${seed.text(`${word}-_`, 260)}`,
  'session cookie': seed => `CfDJ8${seed.text(`${word}-_`, 180)}`,
  'SAML assertion': seed =>
    Buffer.from(`<saml:Assertion ID="_${seed.text(word, 40)}">${seed.text(word, 200)}`).toString('base64'),
  'account key': seed => seed.bytes(64).toString('base64'),
  'shared access key': seed => seed.bytes(32).toString('base64'),
  'SAS signature': seed => seed.bytes(32).toString('base64'),
  'private key': seed => Buffer.concat([privateKeyHead, seed.bytes(1190)]).toString('base64'),
  'private exponent': seed => seed.bytes(256).toString('base64url'),
  'API key': seed => seed.bytes(16).toString('hex'),
  'personal access token': seed => `ghp_${seed.text(word, 36)}`,
} satisfies Record<string, (seed: Seed) => string>

export type Kind = keyof typeof makers

export const kinds = Object.keys(makers) as readonly Kind[]

/** Those that are known by their own shape, wherever they stand. The others need a name beside them. */
export const shaped: readonly Kind[] = [
  'client secret',
  'access token',
  'signed by a secret',
  'assertion',
  'encrypted token',
  'refresh token',
  'account key',
  'personal access token',
]

/** PKCS #8, RSA: the part that all such keys begin with, and that is no secret. */
const privateKeyHead = Buffer.from('308204be020100300d06092a864886f70d0101010500048204a8', 'hex')

export function plant(kind: Kind, seed: Seed): string {
  return makers[kind](seed)
}

/** A PEM as files hold it: 64 characters a line. */
export function pem(body: string): string {
  const lines = body.match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n')
}

/** A token of claims that nobody has, with a signature that nobody made. */
function token(seed: Seed, header: object, signature: number): string {
  const claims = {
    aud: 'https://graph.microsoft.com',
    iss: 'https://sts.windows.net/4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5/',
    uti: seed.text(word, 22),
    jti: seed.text(word, 32),
  }
  const kid = seed.bytes(20).toString('base64url')
  return `${encoded({ ...header, kid })}.${encoded(claims)}.${seed.bytes(signature).toString('base64url')}`
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
