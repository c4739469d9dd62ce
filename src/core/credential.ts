import type { Secret } from './secret.ts'

/** A setting with where it came from, so that a wrong one can be found. */
export interface Setting<T> {
  readonly value: T
  /** Its name there: `CLIENT_ID`, `AZURE_CLIENT_ID`, `--client-id`. */
  readonly name: string
  /** `flag`, `environment`, `default`, or the file's name as given. */
  readonly origin: string
}

/** How an app proves itself, in the order in which the Azure SDKs try: see Learn, "DefaultAzureCredential". */
export const credentialKinds = ['secret', 'certificate', 'federated', 'managed-identity'] as const
export type CredentialKind = (typeof credentialKinds)[number]

const titles: Readonly<Record<CredentialKind, string>> = {
  secret: 'client secret',
  certificate: 'certificate',
  federated: 'federated token',
  'managed-identity': 'managed identity',
}

/** The kind for people, without an article. */
export function credentialTitle(kind: CredentialKind): string {
  return titles[kind]
}

/** How the app proves itself, as far as settings tell: what a file holds is not looked at here. */
export type Credential = AppCredential | IdentityCredential

/** Proves an app that is registered. */
export type AppCredential =
  | { readonly kind: 'secret'; readonly secret: Setting<Secret> }
  | CertificateSetting
  | { readonly kind: 'federated'; readonly source: FederatedSource }

/** Proves nothing: the host on Azure knows who asks. */
export interface IdentityCredential {
  readonly kind: 'managed-identity'
  readonly identity: Setting<ManagedIdentity>
}

export interface CertificateSetting {
  readonly kind: 'certificate'
  /** Holds the certificate and its private key. */
  readonly file: Setting<string>
  readonly password: Setting<Secret> | null
  /** Send the chain, for an app that trusts subject and issuer of certificates. */
  readonly sendsChain: boolean
}

/** A file with another issuer's token, or GitHub's own service that a job may ask for one. */
export type FederatedSource =
  | { readonly from: 'file'; readonly file: Setting<string> }
  | { readonly from: 'github'; readonly url: Setting<string>; readonly token: Secret }

/** `system`: the identity of the machine itself. */
export interface ManagedIdentity {
  readonly by: 'system' | 'client-id' | 'object-id' | 'resource-id'
  /** Empty for the machine's own. */
  readonly id: string
}

/** The setting that a credential came by. */
export function settingOf(credential: Credential): Setting<unknown> {
  switch (credential.kind) {
    case 'secret':
      return credential.secret
    case 'certificate':
      return credential.file
    case 'federated':
      return credential.source.from === 'file' ? credential.source.file : credential.source.url
    case 'managed-identity':
      return credential.identity
  }
}

/** The secret that was set; null where another credential is used. */
export function secretIn({ credential }: { readonly credential: Credential | null }): Setting<Secret> | null {
  return credential?.kind === 'secret' ? credential.secret : null
}

/** What an assertion presented, which is no secret: Entra ID names some of it in what it refuses. */
export interface Presented {
  /** Of the certificate that signed it, SHA-1 in hexadecimal, as the portal shows it; null: another issuer signed. */
  readonly thumbprint: string | null
  /** Of another issuer's token. */
  readonly issuer: string | null
  readonly subject: string | null
  readonly audience: string | null
}

/** What keeps a certificate's file from proving anything. */
export const certificateFaults = [
  'not-a-certificate',
  'line-ends',
  'no-certificate',
  'no-key',
  'several-keys',
  'encrypted',
  'wrong-password',
  'damaged',
  'not-rsa',
  'mismatch',
] as const
export type CertificateFault = (typeof certificateFaults)[number]
