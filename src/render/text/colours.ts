/** How words are set off from others. */
export type Colours = Readonly<
  Record<'bold' | 'dim' | 'underline' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>
>

/** As they are: for a pipe, a file, and whoever asked for no colours. */
export const noColours: Colours = {
  bold: asItIs,
  dim: asItIs,
  underline: asItIs,
  red: asItIs,
  green: asItIs,
  yellow: asItIs,
  cyan: asItIs,
}

function asItIs(text: string): string {
  return text
}
