import { version } from '../../version.ts'
import { cloudByName } from '../clouds.ts'
import { Why403Error } from '../error.ts'
import { bounded, type JsonObject, objectOf, parseJson } from '../json.ts'
import type { Observed, ObservedCall } from '../observed.ts'
import { cmdletMethod, cmdletOperation } from '../operation/cmdlet.ts'
import { type Operation, parseOperation, type UnreadableOperation } from '../operation/operation.ts'
import { cleaned } from '../secret/gate.ts'
import { bodyOfAnswer, bodyOfRefusal, headerOfChallenge } from './cut.ts'
import { type Case, type CaseCall, type CasePaste, caseShape } from './form.ts'
import { withoutFolders } from './line.ts'
import { whole } from './shape.ts'
import { withStandIns } from './stand-ins.ts'

/** A case as it was read, and what was observed in it. */
export interface OpenedCase {
  readonly written: Case
  readonly observed: Observed
  /** What a text told besides, where it is the case of one. */
  readonly pasted: CasePaste | null
}

/**
 * Reads a case that somebody sent. Nothing that it names is read or asked: it is judged by what stands in it.
 *
 * @param fileFlags flags whose value names a file
 * @throws Why403Error `usage` where it is none
 */
export function readCase(text: string, fileFlags: readonly string[]): OpenedCase {
  const json = parseJson(text)
  if (json === undefined) throw noCase('it is not JSON')
  const form = objectOf(json)?.case
  if (typeof form !== 'number') throw noCase('it does not say that it is one')
  if (form > 1) throw noCase('a newer why403 wrote it')
  const fault = caseShape.fault(json, whole)
  if (fault !== null) throw noCase(fault)
  // Text by text, as it stands: a report puts some of them on one line, and between quotes of a shell.
  const written = cleaned(shallow(json as Case))
  if (Number.isNaN(Date.parse(written.at))) throw noCase('at is not a time')
  const inside = withStandIns(written, written.people)
  return { written, observed: observedIn(inside, fileFlags), pasted: inside.pasted ?? null }
}

function noCase(why: string): Why403Error {
  return new Why403Error('usage', `This is not a case that why403 ${version} can open: ${why}.`, [
    'A case is what --case FILE writes: why403 check --case FILE',
  ])
}

/** What is free in its form is cut off where nobody would read it. */
function shallow(written: Case): Case {
  return bounded(written as unknown as JsonObject) as unknown as Case
}

function observedIn(written: Case, fileFlags: readonly string[]): Observed {
  const { at, question, acquisition, token, operations, calls, records } = written
  const { cloud, line, ...asked } = question
  return {
    ...asked,
    fromCase: true,
    at: Date.parse(at) / 1000,
    cloud: cloud === null ? null : cloudByName(cloud),
    line: withoutFolders(line, fileFlags),
    acquisition: acquisitionIn(acquisition),
    token,
    operations: operations.map(operationIn),
    calls: calls.map(callIn),
    records,
  }
}

function acquisitionIn(acquisition: Case['acquisition']): Observed['acquisition'] {
  if (acquisition === null || 'told' in acquisition) return acquisition
  const { refusal, ...rest } = acquisition
  return { ...rest, refusal: refusal === null ? null : JSON.stringify(refusal) }
}

function operationIn(operation: Case['operations'][number]): Operation | UnreadableOperation {
  if (!('method' in operation)) return operation
  const { method, url, source } = operation
  return method === cmdletMethod ? cmdletOperation(url, source) : parseOperation(method, url, source)
}

function callIn(call: CaseCall): ObservedCall {
  if (!call.sent) return call
  const { refusal, challenge, answered, ...rest } = call
  return {
    ...rest,
    body: refusal !== null ? bodyOfRefusal(refusal) : answered === null ? '' : bodyOfAnswer(answered),
    wwwAuthenticate: challenge === null ? null : headerOfChallenge(challenge),
  }
}
