/** The first segment of a path template: `/users`. */
export function areaOf(template: string): string {
  return `/${template.split(/[/(]/)[1]}`
}

/** What is counted by name. The tables spell some areas in two ways, which are one to Graph: that with capitals is shown. */
export class ByName<Counts> {
  readonly #found = new Map<string, { name: string; counts: Counts }>()
  readonly #none: () => Counts

  /** @param none what a name begins with */
  constructor(none: () => Counts) {
    this.#none = none
  }

  at(name: string): Counts {
    const key = name.toLowerCase()
    const found = this.#found.get(key) ?? { name, counts: this.#none() }
    this.#found.set(key, found)
    // Capitals come before small letters.
    if (name < found.name) found.name = name
    return found.counts
  }

  all(): (readonly [name: string, counts: Counts])[] {
    return [...this.#found.values()].map(({ name, counts }) => [name, counts])
  }
}
