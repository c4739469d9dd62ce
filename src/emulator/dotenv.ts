import { type Cloud, globalCloud } from '../core/clouds.ts'

/** The first line of each file of settings that the emulator writes: any other file is somebody's own. */
export const dotenvMark = '# Written by why403 emulator: make-believe, and of no use once it stops.'

/** Where a tenant is served. */
export interface Served {
  readonly url: string
  readonly tenantId: string
  readonly cloud: Cloud
}

export type Setting = readonly [name: string, value: string]

/**
 * What a program of an app's is told. Values are addresses, ids and make-believe secrets: none holds a quote.
 * The clouds of US Government share their authority, so the scope is named as well.
 */
export function settingsOf(
  { url, tenantId, cloud }: Served,
  { clientId, secret }: { readonly clientId: string; readonly secret: string },
): readonly Setting[] {
  const ofCloud: readonly Setting[] = [
    ['AZURE_AUTHORITY_HOST', `https://${cloud.authorities[0]}`],
    ['GRAPH_SCOPE', `https://${cloud.graph}/.default`],
  ]
  return [
    ['WHY403_EMULATOR', url],
    ['TENANT_ID', tenantId],
    ['CLIENT_ID', clientId],
    ['CLIENT_SECRET', secret],
    ...(cloud === globalCloud ? [] : ofCloud),
  ]
}

/** How a setting is written: in a file, and for the shells. */
export const spellings = {
  dotenv: { title: '.env', line: ([name, value]: Setting) => `${name}=${value}` },
  posix: { title: 'zsh, bash', line: ([name, value]: Setting) => `export ${name}='${value}'` },
  powershell: { title: 'PowerShell', line: ([name, value]: Setting) => `$env:${name} = '${value}'` },
} as const satisfies Record<string, { title: string; line(setting: Setting): string }>

/** The settings of an app, as a .env file has them. The secret's ID stands beside them, as the portal shows it. */
export function dotenvOf(
  emulator: Served,
  app: {
    readonly displayName: string
    readonly clientId: string
    readonly secret: string
    readonly secretId: string
  },
): string {
  const whose = `# ${app.displayName}; the ID of its secret is ${app.secretId}`
  return dotenvText(settingsOf(emulator, app), whose)
}

/** A .env file of these settings, with a line on whose they are. */
export function dotenvText(settings: readonly Setting[], ...about: readonly string[]): string {
  return [dotenvMark, ...about, ...settings.map(spellings.dotenv.line), ''].join('\n')
}
