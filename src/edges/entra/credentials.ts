import { settingOf } from '../../core/credential.ts'
import type { ReadCredential } from '../../core/credential-shape.ts'
import type { Io } from '../../io.ts'
import type { AppSettings, UsableSettings } from '../settings.ts'
import type { Credentials, Keeper, Proof } from './keeper.ts'

interface ReadProof {
  /** Null for what is not read before it is sent. */
  readonly read: ReadCredential | null
  /** Null: there is none, and what was read tells why. */
  readonly proof: Proof | null
}

export interface FoundKeeper {
  /** What was read of the credential; null for what is not read before it is sent. */
  readonly read: ReadCredential | null
  /** Null: there is nothing to prove anything with, and what was read tells why. */
  readonly keeper: Keeper | null
}

/** A keeper for settings: the credential is read, and nobody is asked for a token yet. */
export async function keeperOf(settings: UsableSettings, io: Io): Promise<FoundKeeper> {
  if (settings.app === null) {
    const { IdentityKeeper } = await import('./managed-identity.ts')
    const { credential, scope, emulator } = settings
    const wish = { identity: credential.identity, scope: scope.value, emulator: emulator?.value ?? null }
    return { read: null, keeper: new IdentityKeeper(wish) }
  }
  const { TokenKeeper } = await import('./acquire.ts')
  const { read, proof } = await readProof(settings, io)
  return { read, keeper: proof === null ? null : new TokenKeeper(credentialsOf(settings, proof)) }
}

/** Reads the credential that settings name: files, or whoever hands out tokens for it. */
async function readProof({ credential, cloud, emulator }: AppSettings, io: Io): Promise<ReadProof> {
  switch (credential.kind) {
    case 'secret':
      return { read: null, proof: { kind: 'secret', secret: credential.secret.value } }
    case 'certificate': {
      const { readCertificate } = await import('./certificate.ts')
      return readCertificate(credential, io)
    }
    case 'federated': {
      const { readAssertion } = await import('./federated.ts')
      const audience = cloud.value.exchange ?? 'api://AzureADTokenExchange'
      return readAssertion(credential.source, audience, emulator?.value ?? null, io)
    }
  }
}

/** The credentials that settings and what was read amount to. */
export function credentialsOf(
  { app: { tenant, clientId }, scope, cloud, emulator, credential }: AppSettings,
  proof: Proof,
): Credentials {
  return {
    tenant: tenant.value,
    clientId: clientId.value,
    proof,
    origin: settingOf(credential).origin,
    scope: scope.value,
    cloud: cloud.value,
    emulator: emulator?.value ?? null,
  }
}
