/**
 * The documentation's operations, read for the score alone. It shares no code with the index builder: an error there must
 * not hide itself here.
 */

/** An operation as a page has it, and the application permissions of its table; `A+B` counts as A. */
export interface DocumentedOperation {
  readonly path: string
  readonly method: string
  readonly version: string
  readonly application: ReadonlySet<string>
}

export function readRawDocumentation(operationsTsv: string): DocumentedOperation[] {
  return operationsTsv
    .split('\n')
    .slice(1)
    .filter(line => line !== '')
    .map(line => {
      const [path = '', method = '', version = '', application = ''] = line.split('\t')
      const names = application.split(' ').filter(name => name !== '')
      return { path, method, version, application: new Set(names.map(name => name.split('+')[0]!)) }
    })
}
