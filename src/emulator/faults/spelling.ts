import { type Effects, type Fault, places, type Where } from './fault.ts'

/** What is wrong with the spelling of a fault, in a sentence that repeats nothing of it. */
export interface Misspelt {
  readonly wrong: string
}

const methods = /^(?:GET|HEAD|POST|PATCH|PUT|DELETE)$/i

/** A day: nobody waits longer for a make-believe answer. */
const longestSeconds = 86_400

/**
 * Reads a fault: where, then what, in words. `GET /users 429 retry-after=2 after=3`, `token delay=2s times=1`,
 * `/groups/* truncate`.
 */
export function readFault(text: string): Fault | Misspelt {
  const [first = '', ...rest] = text.trim().split(/\s+/)
  const isMethod = methods.test(first)
  const [place = '', ...words] = isMethod ? rest : [first, ...rest]
  const where = whereOf(isMethod ? first.toUpperCase() : null, place)
  if ('wrong' in where) return where
  let fault: Fault = { where, after: 0, times: null, effects: {} }
  for (const word of words) {
    const more = readWord(word, fault)
    if ('wrong' in more) return more
    fault = more
  }
  return contradictionIn(fault) ?? fault
}

/** The same for those who write it into a program. */
export function fault(text: string): Fault {
  const read = readFault(text)
  if ('wrong' in read) throw new Error(`The fault cannot be read: ${read.wrong}`)
  return read
}

function whereOf(method: string | null, word: string): Where | Misspelt {
  if (word.startsWith('/')) {
    const segments = word
      .replace(/^\/(?:v1\.0|beta)(?=\/)/i, '')
      .split('/')
      .filter(Boolean)
    return { method, segments }
  }
  const place = method === null ? places.find(one => one === word.toLowerCase()) : undefined
  return place === undefined
    ? { wrong: `it begins with a path of Graph, such as GET /users, or with ${places.join(', ')}` }
    : { place }
}

function readWord(word: string, fault: Fault): Fault | Misspelt {
  const [name = '', value] = word.toLowerCase().split(/=(.*)/s)
  if (value === undefined && /^[45]\d\d$/.test(name)) return withEffects(fault, { status: Number(name) })
  switch (name) {
    case 'reset':
    case 'garbage':
    case 'rollover':
      return value === undefined ? withEffects(fault, { [name]: true }) : { wrong: `${name} takes no value` }
    case 'truncate':
      if (value === undefined) return withEffects(fault, { truncate: 'half' })
      return counted(value, 'truncate takes a number of bytes', truncate => withEffects(fault, { truncate }))
    case 'after':
      return counted(value, 'after takes a number of requests', after => ({ ...fault, after }))
    case 'times':
      return counted(value, 'times takes a number of requests', times => ({ ...fault, times }))
    case 'delay':
      return lasting(value, 'delay takes a time, such as 500ms or 2s', delay => withEffects(fault, { delay }))
    case 'lifetime':
      return lasting(value, 'lifetime takes a time, such as 5s or 10m', ms =>
        withEffects(fault, { lifetime: Math.ceil(ms / 1000) }),
      )
    case 'retry-after':
    case 'retry-after-date':
      return lasting(value, `${name} takes a time, such as 2s`, ms =>
        withEffects(fault, {
          retryAfter: { seconds: Math.ceil(ms / 1000), isDate: name === 'retry-after-date' },
        }),
      )
    case 'clock': {
      const sign = value?.startsWith('-') ? -1 : 1
      return lasting(value?.replace(/^[+-]/, ''), 'clock takes a time, such as +10m or -10m', ms =>
        withEffects(fault, { clock: sign * ms }),
      )
    }
  }
  return {
    wrong:
      'behind the place stand a status from 400 to 599, retry-after=2s, retry-after-date=2s, delay=2s, reset, truncate, garbage, clock=+10m, lifetime=5s, rollover, after=3 or times=1',
  }
}

const withEffects = (fault: Fault, more: Effects): Fault => ({
  ...fault,
  effects: { ...fault.effects, ...more },
})

function counted(value: string | undefined, wrong: string, of: (count: number) => Fault): Fault | Misspelt {
  return value !== undefined && /^\d{1,7}$/.test(value) ? of(Number(value)) : { wrong }
}

/** Milliseconds; a bare number counts seconds. */
function lasting(value: string | undefined, wrong: string, of: (ms: number) => Fault): Fault | Misspelt {
  const [, number, unit = 's'] = /^(\d{1,7})(ms|s|m|h)?$/.exec(value ?? '') ?? []
  const ms = Number(number) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : unit === 'm' ? 60_000 : 3_600_000)
  return ms <= longestSeconds * 1000 ? of(ms) : { wrong: `${wrong}, and a day at most` }
}

function contradictionIn({ where, effects }: Fault): Misspelt | null {
  if (Object.keys(effects).length === 0) return { wrong: 'it says where, and not what goes wrong' }
  const { status, reset, garbage, truncate, lifetime, rollover, retryAfter } = effects
  if ([status, reset, garbage].filter(one => one !== undefined).length > 1)
    return { wrong: 'of a status, reset and garbage it takes one' }
  if (reset === true && truncate !== undefined) return { wrong: 'of reset and truncate it takes one' }
  if (retryAfter !== undefined && status === undefined) return { wrong: 'retry-after stands beside a status' }
  const place = 'place' in where ? where.place : 'graph'
  if (lifetime !== undefined && !['token', 'entra', '*'].includes(place))
    return { wrong: 'lifetime is of token only' }
  if (rollover === true && place === 'graph') return { wrong: 'rollover is of token or keys' }
  return null
}
