/** What a token can be asked to be. */
export const tokenKinds = ['app-only', 'delegated'] as const
export type TokenKind = (typeof tokenKinds)[number]
