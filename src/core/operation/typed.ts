import { cloudByGraphHost } from '../clouds.ts'
import { objectOf, parseJson, textOf } from '../json.ts'
import { isMethod } from './operation.ts'
import { shellWords } from './shell-words.ts'

/** A request as somebody typed or pasted it, before it is taken apart. */
export interface TypedRequest {
  readonly method: string
  readonly url: string
}

/** Longer than a request line with its headers ever is. In characters. */
const longest = 64 * 1024

/**
 * The request that a text stands for: `GET /users` and its relatives, a request line with its headers, a
 * curl line, a call by the Azure CLI or PowerShell, a Graph Explorer link, an object with `method` and
 * `url`, a path or address alone. Headers and bodies are dropped. Null: it is none of them.
 *
 * @param isFirstSegment whether a path of Microsoft Graph begins with this word: a bare word is a request
 * only then
 */
export function requestIn(
  text: string,
  isFirstSegment: (segment: string) => boolean = () => false,
): TypedRequest | null {
  const bare = unwrapped(text.slice(0, longest))
  if (bare === '') return null
  if (bare.startsWith('{')) return fromObject(bare)
  const words = /^(?:curl|az|invoke-|irm|iwr|wget|http)/i.test(bare) ? shellWords(bare) : []
  const program = programOf(words)
  if (program !== null) return fromProgram(program, words)
  const method = /^\[?([A-Za-z]{3,7})\]?(?:\s*[:,|]\s*|\s+)(?=\S)/.exec(bare)
  if (method !== null && isMethod(method[1]!))
    return fromRequestLine(method[1]!, bare.slice(method[0].length))
  return addressIn(bare, isFirstSegment)
}

/** Without what lists, quotes and line continuations put around a request. */
function unwrapped(text: string): string {
  let bare = text.replace(/^\uFEFF/, '').trim()
  bare = bare.replace(/^(?:[-*>•]|\d{1,3}[.)])\s+/, '')
  const quote = /^["'`\u2018\u2019\u201c\u201d]/.test(bare) && /["'`\u2018\u2019\u201c\u201d]$/.test(bare)
  if (quote && bare.length > 1) bare = bare.slice(1, -1).trim()
  return bare
    .replace(/\s[`\\^]$/, '')
    .replace(/[,;]$/, '')
    .trim()
}

function fromObject(text: string): TypedRequest | null {
  const object = objectOf(parseJson(text))
  const url = textOf(object?.url)
  const method = object?.method === undefined ? 'GET' : textOf(object.method)
  return url === null || method === null ? null : { method, url: address(url) }
}

/** A request line and, under it, headers, of which Host alone says something here (RFC 9112 §2.1). */
function fromRequestLine(method: string, rest: string): TypedRequest {
  const [first = '', ...headers] = rest.split(/\r?\n/)
  const target = unwrapped(first.replace(/\sHTTP\/\d(?:\.\d)?$/i, ''))
  const host = headers.map(line => /^host:\s*(\S+)$/i.exec(line.trim())?.[1]).find(name => name !== undefined)
  const url = address(target)
  return { method, url: host !== undefined && url.startsWith('/') ? `https://${host}${url}` : url }
}

/** An address alone, which is a GET. */
function addressIn(bare: string, isFirstSegment: (segment: string) => boolean): TypedRequest | null {
  const explorer = fromGraphExplorer(bare)
  if (explorer !== null) return explorer
  if (/^(?:\/|https?:\/\/)/i.test(bare)) return { method: 'GET', url: address(bare) }
  const url = address(bare)
  if (/^https:\/\//.test(url)) return { method: 'GET', url }
  const segment = /^(?:(?:v1\.0|beta)\/)?([^/?(%]{1,100})/i.exec(url)?.[1]
  return segment !== undefined && !/\s/.test(segment) && isFirstSegment(segment)
    ? { method: 'GET', url }
    : null
}

/** A link that Graph Explorer's Share makes: the request stands in its query. */
function fromGraphExplorer(text: string): TypedRequest | null {
  if (!/^https:\/\/developer\.microsoft\.com\/\S*graph-explorer\S*$/i.test(text) || !URL.canParse(text))
    return null
  const asked = new URL(text).searchParams
  const request = asked.get('request')
  if (request === null) return null
  const graph = asked.get('GraphUrl') ?? 'https://graph.microsoft.com'
  const version = asked.get('version') ?? 'v1.0'
  return { method: asked.get('method') ?? 'GET', url: `${graph}/${version}/${request.replace(/^\/+/, '')}` }
}

/** A Graph host without its scheme gets one, and a query that was encoded as a part of the path is one again. */
function address(text: string): string {
  const host = /^([\w.-]{1,100})(?=\/)/.exec(text)?.[1]
  const url = host !== undefined && cloudByGraphHost(host) !== null ? `https://${text}` : text
  const at = url.includes('?') || !url.includes('%') ? -1 : url.search(/%3F%24|%3F(?=[\w$]+(?:=|%3D))/i)
  if (at < 0) return url
  const query = url
    .slice(at + 3)
    .replace(/%24/g, '$')
    .replace(/%3D/gi, '=')
    .replace(/%26/g, '&')
    .replace(/%2C/gi, ',')
  return `${url.slice(0, at)}?${query}`
}

/** Programs that send a request, and how their flags say which. Names in lower case. */
interface Program {
  /** Words that it begins with. */
  readonly begins: readonly string[]
  readonly method: readonly string[]
  readonly url: readonly string[]
  /** Flags with a value that make it another request than a GET. */
  readonly implies: ReadonlyMap<string, string>
  /** Flags that stand alone and do. */
  readonly alone: ReadonlyMap<string, string>
  /** Flags with a value that says nothing here. */
  readonly skipped: readonly string[]
}

const postsData = [
  '-d',
  '--data',
  '--data-raw',
  '--data-binary',
  '--data-ascii',
  '--data-urlencode',
  '--json',
  '-F',
  '--form',
]

const programs: readonly Program[] = [
  {
    begins: ['curl'],
    method: ['-X', '--request'],
    url: ['--url'],
    implies: new Map([
      ...postsData.map(flag => [flag, 'POST'] as const),
      ['-T', 'PUT'],
      ['--upload-file', 'PUT'],
    ]),
    alone: new Map([
      ['-I', 'HEAD'],
      ['--head', 'HEAD'],
      ['-G', 'GET'],
      ['--get', 'GET'],
    ]),
    skipped: [
      ...[
        '-H',
        '--header',
        '-u',
        '--user',
        '-A',
        '--user-agent',
        '-b',
        '--cookie',
        '-c',
        '--cookie-jar',
        '-e',
      ],
      ...[
        '-o',
        '--output',
        '-m',
        '--max-time',
        '-w',
        '--write-out',
        '-x',
        '--proxy',
        '--retry',
        '--cacert',
        '-K',
      ],
      ...['--oauth2-bearer', '--connect-timeout', '--referer', '--config', '-E', '--cert', '--key', '-D'],
    ],
  },
  {
    begins: ['az', 'rest'],
    method: ['--method', '-m'],
    url: ['--url', '--uri', '-u'],
    implies: new Map(),
    alone: new Map(),
    skipped: [
      '--headers',
      '--body',
      '-b',
      '--resource',
      '--output',
      '-o',
      '--query',
      '--uri-parameters',
      '--output-file',
    ],
  },
  ...['invoke-mggraphrequest', 'invoke-restmethod', 'invoke-webrequest', 'irm', 'iwr'].map(name => ({
    begins: [name],
    method: ['-Method'],
    url: ['-Uri'],
    implies: new Map<string, string>(),
    alone: new Map<string, string>(),
    skipped: [
      '-Headers',
      '-Body',
      '-ContentType',
      '-OutputType',
      '-Authentication',
      '-Token',
      '-OutFile',
      '-InputFilePath',
    ],
  })),
]

/** The program that a command line runs; null for any that sends no request. */
function programOf(words: readonly string[]): Program | null {
  const names = words.slice(0, 2).map(word => word.toLowerCase().replace(/\.exe$/, ''))
  return programs.find(({ begins }) => begins.every((name, at) => names[at] === name)) ?? null
}

/**
 * The request that the words of a program make that sends one; null where they name no address, undefined where
 * they are no such program's.
 */
export function requestOfWords(words: readonly string[]): TypedRequest | null | undefined {
  const program = programOf(words)
  return program === null ? undefined : fromProgram(program, words)
}

function fromProgram(program: Program, words: readonly string[]): TypedRequest | null {
  let method: string | null = null
  let implied: string | null = null
  let url: string | null = null
  const rest = words.slice(program.begins.length)
  for (let at = 0; at < rest.length; at++) {
    const { flag, value } = flagOf(rest[at]!, program)
    const next = (): string | undefined => value ?? rest[++at]
    if (isAmong(flag, program.method)) method = next() ?? null
    else if (isAmong(flag, program.url)) url = next() ?? null
    else if (isAmong(flag, program.skipped)) next()
    else if (program.implies.has(flag)) {
      next()
      implied ??= program.implies.get(flag)!
    } else if (program.alone.has(flag)) implied = program.alone.get(flag)!
    else if (!flag.startsWith('-') && /\w/.test(flag)) url ??= rest[at]!
  }
  return url === null ? null : { method: method ?? implied ?? 'GET', url: address(unwrapped(url)) }
}

/** PowerShell takes its flags in any case; curl's short ones differ by it. */
function isAmong(flag: string, names: readonly string[]): boolean {
  return names.some(
    name => name === flag || (/^-\w\w/.test(name) && name.toLowerCase() === flag.toLowerCase()),
  )
}

/** `--request=POST`, `-Method:Get`, and curl's `-XPOST` and `-sXPOST`: a flag with its value in one word. */
function flagOf(word: string, program: Program): { flag: string; value?: string } {
  const glued = /^(--[A-Za-z][\w-]*|-[A-Za-z]\w+)[=:](.+)$/s.exec(word)
  if (glued !== null) return { flag: glued[1]!, value: glued[2]! }
  if (program.begins[0] !== 'curl' || !/^-[A-Za-z]/.test(word)) return { flag: word }
  const withValue = [...program.method, ...program.skipped, ...program.implies.keys()]
  for (let at = 1; at < Math.min(word.length, 12); at++) {
    const flag = `-${word[at]}`
    if (!withValue.includes(flag)) continue
    return at + 1 < word.length ? { flag, value: word.slice(at + 1) } : { flag }
  }
  return { flag: word }
}
