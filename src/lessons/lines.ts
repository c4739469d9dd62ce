import { shellCommand, withVariable } from '../core/shell.ts'
import type { Act, Certified, Lesson } from './lesson.ts'
import type { Place } from './place.ts'

/** What a lesson types, as somebody types it by hand. */

/** Of the certificate that a lesson makes, and what the registration is told of it. */
export const certificateDays = 30
export const keyCredential = { type: 'AsymmetricX509Cert', usage: 'Verify' } as const

/** The lines that do an act by hand; none: there is nothing to type. */
export function linesOf(act: Act, place: Place): readonly string[] {
  if (act.kind === 'certificate') return certificateLines(act, place)
  const line = lineOf(act, place)
  return line === null ? [] : [line]
}

/** The shell puts in what only it knows: the token of a file, and the certificate that it has just made. */
function certificateLines({ app, into }: Certified, place: Place): string[] {
  const { objectId, displayName } = place.app(app)
  const key = `$(openssl x509 -in ${into} -outform der | base64 | tr -d '\\n')`
  const body = JSON.stringify({ keyCredentials: [{ ...keyCredential, key: 'KEY' }] })
    .replaceAll('"', '\\"')
    .replace('KEY', () => key)
  return [
    `openssl req -x509 -newkey rsa:2048 -nodes -days ${certificateDays} -subj /CN=${displayName} -keyout ${into} -out ${into}`,
    `curl --silent --request PATCH ${place.emulator.url}/v1.0/applications/${objectId} ${bearerOf('admin.jwt')} --json "${body}"`,
  ]
}

function lineOf(act: Exclude<Act, Certified>, place: Place): string | null {
  switch (act.kind) {
    case 'why403':
      return Object.entries(act.settings(place)).reduceRight(
        (command, [name, value]) => {
          const lookedUp = Object.entries(act.lookedUp).find(([one]) => one === name)?.[1]
          return lookedUp === undefined
            ? withVariable('posix', name, value, command)
            : `${name}=${lookedUp} ${command}`
        },
        shellCommand('posix', 'why403', ...act.words),
      )
    case 'curl': {
      const url = `${place.emulator.url}${act.path(place)}`
      const into = act.into === null ? [] : ['--output', act.into]
      const sent = act.json === null ? [] : ['--json', JSON.stringify(act.json(place))]
      const command = shellCommand(
        'posix',
        ...['curl', '--silent', '--request', 'POST', url],
        ...sent,
        ...into,
      )
      return act.bearer === null ? command : `${command} ${bearerOf(act.bearer)}`
    }
    case 'time':
      return null
  }
}

/** The token of a file in a header of curl's: the shell puts the file's content there. */
export function bearerOf(file: string): string {
  return `--header "Authorization: Bearer $(cat ${file})"`
}

/** The command that starts the emulator as a lesson needs it, with settings to read. */
export function emulatorLine({ app, tenant, faults = [] }: Lesson): string {
  return shellCommand(
    'posix',
    ...['why403', 'emulator', '--write-env', '.env'],
    ...(tenant === undefined ? [] : ['--tenant', tenant]),
    ...(app === 'lab' ? [] : ['--app', app]),
    ...faults.flatMap(text => ['--fault', text]),
  )
}
