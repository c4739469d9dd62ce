/** A shorter value stands in many a word. */
export const shortest = 8

/** So many characters in a row of a longer secret give it away. */
export const run = 20

/** No credential is longer; of what is, its beginning is looked for, and no other dress than its own. */
export const longest = 16 * 1024
