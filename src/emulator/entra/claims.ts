import type { Cloud } from '../../core/clouds.ts'
import type { App } from '../tenant.ts'
import type { Resource, User } from '../tenant-file.ts'
import { randomText, type World } from '../world.ts'

/** `iat` and `nbf` lie this far back, so that a resource whose clock is slow takes the token at once. */
const backdatedSeconds = 300

/** Entra puts this into `wids` of app-only Graph tokens. It is no directory role. */
const appOnlyWid = '0997a1d0-0d1d-4acb-b408-d5ca73121e90'
/** And this one for users without any directory role. */
const memberWid = 'b79fbf4d-3ef9-4689-8143-76b194e85509'

/**
 * The payload of an app-only token, v1.0 format, in the order seen on real Graph tokens. Sources: Learn,
 * "Access token claims reference"; published, expired samples for the claims that it does not list
 * (app_displayname, idtyp, tenant_region_scope, wids, xms_idrel, xms_tcdt). `aio`, `rh` and `uti` are opaque:
 * these are random.
 */
export function appOnlyClaims(
  world: World,
  app: App,
  resource: Resource,
  audience: string,
  /** How the client proved itself: 1 by a secret, 2 by an assertion. */
  credential: '1' | '2' = app.identity === null && app.agentOf === null ? '1' : '2',
): object {
  const { tenant } = world
  const objectId = app.servicePrincipal!.id
  const roles = tenant.rolesOf(app, resource)
  return {
    aud: audience,
    iss: issuer(world),
    ...times(world),
    aio: randomText(world, 27),
    app_displayname: app.displayName,
    appid: app.clientId,
    appidacr: credential,
    idp: issuer(world),
    idtyp: 'app',
    oid: objectId,
    rh: `1.${randomText(world, 30)}.`,
    ...(roles.length > 0 ? { roles } : {}),
    sub: objectId,
    tenant_region_scope: tenant.regionScope,
    tid: tenant.id,
    uti: randomText(world, 16),
    ver: '1.0',
    wids: [...tenant.directoryRolesOf(objectId).map(({ roleTemplateId }) => roleTemplateId), appOnlyWid],
    xms_idrel: '7 24',
    ...facetsOf(app),
    ...(app.identity === null ? {} : { xms_mirid: app.identity.resourceId }),
    xms_tcdt: Math.floor(tenant.createdAt / 1000),
  }
}

/** The payload of a delegated token: a user signed in with password and MFA, through an app with a secret. */
export function delegatedClaims(
  world: World,
  user: User,
  app: Pick<App, 'clientId' | 'displayName'>,
  scopes: readonly string[],
  audience: string,
): object {
  const { tenant } = world
  return {
    aud: audience,
    iss: issuer(world),
    ...times(world),
    acct: 0,
    acr: '1',
    aio: randomText(world, 60),
    amr: ['pwd', 'mfa'],
    app_displayname: app.displayName,
    appid: app.clientId,
    appidacr: '1',
    family_name: user.surname,
    given_name: user.givenName,
    idtyp: 'user',
    ipaddr: '192.0.2.10',
    name: user.displayName,
    oid: user.id,
    platf: '14',
    rh: `1.${randomText(world, 30)}.`,
    scp: scopes.join(' '),
    sub: randomText(world, 32),
    tenant_region_scope: tenant.regionScope,
    tid: tenant.id,
    unique_name: user.userPrincipalName,
    upn: user.userPrincipalName,
    uti: randomText(world, 16),
    ver: '1.0',
    wids: [memberWid],
    xms_idrel: '1 30',
    xms_st: { sub: randomText(world, 32) },
    xms_tcdt: Math.floor(tenant.createdAt / 1000),
  }
}

/** What tells an agent identity; real tokens may leave it out. Source: Learn, "Token claims for agents". */
function facetsOf({ agentOf }: App): object {
  return agentOf === null
    ? {}
    : { xms_act_fct: '9 3 11', xms_par_app_azp: agentOf.clientId, xms_sub_fct: '11 9' }
}

/** Signs claims for a resource, with a header nonce where the resource wants one. */
export const signedToken = (world: World, claims: object, resource: Resource): Promise<string> =>
  world.keys.sign(claims, resource.headerNonce ? randomText(world, 32) : null)

/**
 * The issuer of v1.0 tokens: its real form, whatever address the emulator has. Where none is established, one of the
 * cloud's own host stands for it.
 */
export const v1Issuer = (cloud: Cloud, tenantId: string): string =>
  `${cloud.v1Issuer ?? `https://${cloud.v2IssuerHost}/`}${tenantId}/`

export const issuer = ({ cloud, tenant }: World): string => v1Issuer(cloud, tenant.id)

/** What the token endpoint promises in `expires_in`: a second less than the token lives. */
export const promisedSeconds = ({ tokenLifetime }: World): number => Math.max(tokenLifetime - 1, 0)

/** `iat`, `nbf` and `exp`. */
export function times(world: World) {
  const now = Math.floor(world.now() / 1000)
  return { iat: now - backdatedSeconds, nbf: now - backdatedSeconds, exp: now + world.tokenLifetime }
}
