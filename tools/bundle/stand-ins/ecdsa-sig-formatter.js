/** Signatures of elliptic curves, which Entra ID takes from nobody: a certificate of such a key is refused before. */
function refuse() {
  throw new Error(
    'why403 signs with RSA keys alone: ecdsa-sig-formatter is left out of the bundle (tools/bundle.js)',
  )
}

export { refuse as derToJose, refuse as joseToDer }
