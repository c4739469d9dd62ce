import type { AadstsFix } from '../catalog/aadsts.ts'
import { graphAppId } from '../clouds.ts'
import type { EntraValues } from '../refusal/entra-values.ts'
import { posixCommand } from '../shell.ts'
import { guid } from '../token/checks.ts'
import { consentRoles, grantAdminConsent } from './consent.ts'
import { newSecret, newServicePrincipal } from './credential.ts'
import type { Fix, FixTarget } from './fix.ts'
import { enterpriseAppsPage, registrationPage, statusPage } from './portal.ts'
import { enableServicePrincipal } from './principal.ts'
import { copyIds, graphScope } from './settings.ts'

type Recipe = (target: FixTarget, values: EntraValues) => Fix[]

/**
 * The next steps for an AADSTS code, with what its text named filled in where that has the right shape.
 * A make-believe tenant is cured by its own settings and consent page only.
 */
export function fixesOfEntra(key: AadstsFix, target: FixTarget, values: EntraValues): Fix[] {
  if (target.emulator !== null && !emulated.includes(key)) return []
  return recipes[key](target, values)
}

const emulated: readonly AadstsFix[] = [
  'new-secret',
  'set-credential',
  'copy-ids',
  'graph-scope',
  'admin-consent',
  'service-principal',
]

const again = 'why403'

const recipes: Readonly<Record<AadstsFix, Recipe>> = {
  none: () => [],
  'new-secret': newSecret,
  'set-credential': target => [
    {
      label: 'See which settings were read, and from where (an empty value counts as absent)',
      command: 'why403 --verbose',
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
      command: posixCommand(
        ...['az', 'ad', 'app', 'credential', 'list', '--id', target.clientId, '--cert'],
        ...['--query', '[].{thumbprint:customKeyIdentifier,until:endDateTime}'],
      ),
    },
    ...uploadCertificate(target),
  ],
  'fresh-assertion': () => [
    {
      label: "Compare this machine's clock with Entra ID's, and make a new assertion for each request",
      command: 'date -u',
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
      command: posixCommand('why403', '--tenant', target.tenant),
    },
    ...copyIds(target),
  ],
  'right-cloud': ({ tenant }) => [
    {
      label: 'Find out which cloud the tenant lives in: cloud_instance_name tells',
      command: posixCommand(
        ...['curl', '--silent'],
        `https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`,
      ),
    },
    { label: 'Then ask there: usgov, usgov-dod or china', command: 'why403 --cloud usgov' },
  ],
  'service-principal': newServicePrincipal,
  'enable-service-principal': enableServicePrincipal,
  'api-service-principal': (target, { resource }) => [
    ...graphScope(target),
    ...(resource !== null && guid.test(resource) && resource !== graphAppId
      ? [
          {
            label: 'Or, if the API is meant, create its service principal in this tenant',
            command: posixCommand('az', 'ad', 'sp', 'create', '--id', resource),
          },
        ]
      : []),
  ],
  'enable-api': (_, { resource }) => [
    {
      label: 'See whether the service principal of the API is enabled',
      command: posixCommand(
        ...['az', 'ad', 'sp', 'show', '--id'],
        resource !== null && guid.test(resource) ? resource : '<api-id>',
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
      command: posixCommand(
        ...['curl', `https://${target.cloud.authorities[0]}/${target.tenant}/oauth2/v2.0/token`],
        ...['--data-urlencode', 'grant_type=client_credentials'],
        ...['--data-urlencode', `client_id=${target.clientId}`],
        ...['--data-urlencode', `scope=https://${target.cloud.graph}/.default`],
        ...['--data-urlencode', 'client_secret@FILE'],
      ),
    },
  ],
  'grant-type': () => [
    { label: 'Ask for a token for the app alone (grant_type=client_credentials)', command: again },
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
      command: posixCommand('az', 'ad', 'app', 'permission', 'list', '--id', target.clientId),
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
  'app-only-token': () => [{ label: "Use an app-only token as the assertion, not a user's", command: again }],
  'newer-tls': () => [
    {
      label: 'See which TLS version this machine agrees on; 1.2 is the least',
      command: 'curl --silent --verbose --output /dev/null https://login.microsoftonline.com',
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
      command: posixCommand(
        ...[
          'az',
          'ad',
          'app',
          'credential',
          'reset',
          '--id',
          target.clientId,
          '--cert',
          '@cert.pem',
          '--append',
        ],
      ),
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
      command: posixCommand('az', 'ad', 'app', 'federated-credential', 'list', '--id', target.clientId),
    },
    {
      label: 'Or, if you trust it, add one for just what was presented',
      command: posixCommand(
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
