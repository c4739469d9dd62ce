import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import type { Emulator } from '../../src/emulator/emulator.ts'
import { makeCertificate } from '../../test/support/certificates.ts'

/** A request that a page prints: a block of `http`, with the headers and the body of one. */
interface RestExample {
  readonly page: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

const folder = 'docs/credentials'

/** Those of the pages about credentials, in their order. */
export function restExamples(root: string): RestExample[] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap(name => {
      const page = `${folder}/${name}`
      const text = readFileSync(join(root, page), 'utf8')
      return [...text.matchAll(/^```http\n([^`]+)```$/gm)].map(([, block = '']) => exampleOf(page, block))
    })
}

function exampleOf(page: string, block: string): RestExample {
  const [head = '', body = ''] = block.split('\n\n')
  const [first = '', ...lines] = head.trim().split('\n')
  const [method = '', path = ''] = first.split(' ')
  const headers = Object.fromEntries(lines.map(line => line.split(': ') as [string, string]))
  return { page, method, path, headers, body: body.trim() === '' ? null : body.trim() }
}

/** Sends each to the emulator, as an administrator would. What is not accepted comes back as a sentence. */
export async function restFaults(root: string, emulator: Emulator): Promise<string[]> {
  const values = valuesIn(emulator)
  const token = await adminToken(emulator)
  const faults: string[] = []
  for (const example of restExamples(root)) {
    const { page, method, path, headers, body } = example
    const filled = (text: string): string =>
      text.replace(/\{([a-z\d-]+)\}/g, (whole, name: string) => values.get(name) ?? whole)
    const { status } = await fetch(`${emulator.url}${filled(path)}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body === null ? {} : { body: filled(body) }),
    })
    if (status >= 300) faults.push(`${page}: ${method} ${path} was answered with ${status}.`)
  }
  return faults
}

function valuesIn(emulator: Emulator): ReadonlyMap<string, string> {
  const graph = contoso.resources.find(({ key }) => key === 'graph')!
  const certificate = makeCertificate('why403', { from: Date.now(), until: Date.now() + 24 * 3600_000 })
  const identity = contoso.identities.find(({ key }) => key === 'reports')!
  return new Map([
    ['application-object-id', emulator.apps.lab!.objectId],
    ['identity-object-id', identity.servicePrincipalId],
    ['graph-object-id', graph.servicePrincipalId],
    ['certificate-in-base64', certificate.der.toString('base64')],
  ])
}

async function adminToken({ url, tenantId, apps }: Emulator): Promise<string> {
  const { clientId: client_id, secret: client_secret } = apps.admin!
  const form = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }
  const body = new URLSearchParams({ ...form, client_id, client_secret })
  const answer = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body })
  return ((await answer.json()) as { access_token: string }).access_token
}
