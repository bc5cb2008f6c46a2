/** `liuke churn evaluate`: measures how well churn can be predicted, on a table or on the customers of this installation. */

import { rename, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { ChurnEvaluation } from '../churn/evaluation.ts'
import type { ColumnChoice, Grid, GridCell } from '../churn/grid.ts'
import { churnReportOf } from '../churn/report/document.ts'
import { type Study, type StudyStage, studyChurn } from '../churn/study.ts'
import { withAuditGroups } from '../customers/churn-audit.ts'
import { churnRows } from '../customers/churn-rows.ts'
import { readCsv } from '../customers/csv-rows.ts'
import { loadMapping, type Mapping, type Row } from '../customers/mapping.ts'
import { LiukeError, messageOf } from '../errors.ts'
import { actor } from './churn-installation.ts'
import { WrongCall } from './churn-wrong-call.ts'
import { createProgress } from './progress.ts'
import { withInstallation } from './run-call.ts'

/** Times customers are redrawn for a report when nothing is said. */
const REPORT_BOOTSTRAPS = 20
const MOST_BOOTSTRAPS = 1_000

const STAGES: Readonly<Record<StudyStage, string>> = {
  folds: 'training and measuring',
  reasons: 'redrawing customers',
  grid: 'trying other columns and ridge',
  curve: 'learning from parts',
}

/** Measures. */
export async function evaluate(args: string[]): Promise<number> {
  const options = evaluateOptions(args)
  const { data, test, seed, bootstraps, grid, report } = options
  const progress = createProgress(process.stderr)
  let study: Study
  try {
    progress.report('reading', null)
    const { mapping, rows } =
      data === null ? await ownCustomers(options.map) : await tableOf(data, options.map)
    const testRows = test === undefined ? undefined : await readCsv(test, mapping)
    const onProgress = (stage: StudyStage, share: number) => progress.report(STAGES[stage], share)
    const wanted = { seed, bootstraps, grid, report: report !== undefined, onProgress }
    study = studyChurn(rows, mapping, { test: testRows, ...wanted })
  } finally {
    progress.done()
  }
  if (report !== undefined)
    await write(
      report,
      churnReportOf(study, { data: data ?? '--customers', test: test ?? null, seed, at: Date.now() }),
    )
  for (const { message } of study.evaluation.model.notes) console.error(message)
  if (options.json) console.log(JSON.stringify(figuresForPrograms(study)))
  else printStudy(study, options)
  return 0
}

async function tableOf(
  data: string,
  map: string | undefined,
): Promise<{ mapping: Mapping; rows: readonly Row[] }> {
  if (map === undefined) throw new WrongCall('--map is missing.')
  const mapping = await loadMapping(map)
  return { mapping, rows: await readCsv(data, mapping) }
}

/** This installation's customers whose outcome is known, with the groups that are only audited; on record, as it opens every profile. */
function ownCustomers(map: string | undefined): Promise<{ mapping: Mapping; rows: readonly Row[] }> {
  return withInstallation(async ({ store, config }) => {
    const mapping = await loadMapping(map ?? config.CHURN_MAPPING)
    const known = (await churnRows(store, store.now())).filter(({ row }) => row[mapping.label.column] != null)
    const rows = await withAuditGroups(store, known, mapping, store.now())
    await store.db.transaction().execute((trx) =>
      store.audit.append(trx, {
        actor: actor(),
        action: 'churn.evaluate',
        target: 'customers',
        detail: { customers: rows.length, audited: mapping.churn.audit },
      }),
    )
    return { mapping, rows: rows.map(({ row }) => row) }
  })
}

function evaluateOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: 'boolean', default: false },
      data: { type: 'string' },
      test: { type: 'string' },
      map: { type: 'string' },
      seed: { type: 'string', default: '1' },
      bootstraps: { type: 'string' },
      grid: { type: 'boolean', default: false },
      report: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const { data, test, map, report, grid, json } = values
  if (data === undefined && !values.customers) throw new WrongCall('--data is missing.')
  if (data !== undefined && values.customers) throw new WrongCall('Either --data or --customers.')
  if (map === undefined && !values.customers) throw new WrongCall('--map is missing.')
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed)) throw new WrongCall(`--seed ${values.seed} is no whole number.`)
  const bootstraps = Number(values.bootstraps ?? (report === undefined ? 0 : REPORT_BOOTSTRAPS))
  if (!Number.isSafeInteger(bootstraps) || bootstraps < 0 || bootstraps > MOST_BOOTSTRAPS)
    throw new WrongCall(`--bootstraps is a whole number from 0 to ${MOST_BOOTSTRAPS}.`)
  return { data: data ?? null, test, map, report, grid, json, seed, bootstraps }
}

/** Whole or not at all, and never half a page where an older one was. */
async function write(file: string, page: string): Promise<void> {
  try {
    await writeFile(`${file}.part`, page)
    await rename(`${file}.part`, file)
  } catch (error) {
    const message = `The report cannot be written to ${file}: ${messageOf(error)}.`
    throw new LiukeError('report_unwritable', message, 'Name a file in a folder that is there.', {
      cause: error,
    })
  }
}

function figuresForPrograms({ evaluation, stability, grid, drift }: Study) {
  const { rows, auc5, auc5sd, auc, brier, ece, accuracy, recall, trainMs, later } = evaluation
  return {
    ...{ rows, auc5, auc5sd, auc, brier, ece, accuracy, recall, trainMs },
    ...(later === null ? {} : { later }),
    ...(stability === null
      ? {}
      : {
          stability: {
            groups: stability.groups,
            columns: stability.columns,
            bootstraps: stability.bootstraps,
          },
        }),
    ...(grid === null ? {} : { grid: { best: grid.best, simplest: grid.simplest, inForce: grid.inForce } }),
    ...(drift === null || drift === 'too_few'
      ? {}
      : { drift: { score: drift.score, columns: drift.columns } }),
  }
}

const plain = (value: number | null) => (value === null ? '-' : value.toFixed(4))
const percent = (value: number | null) => (value === null ? '-' : `${(100 * value).toFixed(1)} %`)

function printStudy(
  study: Study,
  { test, report }: { test: string | undefined; report: string | undefined },
): void {
  const { evaluation, stability } = study
  const lines = [...figureLines(evaluation, test)]
  if (stability !== null)
    lines.push([
      'reasons that stay when redrawn',
      `${percent(stability.groups)} of the three strongest groups`,
    ])
  const width = Math.max(...lines.map(([name]) => name.length))
  for (const [name, value] of lines) console.log(`${name.padEnd(width)}  ${value}`)
  printAudit(evaluation, width)
  if (study.grid !== null) printGrid(study.grid)
  if (report !== undefined) console.log(`\nThe report is in ${report}.`)
}

function figureLines(evaluation: ChurnEvaluation, test: string | undefined): [string, string][] {
  const { rows, model, later } = evaluation
  const settled = model.newtonGap === null ? 'no optimum found' : model.newtonGap.toExponential(1)
  return [
    ['learnt from', `${rows} customers, ${percent(model.baseRate)} of them left`],
    ['measured on', test ?? 'the same, each by a model that did not learn from them'],
    ['AUC over five folds', `${plain(evaluation.auc5)} ± ${plain(evaluation.auc5sd)}`],
    ['AUC', plain(evaluation.auc)],
    ['Brier score', plain(evaluation.brier)],
    ['calibration error', plain(evaluation.ece)],
    ['right at .5', percent(evaluation.accuracy)],
    ['found at .5, of those who left', percent(evaluation.recall)],
    ...(later === null ? [] : laterLines(later)),
    ['training', `${(evaluation.trainMs / 1000).toFixed(1)} s`],
    ["difference to Newton's method", settled],
    ['cells with a value not seen before', String(evaluation.unseen)],
  ]
}

function laterLines(later: NonNullable<ChurnEvaluation['later']>): [string, string][] {
  const learnt = `learnt from ${later.earlier} earlier ones, measured on ${later.later}`
  return [
    [`customers from ${later.from} on`, learnt],
    ['  AUC, calibration error', `${plain(later.auc)}, ${plain(later.ece)}`],
  ]
}

function printAudit({ audit }: ChurnEvaluation, width: number): void {
  if (audit.length === 0) return
  console.log('\nNever used to score, only looked at: how each group is predicted as a whole')
  for (const group of audit) {
    const name = `${group.column} = ${group.value ?? '(not known)'}`
    const shares = `predicted ${percent(group.predicted)}, left ${percent(group.observed)}`
    console.log(`  ${name.padEnd(width - 2)}  ${shares}, of ${group.rows}`)
  }
}

function printGrid({ best, simplest, inForce }: Grid): void {
  const said = (cell: GridCell | null) =>
    cell === null
      ? 'has no optimum without ridge'
      : `AUC ${plain(cell.auc)} ± ${plain(cell.error)}, ${cell.columns} columns, λ ${cell.lambda}: ${choiceText(cell.choice)}`
  console.log('\nOther columns and ridge, mean AUC of five folds and its standard error')
  console.log(`  best      ${said(best)}`)
  console.log(`  simplest  ${said(simplest)}`)
  console.log(`  trained   ${said(inForce)}`)
  const isGood = inForce !== null && inForce.auc >= best.auc - best.error
  console.log(
    isGood
      ? 'The trained one is within one standard error of the best: leave the mapping as it is.'
      : 'The best is better by more than one standard error: change the mapping, and measure again.',
  )
}

function choiceText(choice: ColumnChoice): string {
  if (choice.kind === 'all') return 'all columns'
  if (choice.kind === 'top') return `the ${choice.count} with the highest chi-squared`
  return `without ${choice.group}`
}
