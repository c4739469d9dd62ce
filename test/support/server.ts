import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it arrived. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** After status, headers and body: close the connection in the middle, or leave it open without a word. */
  readonly ending?: 'hang up' | 'fall silent'
}

export interface Server {
  /** http://127.0.0.1:PORT */
  readonly url: string
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

/** A loopback server that answers as it is told and keeps what it was asked. */
export async function serve(reply: (asked: Asked) => Reply | Promise<Reply>): Promise<Server> {
  const asked: Asked[] = []
  const server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const { method = '', url: path = '', headers } = incoming
    const request = { method, path, headers, body }
    asked.push(request)
    const { status = 200, headers: own = {}, body: text = '', ending } = await reply(request)
    outgoing.writeHead(status, own)
    if (ending === undefined) outgoing.end(text)
    else {
      outgoing.write(text, () => {
        if (ending === 'hang up') incoming.socket.destroy()
      })
    }
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** An address of this machine on which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await serve(() => ({}))
  await server.stop()
  return server.url
}
