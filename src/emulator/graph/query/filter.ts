import {
  directoryName,
  type Entity,
  type EntityKind,
  isUnplayed,
  operatorsOf,
  propertyNamed,
  propertyOf,
  typeOf,
} from '../entities.ts'
import { type GraphRefusal, isRefusal, refuse } from '../refusal.ts'
import { type Clause, type Comparison, type Literal, type Operator, readFilter } from './filter-text.ts'

type Test = (entity: Entity) => boolean

/** A test of `$filter`, or the refusal: what a property takes is told by the fixture, as the documentation tells it. */
export function filter(
  text: string | undefined,
  kind: EntityKind,
  isAdvanced: boolean,
): Test | null | GraphRefusal {
  if (text === undefined) return null
  const clause = readFilter(text)
  return isRefusal(clause) ? clause : testOf(clause, kind, isAdvanced)
}

function testOf(clause: Clause, kind: EntityKind, isAdvanced: boolean): Test | GraphRefusal {
  if (clause.kind === 'comparison') return comparisonTest(clause, kind, isAdvanced)
  if (clause.kind === 'not') {
    if (!isAdvanced) return kind.directory ? missing('not') : beyond
    const test = testOf(clause.clause, kind, isAdvanced)
    return isRefusal(test) ? test : entity => !test(entity)
  }
  const tests: Test[] = []
  for (const one of clause.clauses) {
    const test = testOf(one, kind, isAdvanced)
    if (isRefusal(test)) return test
    tests.push(test)
  }
  return clause.kind === 'and'
    ? entity => tests.every(test => test(entity))
    : entity => tests.some(test => test(entity))
}

function comparisonTest(
  { property: written, operator, values }: Comparison,
  kind: EntityKind,
  isAdvanced: boolean,
): Test | GraphRefusal {
  const property = propertyNamed(kind, written)
  if (property === null) {
    if (isUnplayed(kind, written)) return refuse('not-played', { what: 'one of these properties' })
    return refuse('filter-property', { property: written, type: kind.type })
  }
  const barred = barredBecause(property, operator, values, kind, isAdvanced)
  if (barred !== null) return barred
  const type = typeOf(kind, property)
  const wrong = values.find(value => value.type !== 'null' && !fits(value, type))
  if (wrong !== undefined) {
    const types = { left: type, right: wrong.type }
    const operation = operatorKinds.get(operator)
    return operation === undefined ? beyond : refuse('filter-types', { ...types, kind: operation })
  }
  const wanted = values.map(value => keyOf(value.text, type, value.type === 'null'))
  return entity => holds(operator, keyOf(propertyOf(entity, property), type, false), wanted)
}

/** Whether the property takes the operator; null: it does. */
function barredBecause(
  property: string,
  operator: Operator,
  values: readonly Literal[],
  kind: EntityKind,
  isAdvanced: boolean,
): GraphRefusal | null {
  const asks = [operator, ...(values.some(({ type }) => type === 'null') ? ['null'] : [])]
  const taken = operatorsOf(kind, property)
  for (const ask of asks) {
    if (taken.includes(ask)) continue
    // Of what is no directory object, the documentation tells what is taken, and nobody tells how the rest is refused.
    if (!kind.directory) return beyond
    if (!taken.includes(`+${ask}`)) return refuse('filter', { property, type: directoryName(kind) })
    if (!isAdvanced) return missing(operator)
  }
  return null
}

const beyond = refuse('not-played', { what: 'this form of $filter' })

/** The names in which Graph writes an operator when it asks for the parameters of an advanced query. */
const spellings = new Map<Operator | 'not', string>([
  ['endswith', 'endsWith'],
  ['startswith', 'startsWith'],
])

const missing = (operator: Operator | 'not'): GraphRefusal =>
  refuse('advanced', { operator: spellings.get(operator) ?? operator })

const operatorKinds = new Map<Operator, string>([
  ['eq', 'Equal'],
  ['ne', 'NotEqual'],
  ['ge', 'GreaterThanOrEqual'],
  ['le', 'LessThanOrEqual'],
])

const fits = ({ type }: Literal, wanted: string): boolean => type === wanted

/** What is compared: texts without regard to letter case, times in milliseconds. */
function keyOf(value: unknown, type: string, isNull: boolean): string | number | null {
  if (isNull || value === null || value === undefined) return null
  const text = String(value)
  return type === 'Edm.DateTimeOffset' ? Date.parse(text) : text.toLowerCase()
}

function holds(
  operator: Operator,
  value: string | number | null,
  wanted: readonly (string | number | null)[],
): boolean {
  const [first = null] = wanted
  switch (operator) {
    case 'eq':
    case 'in':
      return wanted.includes(value)
    case 'ne':
      return value !== first
    case 'ge':
      return value !== null && first !== null && value >= first
    case 'gt':
      return value !== null && first !== null && value > first
    case 'le':
      return value !== null && first !== null && value <= first
    case 'lt':
      return value !== null && first !== null && value < first
    case 'startswith':
      return String(value ?? '').startsWith(String(first))
    case 'endswith':
      return String(value ?? '').endsWith(String(first))
    case 'contains':
      return String(value ?? '').includes(String(first))
  }
}
