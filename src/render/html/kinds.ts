import type { Report } from '../../core/report/report.ts'
import { html } from './parts/html.ts'
import { type Section, table } from './section.ts'

/** Whose token it is: a delegated one beside what a daemon's would be. */
export function kinds({ token }: Report): Section | null {
  if (token?.form !== 'jwt' || token.access !== 'delegated') return null
  const claim = (name: string): unknown => token.claims?.find(one => one.name === name)?.value
  const text = (name: string): string =>
    typeof claim(name) === 'string' ? String(claim(name)).slice(0, 80) : 'absent'
  const person =
    [text('upn'), text('preferred_username'), text('name')].find(value => value !== 'absent') ?? 'absent'
  const scopes = token.scp ?? []
  const rows: readonly (readonly [string, ReturnType<typeof html> | string, string])[] = [
    ['idtyp', text('idtyp'), 'app'],
    ['scp', scopes.length === 0 ? 'absent' : scopes.slice(0, 6).join(' '), 'absent'],
    [
      'roles',
      token.roles?.length ? token.roles.slice(0, 6).join(', ') : 'absent',
      'its permissions, such as User.Read.All',
    ],
    ['upn, name', person === '(masked)' ? html`<span class="mask">masked</span>` : person, 'absent'],
    ['oid', "the user's", "the service principal's"],
    ['/me', 'that user', 'refused: there is no user'],
    ['Mail.Read', "what that user's mailbox holds", 'every mailbox of the tenant'],
    ['may do', 'never more than that user may', 'all that its permissions open'],
    ['consent by', 'the user, or an administrator', 'an administrator, always'],
  ]
  return {
    id: 'kinds',
    title: 'App-only or delegated',
    lead: 'How to tell them apart, in the claims and in what they can do. The quick question: is a user present?',
    body: html`<div class="card kinds">${table(
      'This token beside one that an app gets for itself',
      ['Claim or call', 'This token: delegated', 'A daemon’s: app-only'],
      rows.map(([name, own, other]) => [html`${name}`, html`${own}`, html`${other}`]),
    )}</div>`,
    style: kindsStyle,
  }
}

export const kindsStyle = `.kinds{padding:.5rem 1.25rem 1rem}
.kinds td:nth-child(2){background:var(--accent-tint);padding-left:.75rem}
.kinds td:nth-child(3),.kinds thead th:nth-child(n+2){padding-left:.75rem}
@media(max-width:42rem){.kinds{padding:.25rem 1rem .75rem}
.kinds td:nth-child(n){padding:0;background:none}}
@media print{.kinds{break-inside:avoid}}`
