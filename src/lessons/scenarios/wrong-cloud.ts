import { found, type Lesson, statuses, why403 } from '../lesson.ts'

export const wrongCloud: Lesson = {
  id: 'wrong-cloud',
  title: 'The Graph of another cloud: authority and scope that do not belong together',
  opening: null,
  app: 'reporting',
  steps: [
    {
      title: "The address is that of another cloud's Graph",
      why: "Each national cloud has an Entra ID and a Graph of its own, and none takes another's tokens. An SDK calls the global Graph until its base address is set.",
      acts: [why403(['https://graph.microsoft.us/v1.0/users'], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [
        {
          what: 'the wrong host is found, for certain',
          met: found(report, 'operation/wrong-host', 'certain'),
        },
        { what: 'the token was not sent there', met: report.calls.every(({ sent }) => !sent) },
      ],
    },
    {
      title: "The scope names another cloud's Graph",
      why: 'The tenant knows no such API: Entra ID issues no token at all.',
      acts: [why403([], { settings: () => ({ GRAPH_SCOPE: 'https://graph.microsoft.us/.default' }) })],
      seen: ({ report }) => [
        { what: 'the code is AADSTS500011', met: report.acquisition?.codes?.[0] === 500011 },
      ],
    },
    {
      title: "Both are those of the tenant's own cloud",
      why: 'Without GRAPH_SCOPE the scope follows from the cloud, and so does the host of GET /users.',
      acts: [why403([], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [{ what: 'both operations answer', met: String(statuses(report)) === '200,200' }],
    },
  ],
}
