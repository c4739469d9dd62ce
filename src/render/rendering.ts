import type { Report } from '../core/report/report.ts'
import type { SchemeChoice } from './schemes.ts'
import type { TextOptions } from './text/style.ts'

/** What of a report is shown to people, by what was asked. JSON holds all of it, whatever was. */
export type View =
  /** The road: verdict, token, operations, entities, findings. */
  | { readonly show: 'road' }
  /** A token in few lines, or with every claim and check; `rest` is the command for the latter. */
  | { readonly show: 'token'; readonly whole: boolean; readonly reach: boolean; readonly rest: string }
  /** A token on one line. */
  | { readonly show: 'line' }
  /** What operations need. */
  | { readonly show: 'needs'; readonly scheme: SchemeChoice }
  /** What was looked up: a permission, a code, a finding, a pasted failure, a list. */
  | { readonly show: 'reference' }

export interface Rendering {
  readonly render: (report: Report, view: View, options: TextOptions) => string | Promise<string>
}
