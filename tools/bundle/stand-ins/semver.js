/** jsonwebtoken asks whether this Node is newer than 16.9; what why403 runs on is. */
export function satisfies() {
  return true
}
