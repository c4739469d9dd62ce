import { describe, expect, it, test } from 'vitest'
import { type Mutant, type MutationReport, ownTests, survivors, table } from '../../tools/mutate.ts'

const source = ['export const adult = (age: number) =>', '  age >= 18', ''].join('\n')

const mutant = (status: string, replacement: string): Mutant => ({
  status,
  mutatorName: 'EqualityOperator',
  replacement,
  location: { start: { line: 2, column: 3 }, end: { line: 2, column: 12 } },
})

const report: MutationReport = {
  files: {
    'src/adult.ts': {
      source,
      mutants: [
        mutant('Killed', 'age < 18'),
        mutant('Timeout', 'age >= 0'),
        mutant('Survived', 'age > 18'),
        mutant('NoCoverage', 'true'),
        mutant('Ignored', 'false'),
      ],
    },
    'src/words.ts': { source: '', mutants: [] },
  },
}

describe('the table of mutants', () => {
  it('has a row a file and one for all, and counts a timeout as noticed', () => {
    expect(table(report).split('\n')).toEqual([
      'file          mutants  killed  survived  timeout  no coverage   score',
      'src/adult.ts        4       1         1        1            1  50.0 %',
      'src/words.ts        0       0         0        0            0       -',
      'all                 4       1         1        1            1  50.0 %',
    ])
  })
})

describe('a mutant that lives', () => {
  it('is shown with its place, what stood there and what stands there now', () => {
    expect(survivors(report)).toEqual([
      'src/adult.ts:2:3 EqualityOperator: age >= 18 → age > 18',
      'src/adult.ts:2:3 EqualityOperator: age >= 18 → true',
    ])
  })

  it('is shown on one line, whatever its size', () => {
    const long = mutant('Survived', `{\n${'  age();\n'.repeat(50)}}`)
    const [line] = survivors({ files: { 'src/adult.ts': { source, mutants: [long] } } })
    expect(line).not.toContain('\n')
    expect(line!.length).toBeLessThan(200)
  })
})

test('a source has its own tests at the same place below test/', () => {
  const tests = ['test/core/a/one.test.ts', 'test/core/a/three.test.ts', 'test/core/b/all.test.ts']
  expect(ownTests(['src/core/a/one.ts', 'src/core/a/two.ts'], tests)).toEqual(['test/core/a/one.test.ts'])
  // Of a folder without any, whatever tests it.
  expect(ownTests(['src/core/b/one.ts', 'src/core/b/two.ts', 'src/core/c/one.ts'], tests)).toEqual([
    'test/core/b/all.test.ts',
  ])
})
