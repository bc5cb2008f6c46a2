import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { coverageOf } from '../../../src/jobs/test-lab/coverage.ts'
import { labInProcess } from '../../../src/jobs/test-lab/lab-in-process.ts'
import { nearestPairs, type PhrasesOf } from '../../../src/jobs/test-lab/nearest-pairs.ts'

const entry = (id: string, zh: readonly string[], en: readonly string[]): PhrasesOf => ({
  id,
  phrases: { zh, en },
})
const entries = [
  entry('bill.view', ['查一下账单', '本月话费多少'], ['show my bill', 'how much is my bill']),
  entry('pay.refund', ['我要退款', '能退钱吗'], ['i want a refund', 'give my money back']),
  entry('pay.refund-time', ['退款多久到账', '什么时候能退钱'], ['when does my refund arrive']),
  entry('sim.lost', ['手机卡丢了'], ['i lost my sim card']),
  entry('tv.none', [], []),
]

it('name the entries that are most alike, with the phrases that are', () => {
  const pairs = nearestPairs(entries, 3)
  expect(pairs[0]).toMatchObject({ a: 'pay.refund', b: 'pay.refund-time' })
  expect([pairs[0]?.phraseA, pairs[0]?.phraseB]).toEqual(['i want a refund', 'when does my refund arrive'])
  expect(pairs.map(({ similarity }) => similarity)).toEqual(
    pairs.map(({ similarity }) => similarity).toSorted((a, b) => b - a),
  )
  for (const { similarity } of pairs) expect(similarity).toBeLessThanOrEqual(1)
  // What has no phrases is near nothing.
  expect(pairs.flatMap(({ a, b }) => [a, b])).not.toContain('tv.none')
})

it('are all the same where phrases are', () => {
  const [one, other] = [entry('a.a', ['查账单'], ['my bill']), entry('b.b', ['查账单'], ['my bill'])]
  // With two phrases in all, what both have tells nothing apart: a third gives it weight.
  const third = entry('c.c', ['漫游怎么开'], ['turn on roaming'])
  expect(nearestPairs([one, other, third], 1)[0]?.similarity).toBeCloseTo(1)
  expect(nearestPairs([], 5)).toEqual([])
})

it('come out of the process as they are, with what old revisions covered', async () => {
  const files = [
    { path: 'faq/bill.yaml', text: '- id: bill.view\n  kind: faq\n- kind: faq\n  id: bill.pay\n' },
    {
      path: 'tests/bill.yaml',
      text: '- entry: bill.view|bill.pay\n  zh: [账]\n- entry: bill.view\n  en: [b]\n',
    },
  ]
  const content = gzipSync(JSON.stringify(files))
  const findings = await labInProcess({ entries, limit: 3, revisions: [{ revision: 7, content }] })
  expect(findings).toEqual({
    pairs: nearestPairs(entries, 3),
    coverage: [{ revision: 7, share: 1 / 2 }],
  })
  expect(coverageOf([])).toBeNull()
})
