import { closeSync, constants, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { decodeText } from './decode-text.ts'

/** Beyond what was allowed, under the name that the system has for a file that is too large. */
function tooLong(): Error {
  return Object.assign(new Error('the file is too long'), { code: 'EFBIG' })
}

/**
 * The whole of a text file, at most so many bytes. Rejects with Node's own error, and with the code EFBIG for
 * a longer one, of which no more than that is read, whatever length it claims. A device or a pipe, such as
 * `<(command)` of a shell, is read as it comes: it may make wait.
 */
export async function readWhole(path: string, limit: number): Promise<string> {
  return decodeText(await readAllBytes(path, limit))
}

/** The same of any file. */
export async function readAllBytes(path: string, limit: number): Promise<Buffer> {
  if (!statSync(path).isFile()) return readStream(path, limit)
  // Small files, and nothing else under way: the thread pool costs more than it saves.
  const file = openSync(path, constants.O_RDONLY)
  try {
    const chunks: Buffer[] = []
    for (let length = 0; ; ) {
      const chunk = Buffer.allocUnsafe(Math.min(limit + 1 - length, 64 * 1024))
      const read = readSync(file, chunk)
      if (read === 0) return Buffer.concat(chunks)
      length += read
      if (length > limit) throw tooLong()
      chunks.push(chunk.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
}

async function readStream(path: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 32 * 1024 })) {
    length += (chunk as Buffer).length
    if (length > limit) throw tooLong()
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}
