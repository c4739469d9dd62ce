/** What MSAL signs assertions with: a certificate would need it, and why403 takes client secrets. */
export default {
  sign() {
    throw new Error('why403 signs no assertions: jsonwebtoken is left out of the bundle (tools/bundle.js)')
  },
}
