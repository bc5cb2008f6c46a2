/**
 * Measures what ranking by expected value earns beside ranking by risk, on held-out rows of a churn table:
 * `npm run bench:churn [-- --data FILE] [--map MAPPING.yaml] [--capacity SHARE] [--splits N] [--seed N] [--json]`.
 * The data is no part of the project; docs/churn.md says where it comes from.
 */

import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { foldsOf, othersThan } from '../src/churn/folds.ts'
import { deviation, figuresOf, mean } from '../src/churn/metrics.ts'
import { scorerOf } from '../src/churn/score.ts'
import { trainChurn } from '../src/churn/train.ts'
import { expectedValue, type RetentionTerms } from '../src/churn/value.ts'
import { readCsv } from '../src/customers/csv-rows.ts'
import { customerValue, loadMapping, type Mapping, type Row } from '../src/customers/mapping.ts'
import { LiukeError } from '../src/errors.ts'

/** What an attempt costs and brings besides the customer's own margin, in the currency of the table. */
const TERMS = { saveRate: 0.25, offerCost: 10, agentCost: 6, freeRiders: 0.6 } as const
/** Share of the fee that is margin, and months a kept customer stays. */
const MARGIN = { share: 0.4, months: 12 } as const

/** A customer nobody learnt from, and what became of them. */
interface Held {
  readonly probability: number
  readonly churned: boolean
  readonly terms: RetentionTerms
}

/** What the policies earned on the held-out rows of one fold. */
interface Earned {
  readonly auc: number
  readonly ev: number
  readonly risk: number
  readonly random: number
}

const { values } = parseArgs({
  options: {
    data: {
      type: 'string',
      default: path.join('..', 'shared', 'datasets', 'telco-customer-churn.train.csv'),
    },
    map: { type: 'string', default: path.join('data', 'mappings', 'telco.yaml') },
    capacity: { type: 'string', default: '0.05' },
    splits: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
try {
  await main()
} catch (error) {
  if (!(error instanceof LiukeError)) throw error
  console.error(String(error))
  process.exitCode = 1
}

async function main(): Promise<void> {
  const [capacity, splits, seed] = [Number(values.capacity), Number(values.splits), Number(values.seed)]
  if (!(capacity > 0 && capacity <= 1) || !(splits >= 1 && splits <= 100) || !Number.isSafeInteger(seed)) {
    console.error('--capacity is a share above 0, --splits a number from 1 to 100, --seed a whole number.')
    process.exitCode = 2
    return
  }
  if (!existsSync(values.data)) {
    console.error(
      `${values.data} is not there. Name a table with --data FILE, and what its columns mean with --map; ` +
        'docs/churn.md says where the Telco table comes from.',
    )
    process.exitCode = 1
    return
  }
  const mapping = await loadMapping(values.map)
  if (mapping.customers.monthly_charge === undefined) {
    const advice = 'Say under `customers` which column is `monthly_charge`.'
    throw new LiukeError('bench_value_missing', 'Without a fee every customer is worth the same.', advice)
  }
  const rows = await readCsv(values.data, mapping)
  const load = os.loadavg().map((value) => Number(value.toFixed(2)))
  const began = performance.now()
  const earned: Earned[] = []
  for (let split = 0; split < splits; split++) {
    if (!values.json) console.log(`split ${split + 1} of ${splits} …`)
    earned.push(...measureSplit(rows, mapping, seed + split, capacity))
  }
  report(earned, { rows: rows.length, capacity, splits, seed, load, ms: performance.now() - began })
}

/** Five folds of a split: each is held out once. */
function measureSplit(rows: readonly Row[], mapping: Mapping, seed: number, capacity: number): Earned[] {
  const { label } = mapping
  const churned = rows.map((row) => String(row[label.column]) === label.churned)
  return foldsOf(churned, seed).map((places) => {
    const model = trainChurn(
      othersThan(places, rows.length).map((at) => rows[at]!),
      mapping,
    )
    const score = scorerOf(model)
    const held = places.map((at): Held => {
      const fee = Number(customerValue(mapping, 'monthly_charge', rows[at]!) ?? 0)
      const terms = { ...TERMS, margin: MARGIN.share * MARGIN.months * fee }
      return { probability: score(rows[at]!).probability, churned: churned[at]!, terms }
    })
    return earnedOn(held, Math.round(capacity * held.length))
  })
}

/** Who is called by each policy, and what came of it, per 1,000 customers. */
function earnedOn(held: readonly Held[], calls: number): Earned {
  const expected = ({ probability, terms }: Held) => expectedValue(probability, terms)
  const perThousand = (sum: number) => (1_000 * sum) / held.length
  const best = (rank: (customer: Held) => number, worth: (customer: Held) => boolean) =>
    [...held]
      .sort((a, b) => rank(b) - rank(a))
      .slice(0, calls)
      .filter(worth)
      .map(outcome)
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  return {
    auc: figuresOf(held).auc!,
    // Nobody is called at a loss; whoever ranks by risk alone does not know of losses.
    ev: perThousand(sum(best(expected, (customer) => expected(customer) > 0))),
    risk: perThousand(
      sum(
        best(
          ({ probability }) => probability,
          () => true,
        ),
      ),
    ),
    // The mean over all ways of drawing so many.
    random: perThousand((calls * sum(held.map(outcome))) / held.length),
  }
}

/** What a call brings now that it is known who left: the expected value with a probability of 0 or 1. */
function outcome({ churned, terms }: Held): number {
  return expectedValue(churned ? 1 : 0, terms)
}

function report(
  earned: readonly Earned[],
  setting: { rows: number; capacity: number; splits: number; seed: number; load: number[]; ms: number },
): void {
  const of = (policy: keyof Earned) => mean(earned.map((fold) => fold[policy]))!
  const gains = earned.map(({ ev, risk }) => ev - risk)
  const figures = {
    auc5: of('auc'),
    evPerThousand: of('ev'),
    riskPerThousand: of('risk'),
    randomPerThousand: of('random'),
    capacity: setting.capacity,
    gainPerThousand: mean(gains)!,
    /** Folds share rows: this is how far they spread, and no test. */
    gainSd: deviation(gains) ?? 0,
    foldsWon: gains.filter((gain) => gain > 0).length,
    folds: earned.length,
    ...{ rows: setting.rows, splits: setting.splits, seed: setting.seed },
    ...{ load: setting.load, ms: Math.round(setting.ms) },
  }
  if (values.json) {
    console.log(JSON.stringify(figures))
    return
  }
  const whole = (value: number) => Math.round(value).toLocaleString('en-US')
  console.log(`${whole(setting.rows)} rows, AUC ${figures.auc5.toFixed(4)} on held-out rows.`)
  console.log(`Calling ${100 * setting.capacity} % of the customers earns, per 1,000 customers:`)
  console.log(`  by expected value  ${whole(figures.evPerThousand)}`)
  console.log(`  by risk            ${whole(figures.riskPerThousand)}`)
  console.log(`  by chance          ${whole(figures.randomPerThousand)}`)
  console.log(`Expected value was ahead in ${figures.foldsWon} of ${figures.folds} folds.`)
}
