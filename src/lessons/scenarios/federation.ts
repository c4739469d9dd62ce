import { found, type Lesson, post, statuses, why403 } from '../lesson.ts'
import type { Place } from '../place.ts'

const subject = 'repo:contoso/daemon:ref:refs/heads/main'

/** What GitHub Actions puts into the environment of a job. */
const job = ({ emulator }: Place): Record<string, string> => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: `${emulator.url}/issuers/github/token?subject=${subject}`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job',
})

export const federation: Lesson = {
  id: 'federation',
  title: 'A pipeline without a secret: another issuer says who it is',
  opening: null,
  app: 'reporting',
  steps: [
    {
      title: 'The pipeline presents the word of its own issuer',
      why: 'Workload identity federation: the app trusts an issuer and a subject, and their token stands in the place of a secret. Here nobody has set that up.',
      acts: [why403(['GET /users', '--credential', 'federated'], { settings: job })],
      seen: ({ report }) => [
        { what: 'Entra ID refuses', met: found(report, 'acquire/refused') },
        { what: 'nothing was asked of Graph', met: report.calls.every(({ sent }) => !sent) },
      ],
    },
    {
      title: 'An administrator lets the app trust that subject',
      why: 'Issuer, subject and audience are compared letter for letter.',
      acts: [
        why403(['inspect', '--dotenv', '.env.admin', '--save-token', 'admin.jwt'], { show: [] }),
        post(place => `/v1.0/applications/${place.app('reporting').objectId}/federatedIdentityCredentials`, {
          bearer: 'admin.jwt',
          json: ({ emulator }) => ({
            ...{ name: 'main', issuer: `${emulator.url}/issuers/github`, subject },
            audiences: ['api://AzureADTokenExchange'],
          }),
          into: 'trust.json',
        }),
        why403(['GET /users', '--credential', 'federated'], {
          settings: job,
          show: ['verdict', 'token'],
          most: 4,
        }),
      ],
      seen: ({ report }) => [{ what: 'users are read', met: String(statuses(report)) === '200' }],
    },
  ],
}
