import type { Report } from '../../core/report/report.ts'
import type { Io } from '../../io.ts'
import type { Lesson } from '../../lessons/lesson.ts'
import type { Stage } from '../../lessons/stage.ts'
import { renderKeys } from '../../render/text/asked.ts'
import { renderText } from '../../render/text/report.ts'
import type { TextOptions } from '../../render/text/style.ts'
import { linesOf } from '../typed-lines.ts'
import { playStep } from './player.ts'

/**
 * Plays a lesson as fast as its audience wants: Enter goes on, `b` shows the step before, `t` the token, `q` ends it.
 * What was played stays played: going back shows it again, and does nothing.
 *
 * @returns the number of expectations that were not met; null: somebody left
 */
export async function stepThrough(
  lesson: Lesson,
  stage: Stage,
  tell: (text: string) => void,
  options: TextOptions,
  io: Io,
): Promise<number | null> {
  const told: string[] = []
  const last = lesson.steps.length - 1
  let token: Report | null = null
  let unmet = 0
  let at = -1
  const goOn = async (): Promise<void> => {
    at += 1
    if (told[at] === undefined) {
      let text = ''
      const played = await playStep(lesson, at, stage, piece => (text += piece), options)
      told[at] = text
      token = played.token ?? token
      unmet += played.unmet
    }
    tell(told[at] ?? '')
  }

  await goOn()
  tell(prompt(lesson, at, options))
  for await (const line of linesOf(io.stdin)) {
    switch (line.trim().toLowerCase()) {
      case '':
        if (at === last) return unmet
        await goOn()
        break
      case 'b':
        at = Math.max(0, at - 1)
        tell(told[at] ?? '')
        break
      case 't':
        tell(token === null ? 'There is no token yet.\n' : renderText(token, options, ['token']))
        break
      case 'q':
        return null
      default:
        break
    }
    tell(prompt(lesson, at, options))
  }
  return null
}

function prompt({ steps }: Lesson, at: number, options: TextOptions): string {
  const next = steps[at + 1]
  const keys = [
    next === undefined
      ? 'Enter: the end'
      : `Enter: next, ${next.title.charAt(0).toLowerCase()}${next.title.slice(1)}`,
    ...(at === 0 ? [] : ['b: back']),
    ...['t: token', 'q: quit'],
  ]
  return renderKeys(keys, options)
}
