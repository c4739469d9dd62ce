/** An archive of a long session is no longer. In bytes. */
const longest = 16 * 1024 * 1024

/** The text of a file: UTF-8, or UTF-16 where it begins with its mark, as PowerShell writes it. Null: it is too long. */
export async function readFile(file: File): Promise<string | null> {
  if (file.size > longest) return null
  const bytes = new Uint8Array(await file.arrayBuffer())
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
