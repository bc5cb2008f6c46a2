/** `liuke churn train|score|explain`: the churn model of this installation's own customers. */

import { userInfo } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { riskBand } from '../churn/live.ts'
import type { ChurnModel } from '../churn/model.ts'
import { scoreRow } from '../churn/score.ts'
import type { Store } from '../conversations/store.ts'
import { choicesOf } from '../customers/choices.ts'
import { churnRows } from '../customers/churn-rows.ts'
import { loadMapping } from '../customers/mapping.ts'
import { findByAccount, findCustomer, unknownCustomer } from '../customers/records.ts'
import { LiukeError } from '../errors.ts'
import { currentModel } from '../jobs/churn-models.ts'
import { scoreAll } from '../jobs/churn-scoring.ts'
import { trainChurnModel } from '../jobs/churn-training.ts'
import { WrongCall } from './churn-wrong-call.ts'
import type { OpenInstallation } from './open-installation.ts'
import { createProgress } from './progress.ts'
import { withInstallation } from './run-call.ts'

const options = {
  json: { type: 'boolean', default: false },
  map: { type: 'string' },
  cutoff: { type: 'string' },
  horizon: { type: 'string' },
} as const
/** Days after a cut-off in which leaving counts. */
const HORIZON = 90

/** Trains on the customers whose outcome is known; the model is in force at once. */
export function train(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options })
  if (values.cutoff === undefined && values.horizon !== undefined)
    throw new WrongCall('--horizon counts from --cutoff, which is missing.')
  const cutoff =
    values.cutoff === undefined
      ? undefined
      : { day: values.cutoff, horizon: Number(values.horizon ?? HORIZON) }
  return exitCode(async (open) => {
    const mapping = await loadMapping(values.map ?? open.config.CHURN_MAPPING)
    const folder = path.join(open.config.LIUKE_HOME, 'churn')
    const databaseUrl = open.config.DATABASE_URL
    const training = { store: open.store, databaseUrl, mapping, folder, actor: actor(), cutoff }
    const progress = createProgress(process.stderr)
    progress.report('training', null)
    const { model, milliseconds } = await trainChurnModel(training).finally(() => progress.done())
    const { scored, skipped } = await scoreAllShown(open.store, model)
    const figures = {
      version: model.version,
      rows: model.rows,
      baseRate: model.baseRate,
      auc5: model.figures?.auc5 ?? null,
      newtonGap: model.newtonGap,
      cutoff: model.cutoff ?? null,
      notes: model.notes.map(({ code }) => code),
      trainMs: Math.round(milliseconds),
      scored,
      skipped,
    }
    if (values.json) return console.log(JSON.stringify(figures))
    console.log(
      `Model ${model.version} learnt from ${model.rows} customers, of whom ${percent(model.baseRate)} left.`,
    )
    if (model.figures) console.log(`Out of five folds: AUC ${model.figures.auc5.toFixed(3)}.`)
    for (const { message } of model.notes) console.log(`  ${message}`)
    console.log(
      `${scored} customers scored${skipped > 0 ? `, ${skipped} without what the model needs` : ''}.`,
    )
  })
}

/** Scores everybody with the model in force. */
export function score(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: options.json } })
  return exitCode(async ({ store }) => {
    const model = await modelInForce(store)
    const began = performance.now()
    const { scored, skipped } = await scoreAllShown(store, model)
    const milliseconds = Math.round(performance.now() - began)
    if (values.json)
      return console.log(JSON.stringify({ version: model.version, scored, skipped, milliseconds }))
    console.log(
      `${scored} customers scored in ${milliseconds} ms${skipped > 0 ? `, ${skipped} skipped` : ''}.`,
    )
  })
}

/** Says why a customer has the score they have. */
export function explain(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { json: options.json }, allowPositionals: true })
  const [id] = positionals
  if (id === undefined || positionals.length > 1) throw new WrongCall('Name one customer, by account or id.')
  return exitCode(async ({ store }) => {
    const model = await modelInForce(store)
    const customer = (await findCustomer(store, id)) ?? (await findByAccount(store, id))
    if (!customer) throw unknownCustomer()
    if (!(await choicesOf(store, customer.id)).automated)
      throw new LiukeError(
        'churn_refused',
        'This customer does not want to be scored.',
        'Nobody is told a score, and nothing is decided by one.',
      )
    const [found] = await churnRows(store, store.now(), [customer.id])
    if (!found) throw unknownCustomer()
    const result = scoreRow(model, found.row)
    if (values.json)
      return console.log(JSON.stringify({ id: customer.id, version: model.version, ...result }))
    console.log(`Customer ${customer.id}: ${percent(result.probability)} (${riskBand(result.probability)}).`)
    console.log(`  ${signed(result.base)}  base: the average customer`)
    for (const { group, contribution } of result.reasons) {
      const title = model.mapping.churn.groups[group]
      console.log(`  ${signed(contribution)}  ${title ? `${title.zh} / ${title.en}` : group}`)
    }
    console.log(`  ${signed(result.logit)}  logit, the sum`)
    console.log('These are associations in the data, not causes.')
  })
}

/** Scores everybody, and shows how far it is. */
export async function scoreAllShown(store: Store, model: ChurnModel) {
  const { count } = await store.db
    .selectFrom('customers')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const progress = createProgress(process.stderr)
  let done = 0
  try {
    return await scoreAll(store, model, {
      onPortion: ({ scored, skipped }) => {
        done += scored + skipped.length
        progress.report('scoring', Math.min(1, done / count))
        return true
      },
    })
  } finally {
    progress.done()
  }
}

/** The model in force. @throws LiukeError `churn_model_missing` */
export async function modelInForce(store: Store): Promise<ChurnModel> {
  const model = await currentModel(store)
  if (model) return model
  throw new LiukeError(
    'churn_model_missing',
    'There is no churn model yet.',
    'Train one with: npm run -s liuke -- churn train',
  )
}

async function exitCode(act: (open: OpenInstallation) => Promise<void>): Promise<number> {
  await withInstallation(act)
  return 0
}

/** A share as per cent. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`
}

/** Who is on record for what this command does. */
export function actor(): string {
  try {
    return `cli:${userInfo().username}`
  } catch {
    // A container may run under a number that has no name.
    return `cli:${process.getuid?.() ?? 'unknown'}`
  }
}
