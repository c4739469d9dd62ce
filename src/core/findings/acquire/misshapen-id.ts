import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const misshapenId = defineFinding({
  id: 'acquire/misshapen-id',
  title: 'A tenant or client id has the wrong shape',
  words: {
    meaning:
      'A client id is a GUID of 36 characters. A tenant is named by such an id, or by one of its domain names. Entra ID answers anything else with AADSTS700016 or AADSTS900023.',
    causes: [
      'A character was lost or doubled when the id was copied.',
      'The name of the app or of the company stands where its id belongs.',
      'A web address was copied whole.',
    ],
    certainty: 'Likely: the value has another shape; certain once Entra ID has refused it.',
    sources: ['Learn: Register an application', 'Learn: Find your tenant ID'],
  },
  find({ facts: { oddities, acquisition }, target }) {
    return oddities
      .filter(({ kind }) => kind === 'id-shape')
      .map(({ name, origin, shown }) => {
        const wanted = name.includes('TENANT') || name === '--tenant' ? 'tenant' : 'client'
        return {
          severity: 'error',
          certainty: acquisition?.refusal ? 'certain' : 'likely',
          about: 'settings',
          saying: { name, wanted, length: shown !== null && isNearlyId(shown) ? shown.length : null },
          lookAt: 'anyway',
          evidence: [{ name, expected: shapes[wanted], actual: shown, source: 'settings', origin }],
          fix: fixesFor('copy-ids', target),
        }
      })
  },
  say({ name, wanted, length }: Saying) {
    return {
      headline: `${name} is ${nothingSuch[wanted]}.`,
      why: whyOf(wanted, length),
      wouldTell: "Entra ID's answer",
    }
  },
})

type Wanted = 'tenant' | 'client'

interface Saying {
  readonly name: string
  readonly wanted: Wanted
  /** How long it is, where it is nearly an id; else null. */
  readonly length: number | null
}

const shapes: Record<Wanted, string> = { tenant: 'a GUID, or a domain name', client: 'a GUID' }

const nothingSuch: Record<Wanted, string> = {
  tenant: 'neither a tenant id nor a domain name',
  client: 'not a client id',
}

const whole = 36

function whyOf(wanted: Wanted, length: number | null): string {
  if (length === null) return `It does not have the shape of ${shapes[wanted].replace(',', '')}.`
  if (length === whole) return `It is as long as an id, but its hyphens are not where those of an id are.`
  const change = length < whole ? 'something was probably lost' : 'something was probably added'
  return `An id has ${whole} characters, and this has ${length}: ${change} when it was copied.`
}

function isNearlyId(value: string): boolean {
  return /^[0-9a-f-]{30,42}$/i.test(value)
}
