/** One training of the bench: learns a data set with one engine and asks it all its questions. */

import { writeFile } from 'node:fs/promises'
import { figuresOf, type Report, trainEngine } from '../src/commands/evaluate-measure.ts'
import { parseOptions } from '../src/commands/evaluate-options.ts'
import { readTask } from '../src/commands/evaluate-task.ts'
import { createProgress } from '../src/commands/progress.ts'
import { createRandom, shuffle } from '../src/understanding/classifier/random.ts'
import { askAll } from '../src/understanding/evaluation.ts'
import type { TrainingSet } from '../src/understanding/types.ts'
import { doJob } from './understanding-child.ts'
import type { DataSet } from './understanding-sets.ts'

/** What to learn, with what, and how. */
export interface MeasureJob {
  readonly set: DataSet
  readonly engine: 'liuke' | 'stock'
  readonly seed: number
  /** Learns no more utterances than these, drawn by the seed; null for all. */
  readonly mostRows: number | null
  /** Where the model is written to; null for nowhere. */
  readonly modelFile: string | null
}

/** What came out. */
export interface MeasureAnswer {
  /** Figures by the name of the questions. */
  readonly reports: Readonly<Record<string, Report>>
  readonly utterances: number
  /** How many there were to learn. */
  readonly of: number
}

doJob(async ({ set, engine, seed, mostRows, modelFile }: MeasureJob): Promise<MeasureAnswer> => {
  const progress = createProgress(process.stderr)
  const onProgress = (stage: string, share: number | null) => {
    progress.report(`${set.name}, ${engine}: ${stage}`, share)
  }
  const asked = Object.entries(set.ask).map(([name, ask]) => ({ name, options: optionsOf(set, ask, seed) }))
  const [first] = asked
  if (!first) throw new Error(`${set.name} asks nothing.`)
  const { set: whole } = await readTask(first.options)
  const rows = mostRows === null ? whole.rows : drawn(whole, mostRows, seed)
  const trained = await trainEngine({ ...whole, rows }, engine, onProgress)
  if (modelFile !== null && trained.bytes !== null) await writeFile(modelFile, trained.bytes)
  const reports: Record<string, Report> = {}
  for (const { name, options } of asked) {
    const { questions } = await readTask(options)
    reports[name] = figuresOf(trained, await askAll(trained.engine, questions))
  }
  progress.done()
  return { reports, utterances: rows.length, of: whole.rows.length }
})

function optionsOf(set: DataSet, ask: readonly string[], seed: number) {
  return parseOptions([...set.learn, ...ask, '--seed', String(seed)])
}

/** So many rows, each as likely as any other, in the order they stand in. */
function drawn({ rows }: TrainingSet, most: number, seed: number): TrainingSet['rows'] {
  if (rows.length <= most) return rows
  const order = Int32Array.from(rows.keys())
  shuffle(order, order.length, createRandom(seed))
  return [...order.subarray(0, most)].sort((a, b) => a - b).flatMap((row) => rows[row] ?? [])
}
