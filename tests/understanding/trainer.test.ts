import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LiukeError } from '../../src/errors.ts'
import { decodeModel } from '../../src/understanding/classifier/model-file.ts'
import { loadOrTrain, modelNameOf } from '../../src/understanding/classifier/model-store.ts'
import { trainModel } from '../../src/understanding/classifier/train.ts'
import { trainInProcess } from '../../src/understanding/classifier/trainer.ts'
import { ENGLISH_SET } from './small-set.ts'

describe('training in a worker', () => {
  it('gives the model that training here gives, tells how far it is, and leaves this thread free', async () => {
    const stages = new Set<string>()
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const bytes = await trainInProcess(ENGLISH_SET, { onProgress: (_, stage) => stages.add(stage) })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(3)
    expect(Buffer.from(bytes).equals(trainModel(ENGLISH_SET))).toBe(true)
    expect([...stages]).toEqual(expect.arrayContaining(['calibrating', 'training', 'done']))
  })

  it('ends when it is cancelled', async () => {
    const control = new AbortController()
    const training = trainInProcess(ENGLISH_SET, {
      signal: control.signal,
      onProgress: () => control.abort(),
    })
    await expect(training).rejects.toMatchObject({ code: 'training_cancelled' })
    await expect(trainInProcess(ENGLISH_SET, { signal: control.signal })).rejects.toMatchObject({
      code: 'training_cancelled',
    })
  })

  it('hands on why it refused', async () => {
    await expect(trainInProcess({ rows: [], background: [], seed: 1 })).rejects.toMatchObject({
      code: 'training_set_too_small',
    })
  })
})

describe('the model store', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-models-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true })
  })

  it('trains once, then reads, and trains again where the file is damaged, and says so', async () => {
    const inside = path.join(folder, 'new')
    const first = await loadOrTrain({ folder: inside, set: ENGLISH_SET })
    const second = await loadOrTrain({ folder: inside, set: ENGLISH_SET })
    expect([first.trained, second.trained]).toEqual([true, false])
    expect(Buffer.from(second.bytes).equals(first.bytes)).toBe(true)
    expect(await readdir(inside)).toEqual([path.basename(first.file)])

    await writeFile(first.file, first.bytes.subarray(0, 100))
    const warnings: LiukeError[] = []
    const again = await loadOrTrain({
      folder: inside,
      set: ENGLISH_SET,
      onWarning: (warning) => warnings.push(warning),
    })
    expect(again.trained).toBe(true)
    expect(warnings.map((warning) => warning.code)).toEqual(['model_damaged'])
    expect((await readFile(first.file)).equals(first.bytes)).toBe(true)
  })

  it('keeps the newest models only, no drafts of processes that were killed, and one trained anew in place', async () => {
    const old = new Date(Date.now() - 3 * 86_400_000)
    const names = [...Array.from({ length: 10 }, (_, i) => `${i}.model`), 'a.model.x.part', 'notes.txt']
    for (const name of names) {
      await writeFile(path.join(folder, name), 'x')
      await utimes(path.join(folder, name), old, old)
    }
    await writeFile(path.join(folder, 'b.model.y.part'), 'being written')
    const { file, bytes } = await loadOrTrain({ folder, set: ENGLISH_SET })
    const left = await readdir(folder)
    expect(left.filter((name) => name.endsWith('.model'))).toHaveLength(8)
    expect(left).toContain(path.basename(file))
    expect(left.filter((name) => !name.endsWith('.model')).sort()).toEqual(['b.model.y.part', 'notes.txt'])

    // What is learned beside is found in its place.
    const unlabelled = Array.from({ length: 250 }, (_, i) => `my bill and my internet ${i % 7}`)
    const taught = await loadOrTrain({ folder, set: { ...ENGLISH_SET, unlabelled }, anew: true })
    expect(taught.trained).toBe(true)
    const found = await loadOrTrain({ folder, set: ENGLISH_SET })
    expect(Buffer.from(found.bytes).equals(taught.bytes)).toBe(true)
    const { unlabelled: kept } = decodeModel(taught.bytes).info
    expect([0, 250]).toContain(kept)
    expect(Buffer.from(bytes).equals(taught.bytes)).toBe(kept === 0)
  })

  it('learns from too few unlabelled questions as from none', async () => {
    const bytes = trainModel({ ...ENGLISH_SET, unlabelled: ['my bill', 'zorp blick'] })
    expect(Buffer.from(bytes).equals(trainModel(ENGLISH_SET))).toBe(true)
  })

  it('names models by what they are trained from, not by its order', async () => {
    const name = await modelNameOf(ENGLISH_SET)
    expect(await modelNameOf({ ...ENGLISH_SET, rows: ENGLISH_SET.rows.toReversed() })).toBe(name)
    expect(await modelNameOf({ ...ENGLISH_SET, seed: 8 })).not.toBe(name)
    expect(await modelNameOf({ ...ENGLISH_SET, rows: ENGLISH_SET.rows.slice(1) })).not.toBe(name)
    expect(await modelNameOf({ ...ENGLISH_SET, background: [] })).not.toBe(name)
  })
})
