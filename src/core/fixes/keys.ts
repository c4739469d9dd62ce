/**
 * Every cure that why403 knows, for the tables of data/ and the findings alike: a row names one, registry.ts writes its
 * steps. By subject.
 */
export const fixKeys = [
  // Credentials, and the assertions that stand in for them.
  'new-secret',
  'set-credential',
  'certificate-instead',
  'certificate-for-sharepoint',
  'upload-certificate',
  'compare-certificates',
  'fresh-assertion',
  'assertion-claims',
  'federated-credential',
  'federated-audience',
  'managed-identity',
  'app-only-token',
  // Consent, and what it writes down.
  'admin-consent',
  'permission',
  'add-permission',
  'review-permissions',
  'redirect-uri',
  'sign-in',
  'resource-specific-consent',
  // Service principals and the registration behind them.
  'service-principal',
  'enable-service-principal',
  'api-service-principal',
  'enable-api',
  'assign-app-role',
  'confidential-client',
  'directory-role',
  // Policies and services of the tenant.
  'application-access-policy',
  'exchange-authorization',
  'mailbox',
  'teams-policy',
  'teams-setting',
  'protected-api',
  'site-grant',
  'licences',
  'workload-policy',
  'tenant-restrictions',
  'cross-tenant-access',
  // Settings of why403, and the requests of a program.
  'copy-ids',
  'read-settings',
  'graph-scope',
  'tenant-endpoint',
  'expected-tenant',
  'right-cloud',
  'form-body',
  'grant-type',
  'newer-tls',
  'keep-tokens',
  'consistency-level',
  'region',
  'clock',
  // Tokens.
  'new-token',
  'granted-token',
  'inspect-token',
  'claims-challenge',
  'keys-of-app',
  'name-keys',
  'name-issuer',
  'any-issuer',
  // Where more is written.
  'look-up',
  'nearest-path',
  'user-path',
  'page',
  'wait',
  'support',
] as const

export type FixKey = (typeof fixKeys)[number]
