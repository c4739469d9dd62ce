/**
 * Claims of Entra ID's access tokens, a row each: what the value says, beyond its name. Sources: Learn,
 * "Access token claims reference" and "Optional claims reference"; rows marked `observed` are not
 * documented, and were seen in tokens.
 */
export interface ClaimRow {
  readonly name: string
  readonly meaning: string
  readonly observed?: true
}

export const claims: readonly ClaimRow[] = [
  { name: 'aud', meaning: 'the API that the token is for' },
  { name: 'iss', meaning: 'the token service and tenant that issued it' },
  { name: 'iat', meaning: 'issued at; Entra ID dates it five minutes back' },
  { name: 'nbf', meaning: 'not valid before' },
  { name: 'exp', meaning: 'not valid after' },
  { name: 'aio', meaning: "Entra ID's own record; opaque" },
  { name: 'rh', meaning: "Entra ID's own record; opaque" },
  { name: 'uti', meaning: 'id of this token; the sign-in logs show it' },
  { name: 'ver', meaning: 'token version; the API chooses it, not the endpoint' },
  { name: 'tid', meaning: 'tenant' },
  { name: 'oid', meaning: 'object id of the user, or of the service principal (enterprise app)' },
  { name: 'sub', meaning: 'subject; in an app-only token the same as oid' },
  { name: 'appid', meaning: 'client id of the app (v1.0 tokens)' },
  { name: 'azp', meaning: 'client id of the app (v2.0 tokens)' },
  {
    name: 'appidacr',
    meaning: 'how the app proved itself: 0 not at all, 1 secret, 2 certificate or assertion',
  },
  {
    name: 'azpacr',
    meaning: 'how the app proved itself: 0 not at all, 1 secret, 2 certificate or assertion',
  },
  { name: 'app_displayname', meaning: "the app's name", observed: true },
  { name: 'idp', meaning: 'who authenticated the subject' },
  { name: 'idtyp', meaning: 'app: an app-only token; user: a delegated one' },
  { name: 'roles', meaning: 'application permissions that were granted' },
  { name: 'scp', meaning: 'delegated permissions; never in an app-only token' },
  { name: 'wids', meaning: 'directory roles, and a mark that every token of the kind carries' },
  { name: 'acr', meaning: 'authentication context class' },
  { name: 'amr', meaning: 'how the user signed in' },
  { name: 'acrs', meaning: 'authentication contexts that the sign-in satisfied' },
  { name: 'name', meaning: "the user's name, for display only" },
  { name: 'upn', meaning: "the user's sign-in name; it can change" },
  { name: 'unique_name', meaning: "the user's name (v1.0 tokens); it can change" },
  { name: 'preferred_username', meaning: "the user's name (v2.0 tokens); it can change" },
  { name: 'ipaddr', meaning: 'address that the user signed in from' },
  { name: 'groups', meaning: 'groups of the user, by object id' },
  { name: 'cnf', meaning: 'key that the bearer must prove to hold' },
  { name: 'tenant_region_scope', meaning: 'region of the tenant' },
  { name: 'xms_cc', meaning: 'what the client can handle; cp1: claims challenges (CAE)' },
  {
    name: 'xms_idrel',
    meaning: 'who the subject is to the tenant; only odd numbers count: 7 is a service principal, 1 a member',
  },
  { name: 'xms_mirid', meaning: 'Azure resource of the managed identity', observed: true },
  { name: 'xms_tcdt', meaning: 'when the tenant was created', observed: true },
]

/** Null: not in the catalog. */
export function claimMeaning(name: string): string | null {
  return claims.find(row => row.name === name)?.meaning ?? null
}
