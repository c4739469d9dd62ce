import { type Argument, namedValue, type Step, unqualified } from '../operation/path.ts'
import type { PathOperations } from '../tables/format.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'

/** A template that a path fits, and the liberties taken, a sentence each; none for a plain match. */
export interface Found {
  readonly template: string
  readonly operations: PathOperations
  readonly liberties: readonly string[]
}

/**
 * The first template that the steps of a path fit: literals before ids, with backtracking, and plain
 * spellings before those that take a liberty.
 */
export function findTemplate(index: PermissionIndex, steps: readonly Step[]): Found | null {
  return walk('', 0, [], false) ?? walk('', 0, [], true)

  function walk(prefix: string, at: number, liberties: readonly string[], liberal: boolean): Found | null {
    const step = steps[at]
    if (step === undefined) {
      const path = prefix === '' ? null : index.path(prefix)
      return path === null ? null : { ...path, liberties }
    }
    for (const choice of choices(index, prefix, step, steps[at + 1], liberal)) {
      const next = `${prefix}/${choice.segments}`
      if (!index.hasNode(next)) continue
      const taken = choice.liberty === undefined ? liberties : [...liberties, choice.liberty]
      const found = walk(next, at + (choice.steps ?? 1), taken, liberal)
      if (found !== null) return found
    }
    return null
  }
}

/** A way to read a step: the template segments that it stands for. */
interface Choice {
  readonly segments: string
  /** Steps used up; 1 unless stated. */
  readonly steps?: number
  readonly liberty?: string
}

function* choices(
  index: PermissionIndex,
  prefix: string,
  step: Step,
  next: Step | undefined,
  liberal: boolean,
): Generator<Choice> {
  switch (step.kind) {
    case 'id':
      yield { segments: '{id}' }
      return
    case 'place':
      yield { segments: step.closed ? '{id}:' : '{id}' }
      return
    case 'opening':
      if (isWord(step.text)) yield { segments: `${step.text}:` }
      yield { segments: '{id}:' }
      return
    case 'call':
      if (isWord(step.name)) yield* callChoices(index, prefix, step.name, step.args, liberal)
      return
    case 'name': {
      if (isWord(step.text)) {
        const key = next?.kind === 'name' ? namedValue(next.text) : null
        const keyed = key === null ? [] : keyedSegments(index, prefix, step.text, [key])
        yield* keyed.map(segments => ({ segments, steps: 2 }))
        yield { segments: step.text }
        if (liberal) yield* requalified(index, prefix, step.text, '')
      }
      if (canBeId(step.text)) yield { segments: '{id}' }
    }
  }
}

function* callChoices(
  index: PermissionIndex,
  prefix: string,
  name: string,
  args: readonly Argument[],
  liberal: boolean,
): Generator<Choice> {
  if (args.length === 0) yield { segments: name }
  for (const segments of keyedSegments(index, prefix, name, args)) yield { segments }
  if (args.length === 1 && args[0]!.name === null) yield { segments: `${name}/{id}` }
  if (!liberal) return
  const list = argumentNames(args)
  yield* requalified(index, prefix, name, args.length === 0 ? '' : `(${list})`)
  if (args.length > 0 && args.every(arg => arg.name !== null)) {
    yield {
      segments: `${name}/{id}`,
      liberty: `${name}(${list}=...) is read as ${name}/{id}: this key is not listed.`,
    }
    yield {
      segments: name,
      liberty: `${name}(${list}=...) is read as ${name}: it is listed without arguments.`,
    }
  }
}

/** The template segments of a function or alternate key with exactly these arguments, in any order. */
function keyedSegments(
  index: PermissionIndex,
  prefix: string,
  name: string,
  args: readonly Argument[],
): string[] {
  if (args.some(arg => arg.name === null)) return []
  const wanted = argumentNames(args)
  return index.segments(prefix, `${name}(`).filter(segment => templateArguments(segment) === wanted)
}

/** The same function or cast, written with another namespace, or without, in the tables. */
function* requalified(index: PermissionIndex, prefix: string, name: string, args: string): Generator<Choice> {
  const bare = (unqualified(name) ?? name).toLowerCase()
  const beginnings =
    unqualified(name) === null ? ['microsoft.graph.', 'default.'] : [bare, 'microsoft.graph.', 'default.']
  for (const beginning of beginnings) {
    for (const segment of index.segments(prefix, beginning)) {
      const [spelt = '', written] = segment.split('(')
      if ((unqualified(spelt) ?? spelt).toLowerCase() !== bare) continue
      if (args !== (written === undefined ? '' : `(${templateArguments(segment)})`)) continue
      yield { segments: segment, liberty: `${name} is listed as ${spelt}.` }
    }
  }
}

function argumentNames(args: readonly Argument[]): string {
  return args
    .map(arg => (arg.name ?? '').toLowerCase())
    .sort()
    .join(',')
}

/** The argument names of a template segment: `image(width={value},height={value})` gives `height,width`. */
function templateArguments(segment: string): string {
  return [...segment.toLowerCase().matchAll(/[(,](\w+)=/g)]
    .map(match => match[1]!)
    .sort()
    .join(',')
}

/** An id with a blank, a brace or an encoded slash is no word of a template. */
function isWord(text: string): boolean {
  return !/[\s{}/]/.test(text)
}

/** What OData reserves never fills an id: `$count`, `microsoft.graph.user`, and the function `delta`. */
function canBeId(text: string): boolean {
  return !text.startsWith('$') && unqualified(text) === null && text.toLowerCase() !== 'delta'
}
