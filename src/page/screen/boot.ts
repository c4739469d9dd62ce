import { fromBase85 } from './base85.ts'

/**
 * The first script of the page: unpacks the block, and lets its code run. The policy of Trusted Types passes that one
 * text alone, whose hash the policy of the page names besides; no other can be made, since a second policy of any name is
 * refused. Source: W3C, "Trusted Types", `trusted-types`.
 */
async function open(): Promise<void> {
  const block = document.getElementById('block')!
  const bytes = fromBase85(block.textContent!)
  block.remove()
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const text = await new Response(unpacked).text()
  const end = text.indexOf('\0')
  const code = text.slice(0, end)
  const script = document.createElement('script')
  script.textContent = trusted(code)
  document.head.append(script)
  script.remove()
  document.dispatchEvent(new CustomEvent('why403', { detail: text.slice(end + 1) }))
}

interface Policies {
  createPolicy(
    name: string,
    rules: { createScript(text: string): string },
  ): { createScript(text: string): string }
}

/** As it is, where the browser has no Trusted Types. */
function trusted(code: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: Policies }
  if (trustedTypes === undefined) return code
  const createScript = (text: string): string => {
    if (text !== code) throw new TypeError('another script')
    return text
  }
  return trustedTypes.createPolicy('why403', { createScript }).createScript(code)
}

open().catch(() => {
  document.getElementById('old')!.hidden = false
})
