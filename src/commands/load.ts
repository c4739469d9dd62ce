import type { StreamFormat } from '../render/renderings.ts'
import type { CommandName } from './index.ts'
import { type Runnable, reportLoaders } from './load-reports.ts'
import type { Answer } from './output.ts'

/** A command's code is loaded when it is chosen. */
export const loaders: Readonly<Record<CommandName, () => Promise<Runnable<Answer | number>>>> = {
  ...reportLoaders,
  run: () => import('./run.ts'),
  demo: () => import('./demo.ts'),
  lab: () => import('./lab.ts'),
  emulator: () => import('./emulator.ts'),
  page: () => import('./page.ts'),
  completion: () => import('./completion.ts'),
}

type StreamLoaders = Readonly<Record<StreamFormat, () => Promise<Runnable<number>>>>

/** What prints while it reads, where that takes code of its own. */
export const streamLoaders: Readonly<Partial<Record<CommandName, StreamLoaders>>> = {
  permissions: { jsonl: () => import('./bulk.ts') },
}
