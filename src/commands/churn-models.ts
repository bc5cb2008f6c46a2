/** `liuke churn models|use|drift`: the models of an installation, and whether the one in force still fits. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { type ColumnDrift, driftOf } from '../churn/drift.ts'
import type { ChurnModel } from '../churn/model.ts'
import { scorerOf } from '../churn/score.ts'
import type { Store } from '../conversations/store.ts'
import { customersNow } from '../customers/churn-outcomes.ts'
import { churnRows } from '../customers/churn-rows.ts'
import type { Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { currentModel, keptModels, takeBack } from '../jobs/churn-models.ts'
import { actor, modelInForce, percent, scoreAllShown } from './churn-installation.ts'
import { WrongCall } from './churn-wrong-call.ts'
import { withInstallation } from './run-call.ts'

const options = { json: { type: 'boolean', default: false } } as const

/** Lists the models that are kept. */
export async function models(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options })
  await withInstallation(async ({ store }) => {
    const current = await currentModel(store)
    const kept = (await keptModels(store)).map((model) => ({
      ...model,
      inForce: model.version === current?.version,
    }))
    if (values.json) return console.log(JSON.stringify({ inForce: current?.version ?? null, models: kept }))
    if (current && !kept.some(({ inForce }) => inForce))
      console.log(`In force: ${current.version}, trained before models were listed.`)
    if (!current) console.log('There is no churn model yet. Train one with: npm run -s liuke -- churn train')
    if (kept.length === 0) return
    console.log('  version           trained           customers    left   AUC    mapping')
    for (const { inForce, version, at, rows, baseRate, auc5, mapping } of kept) {
      const day = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
      const auc = auc5 === null ? '-    ' : auc5.toFixed(3)
      const figures = `${String(rows).padStart(9)}  ${percent(baseRate).padStart(6)}  ${auc}`
      console.log(`${inForce ? '*' : ' '} ${version}  ${day}  ${figures}  ${mapping}`)
    }
    console.log('* in force; times in UTC; AUC out of five folds of the same customers')
  })
  return 0
}

/** Puts an earlier model into force again. */
export async function use(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [version] = positionals
  if (version === undefined || positionals.length > 1) throw new WrongCall('Name the version of one model.')
  await withInstallation(async ({ store, config }) => {
    const folder = path.join(config.LIUKE_HOME, 'churn')
    const model = await takeBack(store, folder, version, actor())
    const { scored, skipped } = await scoreAllShown(store, model)
    if (values.json) return console.log(JSON.stringify({ version, scored, skipped }))
    console.log(`Model ${version} is in force; ${scored} customers scored${skippedText(skipped)}.`)
  })
  return 0
}

/** Compares today's customers with those the model in force learnt from. */
export async function drift(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options })
  await withInstallation(async ({ store }) => {
    const model = await modelInForce(store)
    const found = driftOf(model, await comparable(store, model))
    if (values.json) return console.log(JSON.stringify({ version: model.version, ...found }))
    console.log(
      `Model ${model.version} learnt from ${found.learntFrom} customers; today there are ${found.rows}.`,
    )
    const width = Math.max(...found.columns.map(({ name }) => name.length), 'column'.length)
    console.log(`${'column'.padEnd(width)}  PSI    by chance`)
    for (const column of [found.score, ...found.columns]) console.log(lineOf(column, width))
    console.log(adviceOf([found.score, ...found.columns]))
  })
  return 0
}

/**
 * Today's customers who are what the model learnt from: everybody of its tables, or those who have not left where
 * it learnt from those who had not left on a day.
 */
async function comparable(store: Store, model: ChurnModel): Promise<Row[]> {
  // Without a cut-off the label, and not who is still here, says whom the model learnt from.
  const ids = model.cutoff === undefined ? undefined : await customersNow(store)
  const score = scorerOf(model)
  const rows = await churnRows(store, store.now(), ids)
  return rows.flatMap(({ row }) => {
    try {
      score(row)
      return [row]
    } catch (error) {
      // A customer of another table, whose columns the model does not know.
      if (error instanceof LiukeError) return []
      throw error
    }
  })
}

function lineOf({ name, psi, chance, verdict }: ColumnDrift, width: number): string {
  const words = {
    same: '',
    small: 'more than chance, and little',
    moderate: 'has moved',
    large: 'has moved far',
  }
  return `${name.padEnd(width)}  ${psi.toFixed(3)}  ${chance.toFixed(3)}  ${words[verdict]}`.trimEnd()
}

function adviceOf(columns: readonly ColumnDrift[]): string {
  const moved = columns.filter(({ verdict }) => verdict === 'moderate' || verdict === 'large')
  if (moved.length === 0) return 'The customers are still those the model learnt from.'
  return `${moved.map(({ name }) => name).join(', ')}: look at the cause, then train again with liuke churn train.`
}

/** How many were left out, as the end of a sentence. */
function skippedText(skipped: number): string {
  return skipped > 0 ? `, ${skipped} without what the model needs` : ''
}
