import type { PermissionIndex } from '../tables/permission-index.ts'

/** What a bare word can be, besides a request: for whoever reads words that people typed. */
export interface Vocabulary {
  readonly commands: readonly string[]
  /** Whether a path of Microsoft Graph begins with it. */
  isFirstSegment(word: string): boolean
  firstSegments(): Iterable<string>
  isPermission(word: string): boolean
  /** The name of a Microsoft Graph PowerShell cmdlet, as the documentation spells it. */
  cmdlet(word: string): string | null
}

export function vocabularyOf(index: PermissionIndex, commands: readonly string[] = []): Vocabulary {
  return {
    commands,
    isFirstSegment: word => /^[$\w-]+$/.test(word) && index.hasNode(`/${word}`),
    firstSegments: () => new Set(index.segments('').map(segment => segment.replace(/\(.*/, ''))),
    isPermission: word => index.permission(word) !== null,
    cmdlet: word => index.cmdlet(word)?.name ?? null,
  }
}
