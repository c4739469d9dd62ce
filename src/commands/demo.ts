import { Why403Error } from '../core/error.ts'
import { suggest } from '../core/suggest.ts'
import type { Io } from '../io.ts'
import { lessons } from '../lessons/index.ts'
import type { Lesson } from '../lessons/lesson.ts'
import { emulatorLine } from '../lessons/lines.ts'
import { Stage } from '../lessons/stage.ts'
import { renderEnd, renderOpening } from '../render/text/lesson.ts'
import { renderTitles } from '../render/text/titles.ts'
import { playStep } from './demo/player.ts'
import { stepThrough } from './demo/steps.ts'
import type { Arguments } from './flags.ts'
import { openData } from './open-data.ts'
import { answer, textOptions } from './output.ts'
import { runLine } from './run-line.ts'

/** Plays a lesson on the built-in tenant. Exit 1 when a step does not show what it is there to show. */
export async function run({ words, flags }: Arguments, io: Io): Promise<number> {
  const options = await textOptions(flags, io)
  if (flags.on('list')) {
    await answer(renderTitles(lessons, options), flags, io)
    return 0
  }
  const lesson = lessonOf(words[0] ?? 'lab')
  let kept = ''
  const tell = (text: string): void => {
    if (flags.text('output') === undefined) io.stdout.write(text)
    else kept += text
  }
  const stage = await Stage.open(lesson, { index: openData(io).index, io, run: runLine })
  try {
    tell(renderOpening(lesson, emulatorLine(lesson), options))
    const unmet = flags.on('step')
      ? await stepThrough(lesson, stage, tell, options, io)
      : await playAll(lesson, stage, tell, options)
    if (unmet !== null) tell(renderEnd(lesson, unmet, options))
    if (kept !== '') await answer(kept, flags, io)
    return unmet === null || unmet === 0 ? 0 : 1
  } finally {
    io.stdin.letGo()
    await stage.close()
  }
}

/** The number of expectations that were not met. */
async function playAll(
  lesson: Lesson,
  stage: Stage,
  tell: (text: string) => void,
  options: Parameters<typeof renderEnd>[2],
): Promise<number> {
  let unmet = 0
  for (const at of lesson.steps.keys()) {
    const played = await playStep(lesson, at, stage, tell, options)
    unmet += played.unmet
    tell('\n')
  }
  return unmet
}

function lessonOf(id: string): Lesson {
  const lesson = lessons.find(lesson => lesson.id === id)
  if (lesson !== undefined) return lesson
  const near = suggest(
    id,
    lessons.map(({ id }) => id),
    1,
  )
  throw new Why403Error('usage', 'There is no scenario of that name.', [
    ...near.map(name => `Did you mean: why403 demo ${name}`),
    'All of them: why403 demo --list',
  ])
}
