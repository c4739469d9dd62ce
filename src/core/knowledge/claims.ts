/**
 * Claims of Entra ID's access tokens, a row each: what the value says, beyond its name. What a value of it
 * stands for is told by claim-values.ts.
 */
export interface ClaimRow {
  readonly name: string
  readonly meaning: string
  /** Token versions that carry it. */
  readonly versions: 'both' | 'v1.0' | 'v2.0'
  /** Kinds of token that carry it. */
  readonly access: 'both' | 'app-only' | 'delegated'
  readonly shown: ClaimForm
  readonly source: keyof typeof claimSources
  /** Not documented: seen in published tokens. */
  readonly observed?: true
  /** What it means was inferred, and may be wrong. */
  readonly uncertain?: true
}

/** How a value is shown: `time` and `span` as numbers of seconds with what they mean to people beside. */
export type ClaimForm =
  | 'text'
  | 'time'
  | 'span'
  | 'code'
  | 'list'
  | 'words'
  | 'app'
  | 'api'
  | 'directory-roles'
  | 'opaque'
  | 'object'

/** Public pages, by title. */
export const claimSources = {
  reference: 'Learn: Access token claims reference',
  optional: 'Learn: Optional claims reference',
  agents: 'Learn: Token claims for agents',
  cae: 'Learn: Continuous access evaluation for apps',
  id: 'Learn: ID token claims reference',
  jwt: 'RFC 7519',
  exchange: 'RFC 8693',
  profile: 'RFC 9068',
  pop: 'RFC 7800',
  oidc: 'OpenID Connect Core 1.0',
  tokens: 'published, expired tokens',
} as const

type Row = readonly [
  name: string,
  versions: ClaimRow['versions'],
  access: ClaimRow['access'],
  shown: ClaimForm,
  source: ClaimRow['source'],
  meaning: string,
  mark?: 'observed' | 'uncertain' | 'observed, uncertain',
]

const rows: readonly Row[] = [
  // What the token is, and for how long
  [
    'aud',
    'both',
    'both',
    'api',
    'reference',
    'the one API that the token is for; v2.0: its application id, v1.0: that or a URI of it, as it was asked for',
  ],
  [
    'iss',
    'both',
    'both',
    'text',
    'reference',
    'the token service and the tenant that issued it; its form depends on ver and on the cloud',
  ],
  ['iat', 'both', 'both', 'time', 'reference', 'issued at; Entra ID dates it some five minutes back'],
  [
    'nbf',
    'both',
    'both',
    'time',
    'reference',
    'not valid before; the same as iat, so that a clock that is slightly behind does no harm',
  ],
  [
    'exp',
    'both',
    'both',
    'time',
    'reference',
    'not valid after; Graph may refuse it earlier, when access was revoked',
  ],
  [
    'ver',
    'both',
    'both',
    'text',
    'reference',
    'token version; the API chooses it, whichever endpoint was asked (Graph: 1.0)',
  ],
  [
    'uti',
    'both',
    'both',
    'text',
    'reference',
    'id of this one token; the sign-in logs show it as unique token identifier',
  ],
  ['jti', 'both', 'both', 'text', 'jwt', 'id of this one token, as other issuers write it; Entra ID has uti'],
  [
    'aio',
    'both',
    'both',
    'opaque',
    'reference',
    "Entra ID's own record for reusing tokens; nothing to read, and it must not be relied on",
  ],
  [
    'rh',
    'both',
    'both',
    'opaque',
    'reference',
    "Entra ID's own record for revalidating tokens; nothing to read, and it must not be relied on",
  ],
  [
    'cnf',
    'both',
    'both',
    'object',
    'pop',
    'the key that a bearer must prove to hold: stolen without it, the token is of no use',
  ],
  [
    'xms_ftd',
    'both',
    'both',
    'opaque',
    'tokens',
    'opaque; its end seems to name the data centre that issued the token',
    'observed, uncertain',
  ],
  [
    'xms_rd',
    'both',
    'both',
    'opaque',
    'tokens',
    'opaque, and its meaning is not documented',
    'observed, uncertain',
  ],
  [
    'xms_pftexp',
    'both',
    'both',
    'text',
    'tokens',
    'not documented; by its name and value a time limit of another token',
    'observed, uncertain',
  ],
  [
    'xms_acd',
    'both',
    'both',
    'text',
    'tokens',
    'not documented; seen as a number of seconds since 1970',
    'observed, uncertain',
  ],
  [
    'xms_spcu',
    'both',
    'both',
    'text',
    'tokens',
    'not documented; seen as true or false',
    'observed, uncertain',
  ],
  [
    'xms_aud_guid',
    'both',
    'both',
    'app',
    'tokens',
    'application id of the API in aud',
    'observed, uncertain',
  ],

  // The tenant
  [
    'tid',
    'both',
    'both',
    'text',
    'reference',
    'the tenant that the subject signed in to; must be the one in iss',
  ],
  [
    'tenant_region_scope',
    'both',
    'both',
    'text',
    'optional',
    'region in which the tenant is hosted, such as EU or NA',
  ],
  [
    'tenant_ctry',
    'both',
    'both',
    'text',
    'optional',
    "the tenant's country, two letters, as its administrator set it",
  ],
  ['xms_tpl', 'both', 'both', 'text', 'optional', "the tenant's preferred language, two letters"],
  ['xms_tcdt', 'v1.0', 'both', 'time', 'tokens', 'when the tenant was created', 'observed'],
  [
    'xms_tdbr',
    'v1.0',
    'both',
    'text',
    'tokens',
    "the tenant's data boundary; only tenants outside the United States have one",
    'observed, uncertain',
  ],
  [
    'xms_tnt_fct',
    'both',
    'both',
    'words',
    'agents',
    'facets of the tenant; only odd numbers count, in no order',
  ],

  // The app
  ['appid', 'v1.0', 'both', 'app', 'reference', 'client id of the app that asked for the token'],
  [
    'azp',
    'v2.0',
    'both',
    'app',
    'reference',
    'client id of the app that asked for the token; what appid is in v1.0',
  ],
  [
    'appidacr',
    'v1.0',
    'both',
    'code',
    'reference',
    'how the app proved itself; says nothing on whether a user is behind it',
  ],
  ['azpacr', 'v2.0', 'both', 'code', 'reference', 'how the app proved itself; what appidacr is in v1.0'],
  [
    'app_displayname',
    'v1.0',
    'both',
    'text',
    'tokens',
    "the app's name; anybody may name an app so",
    'observed',
  ],
  [
    'xms_cc',
    'both',
    'both',
    'list',
    'cae',
    'what the client says it can handle; cp1: claims challenges, so that Graph may refuse the token before exp',
  ],
  [
    'xms_par_app_azp',
    'both',
    'both',
    'app',
    'agents',
    'client id of the parent app, the blueprint of an agent identity',
  ],
  [
    'xms_act_fct',
    'both',
    'both',
    'words',
    'agents',
    'facets of the acting app; only odd numbers count, in no order',
  ],
  ['act', 'both', 'both', 'object', 'exchange', 'who acts for the subject, as other issuers write it'],
  [
    'client_id',
    'both',
    'both',
    'app',
    'profile',
    'client id, as other issuers write it; Entra ID has appid and azp',
  ],

  // The subject: an app's service principal, or a user
  [
    'oid',
    'both',
    'both',
    'text',
    'reference',
    "object id of the user or, app-only, of the service principal: the enterprise app's, not the app registration's. Absent app-only: the tenant has no service principal",
  ],
  [
    'sub',
    'both',
    'both',
    'text',
    'reference',
    'subject; app-only the same as oid, delegated an id that only this app sees',
  ],
  [
    'idtyp',
    'both',
    'both',
    'code',
    'optional',
    'app: an app-only token, user: a delegated one; the surest sign there is. Graph writes it into both, other APIs by default only into app-only ones',
  ],
  [
    'xms_idrel',
    'both',
    'both',
    'words',
    'agents',
    'what the subject is to the tenant; only odd numbers count, even ones are noise by design',
  ],
  [
    'xms_sub_fct',
    'both',
    'both',
    'words',
    'agents',
    'facets of the subject; only odd numbers count, in no order',
  ],
  ['idp', 'both', 'both', 'text', 'reference', 'who authenticated the subject; differs from iss for guests'],
  [
    'xms_mirid',
    'v1.0',
    'app-only',
    'text',
    'tokens',
    'Azure resource id of the managed identity; such tokens are cached for some 24 hours',
    'observed',
  ],
  [
    'xms_az_rid',
    'v1.0',
    'app-only',
    'text',
    'tokens',
    'Azure resource id of the host that the managed identity belongs to',
    'observed, uncertain',
  ],
  [
    'xms_st',
    'v1.0',
    'delegated',
    'object',
    'tokens',
    'the subject as the client app sees it',
    'observed, uncertain',
  ],
  ['puid', 'v1.0', 'delegated', 'text', 'tokens', "the user's id from the days of Passport", 'observed'],
  ['acct', 'both', 'delegated', 'code', 'optional', 'whether the user is a member of the tenant or a guest'],
  [
    'onprem_sid',
    'both',
    'delegated',
    'text',
    'optional',
    "the user's security id in the on-premises Active Directory",
  ],

  // What it may do
  [
    'roles',
    'both',
    'both',
    'list',
    'reference',
    'app-only: the application permissions that were granted; delegated: app roles of the user at that API. Absent app-only: nothing was consented to',
  ],
  [
    'scp',
    'both',
    'delegated',
    'words',
    'reference',
    'the delegated permissions; an app-only token has none (or an empty one, or /)',
  ],
  [
    'wids',
    'both',
    'both',
    'directory-roles',
    'reference',
    'directory roles of the subject by template id, and marks that stand in every token of a kind',
  ],
  [
    'groups',
    'both',
    'both',
    'list',
    'reference',
    'object ids of the groups that the subject is in; left out beyond 200',
  ],
  [
    'hasgroups',
    'both',
    'delegated',
    'text',
    'reference',
    'the user is in more groups than the token can list: ask Graph (getMemberObjects)',
  ],
  [
    '_claim_names',
    'both',
    'both',
    'object',
    'reference',
    'claims that did not fit, mostly groups, and where to ask for them',
  ],
  [
    '_claim_sources',
    'both',
    'both',
    'object',
    'reference',
    'where to ask for what did not fit; the address is of Azure AD Graph, which is retired: ask Graph for getMemberObjects',
  ],

  // How the user signed in
  ['acr', 'v1.0', 'delegated', 'code', 'reference', 'whether the sign-in met ISO/IEC 29115: 0 no, 1 yes'],
  [
    'acrs',
    'both',
    'delegated',
    'list',
    'optional',
    'authentication contexts (Conditional Access) that the sign-in satisfied',
  ],
  ['amr', 'v1.0', 'delegated', 'list', 'reference', 'how the user signed in'],
  ['auth_time', 'both', 'delegated', 'time', 'optional', 'when the user last signed in'],
  ['ipaddr', 'both', 'delegated', 'text', 'reference', 'address that the user signed in from'],
  [
    'fwd',
    'both',
    'delegated',
    'text',
    'optional',
    'address that the user first asked from, inside a virtual network',
  ],
  ['vnet', 'both', 'delegated', 'text', 'optional', 'virtual network that the request came through'],
  [
    'in_corp',
    'both',
    'delegated',
    'text',
    'optional',
    'the user signed in from the corporate network, by the trusted addresses of multifactor authentication',
  ],
  [
    'deviceid',
    'v1.0',
    'delegated',
    'text',
    'tokens',
    'object id of the device, when the device took part in the sign-in',
    'observed, uncertain',
  ],
  [
    'platf',
    'v1.0',
    'delegated',
    'text',
    'tokens',
    'platform of the device, as a number; the numbers are not documented',
    'observed, uncertain',
  ],
  [
    'signin_state',
    'v1.0',
    'delegated',
    'list',
    'tokens',
    'marks of the sign-in, such as kmsi (keep me signed in)',
    'observed, uncertain',
  ],
  ['sid', 'both', 'delegated', 'text', 'optional', 'session id, for signing out of all apps at once'],
  [
    'login_hint',
    'both',
    'delegated',
    'opaque',
    'optional',
    'hint that takes the user back to the same account without asking; opaque',
  ],
  ['ztdid', 'both', 'delegated', 'text', 'optional', "the device's id in Windows Autopilot"],
  ['pwd_exp', 'both', 'delegated', 'span', 'optional', 'how long after iat the password expires'],
  ['pwd_url', 'both', 'delegated', 'text', 'optional', 'where the user changes the password'],

  // Who the user is: for display; all of it can change
  [
    'name',
    'both',
    'delegated',
    'text',
    'reference',
    "the user's name; for display only, it is neither unique nor fixed",
  ],
  ['given_name', 'both', 'delegated', 'text', 'optional', "the user's first name; for display only"],
  ['family_name', 'both', 'delegated', 'text', 'optional', "the user's last name; for display only"],
  ['nickname', 'both', 'delegated', 'text', 'reference', 'another name of the user; for display only'],
  [
    'upn',
    'both',
    'delegated',
    'text',
    'optional',
    "the user's sign-in name; it can change and be given to another, so nothing may hang on it",
  ],
  [
    'unique_name',
    'v1.0',
    'delegated',
    'text',
    'reference',
    'a name to show for the user; not unique, despite its own',
  ],
  [
    'preferred_username',
    'v2.0',
    'delegated',
    'text',
    'reference',
    'a name to show for the user; it can change, so nothing may hang on it',
  ],
  [
    'email',
    'both',
    'delegated',
    'text',
    'optional',
    'mail address of the user; not verified unless xms_edov says so, and nothing may hang on it',
  ],
  ['verified_primary_email', 'both', 'delegated', 'list', 'optional', "the user's main mail address"],
  ['verified_secondary_email', 'both', 'delegated', 'list', 'optional', "the user's other mail addresses"],
  [
    'xms_edov',
    'both',
    'delegated',
    'text',
    'optional',
    'whether the owner of the mail domain was verified',
    'uncertain',
  ],
  ['xms_pl', 'both', 'delegated', 'text', 'optional', "the user's preferred language"],
  [
    'xms_pdl',
    'both',
    'delegated',
    'text',
    'optional',
    "the user's preferred data location, in tenants with several",
  ],
  ['ctry', 'both', 'delegated', 'text', 'optional', "the user's country, two letters"],

  // What belongs into ID tokens
  [
    'nonce',
    'both',
    'delegated',
    'text',
    'id',
    'the sign-in request that this answers: a mark of an ID token',
  ],
  [
    'at_hash',
    'both',
    'delegated',
    'opaque',
    'oidc',
    'hash of the access token that came with it: a mark of an ID token',
  ],
  [
    'c_hash',
    'both',
    'delegated',
    'opaque',
    'oidc',
    'hash of the authorization code that came with it: a mark of an ID token',
  ],
]

export const claims: readonly ClaimRow[] = rows.map(
  ([name, versions, access, shown, source, meaning, mark]) => ({
    name,
    meaning,
    versions,
    access,
    shown,
    source,
    ...(mark?.includes('observed') ? { observed: true } : {}),
    ...(mark?.includes('uncertain') ? { uncertain: true } : {}),
  }),
)

/** Null: not in the catalog. */
export function claimRow(name: string): ClaimRow | null {
  return claims.find(row => row.name === name) ?? null
}

/** Null: not in the catalog. */
export function claimMeaning(name: string): string | null {
  return claimRow(name)?.meaning ?? null
}
