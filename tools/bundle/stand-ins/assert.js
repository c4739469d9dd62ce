/** What yargs uses of node:assert, which takes milliseconds to load: it looks at the terminal for its colours. */
export function strictEqual(actual, expected, message) {
  if (!Object.is(actual, expected)) throw new Error(message)
}

export function notStrictEqual(actual, expected, message) {
  if (Object.is(actual, expected)) throw new Error(message)
}
