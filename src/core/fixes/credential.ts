import { commandFor, type Fix } from './fix.ts'
import { registrationPage } from './portal.ts'
import { clockCommand } from './request.ts'
import { fromEmulatorsTerminal } from './settings.ts'
import { type EmulatorTarget, type FixTarget, type Known, matching } from './target.ts'

/** Without --append the others are deleted. Source: Azure CLI, `az ad app credential reset`. */
function addCredential(target: FixTarget, ...which: readonly string[]): string {
  const reset = ['az', 'ad', 'app', 'credential', 'reset', '--id', target.clientId]
  return commandFor(target, ...reset, ...which, '--append')
}

/** A new client secret, the others kept. */
export function newSecret(target: FixTarget): Fix[] {
  return [
    {
      label:
        'Make a new secret and copy its value, which is shown once (without --append the others are deleted)',
      command: addCredential(target),
    },
    { label: 'Or in the portal, Certificates & secrets', url: registrationPage(target, 'Credentials') },
  ]
}

export function secretOfEmulator(target: EmulatorTarget): Fix[] {
  return [fromEmulatorsTerminal('CLIENT_SECRET', target)]
}

/** A certificate beside the secret. */
export function certificateInstead(target: FixTarget): Fix[] {
  return [
    {
      label: 'Make a certificate for the app, use it, and delete the secret afterwards',
      command: addCredential(target, '--create-cert'),
    },
  ]
}

/** SharePoint's own API takes app-only tokens of certificates alone. Source: Learn, "Granting access using SharePoint App-Only". */
export function certificateForSharePoint(target: FixTarget): Fix[] {
  return [
    {
      label: 'Give the app a certificate and prove it with that, or call the same through Graph',
      command: addCredential(target, '--create-cert'),
    },
  ]
}

export function uploadCertificate(target: FixTarget): Fix[] {
  return [
    {
      label: 'Add the certificate to the app (without --append its other credentials are deleted)',
      command: addCredential(target, '--cert', '@cert.pem'),
    },
    { label: 'Or in the portal, Certificates & secrets', url: registrationPage(target, 'Credentials') },
  ]
}

export function compareCertificates(target: FixTarget, { named }: Known): Fix[] {
  const thumbprint = matching(/^[0-9a-f]{40,64}$/i, named.thumbprint, '')
  return [
    {
      label:
        thumbprint === ''
          ? 'Compare the thumbprint of your certificate with those that the app holds'
          : `Compare the thumbprint ${thumbprint} with those that the app holds`,
      command: commandFor(
        target,
        ...['az', 'ad', 'app', 'credential', 'list', '--id', target.clientId, '--cert'],
        ...['--query', '[].{thumbprint:customKeyIdentifier,until:endDateTime}'],
      ),
    },
    ...uploadCertificate(target),
  ]
}

export function freshAssertion(target: FixTarget): Fix[] {
  return [
    {
      label: "Compare this machine's clock with Entra ID's, and make a new assertion for each request",
      command: clockCommand(target),
    },
  ]
}

/** Source: Learn, "Microsoft identity platform application authentication certificate credentials". */
export function assertionClaims(target: FixTarget): Fix[] {
  return [
    {
      label:
        'The assertion needs aud (the token endpoint), iss and sub (the client id), jti, nbf, exp, and the certificate in its header',
      url: 'https://learn.microsoft.com/entra/identity-platform/certificate-credentials',
    },
    { label: 'See which certificates the app holds', url: registrationPage(target, 'Credentials') },
  ]
}

export function federatedCredential(target: FixTarget, { named }: Known): Fix[] {
  const parameters = JSON.stringify({
    name: 'presented',
    issuer: matching(/^https:\/\/[\w./~-]{1,300}$/, named.issuer, '<issuer>'),
    subject: matching(/^[\w:@/.+=%*-]{1,300}$/, named.subject, '<subject>'),
    audiences: [matching(/^[\w:/.-]{1,200}$/, named.audience, exchangeAudience(target))],
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

export function federatedAudience(target: FixTarget, known: Known): Fix[] {
  return [
    ...federatedCredential(target, known),
    {
      label: `Or ask the other provider for a token with the audience ${exchangeAudience(target)}`,
      url: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations',
    },
  ]
}

/** The suffix of the government clouds is documented, that of China is not verified. */
function exchangeAudience({ cloud }: FixTarget): string {
  const suffix = cloud.name === 'china' ? 'China' : cloud.name === 'global' ? '' : 'USGov'
  return `api://AzureADTokenExchange${suffix}`
}

export function otherAssertion(): Fix[] {
  return [
    {
      label: 'Use the token of a managed identity, or of a provider outside Entra ID, as the assertion',
      url: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity',
    },
  ]
}
