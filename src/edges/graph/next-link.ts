/**
 * The link to the next page as it would be sent; null: it leaves this Graph or its version, or nobody knows what it
 * would become on its way, and the bearer does not follow.
 *
 * @param base origin and version: `https://graph.microsoft.com/v1.0`
 */
export function ownLink(link: string, base: string): string | null {
  const sent = URL.canParse(link) ? new URL(link).href : ''
  return sent.startsWith(`${base}/`) && !sent.includes('#') ? sent : null
}
