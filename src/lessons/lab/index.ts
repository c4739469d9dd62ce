import { partOne } from './part-one.ts'
import { partTwo } from './part-two.ts'
import type { LabStep, Question } from './step.ts'

export const labSteps: readonly LabStep[] = [...partOne, ...partTwo]

/** What somebody who has done the lab can explain. */
export const learned: readonly string[] = [
  'why Entra ID issues a token to an app that may do nothing',
  'what declaring a permission does, what consent does, and where each is written',
  'why a token that is older than a consent is still refused',
  'how app-only and delegated tokens are told apart: roles and scp',
  'why client credentials need no refresh token',
  'what least privilege is measured by, and what a leaked secret can do',
]

/** The quick decision, at the end. */
export const decision = 'Is a user present? Yes: delegated. No: app-only.'

export const quiz: readonly Question[] = [
  {
    asks: 'A token has roles and no scp. Whose is it?',
    choices: ["A signed-in user's", "An app's own"],
    right: 1,
    because:
      'Roles are application permissions: the app speaks for itself. A user would have scopes, in scp.',
  },
  {
    asks: 'Graph answers 403 Authorization_RequestDenied. Is the secret wrong?',
    choices: ['Yes', 'No'],
    right: 1,
    because:
      'With a wrong secret there is no token: Entra ID answers AADSTS7000215. Graph answers 403 to a token that it knows.',
  },
  {
    asks: 'Consent was given a minute ago, and the daemon is still refused. What first?',
    choices: ['Consent again', 'A new token', 'A new secret'],
    right: 1,
    because: 'The token was issued before the grant, and does not change. The next one carries it.',
  },
  {
    asks: 'User.Read.All was declared as a delegated permission. What will the app-only token hold?',
    choices: ['User.Read.All in roles', 'User.Read.All in scp', 'Neither'],
    right: 2,
    because:
      'A delegated permission needs a user. The application permission of the same name has an id of its own, and must be declared and granted itself.',
  },
  {
    asks: 'Where is a refresh token kept in this flow?',
    choices: ['In the cache of MSAL', 'In Entra ID', 'There is none'],
    right: 2,
    because: 'Client credentials get no refresh token: the app proves itself anew.',
  },
]
