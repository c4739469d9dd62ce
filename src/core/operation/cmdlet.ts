import type { Operation, OperationSource } from './operation.ts'

/** Stands in the place of a method where a cmdlet is asked about: it is judged as a whole, and never sent. */
export const cmdletMethod = 'CMDLET'

/** The name that a line of the Microsoft Graph PowerShell SDK begins with; null where it is none. */
export function cmdletIn(line: string): string | null {
  if (!line.toLowerCase().includes('-mg')) return null
  return /^([A-Za-z]{2,20}-Mg[A-Za-z0-9]{2,120})(?=\s|$)/i.exec(line.trim())?.[1] ?? null
}

/** A cmdlet as what is asked about. No path is made from its name. */
export function cmdletOperation(name: string, source?: OperationSource): Operation {
  const from = source === undefined ? {} : { source }
  return { method: cmdletMethod, url: name, origin: null, version: null, path: name, query: null, ...from }
}
