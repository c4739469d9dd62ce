import { caseShape } from '../../src/core/case/form.ts'

/** docs/case.schema.json: what `--case` writes and `why403 open` takes, from the very description that it is checked by. */
export function caseSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'why403 case',
    ...caseShape.schema,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
