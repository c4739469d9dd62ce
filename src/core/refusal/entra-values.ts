/**
 * What Entra ID names in the text of a refusal. Verbatim: whoever puts one into a command or a link checks
 * its shape first. Null: the text does not name it.
 */
export interface EntraValues {
  /** The app that asked, by client id. */
  readonly appId: string | null
  /** Tenant id, domain, or the tenant's display name. */
  readonly tenant: string | null
  /** SHA-1 thumbprint of the certificate that signed the assertion, in hex. */
  readonly thumbprint: string | null
  /** The API, by URI or id. */
  readonly resource: string | null
  readonly scope: string | null
  /** What the assertion presented. */
  readonly issuer: string | null
  readonly subject: string | null
  readonly audience: string | null
  /** Parameter or field that is missing or wrong. */
  readonly parameter: string | null
  /** When the assertion was to be valid, against Entra ID's clock. */
  readonly validity: Validity | null
}

export interface Validity {
  /** Seconds since 1970, by Entra ID's clock. */
  readonly now: number
  readonly from: number
  readonly until: number
  /** Seconds by which it was too late (positive) or too early (negative); 0 within its time. */
  readonly off: number
}

type Name = Exclude<keyof EntraValues, 'validity'>

const guid = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

/** Fragments around the values, as Entra ID has written them; the first that fits counts. */
const patterns: Readonly<Record<Name, readonly RegExp[]>> = {
  appId: [
    new RegExp(`(?:Application with identifier|app Id|for app|added to app|Application) '(${guid})'`, 'i'),
    new RegExp(`client application (${guid})`, 'i'),
    new RegExp(`application with ID '(${guid})'`, 'i'),
    new RegExp(`Client app ID: (${guid})`, 'i'),
    new RegExp(`/applications/(${guid})`, 'i'),
    /Application with identifier '([^']{1,200})'/i,
  ],
  tenant: [
    /found in the (?:directory|tenant named) '?([^'.\s][^']{0,200}?)'?\. This can happen/i,
    /(?:Tenant|tenant identifier) '([^']{1,200})'/,
    new RegExp(`principal in the tenant (${guid})`, 'i'),
    new RegExp(`in (?:the )?(?:tenant|directory) '?(${guid})`, 'i'),
  ],
  thumbprint: [
    /Thumbprint of key used by client: '([0-9a-fA-F]{40,64})'/i,
    /thumbprint[^0-9a-f]{1,20}([0-9a-f]{40})\b/i,
  ],
  resource: [
    /resource principal named (\S{1,300}) was not found/i,
    /service principal for resource '([^']{1,300})'/i,
    /Resource value from request: (\S{1,300})\./i,
    /exist on the resource '([^']{1,300})'/i,
    /invalid resource:? '?(\S{1,300})'?/i,
  ],
  scope: [/value for scope (.{1,300}?) is not valid/i, /The scope (.{1,300}?) is not valid/i],
  issuer: [/Assertion Issuer: '([^']{1,300})'/i, /presented assertion issuer '([^']{1,300})'/i],
  subject: [/Assertion Subject: '([^']{1,300})'/i, /presented assertion subject '([^']{1,300})'/i],
  audience: [/Assertion Audience: '([^']{1,300})'/i, /presented assertion audience '([^']{1,300})'/i],
  parameter: [/following parameter: '([^']{1,100})'/i, /required field '([^']{1,100})' is missing/i],
}

/** Reads the values that a refusal's text names. */
export function readEntraValues(message: string): EntraValues {
  const read = (name: Name): string | null => {
    // Most runs meet no refusal, and a pattern is compiled at its first use.
    for (const pattern of message === '' ? [] : patterns[name]) {
      const value = pattern.exec(message)?.[1]
      if (value !== undefined) return value
    }
    return null
  }
  return {
    appId: read('appId'),
    tenant: read('tenant'),
    thumbprint: read('thumbprint'),
    resource: read('resource'),
    scope: read('scope'),
    issuer: read('issuer'),
    subject: read('subject'),
    audience: read('audience'),
    parameter: read('parameter'),
    validity: message === '' ? null : validityIn(message),
  }
}

function validityIn(message: string): Validity | null {
  const [, ...texts] =
    /Current time: (.{10,40}?), assertion valid from (.{10,40}?), expiry time of assertion (.{10,40}?)(?:\.\s|\.?$)/i.exec(
      message,
    ) ?? []
  const [now, from, until] = texts.map(seconds)
  if (now === undefined || from === undefined || until === undefined) return null
  if ([now, from, until].some(Number.isNaN)) return null
  return { now, from, until, off: now > until ? now - until : now < from ? now - from : 0 }
}

/** `2026-11-22T19:31:07.0000000Z`, or `11/22/2026 7:31:07 PM`, which is UTC too. */
function seconds(text: string): number {
  return Math.floor(Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text} UTC`) / 1000)
}
