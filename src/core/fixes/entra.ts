import { graphAppId } from '../clouds.ts'
import { again, againWith, againWithNewToken } from '../command-line.ts'
import { isGuid } from '../guid.ts'
import type { AadstsFix } from '../knowledge/aadsts.ts'
import type { EntraValues } from '../refusal/entra-values.ts'
import { consentRoles, grantAdminConsent } from './consent.ts'
import { addCredential, newSecret, newServicePrincipal } from './credential.ts'
import { commandFor, type Fix, type FixTarget, inRealTenant } from './fix.ts'
import { enterpriseAppsPage, registrationPage, statusPage } from './portal.ts'
import { enableServicePrincipal } from './principal.ts'
import { copyIds, graphScope } from './settings.ts'

type Recipe = (target: FixTarget, values: EntraValues) => Fix[]

/**
 * The next steps for an AADSTS code, with what its text named filled in where that has the right shape.
 * A make-believe tenant is cured by its own settings and consent page; what it cannot play is named so.
 */
export function fixesOfEntra(key: AadstsFix, target: FixTarget, values: EntraValues): Fix[] {
  const fixes = recipes[key](target, values)
  return emulated.includes(key) ? fixes : inRealTenant(target, fixes)
}

const emulated: readonly AadstsFix[] = [
  'new-secret',
  'set-credential',
  'copy-ids',
  'graph-scope',
  'admin-consent',
  'service-principal',
]

const recipes: Readonly<Record<AadstsFix, Recipe>> = {
  none: () => [],
  'new-secret': newSecret,
  'set-credential': target => [
    {
      label: 'See which settings were read, and from where (an empty value counts as absent)',
      command: again(target.line, '--verbose'),
    },
    ...newSecret(target),
  ],
  'confidential-client': target => [
    {
      label: 'Set "Allow public client flows" to No, and move redirect URIs to the platform Web',
      url: registrationPage(target, 'Authentication'),
    },
  ],
  'upload-certificate': uploadCertificate,
  'compare-certificates': (target, { thumbprint }) => [
    {
      label:
        thumbprint !== null && /^[0-9a-f]{40,64}$/i.test(thumbprint)
          ? `Compare the thumbprint ${thumbprint} with those that the app holds`
          : 'Compare the thumbprint of your certificate with those that the app holds',
      command: commandFor(
        target,
        ...['az', 'ad', 'app', 'credential', 'list', '--id', target.clientId, '--cert'],
        ...['--query', '[].{thumbprint:customKeyIdentifier,until:endDateTime}'],
      ),
    },
    ...uploadCertificate(target),
  ],
  'fresh-assertion': ({ line }) => [
    {
      label: "Compare this machine's clock with Entra ID's, and make a new assertion for each request",
      command: line.shell === 'posix' ? 'date -u' : '(Get-Date).ToUniversalTime()',
    },
  ],
  'assertion-claims': target => [
    {
      label:
        'The assertion needs aud (the token endpoint), iss and sub (the client id), jti, nbf, exp, and the certificate in its header',
      url: 'https://learn.microsoft.com/entra/identity-platform/certificate-credentials',
    },
    { label: 'See which certificates the app holds', url: registrationPage(target, 'Credentials') },
  ],
  'federated-credential': federatedCredential,
  'federated-audience': (target, values) => [
    ...federatedCredential(target, values),
    {
      label: `Or ask the other provider for a token with the audience ${exchangeAudience(target)}`,
      url: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations',
    },
  ],
  'managed-identity': () => [
    {
      label: 'Use the token of a managed identity, or of a provider outside Entra ID, as the assertion',
      url: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity',
    },
  ],
  'copy-ids': copyIds,
  'tenant-endpoint': target => [
    {
      label: 'Ask in one tenant, by its id or one of its domain names',
      command: againWith(target.line, '--tenant', target.tenant),
    },
    ...copyIds(target),
  ],
  'right-cloud': target => [
    {
      label: 'Find out which cloud the tenant lives in: cloud_instance_name tells',
      command: commandFor(
        target,
        ...['curl', '--silent'],
        `https://login.microsoftonline.com/${target.tenant}/v2.0/.well-known/openid-configuration`,
      ),
    },
    {
      label: 'Then ask there: usgov, usgov-dod or china',
      command: againWith(target.line, '--cloud', 'usgov'),
    },
  ],
  'service-principal': newServicePrincipal,
  'enable-service-principal': enableServicePrincipal,
  'api-service-principal': (target, { resource }) => [
    ...graphScope(target),
    ...(resource !== null && isGuid(resource) && resource !== graphAppId
      ? [
          {
            label: 'Or, if the API is meant, create its service principal in this tenant',
            command: commandFor(target, 'az', 'ad', 'sp', 'create', '--id', resource),
          },
        ]
      : []),
  ],
  'enable-api': (target, { resource }) => [
    {
      label: 'See whether the service principal of the API is enabled',
      command: commandFor(
        target,
        ...['az', 'ad', 'sp', 'show', '--id'],
        resource !== null && isGuid(resource) ? resource : '<api-id>',
        ...['--query', '{name:displayName,enabled:accountEnabled}'],
      ),
    },
    {
      label: 'If it is disabled although nobody did that, look at the subscriptions of the tenant',
      url: 'https://admin.microsoft.com/#/subscriptions',
    },
  ],
  'graph-scope': graphScope,
  'form-body': target => [
    {
      label: 'A request that is well formed, to compare with (--data-urlencode encodes each value)',
      command: commandFor(
        target,
        ...['curl', `https://${target.cloud.authorities[0]}/${target.tenant}/oauth2/v2.0/token`],
        ...['--data-urlencode', 'grant_type=client_credentials'],
        ...['--data-urlencode', `client_id=${target.clientId}`],
        ...['--data-urlencode', `scope=https://${target.cloud.graph}/.default`],
        ...['--data-urlencode', 'client_secret@FILE'],
      ),
    },
  ],
  'grant-type': ({ line }) => [
    {
      label: 'Ask for a token for the app alone (grant_type=client_credentials)',
      command: againWithNewToken(line),
    },
  ],
  'admin-consent': target => grantAdminConsent(target),
  'add-permission': target => [
    {
      label: `Declare the permissions that the app needs, as application permissions; then, as ${consentRoles}, Grant admin consent`,
      url: registrationPage(target, 'CallAnAPI'),
    },
    ...grantAdminConsent(target).slice(1),
  ],
  'review-permissions': target => [
    {
      label: 'Remove declared permissions that the portal no longer knows',
      url: registrationPage(target, 'CallAnAPI'),
    },
    {
      label: 'Or list them',
      command: commandFor(target, 'az', 'ad', 'app', 'permission', 'list', '--id', target.clientId),
    },
  ],
  'redirect-uri': target => [
    {
      label: 'If this ended a consent: look whether the permissions say Granted now',
      url: registrationPage(target, 'CallAnAPI'),
    },
    {
      label: 'Or register the redirect URI under Web',
      url: registrationPage(target, 'Authentication'),
    },
  ],
  'assign-app-role': target => [
    {
      label: 'Give the app an app role of the API, or set "Assignment required" of the API to No',
      url: enterpriseAppsPage(target),
    },
  ],
  'workload-policy': ({ cloud }) => [
    {
      label: 'Find the policy: sign-in logs, Service principal sign-ins, Conditional Access',
      url: `https://${cloud.portal}/#view/Microsoft_AAD_IAM/SignInEventsV3Blade`,
    },
    {
      label:
        'Then have a Conditional Access Administrator allow the address, or exclude the service principal',
      url: `https://${cloud.portal}/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies`,
    },
  ],
  'tenant-restrictions': () => [
    {
      label: 'Have the tenant added to Restrict-Access-To-Tenants of the proxy',
      url: 'https://learn.microsoft.com/entra/external-id/tenant-restrictions-v2',
    },
  ],
  'cross-tenant-access': ({ cloud }) => [
    {
      label: 'Cross-tenant access settings, in the tenant that blocks',
      url: `https://${cloud.portal}/#view/Microsoft_AAD_IAM/CompanyRelationshipsMenuBlade/~/CrossTenantAccessSettings`,
    },
  ],
  'app-only-token': ({ line }) => [
    { label: "Use an app-only token as the assertion, not a user's", command: againWithNewToken(line) },
  ],
  'newer-tls': target => [
    {
      label: 'See which TLS version this machine agrees on; 1.2 is the least',
      command: commandFor(
        target,
        ...['curl', '--silent', '--verbose', '--output'],
        ...[target.line.shell === 'posix' ? '/dev/null' : 'NUL', 'https://login.microsoftonline.com'],
      ),
    },
  ],
  'keep-tokens': () => [
    {
      label: 'Keep the token until it expires, and obey Retry-After',
      url: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
    },
  ],
  wait: () => [
    { label: 'If it goes on for more than minutes, see whether Microsoft knows', url: statusPage },
  ],
  support: ({ cloud }) => [
    {
      label: 'Open a support request with the correlation id, the trace id and the timestamp',
      url: `https://${cloud.portal}/#view/Microsoft_Azure_Support/NewSupportRequestV3Blade`,
    },
  ],
}

function uploadCertificate(target: FixTarget): Fix[] {
  return [
    {
      label: 'Add the certificate to the app (without --append its other credentials are deleted)',
      command: addCredential(target, '--cert', '@cert.pem'),
    },
    { label: 'Or in the portal, Certificates & secrets', url: registrationPage(target, 'Credentials') },
  ]
}

function federatedCredential(target: FixTarget, { issuer, subject, audience }: EntraValues): Fix[] {
  const parameters = JSON.stringify({
    name: 'presented',
    issuer: issuerOr(issuer, '<issuer>'),
    subject: subject !== null && /^[\w:@/.+=%*-]{1,300}$/.test(subject) ? subject : '<subject>',
    audiences: [
      audience !== null && /^[\w:/.-]{1,200}$/.test(audience) ? audience : exchangeAudience(target),
    ],
  })
  return [
    {
      label: 'Compare with the federated credentials that the app has, letter for letter',
      command: commandFor(target, 'az', 'ad', 'app', 'federated-credential', 'list', '--id', target.clientId),
    },
    {
      label: 'Or, if you trust it, add one for just what was presented',
      command: commandFor(
        target,
        ...['az', 'ad', 'app', 'federated-credential', 'create', '--id', target.clientId, '--parameters'],
        parameters,
      ),
    },
  ]
}

function issuerOr(issuer: string | null, otherwise: string): string {
  return issuer !== null && /^https:\/\/[\w./~-]{1,300}$/.test(issuer) ? issuer : otherwise
}

/** The suffix of the government clouds is documented, that of China is not verified. */
function exchangeAudience({ cloud }: FixTarget): string {
  const suffix = cloud.name === 'china' ? 'China' : cloud.name === 'global' ? '' : 'USGov'
  return `api://AzureADTokenExchange${suffix}`
}
