import type { Rendering } from './rendering.ts'

/** What `--format` takes where a report is printed. */
export const formats = ['text', 'json', 'markdown', 'html'] as const

/** What it takes besides, where a list of any length is answered as it is read. */
export const streamFormats = ['jsonl'] as const

export type StreamFormat = (typeof streamFormats)[number]

export type Format = (typeof formats)[number]

/** How to render a report, by format; loaded when it is chosen. */
export const renderings = {
  text: () => import('./text.ts'),
  json: () => import('./json.ts'),
  markdown: () => import('./markdown.ts'),
  html: () => import('./html.ts'),
} satisfies Record<Format, () => Promise<Rendering>>
