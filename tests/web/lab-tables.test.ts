import { expect, it } from 'vitest'
import { matrixOf } from '../../src/web/console/lab/lab-tables.ts'

const confusion = (expected: string, predicted: string, count: number) => ({
  ...{ expected, predicted, count },
  examples: [],
})
const entry = (id: string, right: number) => ({
  ...{ entry: id, title: { zh: id, en: id }, phrases: 1, questions: 9, right },
  ...{ zh: 1, en: 1, mixed: 0 },
})

it('a confusion matrix has the pairs that are confused most often, right ones on the diagonal', () => {
  const confusions = [
    confusion('', 'tv.list', 9), // out of scope has no row
    confusion('b.b', 'a.a', 3),
    confusion('a.a', 'b.b', 2),
    confusion('c.c', 'a.a', 1),
    confusion('d.d', 'e.e', 1),
  ]
  const entries = [entry('a.a', 5), entry('b.b', 6), entry('c.c', 7)]
  expect(matrixOf({ confusions, entries }, 4)).toEqual({
    entries: ['a.a', 'b.b', 'c.c'],
    counts: [
      [5, 2, 0],
      [3, 6, 0],
      [1, 0, 7],
    ],
  })
  expect(matrixOf({ confusions: [], entries }, 4)).toEqual({ entries: [], counts: [] })
})
