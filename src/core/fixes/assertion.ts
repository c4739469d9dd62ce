import { commandFor } from './commands.ts'
import type { Fix } from './fix.ts'
import { type FixTarget, issuerOr, type Known } from './target.ts'

/** The issuer of an assertion publishes its keys, and Entra ID fetches them. Source: OpenID Connect Discovery 1.0. */
export function publishedKeys(target: FixTarget, { named }: Known): Fix[] {
  const issuer = issuerOr(named.issuer).replace(/\/$/, '')
  return [
    {
      label: 'See from outside what the issuer publishes, and whether the key (kid) is at its jwks_uri',
      command: commandFor(
        target,
        ...['curl', '--silent', '--show-error', `${issuer}/.well-known/openid-configuration`],
      ),
    },
  ]
}

/** Source: Learn, "Use Microsoft Entra Workload ID with Azure Kubernetes Service". */
export function projectedToken(): Fix[] {
  return [
    {
      label:
        'Let the cluster project a token for api://AzureADTokenExchange: the label azure.workload.identity/use on the pod, and its service account',
      url: 'https://learn.microsoft.com/azure/aks/workload-identity-overview',
    },
  ]
}

export function rsaKey(): Fix[] {
  return [
    {
      label: 'Sign the assertion with an RSA key (RS256); the issuer of a federated one must do so too',
      url: 'https://learn.microsoft.com/entra/identity-platform/certificate-credentials',
    },
  ]
}

/** Source: Learn, "Microsoft identity platform and OAuth 2.0 On-Behalf-Of flow". */
export function ownAudience({ clientId }: FixTarget): Fix[] {
  return [
    {
      label: `The user's program asks for a token of this app's own API (api://${clientId}/...), and that one is exchanged`,
      url: 'https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow',
    },
  ]
}
