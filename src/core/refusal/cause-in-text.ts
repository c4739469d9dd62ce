import { type Cloud, cloudByGraphHost, graphAppId } from '../clouds.ts'
import type { TextTest } from '../knowledge/cause.ts'
import type { EntraValues } from './entra-values.ts'

/** The text of a refusal, with the values that it names. */
export interface RefusalText {
  readonly message: string
  readonly values: EntraValues
  /** The cloud whose authority refused; null where that is not known. */
  readonly cloud: Cloud | null
}

/** What a refusal's text tells of a cause; null where it does not name what would tell. */
export function answerByText(test: TextTest, { message, values, cloud }: RefusalText): boolean | null {
  const { resource, audience, subject, tenant } = values
  switch (test) {
    case 'text-names-user':
      return message === '' ? null : /\bsigned in user\b|\buser '|\buser account\b/i.test(message)
    case 'text-name-taken':
      return message === '' ? null : /already (?:present|exists?)/i.test(message)
    case 'text-unmanaged':
      return message === '' ? null : /unmanaged/i.test(message)
    case 'text-speaks-of-assertion':
      return speaksOfAssertion(message)
    case 'text-speaks-of-scope':
      return opposite(speaksOfAssertion(message))
    case 'reason-is-missing-key':
      return lacksKey(message)
    case 'reason-is-another':
      return opposite(lacksKey(message))
    case 'assertion-is-early':
    case 'assertion-is-just-late':
    case 'assertion-is-old':
      return answerByTimes(test, values)
    case 'audience-is-not-exchange':
      return audience === null ? null : !/^api:\/\/AzureADTokenExchange[A-Za-z]{0,10}$/i.test(audience)
    case 'subject-has-ids':
      return subject === null ? null : /^repo:[^:]*@\d/.test(subject)
    case 'tenant-is-path-word':
      return tenant === null ? null : /^(?:authorize|token|oauth2|v\d\.\d|adminconsent|login)$/i.test(tenant)
    case 'resource-lacks-slash':
      return resource === null ? null : /[^/]\.default$/.test(resource)
    case 'resource-is-scope':
      return resource === null ? null : resource.endsWith('/.default')
    case 'resource-is-http':
      return resource === null ? null : resource.startsWith('http://')
    case 'resource-is-of-other-cloud': {
      const named = resource === null ? null : cloudByGraphHost(resource.replace(/^https?:\/\/|\/$/g, ''))
      return named === null || cloud === null ? null : named !== cloud
    }
    case 'resource-is-graph':
      return resource === null ? null : resource.includes(graphAppId)
  }
}

function opposite(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer
}

function speaksOfAssertion(message: string): boolean | null {
  return /assertion|audience claim/i.test(message) || (/scope|resource/i.test(message) ? false : null)
}

function lacksKey(message: string): boolean | null {
  return /\bReason - /.test(message) ? /Reason - The key was not found/i.test(message) : null
}

/** In seconds: a clock that is behind, or a kept assertion, is late by less than it was valid for. */
const justLate = 300

function answerByTimes(
  test: 'assertion-is-early' | 'assertion-is-just-late' | 'assertion-is-old',
  { validity }: EntraValues,
): boolean | null {
  if (validity === null) return null
  const { off, from, until } = validity
  if (test === 'assertion-is-early') return off < 0
  const isOld = off > until - from
  if (test === 'assertion-is-old') return isOld
  if (off > 0 && off < justLate && !isOld) return true
  return off <= 0 || isOld ? false : null
}
