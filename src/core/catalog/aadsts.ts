/**
 * Codes of Entra ID's token endpoint that an app-only client meets, a row each. `cause` is the likeliest.
 * Sources: Learn, "Microsoft Entra authentication and authorization error codes" and the support articles
 * on single codes. Microsoft says not to branch on codes in production: a diagnosis may.
 */
export interface AadstsRow {
  readonly code: number
  /** One sentence. */
  readonly meaning: string
  /** One sentence; absent where the meaning says it all. */
  readonly cause?: string
  readonly fix: AadstsFix
}

/** Which fix cures it; `none` where the meaning is all that is known. */
export type AadstsFix = 'new-secret' | 'copy-ids' | 'graph-scope' | 'service-principal' | 'none'

export const aadsts: readonly AadstsRow[] = [
  {
    code: 7000215,
    meaning: 'The client secret is wrong.',
    cause:
      "Most often the secret's ID was copied instead of its value, the value was cut, or it belongs to another app.",
    fix: 'new-secret',
  },
  {
    code: 7000222,
    meaning: 'Every secret that would fit has expired.',
    cause: "The secret's end date has passed.",
    fix: 'new-secret',
  },
  {
    code: 7000216,
    meaning: 'The request carried no credential.',
    cause: 'The secret is empty, or the .env that holds it was not read.',
    fix: 'new-secret',
  },
  {
    code: 7000218,
    meaning: 'The request carried neither a secret nor an assertion.',
    cause: 'The secret is empty, or the .env that holds it was not read.',
    fix: 'new-secret',
  },
  {
    code: 700016,
    meaning: 'No application of this client id is in the tenant.',
    cause:
      'The client id is wrong (the object id is another one), or the app lives in, or was consented in, another tenant.',
    fix: 'copy-ids',
  },
  {
    code: 7000229,
    meaning: 'The application has no service principal in this tenant.',
    cause: 'It was created by a tool that makes none, or the service principal was deleted.',
    fix: 'service-principal',
  },
  {
    code: 7000112,
    meaning: 'The application is disabled in this tenant.',
    cause:
      'Somebody set "Enabled for users to sign in" of the enterprise app to No, or Microsoft blocked it.',
    fix: 'none',
  },
  {
    code: 90002,
    meaning: 'There is no such tenant in this cloud.',
    cause: 'The tenant id has a typo, is a subscription id, or belongs to another cloud.',
    fix: 'copy-ids',
  },
  {
    code: 900023,
    meaning: 'The tenant is neither an id nor a domain name.',
    cause: 'A placeholder, a quote or a blank is left in the setting.',
    fix: 'copy-ids',
  },
  {
    code: 1002012,
    meaning: 'The scope of an app-only request must end in /.default.',
    cause: 'Single permissions were asked for: app-only tokens always carry all that were granted.',
    fix: 'graph-scope',
  },
  {
    code: 70011,
    meaning: 'The scope is not valid.',
    cause: 'It has a typo, or names two APIs.',
    fix: 'graph-scope',
  },
  {
    code: 500011,
    meaning: 'The tenant knows no API of the name in the scope.',
    cause: 'The scope has a typo, or is for the Graph of another cloud.',
    fix: 'graph-scope',
  },
  { code: 70003, meaning: 'The grant type is not supported.', fix: 'none' },
  {
    code: 900144,
    meaning: 'A required field is missing in the request.',
    cause: 'A setting is empty.',
    fix: 'copy-ids',
  },
  { code: 9002313, meaning: 'The request is malformed.', fix: 'none' },
  {
    code: 53003,
    meaning: 'Conditional Access blocks this sign-in.',
    cause: 'A policy for workload identities blocks the place or the risk of this service principal.',
    fix: 'none',
  },
]

export function aadstsRow(codes: readonly number[]): AadstsRow | null {
  return aadsts.find(({ code }) => codes.includes(code)) ?? null
}
