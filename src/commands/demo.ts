import { Why403Error } from '../core/error.ts'
import { suggest } from '../core/suggest.ts'
import type { Io } from '../io.ts'
import { lessons } from '../lessons/index.ts'
import type { Lesson, Scene, Step } from '../lessons/lesson.ts'
import { Stage } from '../lessons/stage.ts'
import { renderCurtain, renderEnd, renderMilestone, renderScene } from '../render/text/lesson.ts'
import { renderTitles } from '../render/text/titles.ts'
import type { Milestone } from '../road.ts'
import type { Arguments } from './flags.ts'
import { openData } from './open-data.ts'
import { answer, textOptions } from './output.ts'
import { milestoneWords } from './progress.ts'

/** Plays a lesson on the built-in tenant. Exit 1 when a step does not show what it is there to show. */
export async function run({ words, flags }: Arguments, io: Io): Promise<number> {
  const options = await textOptions(flags, io)
  if (flags.on('list')) {
    await answer(renderTitles(lessons, options), flags, io)
    return 0
  }
  const lesson = lessonOf(words[0] ?? 'lab')
  const { index, options: report } = openData(io)
  let told = ''
  const tell = (text: string): void => {
    if (flags.text('output') === undefined) io.stdout.write(text)
    else told += text
  }
  const milestone = (reached: Milestone): void => {
    if (reached.kind !== 'acquiring') tell(renderMilestone(`${milestoneWords(reached)}.`, options))
  }
  const stage = await Stage.open({ index, report, io, tell: milestone })
  try {
    const unmet = await play(lesson, stage, {
      raise: (step, at) => tell(renderCurtain(lesson, step, at, options)),
      show: scene => tell(renderScene(scene, options)),
    })
    tell(renderEnd(lesson, unmet, options))
    if (told !== '') await answer(told, flags, io)
    return unmet === 0 ? 0 : 1
  } finally {
    await stage.close()
  }
}

interface Audience {
  raise(step: Step, at: number): void
  show(scene: Scene): void
}

/** The number of expectations that were not met. */
async function play(lesson: Lesson, stage: Stage, audience: Audience): Promise<number> {
  let unmet = 0
  for (const [at, step] of lesson.steps.entries()) {
    audience.raise(step, at)
    const scene = await step.play(stage)
    audience.show(scene)
    unmet += scene.expectations.filter(({ met }) => !met).length
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
