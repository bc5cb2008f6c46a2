/** `liuke churn`: the churn model on the command line. */

import { parseArgs } from 'node:util'
import { type ChurnEvaluation, evaluateChurn } from '../churn/evaluation.ts'
import { readCsv } from '../customers/csv-rows.ts'
import { loadMapping } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { explain, score, train } from './churn-installation.ts'
import type { Command } from './command.ts'
import { createProgress } from './progress.ts'

const usage = `liuke churn train [--map MAPPING.yaml] [--json]
liuke churn score [--json]
liuke churn explain ACCOUNT|ID [--json]
liuke churn evaluate --data FILE [--test FILE] --map MAPPING.yaml [--seed N] [--json]

  train      learns from this installation's customers whose outcome is known, and scores everybody
  score      scores everybody with the model in force
  explain    says why one customer has the score they have
  evaluate   trains on a CSV table of customers and measures how well it predicts who leaves

  --data FILE  customers to learn from, CSV in UTF-8 with the names of columns in the first row
  --test FILE  customers to measure on; without it everybody is scored by a model that did not learn from them
  --map FILE   what the columns mean; data/mappings/telco.yaml is one
  --seed N     seed of the five folds, a whole number (1)
  --json       the last line printed is one JSON object

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

/** The command was called wrongly. */
class WrongCall extends Error {}

/** What `liuke churn` can do; each is handed what stands after its name and gives the exit code. */
const actions: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  evaluate,
  train,
  score,
  explain,
}

export const command: Command = {
  name: 'churn',
  summary: 'who may leave: train, score, explain, measure',
  usage,
  async run(args) {
    const [name = '', ...rest] = args
    try {
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined
      if (action === undefined) throw new WrongCall(name === '' ? 'What to do?' : `There is no ${name}.`)
      return await action(rest)
    } catch (error) {
      if (error instanceof WrongCall) {
        console.error(`${error.message}\n\n${usage}`)
        return 2
      }
      // parseArgs throws TypeErrors with such codes for what the caller typed.
      if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
        console.error(`${error.message}\n\n${usage}`)
        return 2
      }
      if (!(error instanceof LiukeError)) throw error
      console.error(String(error))
      return 1
    }
  },
}

async function evaluate(args: string[]): Promise<number> {
  const options = evaluateOptions(args)
  const progress = createProgress(process.stderr)
  let evaluation: ChurnEvaluation
  try {
    progress.report('reading', null)
    const mapping = await loadMapping(options.map)
    const rows = await readCsv(options.data, mapping)
    const test = options.test === undefined ? undefined : await readCsv(options.test, mapping)
    const onProgress = (share: number) => progress.report('training and measuring', share)
    evaluation = evaluateChurn(rows, mapping, { test, seed: options.seed, onProgress })
  } finally {
    progress.done()
  }
  for (const { message } of evaluation.model.notes) console.error(message)
  if (options.json) console.log(JSON.stringify(figuresForPrograms(evaluation)))
  else printEvaluation(evaluation, options.test)
  return 0
}

function evaluateOptions(args: string[]) {
  const { values } = parsed(args)
  const { data, test, map, json } = values
  if (data === undefined) throw new WrongCall('--data is missing.')
  if (map === undefined) throw new WrongCall('--map is missing.')
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed)) throw new WrongCall(`--seed ${values.seed} is no whole number.`)
  return { data, test, map, json, seed }
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        test: { type: 'string' },
        map: { type: 'string' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    // parseArgs throws TypeErrors with codes ERR_PARSE_ARGS_… for what the caller typed.
    if (error instanceof TypeError) throw new WrongCall(error.message)
    throw error
  }
}

function figuresForPrograms(evaluation: ChurnEvaluation) {
  const { rows, auc5, auc5sd, auc, brier, ece, accuracy, recall, trainMs } = evaluation
  return { rows, auc5, auc5sd, auc, brier, ece, accuracy, recall, trainMs }
}

function printEvaluation(evaluation: ChurnEvaluation, test: string | undefined): void {
  const { rows, model } = evaluation
  const plain = (value: number | null) => (value === null ? '-' : value.toFixed(4))
  const percent = (value: number | null) => (value === null ? '-' : `${(100 * value).toFixed(1)} %`)
  const settled = model.newtonGap === null ? 'no optimum found' : model.newtonGap.toExponential(1)
  const lines: [string, string][] = [
    ['learnt from', `${rows} customers, ${percent(model.baseRate)} of them left`],
    ['measured on', test ?? 'the same, each by a model that did not learn from them'],
    ['AUC over five folds', `${plain(evaluation.auc5)} ± ${plain(evaluation.auc5sd)}`],
    ['AUC', plain(evaluation.auc)],
    ['Brier score', plain(evaluation.brier)],
    ['calibration error', plain(evaluation.ece)],
    ['right at .5', percent(evaluation.accuracy)],
    ['found at .5, of those who left', percent(evaluation.recall)],
    ['training', `${(evaluation.trainMs / 1000).toFixed(1)} s`],
    ["difference to Newton's method", settled],
    ['cells with a value not seen before', String(evaluation.unseen)],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  for (const [name, value] of lines) console.log(`${name.padEnd(width)}  ${value}`)
  if (evaluation.audit.length === 0) return

  console.log('\nNever used to score, only looked at: how each group is predicted as a whole')
  for (const group of evaluation.audit) {
    const name = `${group.column} = ${group.value ?? '(not known)'}`
    const shares = `predicted ${percent(group.predicted)}, left ${percent(group.observed)}`
    console.log(`  ${name.padEnd(width - 2)}  ${shares}, of ${group.rows}`)
  }
}
