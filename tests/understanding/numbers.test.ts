import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HashIndex, hashOf } from '../../src/understanding/classifier/hash-index.ts'
import { KernelMemory } from '../../src/understanding/classifier/kernels.ts'
import {
  decodeVarints,
  differences,
  encodeVarints,
  sums,
} from '../../src/understanding/classifier/varints.ts'

const whole = fc.array(fc.maxSafeNat())

describe('numbers as bytes', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(whole, (numbers) => {
        expect([...decodeVarints(encodeVarints(numbers))]).toEqual(numbers)
      }),
    )
  })

  it('come back from their differences', () => {
    const ascending = whole.map((numbers) => numbers.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(ascending, (numbers) => {
        expect([...sums(differences(numbers))]).toEqual(numbers)
      }),
    )
  })
})

describe('the index of hashes', () => {
  const words = Array.from({ length: 5_000 }, (_, i) => `word ${i} 词`)
  const hashes = Float64Array.from(new Set(words.map(hashOf))).sort()
  const index = new HashIndex(hashes)

  it('tells all known texts apart', () => {
    expect(hashes.length).toBe(words.length)
    expect(new Set(words.map((word) => index.find(word))).size).toBe(words.length)
  })

  it('does not know others', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!words.includes(text)) expect(index.find(text)).toBe(-1)
      }),
    )
    for (const text of ['', 'constructor', '__proto__', '\ud83d']) expect(index.find(text)).toBe(-1)
  })

  it('of nothing finds nothing', () => {
    expect(new HashIndex(new Float64Array(0)).find('a')).toBe(-1)
  })
})

describe('the kernels', () => {
  it('are what their source compiles to', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-kernels-'))
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: Record<string, string>
    }
    const [, ...options] = scripts['build:kernels']!.split(' ')
    const file = path.join(folder, 'kernels.wasm')
    const args = options.map((option) => (option.endsWith('.wasm') ? file : option))
    execFileSync(process.execPath, ['node_modules/assemblyscript/bin/asc.js', ...args])
    const built = await readFile(file)
    await rm(folder, { recursive: true })
    expect(built.equals(await readFile('src/understanding/classifier/kernels.wasm'))).toBe(true)
  })

  it('keep what was put in when the memory grows', () => {
    const memory = new KernelMemory()
    const at = memory.put(Float32Array.of(1, 2, 3))
    memory.room(10_000_000)
    expect([...memory.floats(at, 3)]).toEqual([1, 2, 3])
  })

  it('give room that is 0 and does not overlap', () => {
    const memory = new KernelMemory()
    const [a, b] = [memory.room(12), memory.room(12)]
    memory.floats(a, 3).fill(7)
    expect([...memory.floats(b, 3)]).toEqual([0, 0, 0])
  })

  it('multiply a matrix with itself as plain loops do', () => {
    const memory = new KernelMemory()
    const numbers = Float32Array.from({ length: 5 * 8 }, (_, i) => Math.fround(Math.sin(i)))
    const into = memory.room(8 * 8 * 4)
    memory.run.gram(memory.put(numbers), 5, 8, into)
    const product = memory.floats(into, 64)
    for (let a = 0; a < 8; a++) {
      for (let b = 0; b < 8; b++) {
        let sum = 0
        for (let row = 0; row < 5; row++) sum += numbers[row * 8 + a]! * numbers[row * 8 + b]!
        expect(product[a * 8 + b]).toBeCloseTo(sum, 5)
      }
    }
  })
})
