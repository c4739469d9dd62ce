// A program as somebody has it: it knows nothing of why403, and takes proxy and roots from its environment.
import { connect } from 'node:net'
import tls from 'node:tls'

const { HTTPS_PROXY, TENANT_ID, CLIENT_ID, CLIENT_SECRET } = process.env

/** One request over HTTPS, through the proxy. */
function ask(host, head, body = '') {
  const { hostname, port, username, password } = new URL(HTTPS_PROXY)
  const key = Buffer.from(`${username}:${password}`).toString('base64')
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', reject)
    socket.write(`CONNECT ${host}:443 HTTP/1.1\r\nProxy-Authorization: Basic ${key}\r\n\r\n`)
    socket.once('data', () => {
      const secure = tls.connect({ socket, servername: host })
      let text = ''
      secure.on('error', reject)
      secure.on('data', piece => {
        text += piece
      })
      secure.on('end', () =>
        resolve({ status: Number(text.slice(9, 12)), body: text.slice(text.indexOf('\r\n\r\n') + 4) }),
      )
      secure.write(
        `${head}\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      )
    })
  })
}

const form = new URLSearchParams({
  ...{ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
  scope: 'https://graph.microsoft.com/.default',
}).toString()
const type = 'Content-Type: application/x-www-form-urlencoded'
const token = await ask(
  'login.microsoftonline.com',
  `POST /${TENANT_ID}/oauth2/v2.0/token HTTP/1.1\r\n${type}`,
  form,
)
if (token.status !== 200) {
  console.log(`no token: ${token.status}`)
  process.exit(7)
}
const bearer = `Authorization: Bearer ${JSON.parse(token.body).access_token}`
for (const path of process.argv.slice(2)) {
  const { status } = await ask('graph.microsoft.com', `GET ${path} HTTP/1.1\r\n${bearer}`)
  console.log(`${status} ${path}`)
  if (status !== 200) process.exitCode = 5
}
