/**
 * Measures understanding, beside NLP.js as it comes, on the validation splits of public data and on the corpus:
 * `npm run bench:understanding [-- FOLDER] [--only NAME,…] [--no-stock] [--stock-rows N] [--seed N] [--json]`.
 * The data is no part of the project; docs/understanding.md says where it comes from.
 */

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { parseOptions } from '../src/commands/evaluate-options.ts'
import { readTask } from '../src/commands/evaluate-task.ts'
import { runApart } from './understanding-child.ts'
import type { CostAnswer, CostJob } from './understanding-cost.ts'
import type { MeasureAnswer, MeasureJob } from './understanding-measure.ts'
import { type DataSet, dataSetsIn } from './understanding-sets.ts'
import { costText, headText, type Results, ratioOf, rowText } from './understanding-table.ts'

const MESSAGES = 100_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    'no-stock': { type: 'boolean', default: false },
    'stock-rows': { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const [folder = path.join('..', 'shared', 'datasets')] = positionals
const seed = Number(values.seed)
/** NLP.js as it comes needs some minutes for the larger sets; null lets it have them. */
const stockRows = values['stock-rows'] === undefined ? null : Number(values['stock-rows'])
const load = os.loadavg().map((value) => Number(value.toFixed(2)))
const models = await mkdtemp(path.join(os.tmpdir(), 'liuke-bench-'))
try {
  await main()
} finally {
  await rm(models, { recursive: true })
}

async function main(): Promise<void> {
  const choice = chosen()
  if (choice === null) {
    process.exitCode = 2
    return
  }
  const { sets, missing } = choice
  console.log(
    `Node ${process.version}, ${os.availableParallelism()} cores, load ${load.join(', ')} at the start.`,
  )
  for (const set of missing) console.log(`${set.name} is left out: ${folder} does not hold its files.`)
  if (stockRows !== null && !values['no-stock']) {
    console.log(`Limited: NLP.js as it comes learns at most ${stockRows} utterances, drawn by the seed.`)
  }
  console.log(`\n${headText()}`)
  const results: Results = {}
  for (const set of sets) await measure(set, results)
  const cost = sets.some(({ name }) => name === 'corpus') ? await costs() : null
  if (cost) console.log(`\n${costText(cost)}`)
  if (values.json) console.log(JSON.stringify(summaryOf(results, cost, missing)))
  if (missing.length > 0) process.exitCode = 1
}

/** The sets asked for, those whose files are not there apart; null after a wrong call. */
function chosen(): { sets: DataSet[]; missing: DataSet[] } | null {
  const all = dataSetsIn(folder)
  const names = values.only?.split(',') ?? all.map(({ name }) => name)
  const unknown = names.filter((name) => !all.some((set) => set.name === name))
  if (unknown.length > 0 || !Number.isSafeInteger(seed) || (stockRows !== null && !(stockRows > 0))) {
    console.error(`There are the sets ${all.map(({ name }) => name).join(', ')}; numbers are whole.`)
    return null
  }
  const asked = all.filter(({ name }) => names.includes(name))
  const isThere = ({ files }: DataSet) => files.every((file) => existsSync(file))
  return { sets: asked.filter(isThere), missing: asked.filter((set) => !isThere(set)) }
}

async function measure(set: DataSet, results: Results): Promise<void> {
  for (const engine of values['no-stock'] ? (['liuke'] as const) : (['liuke', 'stock'] as const)) {
    const { reports, utterances, of } = await runApart<MeasureJob, MeasureAnswer>(
      'understanding-measure.ts',
      {
        ...{ set, engine, seed, mostRows: engine === 'stock' ? stockRows : null },
        modelFile: set.name === 'corpus' && engine === 'liuke' ? modelFile() : null,
      },
    )
    for (const [name, report] of Object.entries(reports)) {
      const found = results[name] ?? {}
      results[name] = found
      found[engine] = { ...report, utterances, utterancesOf: of }
      console.log(rowText(name, engine, found[engine]))
    }
  }
}

function modelFile(): string {
  return path.join(models, 'corpus.model')
}

/** Costs of the corpus' model, asked with the corpus' own held-out questions. */
async function costs(): Promise<CostAnswer> {
  const { questions } = await readTask(parseOptions(['--corpus', 'corpus']))
  const written = (language: string) => {
    return questions.filter((question) => question.language === language).map(({ text }) => text)
  }
  const texts = { zh: written('zh'), en: written('en') }
  return runApart<CostJob, CostAnswer>('understanding-cost.ts', {
    ...{ modelFile: modelFile(), texts, messages: MESSAGES },
  })
}

function summaryOf(results: Results, cost: CostAnswer | null, missing: readonly DataSet[]) {
  const corpus = results['corpus']?.liuke
  return {
    ...{ at: new Date().toISOString(), node: process.version, cores: os.availableParallelism(), load, seed },
    stockRows: values['no-stock'] ? null : stockRows,
    missing: missing.map(({ name }) => name),
    sets: results,
    p50Ms: corpus?.p50Ms ?? null,
    p99Ms: corpus?.p99Ms ?? null,
    ...(cost && { ...cost, lengthRatio: { zh: ratioOf(cost.byLength.zh), en: ratioOf(cost.byLength.en) } }),
  }
}
