import type { CredentialKind } from '../../core/credential.ts'
import { type Chain, chainOf, type LinkName } from '../../core/report/chain.ts'
import type { Report, TokenReport } from '../../core/report/report.ts'
import { counted } from '../../core/text.ts'
import { duration } from '../../core/time.ts'
import { breakOf } from './break.ts'
import { exchanges } from './exchanges.ts'
import { type Actor, type Conversation, few, type Message, message, remark, type Step } from './steps.ts'

export * from './steps.ts'

/** Null where nobody said anything: no token was asked for, and no operation. */
export function conversationOf(report: Report): Conversation | null {
  const { token, acquisition, refusals = [] } = report
  const chain = chainOf(report)
  const told = refusals.find(isOfEntra)
  if (acquisition === undefined && chain === null && told === undefined) return null
  const app = appName(token)
  const breaks = chain === null ? null : breakOf(chain, report)
  const when = breaks === null ? null : moments[breaks.link]
  const broken = breaks === null ? [] : [breaks.remark]
  const steps: Step[] = [
    ...(acquisition === undefined ? handedIn(token) : asked(token, acquisition)),
    ...(told === undefined ? [] : refusedByText(told)),
    ...(when === 'before' ? broken : chain === null ? [] : granted(chain, report)),
    ...(acquisition === undefined ? [] : issued(report, acquisition)),
    ...(when === 'between' ? broken : []),
    ...(chain === null ? [] : exchanges(chain, report)),
    ...(when === 'after' ? broken : []),
  ]
  return {
    actors: {
      app: {
        name: app ?? 'the app',
        short: 'the app',
        does: acquisition === undefined && token !== undefined ? 'holds the token' : 'your app',
      },
      entra: { name: 'Entra ID', short: 'Entra ID', does: 'issues tokens' },
      graph: { name: 'Microsoft Graph', short: 'Graph', does: 'holds the data' },
    },
    steps,
    summary: summaryOf(steps, app ?? 'The app'),
  }
}

/** When a break comes about: before the token is issued, between that and the calls, or with the calls. */
const moments: Readonly<Record<LinkName, 'before' | 'between' | 'after'>> = {
  declared: 'before',
  granted: 'before',
  held: 'between',
  needed: 'after',
  rights: 'after',
  answer: 'after',
}

type EntraRefusal = Extract<NonNullable<Report['refusals']>[number], { readonly service: 'entra' }>

/** A refusal of a token, which no operation was asked with. */
function isOfEntra(refusal: NonNullable<Report['refusals']>[number]): refusal is EntraRefusal {
  return refusal.service === 'entra' && refusal.operation === undefined
}

function appName(token: TokenReport | undefined): string | null {
  const name = token?.claims?.find(claim => claim.name === 'app_displayname')?.value
  return typeof name === 'string' && name !== '' ? name.slice(0, 40) : null
}

function asked(token: TokenReport | undefined, { credential }: NonNullable<Report['acquisition']>): Step[] {
  const id = token?.appid
  const who = id == null ? 'Here I am' : `I am ${shortId(id)}`
  const { says, detail } = introductions[credential]
  return [message('app', 'entra', `${who}, ${says}`, detail)]
}

/** How an app proves itself, as it would say it. */
const introductions: Readonly<Record<CredentialKind, Pick<Message, 'says' | 'detail'>>> = {
  secret: { says: 'here is my secret', detail: 'POST /oauth2/v2.0/token' },
  certificate: { says: 'signed with my key', detail: 'POST /oauth2/v2.0/token' },
  federated: { says: 'another issuer knows me', detail: 'POST /oauth2/v2.0/token' },
  'managed-identity': { says: 'my platform knows me', detail: "by the platform's own endpoint" },
}

function handedIn(token: TokenReport | undefined): Step[] {
  if (token === undefined) return []
  const holds = holdsWords(token)
  return [
    remark(
      'app',
      `Handed in: ${token.origin}`,
      [`${kindOf(token)}${holds === '' ? '' : `: ${holds}`}`],
      'plain',
    ),
  ]
}

function kindOf({ access, form }: TokenReport): string {
  if (form !== 'jwt') return 'cannot be read'
  return access === 'unknown' || access === undefined ? 'of unknown kind' : access
}

function holdsWords({ access, roles, scp }: TokenReport): string {
  const all = (access === 'delegated' ? scp : roles) ?? []
  if (access === undefined || access === 'unknown') return ''
  if (all.length === 0) return access === 'delegated' ? 'no scope' : 'no roles'
  return all.length <= 2 ? all.join(', ') : `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`
}

function issued({ token }: Report, { status, codes, error }: NonNullable<Report['acquisition']>): Step[] {
  if (token === undefined) {
    const code = codes?.[0] === undefined ? (error ?? '') : `AADSTS${codes[0]}`
    return [message('entra', 'app', `${status} ${code}`.trim(), 'no token', 'bad')]
  }
  const roles = token.roles?.length ?? 0
  const life = token.secondsLeft == null ? '' : `, lives ${duration(token.secondsLeft)}`
  const says = `${status}: a token, with ${roles === 0 ? 'no roles' : counted(roles, 'role')} in it`
  return [message('entra', 'app', says, `${kindOf(token)}${life}`)]
}

function refusedByText({ codes, error, status }: EntraRefusal): Step[] {
  const code = codes[0] === undefined ? (error ?? 'refused') : `AADSTS${codes[0]}`
  return [
    message('app', 'entra', 'A token, please', 'POST /oauth2/v2.0/token'),
    message('entra', 'app', [status, code].filter(part => part !== null).join(' '), 'no token', 'bad'),
  ]
}

/** What an administrator granted, where the records were read and the token carries it. */
function granted({ columns, rows }: Chain, { operations }: Report): Step[] {
  const at = columns.indexOf('granted')
  const names = rows.flatMap(({ links, needed }) =>
    links[at]?.state === 'holds' && needed !== null ? [needed.permission] : [],
  )
  if (names.length === 0 || rows.some(({ broken }) => broken !== null)) return []
  const [since] = operations
    .flatMap(({ granted = [] }) => granted.map(one => one.since))
    .filter(time => time !== null)
    .sort()
    .slice(-1)
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(since ?? '') ?? []
  const when = day === undefined ? '' : `, ${day} ${time} UTC`
  return [remark('entra', `Granted${when}`, few([...new Set(names)]), 'good')]
}

/** `6f1c…7c11` of an id. */
export function shortId(id: string): string {
  return /^[0-9a-f-]{36}$/i.test(id) ? `${id.slice(0, 4)}…${id.slice(-4)}` : id.slice(0, 20)
}

const verbs: Readonly<Record<Actor, string>> = { app: 'The app', entra: 'Entra ID', graph: 'Graph' }

function summaryOf(steps: readonly Step[], app: string): string {
  const names = { ...verbs, app }
  const sentences = steps.map((step): string => {
    if (step.kind === 'message') return `${names[step.from]} to ${names[step.to]}: ${step.says}.`
    if (step.kind === 'gap' || step.lines.length === 0) return `${step.says}.`
    return `${step.says} (${step.lines.join('; ')}).`
  })
  return sentences.join(' ')
}
