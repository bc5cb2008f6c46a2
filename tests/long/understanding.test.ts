/** A hundred thousand messages nobody means well with: understanding keeps nothing of them. */
import v8 from 'node:v8'
import vm from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { awaken } from '../../src/understanding/classifier/model.ts'
import { decodeModel } from '../../src/understanding/classifier/model-file.ts'
import { trainModel } from '../../src/understanding/classifier/train.ts'
import { hostileText } from '../understanding/hostile-texts.ts'
import { readersOf } from '../understanding/readers.ts'
import { SMALL_SET } from '../understanding/small-set.ts'

const MEGABYTE = 1024 * 1024
const ROUNDS = 50
const MESSAGES = 2000
/** Caches are full, and everything is compiled, after so many rounds. */
const WARM_UP = 10
const LONGEST = 2000

v8.setFlagsFromString('--expose-gc')
// The flag puts it into new contexts.
const gc: () => void = vm.runInNewContext('gc')

/** Memory in use after all garbage is gone, in bytes. */
async function memory(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

function median(values: readonly number[]): number {
  return [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN
}

describe('a hundred thousand messages', () => {
  it('are read, and leave memory flat', async () => {
    const model = awaken(decodeModel(trainModel(SMALL_SET)))
    const readers = readersOf(() => model)
    const used: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      for (const text of fc.sample(hostileText(LONGEST), { numRuns: MESSAGES, seed: round })) {
        for (const [, read] of readers) read(text)
      }
      used.push(await memory())
    }
    const settled = used.slice(WARM_UP)
    const half = Math.floor(settled.length / 2)
    const grown = median(settled.slice(half)) - median(settled.slice(0, half))
    expect(grown).toBeLessThan(2 * MEGABYTE)
  })
})
