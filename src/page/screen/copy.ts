/** Puts a text on the clipboard. False: the browser lets nobody. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

/** The older way, for a page that is no secure context: of a field that stands there for a moment. */
function copySelected(text: string): boolean {
  const field = document.createElement('textarea')
  field.className = 'sr'
  field.value = text
  document.body.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } finally {
    field.remove()
  }
}
