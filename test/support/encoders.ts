/** How programs write a value into a text, each with what leaks() calls it. */
export const encoders: readonly (readonly [as: string, how: string, encode: (value: string) => string])[] = [
  ['plain', 'alone', v => v],
  ['plain', 'without its ends', v => `${v.slice(3, -4)}…`],
  ['plain', 'twenty characters of it', v => v.slice(7, 27)],
  ['split over lines', 'in two', v => `${v.slice(0, 18)}\n${v.slice(18)}`],
  ['split over lines', 'in many, indented', v => v.replaceAll(/(.{5})/g, '$1\r\n    ')],
  ['split over lines', 'by a shell', v => v.replaceAll(/(.{9})/g, '$1\\\n')],
  ['split over lines', 'by colours', v => v.replaceAll(/(.{6})/g, '\u001b[31m$1\u001b[0m')],
  ['base64', 'alone', v => Buffer.from(v).toString('base64')],
  ['base64', 'behind two bytes', v => Buffer.from(`a:${v}`).toString('base64')],
  ['base64', 'behind four bytes', v => Buffer.from(`abc:${v}`).toString('base64')],
  [
    'base64',
    'over lines',
    v =>
      Buffer.from(v)
        .toString('base64')
        .replaceAll(/(.{16})/g, '$1\n'),
  ],
  ['base64url', 'alone', v => Buffer.from(`${v}ÿ>?`).toString('base64url')],
  ['percent-encoded', 'in an address', v => encodeURIComponent(v)],
  ['percent-encoded', 'with the tilde', v => encodeURIComponent(v).replaceAll('~', '%7E')],
  ['percent-encoded', 'every byte', v => Buffer.from(v).toString('hex').replaceAll(/../g, '%$&')],
  ['split over lines', 'by code', v => v.replaceAll(/(.{11})/g, '$1"\n  + "')],
  ['split over lines', 'by mail', v => v.replaceAll(/(.{11})/g, '$1=\n> ')],
  ['JSON-escaped', 'over lines', v => JSON.stringify(v.replaceAll(/(.{12})/g, '$1\n  '))],
  ['percent-encoded', 'twice', v => encodeURIComponent(encodeURIComponent(v))],
  ['percent-encoded', 'in a form', v => new URLSearchParams({ client_secret: v }).toString()],
  ['JSON-escaped', 'once', v => JSON.stringify({ v })],
  ['JSON-escaped', 'with its slashes', v => JSON.stringify({ v }).replaceAll('/', '\\/')],
  ['JSON-escaped', 'twice', v => JSON.stringify(JSON.stringify({ v }))],
  [
    'JSON-escaped',
    'by numbers',
    v => v.replaceAll(/[^A-Za-z0-9]/g, sign => `\\u00${sign.charCodeAt(0).toString(16)}`),
  ],
  [
    'HTML-escaped',
    'by names',
    v => v.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
  ],
  ['HTML-escaped', 'by numbers', v => v.replaceAll(/[^A-Za-z0-9]/g, sign => `&#${sign.charCodeAt(0)};`)],
  ['hex', 'small', v => Buffer.from(v).toString('hex')],
  ['hex', 'capitals', v => Buffer.from(v).toString('hex').toUpperCase()],
]
