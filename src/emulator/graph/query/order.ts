import {
  directoryName,
  type Entity,
  type EntityKind,
  isUnplayed,
  propertyNamed,
  propertyOf,
} from '../entities.ts'
import { type GraphRefusal, refuse } from '../refusal.ts'
import type { Options } from './options.ts'

type Compare = (a: Entity, b: Entity) => number

/** `$orderby`, a list of properties, or null where it is not given. */
export function order({ given, isAdvanced }: Options, kind: EntityKind): Compare | null | GraphRefusal {
  const text = given.get('$orderby')
  if (text === undefined) return null
  if (kind.directory && !isAdvanced && given.has('$filter')) return refuse('sort')
  const keys: { readonly property: string; readonly sign: 1 | -1 }[] = []
  for (const item of text.split(',')) {
    const [name = '', direction = 'asc', ...rest] = item.trim().split(/\s+/)
    const property = propertyNamed(kind, name)
    if (!/^(?:asc|desc)$/i.test(direction) || rest.length > 0 || name.includes('/'))
      return refuse('not-played', { what: 'this form of $orderby' })
    if (property === null || isUnplayed(kind, name))
      return refuse('not-played', { what: '$orderby on this property' })
    const barred = barredBecause(property, kind, isAdvanced)
    if (barred !== null) return barred
    keys.push({ property, sign: /^desc$/i.test(direction) ? -1 : 1 })
  }
  return (a, b) => {
    for (const { property, sign } of keys) {
      const [left, right] = [keyOf(propertyOf(a, property)), keyOf(propertyOf(b, property))]
      if (left !== right) return left < right ? -sign : sign
    }
    return 0
  }
}

function barredBecause(property: string, kind: EntityKind, isAdvanced: boolean): GraphRefusal | null {
  if (kind.sortable.includes(property)) return null
  if (!kind.directory) return refuse('not-played', { what: '$orderby on this property' })
  const type = directoryName(kind)
  if (!isAdvanced) return refuse('sort-property', { property, type })
  return kind.sortable.includes(`+${property}`) ? null : refuse('sort-unsupported')
}

/** Times are written so that their texts sort as they do. */
const keyOf = (value: unknown): string => String(value ?? '').toLowerCase()
