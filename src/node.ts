import { readIndexText } from './edges/data.ts'
import { openIndex, type PermissionIndex } from './index.ts'

export * from './index.ts'

/**
 * Opens the permission index that this package carries, from the disk. Read once and keep it: 1.5 MB of text.
 *
 * @throws {Why403Error} (it rejects) `unreadable-input`, when the installation lacks the file
 *
 * @example
 * const loaded = await loadIndex()
 * requiredPermissions(loaded, 'GET /users').schemes.application.leastPrivileged // 'User.ReadBasic.All'
 */
export async function loadIndex(): Promise<PermissionIndex> {
  return openIndex(readIndexText())
}
