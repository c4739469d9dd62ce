import { join } from 'node:path'
import { createGenerator } from 'ts-json-schema-generator'

/** docs/report.schema.json, from the types in src/core/report: what `--format json` prints, and a line of jsonl. */
export function reportSchema(root: string): string {
  // TypeScript 7 has no JavaScript API: the generator brings a TypeScript of its own, and checks nothing.
  const { definitions = {} } = createGenerator({
    path: join(root, 'src/core/report/report.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    type: 'Report',
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema('Report')
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'why403 report',
    $ref: '#/definitions/Report',
    $defs: definitions,
  }
  return `${JSON.stringify(schema, null, 2).replaceAll('#/definitions/', '#/$defs/')}\n`
}
