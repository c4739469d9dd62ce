import { createRequire } from 'node:module'

/**
 * What MSAL signs the assertions of certificates with, a quarter of its code: it stands in a file of its own beside the
 * program, which is read when there is one to sign.
 */
export default {
  sign: (...given) => createRequire(__filename)('./jsonwebtoken.cjs').sign(...given),
}
