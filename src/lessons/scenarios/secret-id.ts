import { found, type Lesson, why403 } from '../lesson.ts'
import type { Place } from '../place.ts'

const pasted = (place: Place): Record<string, string> => ({ CLIENT_SECRET: place.app('lab').secretId })

/** As the comment in .env has it. */
const lookedUp = { CLIENT_SECRET: `$(sed -n 's/.*secret is //p' .env)` }

export const secretId: Lesson = {
  id: 'secret-id',
  title: "The secret's ID, pasted instead of its value",
  opening: null,
  app: 'lab',
  steps: [
    {
      title: 'A GUID stands where the secret belongs',
      why: 'The portal shows the value of a secret once, and its ID for ever (.env has it as a comment). why403 looks before it asks.',
      acts: [why403([], { settings: pasted, lookedUp })],
      seen: ({ report }) => [
        {
          what: 'the likely mistake is named',
          met: found(report, 'acquire/secret-id-instead-of-value', 'likely'),
        },
        { what: 'nothing was sent', met: report.acquisition === undefined },
      ],
    },
    {
      title: 'Entra ID is asked anyway',
      why: 'Old tools made secrets of that shape, so only Entra ID can tell.',
      acts: [why403(['--anyway'], { settings: pasted, lookedUp, show: ['verdict', 'findings'] })],
      seen: ({ report }) => [
        { what: 'the code is AADSTS7000215', met: report.acquisition?.codes?.[0] === 7000215 },
        {
          what: 'now the mistake is certain',
          met: found(report, 'acquire/secret-id-instead-of-value', 'certain'),
        },
      ],
    },
    {
      title: 'The value itself',
      why: 'It is the value that proves who the app is.',
      acts: [why403(['inspect'], { show: 'whole', most: 9 })],
      seen: ({ report }) => [{ what: 'a token was issued', met: report.token !== undefined }],
    },
  ],
}
