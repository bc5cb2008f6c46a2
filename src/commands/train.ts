/** `liuke train`: trains the model of the corpus ahead of time, as the first start would. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadBrain } from '../bot/load-brain.ts'
import { readConfig } from '../config.ts'
import { askedLately } from '../conversations/asked.ts'
import type { Command } from './command.ts'
import { openInstallation } from './open-installation.ts'
import { createProgress } from './progress.ts'

const usage = `liuke train [--from-log [--days N]] [--json]

Trains the model of the corpus and keeps it in LIUKE_HOME/models, where the server finds it. Does
nothing when it is there already.

  --from-log  train anew, and learn from what customers have written which words go together; kept
              only where held-out questions are understood better with it. Texts are not kept, nor
              numbers, nor words that fewer than five people use
  --days N    how far back the log is read (90)`

const MOST_QUESTIONS = 20_000
const DAY_MS = 86_400_000

export const command: Command = {
  name: 'train',
  summary: 'train the model of the corpus ahead of time',
  usage,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        'from-log': { type: 'boolean', default: false },
        days: { type: 'string', default: '90' },
        json: { type: 'boolean', default: false },
      },
    })
    const days = Number(values.days)
    if (!Number.isInteger(days) || days < 1) {
      console.error(`--days ${values.days} is no whole number of days.\n\n${usage}`)
      return 2
    }
    const unlabelled = values['from-log'] ? await readLog(days) : undefined
    const config = readConfig(process.env, 'demo')
    const progress = createProgress(process.stderr)
    const started = performance.now()
    const brain = await loadBrain({
      corpusFolder: config.LIUKE_CORPUS,
      companyFolder: config.LIUKE_COMPANY,
      modelFolder: path.join(config.LIUKE_HOME, 'models'),
      seed: config.MODEL_SEED,
      ...(unlabelled ? { unlabelled } : {}),
      onProgress: (share, stage) => progress.report(stage, share),
      onWarning: (warning) => console.error(warning.message),
    }).finally(progress.done)
    const seconds = Math.round(performance.now() - started) / 1_000
    const report = {
      model: brain.model,
      entries: brain.corpus.entries.size,
      seconds,
      ...(unlabelled ? { logged: unlabelled.length, learned: brain.learnedFromLog } : {}),
    }
    console.log(
      values.json
        ? JSON.stringify(report)
        : `Model ${report.model}: ${report.entries} entries, ${seconds} s.`,
    )
    if (unlabelled && !values.json) console.log(outcomeOf(unlabelled.length, brain.learnedFromLog))
    return 0
  },
}

function outcomeOf(logged: number, learned: number): string {
  if (learned > 0)
    return `Learned which words go together from ${learned} messages; restart the server to use it.`
  return `The ${logged} messages of the log did not help, and were left out.`
}

async function readLog(days: number): Promise<string[]> {
  const { store, close } = await openInstallation()
  try {
    return await askedLately(store, { since: Date.now() - days * DAY_MS, limit: MOST_QUESTIONS })
  } finally {
    await close()
  }
}
