/**
 * The colours of every page, by what they mean: light, dark, for print, for those who want more contrast. Pairs of
 * text and ground hold AA (WCAG 2.2, 1.4.3); `edge` holds 3:1 (1.4.11). The accent is for what can be pressed; good, bad
 * and warn are states, never decoration.
 */
const colours = {
  ground: ['#f4f5f7', '#131519', '#fff'],
  paper: ['#fff', '#1b1e23', '#fff'],
  sunk: ['#f1f3f6', '#14171b', '#fff'],
  line: ['#dce0e6', '#33383f', '#bbb'],
  edge: ['#7b8490', '#7d8793', '#555'],
  ink: ['#181a1d', '#eceef1', '#000'],
  soft: ['#535b66', '#abb3be', '#333'],
  accent: ['#0b5cad', '#7ab8f5', '#083f77'],
  'accent-tint': ['#e9f2fb', '#16283b', '#fff'],
  'on-accent': ['#fff', '#0c1c2b', '#fff'],
  bad: ['#ad241b', '#ff9d91', '#8c1710'],
  'bad-tint': ['#fcefed', '#381d1b', '#fff'],
  good: ['#17663a', '#7fd3a0', '#0d4d2a'],
  'good-tint': ['#e9f5ee', '#15291e', '#fff'],
  warn: ['#7d5200', '#efc26b', '#5c3c00'],
  'warn-tint': ['#fbf3df', '#312712', '#fff'],
} as const satisfies Record<string, readonly [light: string, dark: string, print: string]>

export const palette = `:root{color-scheme:light dark;${scheme(0)};
--mono:ui-monospace,"SF Mono","Cascadia Mono",Consolas,Menlo,monospace;--sans:system-ui,"Segoe UI",sans-serif}
@media(prefers-color-scheme:dark){:root{${scheme(1)}}}
@media print{:root{color-scheme:light;${scheme(2)}}}
@media(prefers-contrast:more){:root{--line:var(--edge);--soft:var(--ink)}}`

function scheme(which: 0 | 1 | 2): string {
  return Object.entries(colours)
    .map(([name, values]) => `--${name}:${values[which]}`)
    .join(';')
}
