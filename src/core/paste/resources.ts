import { countBefore, type Mark, marks } from './mark.ts'

/** A resource of Terraform's or of Microsoft365DSC's that a text names. */
export interface NamedResource {
  readonly name: string
  /** A data source, or an export: nothing is written. */
  readonly reads?: true
}

/** `with module.a.azuread_group.b,`, `in resource "azuread_group" "b"`, `in data "azuread_group" "b"`. */
const terraform = [
  /\bwith (?:module\.[\w-]{1,80}(?:\[[^\]\n]{1,80}\])?\.){0,5}(data\.)?(azuread_\w{3,80})\./g,
  /\bin (?:resource|(data)) "(azuread_\w{3,80})"/g,
]

/** `[AADGroup]name`, `MSFT_AADGroup`. */
const dsc = [/()\[((?:AAD|Intune)[A-Z]\w{3,80})\]/g, /()\bMSFT_((?:AAD|Intune)[A-Z]\w{3,80})/g]

export function resourcesIn(text: string): Mark<NamedResource>[] {
  return marks(text, [...terraform, ...dsc], ([, data, name = '']) => ({
    name,
    ...(data === undefined || data === '' ? {} : { reads: true as const }),
  }))
}

/** An error and the resource that it is about stand in one box. In characters. */
const nearest = 1500

/** The one that stands nearest to a place; null where none is near. */
export function resourceNear(resources: readonly Mark<NamedResource>[], at: number): NamedResource | null {
  const next = countBefore(resources, at)
  const near = [resources.at(next), next === 0 ? undefined : resources.at(next - 1)]
    .filter(mark => mark !== undefined)
    .toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))
  const [one] = near
  return one === undefined || Math.abs(one.at - at) > nearest ? null : one.value
}
