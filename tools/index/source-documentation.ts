/** The three files of facts that were taken from Microsoft's documentation, a row a line, words between tabs. */
import { type Version, versions } from '../../src/core/tables/format.ts'

export interface DocumentationFiles {
  /** operations.tsv */
  readonly operations: string
  /** permissions.tsv */
  readonly permissions: string
  /** cmdlets.tsv */
  readonly cmdlets: string
}

export interface Documentation {
  readonly operations: readonly DocumentedOperation[]
  readonly permissions: ReadonlyMap<string, DocumentedPermission>
  readonly cmdlets: readonly DocumentedCmdlet[]
}

/** What a page lists; `A+B` where it asks for both together. */
interface Listed {
  readonly application: readonly string[]
  readonly delegated: readonly string[]
}

export interface DocumentedOperation extends Listed {
  /** As it is written there. */
  readonly path: string
  readonly method: string
  readonly version: Version
  readonly pages: readonly string[]
}

export interface DocumentedCmdlet extends Listed {
  readonly name: string
}

export type DocumentedForm = { readonly id: string; readonly adminConsent: boolean }

/** Null: it has no such form. */
export interface DocumentedPermission {
  readonly application: DocumentedForm | null
  readonly delegated: DocumentedForm | null
}

export function readDocumentation(files: DocumentationFiles): Documentation {
  return {
    operations: rows('operations.tsv', files.operations, 6).map(
      ([path = '', method = '', version = '', application = '', delegated = '', pages = '']) => ({
        path,
        method,
        version: versionOf(version),
        application: words(application),
        delegated: words(delegated),
        pages: words(pages),
      }),
    ),
    permissions: new Map(
      rows('permissions.tsv', files.permissions, 5).map(
        ([name = '', applicationId = '', delegatedId = '', applicationAdmin = '', delegatedAdmin = '']) => [
          name,
          {
            application: form(applicationId, applicationAdmin),
            delegated: form(delegatedId, delegatedAdmin),
          },
        ],
      ),
    ),
    cmdlets: rows('cmdlets.tsv', files.cmdlets, 3).map(([name = '', application = '', delegated = '']) => ({
      name,
      application: words(application),
      delegated: words(delegated),
    })),
  }
}

function rows(file: string, text: string, columns: number): string[][] {
  const lines = text.replace(/\n$/, '').split('\n').slice(1)
  return lines.map((line, i) => {
    const row = line.split('\t')
    if (row.length !== columns) throw new TypeError(`${file}: line ${i + 2} has not ${columns} columns`)
    return row
  })
}

function words(text: string): string[] {
  return text.split(' ').filter(word => word !== '')
}

function versionOf(word: string): Version {
  const version = versions.find(version => version === word)
  if (version === undefined) throw new TypeError(`unknown version ${word} in operations.tsv`)
  return version
}

function form(id: string, adminConsent: string): DocumentedForm | null {
  return id === '-' || id === '' ? null : { id, adminConsent: adminConsent === 'Yes' }
}
