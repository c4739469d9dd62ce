/** What an index is searched in: a string, or what answers as one does. In ASCII; no place is negative. */
export interface Searchable {
  readonly length: number
  indexOf(sought: string, from?: number): number
  lastIndexOf(sought: string, from?: number): number
  slice(start: number, end?: number): string
}
