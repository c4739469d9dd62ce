import { type Lesson, statuses, why403 } from '../lesson.ts'

export const certificate: Lesson = {
  id: 'certificate',
  title: 'From a secret to a certificate: the key stays, its public half is registered',
  opening: null,
  app: 'reporting',
  steps: [
    {
      title: 'A certificate is made, and put on the app',
      why: 'A secret is sent with every request for a token. The private key of a certificate is never sent: it signs.',
      acts: [
        why403(['inspect', '--dotenv', '.env.admin', '--save-token', 'admin.jwt'], { show: [] }),
        { kind: 'certificate', app: 'reporting', into: 'app.pem' },
        why403(['GET /users', '--certificate', 'app.pem', '--credential', 'certificate'], {
          show: ['verdict', 'token'],
          most: 5,
        }),
      ],
      seen: ({ report }) => [
        { what: 'users are read', met: String(statuses(report)) === '200' },
        {
          what: 'the app proved itself with the certificate, and the token agrees',
          met: report.acquisition?.credential === 'certificate' && report.acquisition.claimAgrees === true,
        },
      ],
    },
  ],
}
