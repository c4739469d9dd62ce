import * as agent from './agent.ts'
import * as assertion from './assertion.ts'
import * as certificate from './certificate.ts'
import * as consent from './consent.ts'
import * as credential from './credential.ts'
import { type Fix, namedAsReal } from './fix.ts'
import * as identity from './identity.ts'
import type { FixKey } from './keys.ts'
import * as lookUp from './look-up.ts'
import * as portal from './portal.ts'
import * as principal from './principal.ts'
import * as request from './request.ts'
import * as settings from './settings.ts'
import { type EmulatorTarget, type FixTarget, type Known, nothingKnown } from './target.ts'
import * as token from './token.ts'
import * as workload from './workload.ts'

/** How a fix is made, in a real tenant and on the emulator. */
interface Recipe {
  readonly real: (target: FixTarget, known: Known) => Fix[]
  /** Absent: the emulator cannot play it, so a learner reads the steps of a real tenant, named as such. */
  readonly emulator?: (target: EmulatorTarget, known: Known) => Fix[]
  /** For what has no registration in a real tenant: a managed identity, an agent. Absent: the same as for an app. */
  readonly identity?: Recipe['real']
}

/** The next steps. Null, where nobody knows any, has none; a key has one at least, whatever is known. */
export function fixesFor(key: FixKey | null, target: FixTarget, known: Partial<Known> = {}): Fix[] {
  if (key === null) return []
  const all = { ...nothingKnown, ...known }
  const steps = stepsOf(recipes[key], target, all)
  const [first, ...rest] = target.cloud.portal === null ? portal.withoutPortal(steps) : steps
  return first === undefined ? [] : [{ ...first, label: all.purpose ?? first.label }, ...rest]
}

function stepsOf({ real, emulator, identity }: Recipe, target: FixTarget, known: Known): Fix[] {
  if (target.emulator === null) {
    return (target.principalKind === 'registration' ? real : (identity ?? real))(target, known)
  }
  return emulator === undefined
    ? namedAsReal(real(target, known))
    : emulator({ ...target, emulator: target.emulator }, known)
}

/** What needs nothing of a tenant is the same on both. */
function onBoth(steps: Recipe['real']): Recipe {
  return { real: steps, emulator: steps }
}

const recipes: Readonly<Record<FixKey, Recipe>> = {
  'new-secret': {
    real: credential.newSecret,
    emulator: credential.secretOfEmulator,
    identity: identity.noCredential,
  },
  'set-credential': {
    identity: identity.noCredential,
    real: target => [...settings.readSettings(target), ...credential.newSecret(target)],
    emulator: target => [...settings.readSettings(target), ...credential.secretOfEmulator(target)],
  },
  'without-secret': { real: credential.withoutSecret, identity: identity.noCredential },
  'certificate-for-sharepoint': {
    real: credential.certificateForSharePoint,
    identity: identity.noCredential,
  },
  'upload-certificate': { real: credential.uploadCertificate, identity: identity.noCredential },
  'compare-certificates': { real: credential.compareCertificates, identity: identity.noCredential },
  'certificate-file': { real: certificate.certificateFile },
  'certificate-password': onBoth(certificate.certificatePassword),
  'new-certificate': { real: certificate.newCertificate, identity: identity.noCredential },
  'fresh-assertion': onBoth(credential.freshAssertion),
  'assertion-claims': { real: credential.assertionClaims },
  'federated-credential': { real: credential.federatedCredential, identity: identity.noCredential },
  'federated-audience': { real: credential.federatedAudience },
  'federated-issuer': { real: assertion.publishedKeys },
  'projected-token': { real: assertion.projectedToken },
  'rsa-key': { real: assertion.rsaKey },
  'managed-identity': { real: credential.otherAssertion },
  'assigned-identity': { real: identity.assigned, emulator: identity.assignedOnEmulator },
  'app-only-token': onBoth(token.appOnlyAssertion),
  'own-audience': { real: assertion.ownAudience },
  'agent-exchange': { real: agent.exchange },

  'admin-consent': {
    real: consent.grantAdminConsent,
    emulator: consent.consentOnEmulator,
    identity: identity.grantRoles,
  },
  'agent-consent': { real: agent.consentOnBlueprint },
  'inherit-permissions': { real: identity.letInherit },
  permission: {
    real: consent.grantPermissions,
    emulator: consent.grantOnEmulator,
    identity: identity.grantRoles,
  },
  'add-permission': { real: consent.addPermission, identity: identity.grantRoles },
  'review-permissions': { real: consent.reviewPermissions },
  'redirect-uri': { real: consent.redirectUri },
  'sign-in': { real: consent.signIn, identity: identity.grantScopes },
  'resource-specific-consent': { real: consent.resourceSpecific },

  'service-principal': {
    real: principal.createAndConsent,
    emulator: consent.consentOnEmulator,
    identity: identity.grantRoles,
  },
  'enable-service-principal': { real: principal.enable },
  'api-service-principal': { real: principal.createForApi },
  'enable-api': { real: principal.enableApi },
  'assign-app-role': { real: principal.assignAppRole },
  'own-app-role': { real: principal.giveOwnAppRole, identity: principal.assignOwnAppRole },
  'assign-user': { real: principal.assignUser },
  'confidential-client': { real: principal.confidentialClient },
  'directory-role': { real: principal.directoryRole },
  'scoped-role': { real: principal.scopedRole },
  'group-owner': { real: principal.groupOwner },
  'app-owner': { real: principal.appOwner },

  'application-access-policy': { real: workload.testApplicationAccessPolicy },
  'exchange-authorization': { real: workload.testExchangeAuthorization },
  mailbox: { real: workload.showMailbox },
  'teams-policy': { real: workload.grantTeamsPolicy },
  'teams-setting': { real: workload.allowTranscripts },
  'protected-api': { real: workload.protectedApi },
  'site-grant': { real: workload.grantSite },
  'list-grant': { real: workload.grantList },
  'list-item-grant': { real: workload.grantListItem },
  'file-grant': { real: workload.grantFile },
  'exchange-scope': { real: workload.scopeInExchange },
  licences: { real: workload.showLicences },
  'workload-policy': { real: portal.workloadPolicy },
  'tenant-restrictions': { real: portal.tenantRestrictions },
  'cross-tenant-access': { real: portal.crossTenantAccess },

  'copy-ids': { real: settings.copyIds, emulator: settings.idsOfEmulator },
  'read-settings': onBoth(settings.readSettings),
  'graph-scope': onBoth(settings.graphScope),
  'api-scope': { real: settings.apiScope },
  'tenant-endpoint': {
    real: target => [...settings.askInTenant(target), ...settings.copyIds(target)],
    emulator: target => [...settings.askInTenant(target), ...settings.idsOfEmulator(target)],
  },
  'expected-tenant': onBoth(settings.expectedTenant),
  'named-cloud': onBoth(settings.namedCloud),
  'right-cloud': { real: settings.rightCloud },
  'token-host': { real: settings.tokenHost },
  'form-body': { real: request.formBody },
  'grant-type': onBoth(token.clientCredentials),
  'newer-tls': { real: request.newerTls },
  'keep-tokens': { real: request.keepTokens },
  'unset-region': { real: request.unsetRegion },
  'consistency-level': { real: request.consistencyLevel },
  region: { real: request.region },
  clock: onBoth(request.clock),

  'new-token': onBoth(token.newToken),
  'granted-token': onBoth(token.grantedToken),
  'inspect-token': onBoth(token.inspectToken),
  'compare-token': onBoth(token.compareToken),
  'claims-challenge': { real: token.claimsChallenge },
  'keys-of-app': { real: token.keysOfApp },
  'name-keys': onBoth(token.nameKeys),
  'name-issuer': onBoth(token.nameIssuer),
  'any-issuer': onBoth(token.anyIssuer),

  'look-up': onBoth(lookUp.lookUp),
  'nearest-path': onBoth(lookUp.nearestPath),
  'user-path': onBoth(lookUp.userPath),
  'whole-answer': onBoth(lookUp.wholeAnswer),
  page: onBoth(lookUp.page),
  wait: { real: portal.serviceHealth },
  support: { real: portal.supportRequest },
}
