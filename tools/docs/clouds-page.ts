import { type Cloud, clouds } from '../../src/core/clouds.ts'

const intro = `# Clouds

Each cloud has its own Entra ID, its own Microsoft Graph and its own registrations. Everything follows from the cloud's name: authority,
Graph, scope, issuer, keys, portal, and the commands that are printed as next steps.

`

const outro = `Where a cell is a dash, it is not established, and nothing is guessed: fixes are then printed in the forms that are known. What Graph offers
differs from cloud to cloud; the tables do not tell that.

## How it is chosen

\`--cloud NAME\`, else \`AZURE_AUTHORITY_HOST\`, else the global one. \`--cloud auto\` asks for the tenant's own discovery document, cloud by cloud,
before anything else is sent; that needs no sign-in. The two clouds of US Government share their authority: there \`GRAPH_SCOPE\` tells which is
meant.

## What goes wrong

- The scope is of another cloud than the authority: [acquire/clouds-mixed](findings/acquire/clouds-mixed.md), before anything is sent
- The tenant lives in another cloud: [acquire/tenant-in-other-cloud](findings/acquire/tenant-in-other-cloud.md)
- A token is sent to another cloud's Graph: [operation/wrong-host](findings/operation/wrong-host.md), held back

\`why403 emulator --cloud NAME\` plays the built-in tenant in each of them.
`

const columns: readonly (readonly [title: string, cell: (cloud: Cloud) => string | null])[] = [
  ['`--cloud`', ({ name }) => `\`${name}\``],
  ['', ({ title }) => title],
  ['authority', ({ authorities }) => authorities[0]],
  ['Graph', ({ graph }) => graph],
  ['audience of federated tokens', ({ exchange }) => exchange],
  ['az cloud', ({ azureCli }) => azureCli],
  ['Connect-MgGraph', ({ graphPowerShell }) => graphPowerShell],
  ['admin center', ({ portal }) => portal],
]

/** docs/clouds.md: what follows from a cloud's name. */
export function cloudsPage(): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rows = clouds.map(cloud => line(columns.map(([, cell]) => cell(cloud) ?? '–')))
  const table = [line(columns.map(([title]) => title)), line(columns.map(() => '---')), ...rows]
  return `${intro}${table.join('\n')}\n\n${outro}`
}
