import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const misshapenId = defineFinding({
  id: 'acquire/misshapen-id',
  title: 'A tenant or client id has the wrong shape',
  needs: [],
  explains: ['acquire/refused'],
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
    const refused = acquisition?.refusal != null
    return oddities
      .filter(({ kind }) => kind === 'id-shape')
      .map(({ name, origin, shown }) => {
        const isTenant = name.includes('TENANT') || name === '--tenant'
        return {
          severity: 'error' as const,
          certainty: refused ? ('certain' as const) : ('likely' as const),
          about: 'settings' as const,
          headline: `${name} is ${isTenant ? 'neither a tenant id nor a domain name' : 'not a client id'}.`,
          why:
            shown !== null && isNearlyId(shown)
              ? `An id has 36 characters, and this has ${shown.length}: one was lost or doubled.`
              : 'It has another shape than such values have.',
          ...(refused ? {} : { wouldTell: "Entra ID's answer", lookAt: 'anyway' as const }),
          evidence: [
            {
              name,
              expected: isTenant ? 'a GUID, or a domain name' : 'a GUID',
              actual: shown,
              source: origin,
            },
          ],
          fix: fixesFor('copy-ids', target),
        }
      })
  },
})

function isNearlyId(value: string): boolean {
  return /^[0-9a-f-]{30,42}$/i.test(value)
}
