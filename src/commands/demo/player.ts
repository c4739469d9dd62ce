import type { Report } from '../../core/report/report.ts'
import type { Act, Lesson, Typed } from '../../lessons/lesson.ts'
import { linesOf } from '../../lessons/lines.ts'
import type { Stage, Told } from '../../lessons/stage.ts'
import { renderings } from '../../render/renderings.ts'
import { renderWords } from '../../render/text/asked.ts'
import { renderExcerpt, renderHeading, renderLine, renderSeen } from '../../render/text/lesson.ts'
import { renderText } from '../../render/text/report.ts'
import type { TextOptions } from '../../render/text/style.ts'

export interface Played {
  /** The number of expectations that were not met. */
  readonly unmet: number
  /** The last token that was told of, in its report. */
  readonly token: Report | null
}

/** Plays a step: what is typed, what it answers, what is seen. */
export async function playStep(
  lesson: Lesson,
  at: number,
  stage: Stage,
  tell: (text: string) => void,
  options: TextOptions,
): Promise<Played> {
  const step = lesson.steps[at]!
  tell(renderHeading(lesson, step, at, options))
  const told: (Told | null)[] = []
  for (const act of step.acts) {
    for (const line of linesOf(act, stage)) tell(renderLine(line, options))
    const answer = await done(act, stage, tell, options)
    if (act.kind === 'why403') told.push(answer)
  }
  const reports = told.map(one => one?.report ?? null)
  const expectations = step.seen({ reports, report: stage.report, place: stage })
  tell(renderSeen(expectations, options))
  return {
    unmet: expectations.filter(({ met }) => !met).length,
    token: reports.findLast(one => one?.token !== undefined) ?? null,
  }
}

async function done(
  act: Act,
  stage: Stage,
  tell: (text: string) => void,
  options: TextOptions,
): Promise<Told | null> {
  switch (act.kind) {
    case 'time':
      stage.pass(act.seconds)
      tell(renderWords(act.says, options))
      return null
    case 'certificate':
      await stage.certify(act)
      return null
    case 'curl': {
      const text = await stage.post(act)
      if (text !== '') tell(renderWords(text, options))
      return null
    }
    case 'why403': {
      const { told, printed } = await stage.type(act)
      if (act.says !== null) tell(renderWords(act.says, options))
      if (told !== null) tell(await shown(told, act, options))
      else if (printed !== '') tell(renderExcerpt(printed, act.most, true, options))
      return told
    }
  }
}

async function shown(told: Told, { show, most }: Typed, options: TextOptions): Promise<string> {
  if (show === 'whole') {
    const { render } = await renderings.text()
    return renderExcerpt(await render(told.report, told.view, options), most, true, options)
  }
  return show.length === 0 ? '' : renderExcerpt(renderText(told.report, options, show), most, false, options)
}
