/** `liuke train`: trains the model of the corpus ahead of time, as the first start would. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadBrain } from '../bot/load-brain.ts'
import { readConfig } from '../config.ts'
import type { Command } from './command.ts'
import { createProgress } from './progress.ts'

const usage = `liuke train [--json]

Trains the model of the corpus and keeps it in LIUKE_HOME/models, where the server finds it. Does
nothing when it is there already.`

export const command: Command = {
  name: 'train',
  summary: 'train the model of the corpus ahead of time',
  usage,
  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
    const config = readConfig(process.env, 'demo')
    const progress = createProgress(process.stderr)
    const started = performance.now()
    const brain = await loadBrain({
      corpusFolder: config.LIUKE_CORPUS,
      companyFolder: config.LIUKE_COMPANY,
      modelFolder: path.join(config.LIUKE_HOME, 'models'),
      seed: config.MODEL_SEED,
      onProgress: (share, stage) => progress.report(stage, share),
      onWarning: (warning) => console.error(warning.message),
    }).finally(progress.done)
    const seconds = Math.round(performance.now() - started) / 1_000
    const report = { model: brain.model, entries: brain.corpus.entries.size, seconds }
    console.log(
      values.json
        ? JSON.stringify(report)
        : `Model ${report.model}: ${report.entries} entries, ${seconds} s.`,
    )
    return 0
  },
}
