/**
 * The functions that judge, and so bring the findings and what is known of refusals. Built once, for the program: the
 * library takes them from there (tools/bundle.js).
 */
export { judgeCase } from './case.ts'
export { explainRefusal, explainText } from './explain.ts'
export { check, inspectToken } from './inspect.ts'
