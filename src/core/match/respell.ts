import { type Step, unqualified } from '../operation/path.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { type Found, findTemplate } from './find-template.ts'

/** Another spelling of a path, to be tried when the tables lack the one at hand. */
export interface Respelling {
  readonly steps: readonly Step[]
  readonly matched: 'odata' | 'equivalent' | 'inferred'
  /** One sentence. */
  readonly because: string
  /** Both spellings name one and the same thing, so that a method may be looked up under either. */
  readonly sameThing: boolean
}

/** A template that governs a path, and how it was reached: by the path itself, or by respelling it. */
export interface Governing extends Found {
  readonly matched: 'exact' | 'odata' | 'equivalent' | 'inferred'
  readonly sameThing: boolean
}

const looseness = { exact: 0, equivalent: 1, odata: 2, inferred: 3 } as const

/** At most so many respellings in a row: a path inside a site and one inside its drive, and an ending. */
const mostRespellings = 4

/** The deepest template has 16 segments: no respelling makes a path of more than these one of so few. */
const mostSteps = 64

/** A path of many casts and drives has no end of spellings; no real one has so many, the same ones counted again. */
const mostSpellings = 400

/** The templates that govern a path, the plainest reading first. Computed one at a time. */
export function* governing(index: PermissionIndex, steps: readonly Step[]): Generator<Governing> {
  if (steps.length > mostSteps) return
  const seen = new Set<string>()
  let tried = 0
  let wave: (Omit<Governing, 'template' | 'operations'> & { steps: readonly Step[] })[] = [
    { steps, matched: 'exact', liberties: [], sameThing: true },
  ]
  for (let round = 0; round <= mostRespellings && wave.length > 0; round++) {
    for (const { steps, ...reading } of wave) {
      const found = findTemplate(index, steps)
      if (found === null) continue
      const matched = found.liberties.length > 0 ? looser(reading.matched, 'equivalent') : reading.matched
      yield { ...reading, ...found, matched, liberties: [...reading.liberties, ...found.liberties] }
    }
    // Most paths end above, at the first reading: what only the others need is made here.
    if (round === 0) seen.add(JSON.stringify(steps))
    const next: typeof wave = []
    for (const reading of wave) {
      for (const { steps, matched, because, sameThing } of respellings(reading.steps)) {
        if (++tried > mostSpellings) break
        const key = JSON.stringify(steps)
        if (seen.has(key)) continue
        seen.add(key)
        next.push({
          steps,
          matched: looser(reading.matched, matched),
          liberties: [...reading.liberties, because],
          sameThing: reading.sameThing && sameThing,
        })
      }
    }
    wave = next
  }
}

function looser(a: Governing['matched'], b: Governing['matched']): Governing['matched'] {
  return looseness[a] >= looseness[b] ? a : b
}

function* respellings(steps: readonly Step[]): Generator<Respelling> {
  yield* byId(steps)
  yield* otherDrive(steps)
  yield* rootFolder(steps)
  yield* wellKnownName(steps)
  yield* innermostFolder(steps)
  yield* movedCast(steps)
  yield* odataEnding(steps)
  yield* ownId(steps)
}

/** `/drive/root:/a/b:/content` is the item's content, `/sites/host:/sites/x:/lists` the site's lists. */
function* byId(steps: readonly Step[]): Generator<Respelling> {
  for (const [i, step] of steps.entries()) {
    const place = steps[i + 1]
    if (step.kind !== 'opening' || place?.kind !== 'place') continue
    const before = steps[i - 1]
    const id: Step = { kind: 'id', text: place.text }
    const isSpecialFolder = nameOf(before) === 'special'
    const isRoot = step.text.toLowerCase() === 'root' && nameOf(before) !== 'sites'
    const item: Step[] = isSpecialFolder || isRoot ? [word('items'), id] : [id]
    yield {
      steps: [...steps.slice(0, isSpecialFolder ? i - 1 : i), ...item, ...steps.slice(i + 2)],
      matched: 'equivalent',
      because: `${step.text}:/${place.text} is read as the id of what it addresses.`,
      sameThing: true,
    }
  }
}

/** A drive is the same under /drives/{id} as below the user, group, site or list that it belongs to. */
function* otherDrive(steps: readonly Step[]): Generator<Respelling> {
  for (const [i, step] of steps.entries()) {
    const isOne = nameOf(step) === 'drive'
    const isOfMany = nameOf(step) === 'drives' && i > 0
    if ((!isOne && !isOfMany) || steps.length === i + 1) continue
    const rest = isOne ? [{ kind: 'id', text: 'drive' } as const, ...steps.slice(i + 1)] : steps.slice(i + 1)
    yield {
      steps: [word('drives'), ...rest],
      matched: 'inferred',
      because: 'The drive is looked up as /drives/{id}, which names the same drive.',
      sameThing: true,
    }
    return
  }
}

/** The root folder of a drive is an item with an id like any other. */
function* rootFolder(steps: readonly Step[]): Generator<Respelling> {
  for (const [i, step] of steps.entries()) {
    const isDrives = nameOf(steps[i - 1]) === 'drive' || nameOf(steps[i - 2]) === 'drives'
    if (nameOf(step) !== 'root' || !isDrives) continue
    yield {
      steps: [...steps.slice(0, i), word('items'), { kind: 'id', text: 'root' }, ...steps.slice(i + 1)],
      matched: 'inferred',
      because: 'root is read as the id of an item: the root folder is one.',
      sameThing: true,
    }
  }
}

/** Collections and the names that Graph accepts in place of an id there. Learn: mailFolder, site, driveItem. */
const wellKnownNames: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'mailfolders',
    [
      'archive',
      'clutter',
      'conflicts',
      'conversationhistory',
      'deleteditems',
      'drafts',
      'inbox',
      'junkemail',
      'localfailures',
      'msgfolderroot',
      'outbox',
      'recoverableitemsdeletions',
      'scheduled',
      'searchfolders',
      'sentitems',
      'serverfailures',
      'syncissues',
    ],
  ],
  ['sites', ['root']],
  ['versions', ['current']],
])

/** The tables list some well-known names with a few methods only: `inbox` is a mail folder's id as well. */
function* wellKnownName(steps: readonly Step[]): Generator<Respelling> {
  for (const [i, step] of steps.entries()) {
    const name = nameOf(step)
    if (name === null || !wellKnownNames.get(nameOf(steps[i - 1]) ?? '')?.includes(name)) continue
    yield {
      steps: steps.with(i, { kind: 'id', text: name }),
      matched: 'inferred',
      because: `${name} is read as an id: it is a well-known name for one.`,
      sameThing: true,
    }
  }
}

/** A folder's id finds it wherever it lies: `childFolders/x/childFolders/y` is y. */
function* innermostFolder(steps: readonly Step[]): Generator<Respelling> {
  for (const [i, step] of steps.entries()) {
    if (nameOf(step) !== 'childfolders' || nameOf(steps[i + 2]) !== 'childfolders') continue
    yield {
      steps: steps.toSpliced(i, 2),
      matched: 'equivalent',
      because: 'The innermost of the child folders governs, at any depth.',
      sameThing: true,
    }
    return
  }
}

/** A cast may stand before or behind the key; without it, the collection or entity that it narrows governs. */
function* movedCast(steps: readonly Step[]): Generator<Respelling> {
  for (const [i, step] of steps.entries()) {
    if (step.kind !== 'name' || i === 0 || unqualified(step.text) === null) continue
    const [before, after] = [steps[i - 1]!, steps[i + 1]]
    const swapped = (a: number): Respelling => ({
      steps: steps.with(a, steps[a + 1]!).with(a + 1, steps[a]!),
      matched: 'equivalent',
      because: `The cast to ${step.text} is read on the other side of the key.`,
      sameThing: true,
    })
    if (after?.kind === 'name') yield swapped(i)
    if (before.kind === 'name' && i > 1) yield swapped(i - 1)
    yield {
      steps: steps.toSpliced(i, 1),
      matched: 'equivalent',
      because: `The cast to ${step.text} is left out: what it narrows governs.`,
      sameThing: false,
    }
  }
}

const odataEndings: ReadonlyMap<string, string> = new Map([
  ['$count', 'a count needs what the collection needs'],
  ['$value', 'a raw value needs what the entity or property needs'],
  ['$ref', 'references need what the relationship needs, and what is created in it may need more'],
])

function* odataEnding(steps: readonly Step[]): Generator<Respelling> {
  const ending = nameOf(steps.at(-1))
  const reason = ending === null ? undefined : odataEndings.get(ending)
  if (reason === undefined || steps.length < 2) return
  yield {
    steps: steps.slice(0, -1),
    matched: 'odata',
    because: `${ending} is left out: ${reason}.`,
    sameThing: false,
  }
}

/** `/users/{id}/id`: every entity has its id as a property, and reading it is reading the entity. */
function* ownId(steps: readonly Step[]): Generator<Respelling> {
  if (nameOf(steps.at(-1)) !== 'id' || steps.length < 3) return
  yield {
    steps: steps.slice(0, -1),
    matched: 'inferred',
    because: 'id is a property: the entity that it belongs to governs.',
    sameThing: false,
  }
}

function word(text: string): Step {
  return { kind: 'name', text }
}

function nameOf(step: Step | undefined): string | null {
  return step?.kind === 'name' ? step.text.toLowerCase() : null
}
