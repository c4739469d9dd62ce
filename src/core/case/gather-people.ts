import type { JsonObject } from '../json.ts'
import { takeApart } from '../operation/path.ts'
import { queryOptions } from '../operation/query.ts'
import { accessOf } from '../token/access.ts'
import { readPayload } from '../token/payload.ts'
import { isPersonalClaim } from '../token/personal.ts'
import type { People } from './people.ts'
import { mapped } from './stand-ins.ts'

/** Claims that only a case leaves out: on a terminal they are needed to find the person who is to be helped. */
const moreClaims: ReadonlySet<string> = new Set([
  ...['fwd', 'employeeid', 'sam_account_name', 'onprem_sam_account_name', 'onpremisessamaccountname'],
  ...[
    'winaccountname',
    'primarysid',
    'nameid',
    'middle_name',
    'emails',
    'mail',
    'othermails',
    'proxyaddresses',
  ],
  ...['address', 'streetaddress', 'postalcode', 'city', 'birthdate', 'profile', 'picture', 'website'],
  ...['jobtitle', 'department', 'extension_employeeid', 'netbios_name', 'signinname', 'tel'],
])

/** Claims by which a token is judged: nothing in them is a person's, and what is changed there changes the judgement. */
const judgedClaims: ReadonlySet<string> = new Set([
  ...['aud', 'iss', 'idp', 'ver', 'tid', 'appid', 'azp', 'idtyp', 'roles', 'scp', 'wids', 'xms_idrel', 'amr'],
  ...[
    'appidacr',
    'azpacr',
    'acr',
    'acrs',
    'acct',
    'alg',
    'typ',
    'kid',
    'xms_cc',
    'xms_sub_fct',
    'xms_act_fct',
  ],
  ...['scope', 'client_id', 'cid', 'xms_ftd', 'groups'],
])

/** Ids of whom a token speaks for: a person's, unless it is an app's own. */
const subjectClaims: ReadonlySet<string> = new Set(['oid', 'sub', 'sid', 'deviceid'])

/** Gathers what claims say of a person, and gives the claims with a name in its place. */
export function claimsWithoutPeople(claims: JsonObject, people: People): JsonObject {
  const isApps = accessOf(readPayload(claims)).access === 'app-only'
  const isPersonal = (name: string): boolean =>
    isPersonalClaim(name) || moreClaims.has(name.toLowerCase()) || (!isApps && subjectClaims.has(name))
  const named = Object.entries(claims).map(([name, value]) => [
    name,
    isPersonal(name) ? leaves(value, text => people.name(text), String) : value,
  ])
  return Object.fromEntries(named)
}

/** Claims once everybody is known: no value is left in what nobody judges by. */
export function claimsWithNames(claims: JsonObject, people: People): JsonObject {
  const named = Object.entries(claims).map(([name, value]) => [
    people.without(name),
    judgedClaims.has(name)
      ? leaves(value, onlyAddresses(people))
      : mapped(value, text => people.without(text)),
  ])
  return Object.fromEntries(named)
}

/** A permission is none, whatever somebody is called; who calls an issuer by a mail address is found there too. */
function onlyAddresses(people: People): (text: string) => string {
  return text => (text.includes('@') ? people.without(text) : text)
}

/** @param ofNumber for a number that says as much as a text: one of a telephone */
function leaves(
  value: unknown,
  change: (text: string) => string,
  ofNumber?: (number: number) => string,
): unknown {
  if (typeof value === 'string') return value === '' ? value : change(value)
  if (typeof value === 'number') return ofNumber === undefined ? value : change(ofNumber(value))
  if (Array.isArray(value)) return value.map(item => leaves(item, change, ofNumber))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, leaves(member, change, ofNumber)]),
  )
}

/** A mail address or a sign-in name, also of a guest, and what other addresses are made of. */
const address = /[\p{L}\p{N}_][\p{L}\p{N}_.+#'-]{0,127}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gu
const v4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g
const v6 = /(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}(?::?[0-9a-f]{1,4}|:)(?![\w:])/gi
const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** Which kind of object an id is of, a sentence says before it. */
const usersId = new RegExp(`\\b(?:user|mailbox|member|owner|person|oid|upn)\\b[^0-9a-f]{0,16}(${guid})`, 'gi')

/** Gathers whoever a text of any kind names. */
export function gatherFromText(text: string, people: People): void {
  if (!worthALook.test(text)) return
  for (const plain of text.includes('%') ? [decoded(text), decoded(decoded(text))] : [text]) {
    for (const [found] of plain.matchAll(address)) people.name(found)
    for (const [found] of plain.matchAll(v4)) if (isSomebodys(found)) people.name(found)
    for (const [found] of plain.matchAll(v6)) people.name(found)
    for (const [, found] of plain.matchAll(usersId)) people.name(found!)
  }
}

const worthALook = /@|%40|\d\.\d|:[0-9a-f]{0,4}:|\b(?:user|mailbox|member|owner|person|oid|upn)/i

/** This machine is nobody's, and neither is what a version number looks like by chance. */
function isSomebodys(address: string): boolean {
  return !/^(?:127|0)\./.test(address) && address.split('.').every(part => Number(part) < 256)
}

/** A stray percent sign stands for itself, and so does what is not UTF-8. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, octets => {
    try {
      return decodeURIComponent(octets)
    } catch {
      return octets
    }
  })
}

/** Collections of people in Graph's paths, as far as their members are not always something else. */
const ofPeople: ReadonlySet<string> = new Set([
  ...['members', 'owners', 'directreports', 'transitivemembers', 'transitivereports', 'registeredowners'],
  ...['registeredusers', 'people', 'sponsors', 'acceptedsenders', 'rejectedsenders', 'deletedusers'],
])

/** Properties that say who somebody is; a filter by another one compares with a word of Graph's. */
const personalProperty =
  /(?:name|mail|mails|addresses|address|phone|phones|nickname|surname|employeeid|userid|principalid|upn|identities)$/i
/** Where Graph goes on reading: opaque, and made of what was found so far. */
const opaque = ['skiptoken', 'deltatoken']

/**
 * Gathers whoever a path and a query of Graph's name.
 *
 * @param isWord whether a segment behind `/users` is one of the tables' own, such as `delta`
 */
export function gatherFromRequest(
  path: string,
  query: string | null,
  isWord: (segment: string) => boolean,
  people: People,
): void {
  const steps = takeApart(path)
  for (const [at, step] of steps.entries()) {
    const before = steps[at - 1]
    const collection = before?.kind === 'name' ? before.text.toLowerCase() : ''
    if (step.kind === 'call')
      for (const { name, value } of step.args)
        if (name === null ? step.name.toLowerCase() === 'users' : personalProperty.test(name))
          keep(value, people)
    if (step.kind === 'place') gatherFromPlace(step.text, people)
    if (step.kind !== 'name' || isNobody(step.text)) continue
    if (collection === 'users' && !isWord(step.text)) keep(step.text, people)
    // Ids there are long, and words of Graph's are words.
    if (ofPeople.has(collection) && !/^[A-Za-z]{1,24}$/.test(step.text)) keep(step.text, people)
    if (collection === 'personal') keep(step.text, people)
  }
  const options = queryOptions(query)
  for (const name of opaque) keep(options.get(name) ?? '', people)
  for (const [, property = '', literal = ''] of (options.get('filter') ?? '').matchAll(comparisons))
    if (personalProperty.test(property) || (/\/users\/?$/i.test(path) && /^id$/i.test(property)))
      keep(literal.replaceAll("''", "'"), people)
  for (const [, words = ''] of (options.get('search') ?? '').matchAll(/"(?:\w{1,60}:)?([^":]{1,500})"/g))
    keep(words, people)
}

/** `mail eq 'x'` and `startswith(mail,'x')`. */
const comparisons =
  /([A-Za-z][\w/]{0,80})(?: {1,3}(?:eq|ne|in|gt|ge|lt|le) {1,3}|\s?,\s?)\(?'((?:[^']|''){1,500})'/g

/** The folders of OneDrive are their owner's. */
function gatherFromPlace(place: string, people: People): void {
  const owner = /(?:^|\/)personal\/([^/]{1,200})/i.exec(place)?.[1]
  if (owner !== undefined) keep(owner, people)
}

function keep(value: string, people: People): void {
  if (value !== '') people.name(value)
}

/** A template's placeholder, an option, a cast. */
function isNobody(segment: string): boolean {
  return /^[${<]|^(?:microsoft\.)?graph\./i.test(segment)
}
