import type { Io } from '../io.ts'

/** Says on stderr what is awaited when standard input stays silent for so long. */
const patienceMs = 1000

/** Waits for standard input, and says for what when it takes a while. */
export async function patiently(reading: Promise<string>, awaited: string, io: Io): Promise<string> {
  let silent = true
  const done = reading.finally(() => {
    silent = false
  })
  void io.sleep(patienceMs).then(() => {
    if (silent) io.stderr.write(`Waiting for ${awaited} on standard input (end it with Ctrl-D)\n`)
  })
  return done
}
