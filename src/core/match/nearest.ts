import type { Step } from '../operation/path.ts'
import { suggest } from '../suggest.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'

const mostNearest = 3

/** No template has so many segments, so none can share more words. */
const mostLooked = 24

/**
 * The nearest templates to a path that fits none: as far as the path can be followed, then what comes
 * closest to its next word, preferring what the rest of the path fits too; else what holds its last word
 * somewhere else. At most three.
 */
export function nearest(index: PermissionIndex, steps: readonly Step[]): string[] {
  const followed: string[] = ['']
  for (const step of steps) {
    const next = wordsOf(step)
      .map(word => `${followed.at(-1)}/${word}`)
      .find(prefix => index.hasNode(prefix))
    if (next === undefined) break
    followed.push(next)
  }
  for (let depth = followed.length - 1; depth >= 0; depth--) {
    const prefix = followed[depth]!
    const wanted = steps[depth]
    const behind = steps.slice(depth + 1)
    const segments = wanted === undefined ? [] : index.segments(prefix)
    const word = wanted === undefined ? '' : wordsOf(wanted)[0]!
    const near = suggest(word, new Set(segments.map(nameOf)), mostNearest)
      .flatMap(name => segments.filter(segment => nameOf(segment) === name))
      .map(segment => longestTemplate(index, `${prefix}/${segment}`, behind))
      .filter(template => template !== null)
      .sort((a, b) => b.fits - a.fits)
      .map(({ template }) => template)
    const here = depth > 0 ? index.path(prefix)?.template : undefined
    const found = [...new Set([...near, ...(here === undefined ? [] : [here])])].slice(0, mostNearest)
    if (found.length > 0) return found
  }
  return elsewhere(index, steps)
}

/** Templates that hold the last word of the path at another place, the likest first. */
function elsewhere(index: PermissionIndex, steps: readonly Step[]): string[] {
  const words = [
    ...new Set(
      steps
        .slice(-mostLooked)
        .flatMap(step => (step.kind === 'name' && canBeWord(step.text) ? [step.text.toLowerCase()] : [])),
    ),
  ]
  const templates = [...index.templates()].map(template => ({
    template,
    parts: template.toLowerCase().split('/'),
  }))
  for (const word of words.reverse()) {
    const holding = templates
      .filter(({ parts }) => parts.includes(word))
      .map(({ template, parts }) => ({
        template,
        parts,
        shared: parts.filter(part => words.includes(part)).length,
      }))
      .sort((a, b) => b.shared - a.shared || a.parts.length - b.parts.length)
    if (holding.length > 0) return holding.slice(0, mostNearest).map(({ template }) => template)
  }
  return []
}

/** Shorter words are as likely ids. */
function canBeWord(text: string): boolean {
  return /^[A-Za-z_]{5,}$/.test(text)
}

/** The template at a prefix, or the one that the following steps lead to from there. */
function longestTemplate(
  index: PermissionIndex,
  prefix: string,
  behind: readonly Step[],
): { template: string; fits: number } | null {
  let best: { template: string; fits: number } | null = null
  let at = prefix
  for (let fits = 0; ; fits++) {
    const template = index.path(at)?.template
    if (template !== undefined) best = { template, fits }
    const step = behind[fits]
    const next =
      step &&
      wordsOf(step)
        .map(word => `${at}/${word}`)
        .find(index.hasNode)
    if (next === undefined) return best
    at = next
  }
}

/** A template segment without its arguments. */
function nameOf(segment: string): string {
  return segment.replace(/\(.*/, '')
}

/** What a step can be in a template, without regard to its arguments. */
function wordsOf(step: Step): string[] {
  switch (step.kind) {
    case 'name':
      return [step.text, '{id}']
    case 'call':
      return [step.name]
    case 'opening':
      return [`${step.text}:`, '{id}:', step.text, '{id}']
    case 'place':
    case 'id':
      return ['{id}']
  }
}
