import { isGuid } from '../guid.ts'
import { type JsonObject, memberOf, textOf } from '../json.ts'
import { isIdToken } from './id-token.ts'
import type { Payload } from './payload.ts'

/** What a signed JSON Web Token is, where it is no access token that an API would take as a bearer. */
interface OtherKind {
  /** With its article: `an ID token`. */
  readonly name: string
  /** One sentence: whose it is and the one next step. */
  readonly next: string
  is(token: Signed): boolean
}

interface Signed {
  readonly typ: string
  readonly claims: JsonObject
  readonly payload: Payload
}

const has = ({ claims }: Signed, ...names: readonly string[]): boolean =>
  names.every(name => Object.hasOwn(claims, name))

const text = ({ claims }: Signed, name: string): string => textOf(memberOf(claims, name)) ?? ''

/** The app that sends Graph's change notifications, and the one of Microsoft 365 connectors. */
const notifiers: ReadonlySet<string> = new Set([
  '0bf30f3b-4a52-48df-9a82-234910c4a086',
  '56c1da01-2129-48f7-9355-af6d59d42766',
])

/**
 * The first that fits names it, the unmistakable before the general. Sources: RFC 7523 (client assertions),
 * RFC 9449 (DPoP); Learn, "Workload identity federation", "Authenticate requests from the Bot Connector service",
 * "Change notifications with resource data"; the forms of MSAL's signed requests and of the PRT cookie were observed.
 */
const kinds: readonly OtherKind[] = [
  {
    name: 'a signed HTTP request (proof of possession)',
    next: 'MSAL made it around an access token, which is inside it: look at that one',
    is: token => token.typ === 'pop' || (has(token, 'at') && (has(token, 'm', 'u') || has(token, 'ts'))),
  },
  {
    name: 'a DPoP proof',
    next: 'It proves a key beside an access token, and is none itself',
    is: token => token.typ === 'dpop+jwt' || has(token, 'htm', 'htu'),
  },
  {
    name: 'the cookie of a primary refresh token (PRT)',
    next: 'It signs its user in on a device and opens no API: if it was shown to others, revoke the sign-in sessions of that user',
    is: token => has(token, 'refresh_token') && (has(token, 'is_primary') || has(token, 'request_nonce')),
  },
  {
    name: 'a client assertion',
    next: 'The app made it to prove itself: send it to the token endpoint as client_assertion, and get an access token for it',
    is: token =>
      isGuid(text(token, 'iss')) &&
      text(token, 'iss') === text(token, 'sub') &&
      /\/(?:oauth2(?:\/v2\.0)?\/token|v2\.0\/?)$/.test(text(token, 'aud')),
  },
  {
    name: 'a federated assertion of GitHub Actions',
    next: 'Exchange it within minutes at the token endpoint, as client_assertion beside the client id; the job needs id-token: write',
    is: token => text(token, 'iss').startsWith('https://token.actions.githubusercontent.com'),
  },
  {
    name: 'the job token of Azure Pipelines',
    next: 'It is for Azure DevOps alone, and opens nothing of Graph',
    is: token =>
      /vstoken|visualstudio\.com/.test(text(token, 'iss')) && /app_token|vso/.test(text(token, 'scp')),
  },
  {
    name: 'a federated assertion of an Azure Pipelines service connection',
    next: 'Exchange it within minutes at the token endpoint, as client_assertion beside the client id',
    is: token => text(token, 'sub').startsWith('sc://') || text(token, 'iss').startsWith('https://vstoken.'),
  },
  {
    name: 'the token of a Kubernetes service account',
    next: 'With the audience api://AzureADTokenExchange it can be exchanged at the token endpoint; with another, let the cluster project it with that audience',
    is: token =>
      text(token, 'sub').startsWith('system:serviceaccount:') ||
      text(token, 'iss') === 'kubernetes/serviceaccount' ||
      has(token, 'kubernetes.io'),
  },
  {
    name: 'a federated assertion',
    next: 'Exchange it at the token endpoint, as client_assertion beside the client id',
    is: token =>
      /^api:\/\/AzureADTokenExchange|^fb60f99c-7a34-4190-8149-302f77469936$/i.test(text(token, 'aud')),
  },
  {
    name: 'the OIDC token of a CI service (GitLab, HCP Terraform)',
    next: 'With the audience api://AzureADTokenExchange it can be exchanged at the token endpoint; ask for it with that audience',
    is: token => /^https:\/\/(?:gitlab\.com|app\.terraform\.io)\/?$/.test(text(token, 'iss')),
  },
  {
    name: 'the identity document of a workload (SPIFFE)',
    next: 'With the audience api://AzureADTokenExchange it can be exchanged at the token endpoint; ask for it with that audience',
    is: token => text(token, 'sub').startsWith('spiffe://'),
  },
  {
    name: 'a token from the Bot Framework service to a bot',
    next: 'The bot validates it, and forwards it nowhere: for Graph, the bot asks for a token of its own',
    is: token => text(token, 'iss') === 'https://api.botframework.com',
  },
  {
    name: 'a validation token of Graph change notifications',
    next: 'Graph sends it to the receiver of a notification, which validates it; it opens nothing',
    is: token => notifiers.has((text(token, 'azp') || text(token, 'appid')).toLowerCase()),
  },
  {
    name: 'an identity token of Exchange for an Outlook add-in',
    next: 'It tells the add-in who its user is, and opens nothing: use nested app authentication to ask for a token of Graph',
    is: token =>
      has(token, 'appctx') ||
      has(token, 'msexchuid') ||
      /^00000002-0000-0ff1-ce00-000000000000@/i.test(text(token, 'iss')),
  },
  {
    name: 'a token of the Access Control Service for SharePoint',
    next: 'That service has ended: use an app-only token of Entra ID, with a certificate',
    is: token =>
      /^00000001-0000-0000-c000-000000000000@|^https:\/\/accounts\.accesscontrol\.windows\.net\//i.test(
        text(token, 'iss'),
      ) || /^00000003-0000-0ff1-ce00-000000000000\/\S+@/i.test(text(token, 'aud')),
  },
  {
    name: 'a refresh token of Azure Container Registry',
    next: 'It is the password of docker login for that registry, and opens nothing of Graph',
    is: token => text(token, 'iss') === 'Azure Container Registry',
  },
  {
    name: 'an ID token',
    next: 'It tells an app who signed in, and opens no API. Ask for an access token, with a scope of Graph',
    is: ({ payload }) => isIdToken(payload),
  },
]

/** Name and next step, as `an ID token: It tells …`; null: an access token, as far as its claims tell. */
export function otherKindOf(header: JsonObject, claims: JsonObject, payload: Payload): string | null {
  const signed = { typ: (textOf(header.typ) ?? '').toLowerCase(), claims, payload }
  const kind = kinds.find(({ is }) => is(signed))
  return kind === undefined ? null : `${kind.name}: ${kind.next}`
}
