/**
 * Renders a path key of the tables as somebody would call it. Nothing is random: the same key gives the
 * same requests, and different keys take turns among the ways to write them.
 */

const general = [
  '3f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
  '87D349ED-44D7-43E1-9A83-5F2406DEE5BD',
  'finance',
  'adele',
  'quarterly%20report',
  'Contoso-West_2',
  '42',
  'AAMkAGI2TAAAAAAAEMAAA=',
  '8!a.b~c',
]

/** Ids as the services make them, by the collection that they are of (in lower case). */
const byCollection: Readonly<Record<string, readonly string[]>> = {
  users: [
    'adele.vance@contoso.com',
    'ann_fabrikam.com%23EXT%23@contoso.onmicrosoft.com',
    'ann_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    "o'neil@contoso.com",
    '87d349ed-44d7-43e1-9a83-5f2406dee5bd',
  ],
  drives: [
    'b!-RIj2DuyvEyV1T4NlOaMHk8XkS_I8MdFlUCq1BlcjgmhRfAj3-Z8RY2VpuvV_tpd',
    'b!t18F8ybsHUq1z3LTz8xvZqP8zaSWjkFNhsME-Fepo75dTf9vQKfeRblBZjoSQrd7',
  ],
  items: ['01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K', '0123456789AB!126'],
  messages: ['AAMkAGUAAAwTW09AAA=', 'AAMkADhMGAAA%3D', '1616990032035'],
  mailfolders: [
    'AQMkADYAAAIBXQAAAA==',
    'AAMkAGVmMDEzMTM4LTZmYWUtNDdkNC1hMDZiLTU1OGY5OTZhYmY4OAAuAAAAAAAiQ8W967B7TKBjgx9rVEURAQAiIsqMbYjsT5e-T7KzowPTAAAAAAEMAAA=',
  ],
  events: ['AAMkAGIAAAoZDOFAAA='],
  chats: [
    '19:2da4c29f6d7041eca70b638b43d45437@thread.v2',
    '19%3A8ea0e38b-efb3-4757-924a-5f94061cf8c2_97f62344-57dc-409c-88ad-c4af14158ff5%40unq.gbl.spaces',
  ],
  channels: ['19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2'],
  sites: [
    'contoso.sharepoint.com,2C712604-1370-44E7-A1F5-426573FDA80A,2D2244C3-251A-49EA-93A8-39E1C3A060FE',
    'contoso.sharepoint.com',
  ],
  domains: ['contoso.com'],
}

/** What a colon path can hold: any depth, any file name. */
const places = [
  'report.docx',
  'Documents/Q3/report%20(final).docx',
  'a/b/c/d.e.txt',
  'Shared%20Documents/it%27s',
]

const texts = ["'D7'", "'a/b?(c)'", "'it''s,%20fine'", "'finance'", "'3f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'"]

const fronts = ['', '/v1.0', '/beta', 'https://graph.microsoft.com/v1.0', 'https://graph.microsoft.us/beta']

/**
 * @param literals segments that no id may be taken for
 * @param form the same number gives the same request; others give other ids and spellings
 * @example renderKey('/users/{id}/messages', new Set(), 0) // "/beta/users('adele.vance@contoso.com')/messages"
 */
export function renderKey(key: string, literals: ReadonlySet<string>, form: number): string {
  const turn = turns(`${form}${key}`)
  const segments = key.slice(1).split('/')
  const rendered: string[] = []
  for (const [i, segment] of segments.entries()) {
    const before = segments[i - 1] ?? ''
    const opens = segment.endsWith(':')
    if (!segment.includes('{')) rendered.push(segment)
    else if (!segment.startsWith('{')) rendered.push(withArguments(segment, turn))
    else if (before.endsWith(':')) rendered.push(turn(places) + (opens ? ':' : ''))
    else {
      const id = turn(idsOf(before, literals))
      const quotable = !opens && /^[A-Za-z]+$/.test(before)
      if (quotable && turn([true, false, false, false]))
        rendered.push(`${rendered.pop()}('${id.replaceAll("'", "''")}')`)
      else rendered.push(id + (opens ? ':' : ''))
    }
  }
  return `${turn(fronts)}/${rendered.join('/')}${turn(['', '', '', '/', '?$top=5'])}`
}

function idsOf(collection: string, literals: ReadonlySet<string>): readonly string[] {
  const ids = byCollection[collection.toLowerCase()] ?? general
  return ids.filter(id => !literals.has(id.toLowerCase()))
}

/** `f(a={a},b='{b}')` with values, in any order; `x({id})` with a key; `x={x}` with a value. */
function withArguments(segment: string, turn: Turn): string {
  const inside = /^(.*)\((.*)\)$/.exec(segment)
  if (inside === null) return segment.replace(/(\w+)=.*$/, (_, name: string) => `${name}=${turn(general)}`)
  const [, name = '', list = ''] = inside
  const parts = list.split(/,\s*/).map(part => {
    const parameter = /^(\w+)=/.exec(part)?.[1]
    return parameter === undefined ? turn(texts) : `${parameter}=${argumentFor(parameter, turn)}`
  })
  const ordered = turn([true, false]) ? parts : parts.reverse()
  return `${name}(${ordered.join(turn([',', ', ']))})`
}

function argumentFor(parameter: string, turn: Turn): string {
  if (/date|time/i.test(parameter))
    return turn(['2026-11-22', '2026-11-22T08:30:00Z', "'2026-11-22T08:30:00Z'"])
  if (/^(include|is|has)/i.test(parameter)) return turn(['true', 'false'])
  if (/index|count|width|height|days|months|row|column|delta|skip|top/i.test(parameter))
    return turn(['5', '0'])
  return turn(texts)
}

type Turn = <Choice>(choices: readonly Choice[]) => Choice

/** Choices that depend on the key alone (FNV-1a, stirred once a choice). */
function turns(key: string): Turn {
  let state = 0x811c9dc5
  for (const character of key) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193)
  return choices => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 1
    return choices[(state >>> 8) % choices.length]!
  }
}
