declare const guid: unique symbol

/** A GUID as Entra ID writes one: `11111111-2222-3333-4444-555555555555`, in any letter case. */
export type Guid = string & { readonly [guid]: true }

export function isGuid(text: unknown): text is Guid {
  return (
    typeof text === 'string' &&
    text.length === 36 &&
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
  )
}
