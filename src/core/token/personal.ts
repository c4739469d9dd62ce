/**
 * Claims that say who a person is, or where they were. Source: Learn, "Access token claims reference" and
 * "Optional claims reference". Ids of the directory (oid, sub, sid) are pseudonyms and stay: they are needed
 * to find the person who is to be helped.
 */
const personal: ReadonlySet<string> = new Set([
  ...['upn', 'unique_name', 'preferred_username', 'name', 'given_name', 'family_name', 'nickname'],
  ...['email', 'verified_primary_email', 'verified_secondary_email', 'phone_number', 'login_hint'],
  ...['ipaddr', 'onprem_sid', 'puid', 'altsecid', 'ctry', 'tenant_ctry', 'xms_pl', 'xms_tpl'],
])

export function isPersonalClaim(name: string): boolean {
  return personal.has(name)
}
