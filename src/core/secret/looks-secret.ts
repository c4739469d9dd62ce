/** Whether a word may be a token or a secret: then no complaint repeats it. */
export function looksSecret(word: string): boolean {
  const bare = word.trim()
  return (
    /^["']?(?:bearer\s+)?eyj/i.test(bare) ||
    (bare.length > 100 && !bare.includes('/')) ||
    /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[^\s/]{30,}$/.test(bare)
  )
}
