/** Which schemes are asked about: an app's own permissions, a signed-in user's, or both. */
export const schemeChoices = ['application', 'delegated', 'all'] as const
export type SchemeChoice = (typeof schemeChoices)[number]
