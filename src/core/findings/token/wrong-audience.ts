import { fixesFor } from '../../fixes/registry.ts'
import { audienceName } from '../../knowledge/audiences.ts'
import { defineFinding } from '../finding.ts'
import { serviceOf } from '../operation/another-api.ts'

export const wrongAudience = defineFinding({
  id: 'token/wrong-audience',
  title: 'The token is for another API',
  words: {
    meaning:
      'A token is for the one API in its aud claim. Graph refuses any other with 401 Invalid audience, and its roles are roles of that other API. why403 sends a token to the Graph of its own audience and nowhere else.',
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
    return [
      {
        severity: isWanted ? 'note' : 'error',
        certainty: 'certain',
        about: 'token',
        saying: { asked, ...(ofAnotherCloud ? { cloud: graph.title } : { api: apiOf(payload.aud) }) },
        evidence: [
          { name: 'aud', expected: `https://${target.cloud.graph}`, actual: payload.aud, source: 'token' },
        ],
        fix: asked ? fixesFor('graph-scope', target) : [],
      },
    ]
  },
  say({ asked, ...audience }: Saying) {
    return {
      headline:
        'cloud' in audience
          ? `The token is for the Graph of another cloud (${audience.cloud}).`
          : `The token is for ${audience.api}, not for Microsoft Graph.`,
      why: asked
        ? 'Graph answers 401 to it, so nothing was sent: a token goes only to the API that it is for.'
        : 'Its roles and scopes are those of that API, and say nothing about Graph.',
    }
  },
})

type Saying = {
  /** Operations were asked about, not the token alone. */
  readonly asked: boolean
} & ({ readonly cloud: string } | { readonly api: string })

function apiOf(audience: string | null): string {
  return (audience === null ? null : audienceName(audience)) ?? 'another API'
}
