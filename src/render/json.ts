import { forJson } from './neutralise.ts'

/** A value as JSON, as `--format json` prints it. */
export function renderJson(value: unknown): string {
  return `${forJson(value)}\n`
}
