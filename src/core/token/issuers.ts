/** An issuer whose tokens Graph does not accept, known by its address. */
export interface OtherIssuer {
  /** For people: `Azure AD B2C`. */
  readonly name: string
  /** What to do where Graph is meant; a sentence. */
  readonly next: string
}

const ownRegistration =
  "For Graph, ask at login.microsoftonline.com with a registration of that tenant's own, not through a policy or user flow."
const notEntra = 'It is not Entra ID: its tokens are for APIs that trust it, and Graph does not.'

/** Sources: Learn, "Troubleshoot signature validation errors" (B2C, External ID); the others by the form of their addresses. */
const known: readonly (OtherIssuer & { readonly address: RegExp })[] = [
  {
    name: 'Azure AD B2C',
    next: ownRegistration,
    address: /^https:\/\/[\w-]{1,63}\.b2clogin\.com\//i,
  },
  {
    name: 'Entra External ID',
    next: ownRegistration,
    address: /^https:\/\/[\w-]{1,63}\.ciamlogin\.com\//i,
  },
  {
    name: 'the German cloud (closed in 2021)',
    next: 'Its tenants have moved: ask in the cloud that the tenant lives in now.',
    address: /^https:\/\/(?:sts|login)\.microsoftonline\.de\//i,
  },
  {
    name: "Microsoft's own test environment",
    next: 'Graph does not accept it: ask at login.microsoftonline.com.',
    address: /^https:\/\/sts\.windows-ppe\.net\//i,
  },
  { name: 'AD FS', next: notEntra, address: /^https?:\/\/[\w.-]{1,253}\/adfs(?:\/|$)/i },
  { name: 'Okta', next: notEntra, address: /^https:\/\/[\w.-]{1,253}\.okta(?:preview)?\.com(?:\/|$)/i },
  { name: 'Auth0', next: notEntra, address: /^https:\/\/[\w.-]{1,253}\.auth0\.com(?:\/|$)/i },
  { name: 'Keycloak', next: notEntra, address: /^https?:\/\/[\w.:-]{1,253}\/(?:auth\/)?realms\//i },
  { name: 'Google', next: notEntra, address: /^https:\/\/accounts\.google\.com\/?$/i },
  {
    name: 'Amazon Cognito',
    next: notEntra,
    address: /^https:\/\/cognito-idp\.[\w-]{1,40}\.amazonaws\.com\//i,
  },
]

/** Null: no issuer that is known here. */
export function otherIssuer(iss: string | null): OtherIssuer | null {
  return iss === null ? null : (known.find(({ address }) => address.test(iss)) ?? null)
}
