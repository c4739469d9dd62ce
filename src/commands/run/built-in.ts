import type { Cloud } from '../../core/clouds.ts'
import { secretIn } from '../../core/credential.ts'
import { Why403Error } from '../../core/error.ts'
import { isMakeBelieveSecret, isMakeBelieveTenant } from '../../edges/make-believe.ts'
import { usable } from '../../edges/settings.ts'
import type { Kept } from '../../emulator/emulator.ts'
import { standsInFor } from '../../emulator/stand-in.ts'
import type { Io } from '../../io.ts'
import type { BuiltInSettings } from '../../proxy/environment.ts'
import type { Arguments } from '../flags.ts'
import { gatherSettings } from '../gather.ts'

/** The built-in tenant, as a program is led to it. */
export interface BuiltIn {
  /** http://127.0.0.1:PORT */
  readonly url: string
  readonly port: number
  readonly hosts: readonly string[]
  readonly settings: BuiltInSettings
  /** It begins and ends with this run. */
  readonly isOwn: boolean
  /** Grants what the app declares; what came of it, in a sentence. */
  consent(): Promise<string>
  close(): Promise<void>
}

/** The emulator that WHY403_EMULATOR names, with the settings beside it; else one of this run's own. */
export async function openBuiltIn({ flags, line }: Arguments, io: Io): Promise<BuiltIn> {
  const loaded = await gatherSettings(flags, io)
  const { emulator, cloud } = loaded.settings
  if (emulator !== null) {
    if (flags.has('state'))
      throw new Why403Error(
        'usage',
        '--state keeps a tenant of this run, and WHY403_EMULATOR names one that is running.',
        ['Give it to that one: why403 emulator --state FILE'],
      )
    const { app, credential } = await usable(loaded)
    const secret = credential.kind === 'secret' ? secretIn({ credential })!.value.reveal() : null
    if (
      app === null ||
      secret === null ||
      !isMakeBelieveSecret(secret) ||
      !isMakeBelieveTenant(app.tenant.value)
    )
      throw new Why403Error(
        'impossible-setting',
        'The settings beside WHY403_EMULATOR are not those of the built-in tenant.',
        [
          'Take those that why403 emulator printed: tenant, client id and secret.',
          'Or unset WHY403_EMULATOR: why403 run --built-in starts a tenant of its own.',
        ],
      )
    const settings = { tenant: app.tenant.value, clientId: app.clientId.value, clientSecret: secret }
    return builtIn(emulator.value, cloud.value, settings, io, null)
  }
  const { startOn, usualCrowd } = await import('../emulator/start.ts')
  const state = flags.text('state')
  const kept = state === undefined ? {} : { keep: await keptIn(state, io) }
  const own = await startOn({ port: 0, crowd: usualCrowd, ...kept }, line, io)
  const { clientId, secret } = own.apps.lab!
  return builtIn(own.url, own.cloud, { tenant: own.tenantId, clientId, clientSecret: secret }, io, () =>
    own.stop(),
  )
}

async function keptIn(file: string, io: Io): Promise<Kept> {
  const [{ stateIn }, { tenants }] = await Promise.all([
    import('../emulator/files.ts'),
    import('../../emulator/tenants.ts'),
  ])
  return stateIn(file, tenants[0]!.tenantId, io)
}

function builtIn(
  url: string,
  cloud: Cloud,
  settings: BuiltInSettings,
  io: Io,
  stop: (() => Promise<void>) | null,
): BuiltIn {
  return {
    ...{ url, settings, isOwn: stop !== null },
    close: async () => stop?.(),
    port: Number(new URL(url).port || 80),
    hosts: standsInFor(cloud),
    async consent() {
      const { tenant, clientId } = settings
      const { body } = await io.http({
        method: 'POST',
        url: `${url}/${encodeURIComponent(tenant)}/adminconsent?client_id=${encodeURIComponent(clientId)}`,
        timeoutMs: 10_000,
        longest: 64 * 1024,
      })
      return body.trim()
    },
  }
}
