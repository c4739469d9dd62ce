import { againWith } from '../command-line.ts'
import { powerShellLiteral } from '../shell.ts'
import { applicationPath, applicationWord, azRest, commandFor, graphPowerShell } from './commands.ts'
import { type Fix, type Forms, step, who } from './fix.ts'
import { registrationPage } from './portal.ts'
import { clockCommand } from './request.ts'
import { fromEmulatorsTerminal } from './settings.ts'
import { type EmulatorTarget, type FixTarget, issuerOr, type Known, matching } from './target.ts'

/** Without --append the others are deleted. Source: Azure CLI, `az ad app credential reset`. */
function addCredential(target: FixTarget, ...which: readonly string[]): string {
  const reset = ['az', 'ad', 'app', 'credential', 'reset', '--id', target.clientId]
  return commandFor(target, ...reset, ...which, '--append')
}

function deleteCredential(target: FixTarget, ...which: readonly string[]): string {
  return commandFor(
    target,
    ...['az', 'ad', 'app', 'credential', 'delete', '--id', target.clientId, ...which],
    ...['--key-id', '<key-id>'],
  )
}

function credentialsPage(target: FixTarget, tab: string): NonNullable<Forms['portal']> {
  return { menu: `Certificates & secrets, ${tab}`, url: registrationPage(target, 'Credentials') }
}

const scopesToWrite = ['Application.ReadWrite.All']

/** A new client secret, the others kept. Source: Learn, "application: addPassword". */
export function newSecret(target: FixTarget): Fix[] {
  return [
    step(target, {
      label: 'Make a new secret and copy its value, which is shown once',
      azNote: 'without --append the others are deleted',
      by: who.ownsTheApp,
      portal: credentialsPage(target, 'New client secret'),
      az: addCredential(target),
      powershell: graphPowerShell(
        target,
        scopesToWrite,
        `Add-MgApplicationPassword -ApplicationId ${applicationWord(target)} -PasswordCredential @{displayName='app'}`,
      ),
      rest: azRest(target, 'POST', `${applicationPath(target)}/addPassword`, {
        passwordCredential: { displayName: 'app' },
      }),
      undo: deleteCredential(target),
    }),
  ]
}

export function secretOfEmulator(target: EmulatorTarget): Fix[] {
  return [fromEmulatorsTerminal('CLIENT_SECRET', target)]
}

/**
 * What may stand in a secret's place, the best first: what has nothing to keep before what has something. Sources: Learn,
 * "Security best practices for application properties", "Workload identity federation", "Managed identities for Azure
 * resources".
 */
export function withoutSecret(target: FixTarget): Fix[] {
  const { line } = target
  return [
    {
      label: 'On Azure: a managed identity, which has nothing to keep; it is granted the permissions instead',
      url: 'https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview',
    },
    {
      label:
        "In GitHub Actions, Kubernetes or another cloud: federation, which takes that issuer's own tokens",
      url: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation',
    },
    makeCertificate(
      target,
      'Elsewhere: a certificate, whose key is never sent; delete the secret afterwards',
    ),
    {
      label: 'And where it must be a secret: keep it in a key vault, and read it from there each time',
      command: piped(
        commandFor(
          target,
          ...['az', 'keyvault', 'secret', 'show', '--vault-name', '<vault>', '--name', '<secret>'],
          ...['--query', 'value', '--output', 'tsv'],
        ),
        againWith(line, '--client-secret-file', '-'),
      ),
    },
  ]
}

/** Both shells write a pipe alike. */
function piped(from: string, to: string): string {
  return `${from} | ${to}`
}

/** SharePoint's own API takes app-only tokens of certificates alone. Source: Learn, "Granting access using SharePoint App-Only". */
export function certificateForSharePoint(target: FixTarget): Fix[] {
  return [
    makeCertificate(
      target,
      'Give the app a certificate and prove it with that, or call the same through Graph',
    ),
  ]
}

/** Graph PowerShell and REST replace all certificates of the app: they are no way to add one. */
function makeCertificate(target: FixTarget, label: string): Fix {
  return step(target, {
    label,
    by: who.ownsTheApp,
    portal: credentialsPage(target, 'Certificates'),
    az: addCredential(target, '--create-cert'),
    undo: deleteCredential(target, '--cert'),
  })
}

export function uploadCertificate(target: FixTarget): Fix[] {
  return [
    step(target, {
      label: 'Add the certificate to the app',
      azNote: 'without --append its other credentials are deleted',
      by: who.ownsTheApp,
      portal: credentialsPage(target, 'Certificates'),
      az: addCredential(target, '--cert', '@cert.pem'),
      undo: deleteCredential(target, '--cert'),
    }),
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
      label:
        "Make a new assertion for each request (a token file is read afresh each time), and compare this machine's clock with Entra ID's",
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

/** Source: Learn, "Create federatedIdentityCredential". */
export function federatedCredential(target: FixTarget, { named }: Known): Fix[] {
  const issuer = issuerOr(named.issuer)
  const subject = matching(/^[\w:@/.+=%*-]{1,300}$/, named.subject, '<subject>')
  const audience = matching(/^[\w:/.-]{1,200}$/, named.audience, exchangeAudience(target))
  const parameters = { name: 'presented', issuer, subject, audiences: [audience] }
  const credentials = ['az', 'ad', 'app', 'federated-credential']
  const [i, s, a] = [issuer, subject, audience].map(powerShellLiteral)
  return [
    step(target, {
      label: "Compare it with the app's federated credentials, letter by letter",
      portal: credentialsPage(target, 'Federated credentials'),
      az: commandFor(target, ...credentials, 'list', '--id', target.clientId),
      powershell: graphPowerShell(
        target,
        ['Application.Read.All'],
        `Get-MgApplicationFederatedIdentityCredential -ApplicationId ${applicationWord(target)}`,
      ),
      rest: azRest(target, 'GET', `${applicationPath(target)}/federatedIdentityCredentials`),
    }),
    step(target, {
      label: 'Or, if you trust it, add one for exactly what was presented',
      by: who.ownsTheApp,
      portal: credentialsPage(target, 'Federated credentials, Add credential'),
      az: commandFor(
        target,
        ...[...credentials, 'create', '--id', target.clientId, '--parameters'],
        JSON.stringify(parameters),
      ),
      powershell: graphPowerShell(
        target,
        scopesToWrite,
        `New-MgApplicationFederatedIdentityCredential -ApplicationId ${applicationWord(target)} -BodyParameter @{name='presented';issuer=${i};subject=${s};audiences=@(${a})}`,
      ),
      rest: azRest(target, 'POST', `${applicationPath(target)}/federatedIdentityCredentials`, parameters),
      leaves: 'It takes minutes to take effect: until then requests may be refused.',
      undo: commandFor(
        target,
        ...[...credentials, 'delete', '--id', target.clientId],
        ...['--federated-credential-id', 'presented'],
      ),
    }),
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

/** That of China is not verified. */
function exchangeAudience({ cloud }: FixTarget): string {
  return cloud.exchange ?? '<exchange-audience>'
}

export function otherAssertion(): Fix[] {
  return [
    {
      label: 'Use the token of a managed identity, or of a provider outside Entra ID, as the assertion',
      url: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity',
    },
  ]
}
