/** The questions that claims answer, in the order in which a reader asks them. */
export const claimGroups = [
  'What it may do',
  'Who it speaks for',
  'What it is for, and how long',
  'Who issued it',
  'Besides',
] as const

export type ClaimGroup = (typeof claimGroups)[number]

const groups: ReadonlyMap<string, ClaimGroup> = new Map<string, ClaimGroup>([
  ...named(
    'What it may do',
    'roles scp scope realm_access wids groups hasgroups _claim_names _claim_sources',
  ),
  ...named(
    'Who it speaks for',
    'idtyp appid azp app_displayname appidacr azpacr oid sub upn unique_name preferred_username name given_name family_name nickname email emails idp acct client_id cid act xms_par_app_azp xms_act_fct xms_sub_fct xms_mirid puid altsecid onprem_sid',
  ),
  ...named('What it is for, and how long', 'aud iat nbf exp auth_time cnf acr acrs amr xms_cc'),
  ...named('Who issued it', 'iss tid ver tenant_region_scope tenant_ctry'),
])

const ranks: ReadonlyMap<string, number> = new Map([...groups.keys()].map((name, at) => [name, at]))

/** Where a claim stands in its group: what tells most comes first. */
export function claimRank(name: string): number {
  return ranks.get(name.split(',', 1)[0]!) ?? ranks.size
}

/** Nothing in them tells a reader anything. */
const opaque: ReadonlySet<string> = new Set(
  'aio rh uti jti xms_ftd xms_rd xms_idrel xms_tcdt xms_st at_hash c_hash'.split(' '),
)

/** Null: of no use to a reader. */
export function claimGroupOf(name: string): ClaimGroup | null {
  return opaque.has(name) ? null : (groups.get(name) ?? 'Besides')
}

function named(group: ClaimGroup, names: string): [string, ClaimGroup][] {
  return names.split(' ').map(name => [name, group])
}
