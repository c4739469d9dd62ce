import { powerShellLiteral, shellWord } from '../../core/shell.ts'
import type { EmulatedApp, Emulator } from '../../emulator/emulator.ts'
import { standsInFor } from '../../emulator/stand-in.ts'
import type { Io } from '../../io.ts'
import { openProxy } from '../../proxy/open.ts'
import { Style } from '../../render/text/style.ts'
import type { Arguments } from '../flags.ts'
import { openData } from '../open-data.ts'
import { textOptions } from '../output.ts'
import { Watcher } from '../run/watcher.ts'

/** A proxy that leads programs to the built-in tenant, for as long as that is there. */
export interface OfferedProxy {
  /** What to set in a shell, so that what it starts comes here. */
  readonly words: string
  close(): Promise<void>
}

/** Several programs may come; what they do is told on stderr as `run` tells it. */
export async function offerProxy(
  emulator: Emulator,
  { clientId, secret }: EmulatedApp,
  args: Arguments,
  io: Io,
): Promise<OfferedProxy> {
  const { url, cloud, tenantId } = emulator
  const style = new Style(await textOptions(args.flags, io, io.stderr))
  const watcher = new Watcher({ args, emulator: url, style, ...openData(io), io })
  const proxy = await openProxy({
    builtIn: { port: Number(new URL(url).port), hosts: standsInFor(cloud) },
    isOpen: args.flags.on('open-proxy'),
    listener: watcher,
    environment: io.env,
    now: () => io.now(),
    randomBytes: count => io.randomBytes(count),
  })
  const lent = await io.lend(proxy.files)
  const environment = proxy.environmentIn(lent.path, { tenant: tenantId, clientId, clientSecret: secret })
  return {
    words: wordsOf(environment, io.env),
    async close() {
      lent.giveBack()
      await proxy.stop()
      await watcher.settle()
    },
  }
}

type Environment = Readonly<Record<string, string | undefined>>

function wordsOf(wanted: Environment, own: Environment): string {
  const before = new Map(Object.entries(own))
  const after = new Map(Object.entries(wanted))
  const set = [...after].filter(([name, value]) => value !== undefined && value !== before.get(name))
  const unset = [...before.keys()].filter(name => !after.has(name))
  const posix = [
    ...set.map(([name, value]) => `export ${name}=${shellWord('posix', value!)}`),
    ...unset.map(name => `unset ${name}`),
  ]
  const powershell = [
    ...set.map(([name, value]) => `$env:${name} = ${powerShellLiteral(value!)}`),
    ...unset.map(name => `$env:${name} = $null`),
  ]
  return `What a shell starts after these lines meets the built-in tenant, whatever it asks of Microsoft's hosts (zsh, bash):

${indented(posix)}

Or PowerShell:

${indented(powershell)}
`
}

const indented = (lines: readonly string[]): string => lines.map(line => `  ${line}`).join('\n')
