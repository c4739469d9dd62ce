import type { EmulatedApp, Emulator } from '../emulator/emulator.ts'

/** Where a lesson is played: what its lines and checks may know of it. */
export interface Place {
  readonly emulator: Emulator
  /** The tenant's part of an address at the emulator. */
  readonly tenantPath: string
  /** By the key in the tenant file. */
  app(key: string): EmulatedApp
}
