import { describe, expect, test } from 'vitest'
import { otherIssuer } from '../../../src/core/token/issuers.ts'

const tenant = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'

describe('issuers beside Entra ID are known by their addresses', () => {
  test.each([
    ['Azure AD B2C', `https://contoso.b2clogin.com/${tenant}/v2.0/`, 'https://contoso.b2clogin.com.example/'],
    ['Azure AD B2C', `https://contoso.b2clogin.com/tfp/${tenant}/b2c_1_in/v2.0/`, 'https://b2clogin.com/'],
    ['Entra External ID', `https://contoso.ciamlogin.com/${tenant}/v2.0/`, 'http://contoso.ciamlogin.com/'],
    [
      'the German cloud (closed in 2021)',
      `https://sts.microsoftonline.de/${tenant}/`,
      'https://microsoftonline.de/',
    ],
    [
      "Microsoft's own test environment",
      `https://sts.windows-ppe.net/${tenant}/`,
      'https://sts.windows.net/',
    ],
    ['AD FS', 'https://fs.contoso.example/adfs/services/trust', 'https://fs.contoso.example/adfsx'],
    ['Okta', 'https://contoso.okta.com/oauth2/default', 'https://okta.com.example'],
    ['Auth0', 'https://contoso.eu.auth0.com/', 'https://auth0.com.example/'],
    ['Keycloak', 'http://localhost:8080/realms/main', 'https://id.example/realm/main'],
    ['Google', 'https://accounts.google.com', 'https://accounts.google.com.example'],
    ['Amazon Cognito', 'https://cognito-idp.eu-west-1.amazonaws.com/x', 'https://cognito.amazonaws.com/x'],
  ])('%s', (name, issuer, nearMiss) => {
    expect(otherIssuer(issuer)).toMatchObject({ name, next: expect.stringMatching(/^[A-Z].*\.$/) })
    expect(otherIssuer(nearMiss)).toBeNull()
  })

  test('and none without an issuer', () => {
    expect(otherIssuer(null)).toBeNull()
  })
})
