import type { ReadableToken } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { audienceName, ownAudience } from '../../knowledge/audiences.ts'
import { neighbourOfAudience } from '../../knowledge/neighbours.ts'
import { defineFinding } from '../finding.ts'
import { serviceOf } from '../operation/another-api.ts'

export const wrongAudience = defineFinding({
  id: 'token/wrong-audience',
  title: 'The token is for another API',
  words: {
    meaning:
      "A token is for the one API in its aud claim. Graph refuses any other with 401 Invalid audience, and the roles in it are that other API's. why403 sends a token to the Graph of its own audience and nowhere else.",
    causes: [
      'The scope named another API: it must be https://graph.microsoft.com/.default.',
      'The token is for the Graph of another cloud.',
      'An ID token, whose audience is the app itself, was taken for an access token.',
    ],
    certainty: "Certain: aud is compared with Graph's audiences in every cloud.",
    sources: ['Learn: Troubleshoot signature validation errors', 'Learn: National cloud deployments'],
  },
  find({ facts, target }) {
    const { token, cloud, issuer } = facts
    if (token?.form !== 'jwt' || issuer !== null) return []
    const { graph, payload } = token
    const ofAnotherCloud = graph !== null && graph !== 'any' && cloud !== null && graph.graph !== cloud.graph
    if (graph !== null && !ofAnotherCloud) return []
    // Where another API is asked, the token may be for that one.
    if (facts.operations.length > 0 && facts.operations.every(asked => serviceOf(asked) !== null)) return []
    const asked = facts.asked === 'operations'
    // A token for another API is no fault of its own; but a gate is for Graph's, and a cloud was asked for.
    const isWanted = !asked && facts.expect === null && !ofAnotherCloud && payload.aud !== null
    const opens = isWanted ? opensOf(token) : 'nothing-known'
    return [
      {
        severity: isWanted ? 'note' : 'error',
        certainty: 'certain',
        about: 'token',
        saying: { asked, opens, ...(ofAnotherCloud ? { cloud: graph.title } : { api: apiOf(payload.aud) }) },
        evidence: [
          { name: 'aud', expected: `https://${target.cloud.graph}`, actual: payload.aud, source: 'token' },
        ],
        fix: fixesFor(asked ? 'graph-scope' : opens === 'own-role' ? 'own-app-role' : null, target),
      },
    ]
  },
  say({ asked, opens, ...audience }: Saying) {
    return {
      headline:
        'cloud' in audience
          ? `The token is for the Graph of another cloud (${audience.cloud}).`
          : `The token is for ${audience.api}, not for Microsoft Graph.`,
      why: asked ? notSent : typeof opens === 'string' ? opensWords[opens] : opens.permissions,
    }
  },
})

type Saying = {
  /** Operations were asked about, not the token alone. */
  readonly asked: boolean
  readonly opens: Opens
} & ({ readonly cloud: string } | { readonly api: string })

/** What lets an app's token in at its API: a role of one's own API that it lacks, or what is known of a service. */
type Opens = 'own-role' | 'nothing-known' | { readonly permissions: string }

const notSent = 'Graph answers 401 to it, so nothing was sent: a token goes only to the API that it is for.'

const opensWords = {
  'own-role':
    'It holds no app role of that API, and permissions of Microsoft Graph open nothing there. An API that lets apps in by roles wants one of its own: an app role that it defines for applications, assigned to this app.',
  'nothing-known': 'Its roles and scopes are those of that API, and say nothing about Graph.',
} as const

function opensOf({ access: { access }, payload: { aud, roles } }: ReadableToken): Opens {
  if (access !== 'app-only' || aud === null) return 'nothing-known'
  const permissions = neighbourOfAudience(aud)?.permissions
  if (permissions !== undefined) return { permissions }
  return ownAudience(aud) !== null && (roles ?? []).length === 0 ? 'own-role' : 'nothing-known'
}

function apiOf(audience: string | null): string {
  return (audience === null ? null : audienceName(audience)) ?? 'another API'
}
