import type { Io } from '../io.ts'
import { labSteps } from '../lessons/lab/index.ts'
import { readProgress } from '../lessons/lab/progress.ts'
import { settingsFile, Workshop } from '../lessons/lab/workshop.ts'
import { refuseForeign } from './emulator/settings.ts'
import { portOf, startOn, usualCrowd } from './emulator/start.ts'
import type { Arguments } from './flags.ts'
import { Beside } from './lab/beside.ts'
import { LabSession } from './lab/session.ts'
import { textOptions } from './output.ts'

/** Where the lab's tenant listens: the same at each start, so that settings stay good. */
const usualPort = 4913

/** The lab, by hand: says what to do, waits for it, and looks whether it was done. */
export async function run({ flags, line }: Arguments, io: Io): Promise<number> {
  const options = await textOptions(flags, io)
  const port = portOf(flags, usualPort)
  await refuseForeign(settingsFile, io)
  const before = flags.on('restart') ? [] : await readProgress(io)
  const done = labSteps.filter(({ id }) => before.includes(id))
  const beside = new Beside()
  const emulator = await startOn({ port, crowd: usualCrowd }, line, io, beside)
  const interrupted = io.untilInterrupted()
  try {
    const workshop = new Workshop(emulator, io)
    await workshop.begin()
    await workshop.redo(done)
    return await new LabSession(workshop, beside, options, io).run(done, interrupted)
  } finally {
    io.stdin.letGo()
    await emulator.stop()
  }
}
