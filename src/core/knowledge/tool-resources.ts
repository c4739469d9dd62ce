import table from '../../../data/tool-resources.txt'
import { lazySource, type Source } from './sources.ts'
import { allRows, type Row } from './table.ts'

const tools = ['terraform', 'dsc'] as const

/** What a resource of a tool needs of Microsoft Graph. A row of data/tool-resources.txt. */
export interface ToolResource {
  /** Of the tool, for people. */
  readonly tool: string
  /** Alternatives, each of permissions that are wanted together; the first is the narrowest. */
  readonly write: readonly (readonly string[])[]
  /** As `write`; empty: not known. */
  readonly read: readonly (readonly string[])[]
  readonly source: Source
  /** What was not verified, one sentence. */
  readonly uncertain?: string
}

/** What is known of a resource by its name: the first row that fits; null where nothing is. */
export function toolResource(name: string): ToolResource | null {
  const row = allRows(table).find(row => fits(row.text('resource'), name))
  return row === undefined ? null : rowOf(row)
}

/** Every name of the table, as it is written there. */
export function toolResourceNames(): string[] {
  return allRows(table).map(row => row.text('resource'))
}

function fits(wanted: string, name: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : wanted === name
}

function rowOf(row: Row): ToolResource {
  const uncertain = row.maybe('uncertain')
  const sets = (field: string): string[][] => row.all(field).map(set => set.split(' + '))
  return {
    tool: row.member('tool', tools) === 'terraform' ? 'Terraform' : 'Microsoft365DSC',
    write: sets('write'),
    read: sets('read'),
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
