/** Made-up customers whose chance of leaving is known, and a mapping that uses every kind of feature. */

import { type Mapping, parseMapping, type Row } from '../../src/customers/mapping.ts'
import { createRandom } from '../../src/understanding/classifier/random.ts'

export const MAPPING_TEXT = `name: made-up
about: { zh: 虚构, en: made up }
id: id
label: { column: left, churned: "yes", stayed: "no" }
fold: { never had one: "no" }
missing: { marks: [NA], policy: average }
columns:
  id: { type: category }
  left: { type: category }
  months: { type: number }
  price: { type: number }
  paid: { type: number, missing: 0 }
  contract: { type: category }
  line: { type: category }
  tv: { type: category }
  music: { type: category }
  gender: { type: category }
churn:
  groups:
    tenure: { zh: 在网时长, en: time as a customer }
    contract: { zh: 合约, en: contract }
    products: { zh: 业务, en: products }
    charges: { zh: 费用, en: charges }
  features:
    - { group: tenure, log: months }
    - { group: tenure, steps: months, at: [6, 24] }
    - { group: contract, category: contract, reference: month }
    - { group: contract, all: [{ is: contract, value: month }, { log: months }] }
    - { group: products, category: line, reference: dsl }
    - { group: products, count: [tv, music], equal: "yes" }
    - { group: charges, number: price }
    - { group: charges, ratio: [price, months], over: [paid], otherwise: 1 }
  audit: [gender]
`

/** A mapping from text that must be right. */
export function mappingOf(text: string): Mapping {
  const { mapping, problems } = parseMapping({ path: 'made-up.yaml', file: 'made-up.yaml', text })
  if (mapping === null) throw new Error(problems.map((p) => `${p.line}: ${p.message}`).join('\n'))
  return mapping
}

/** Customers drawn from the seed; the chance to leave depends on contract, months and line. */
export function customers(count: number, seed = 1): Record<string, string | number | null>[] {
  const random = createRandom(seed)
  const one = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!
  return Array.from({ length: count }, (_, at) => {
    const months = Math.floor(random() * 60)
    const contract = one(['month', 'month', 'one-year', 'two-year'])
    const line = one(['dsl', 'fibre', 'none'])
    const price = 20 + Math.round(random() * 8000) / 100
    const logit =
      1.4 - 0.8 * Math.log1p(months) + (line === 'fibre' ? 0.9 : 0) - (contract === 'month' ? 0 : 1.6)
    return {
      id: `c${at}`,
      left: random() < 1 / (1 + Math.exp(-logit)) ? 'yes' : 'no',
      months,
      price,
      paid: months === 0 ? null : Math.round(price * months * (0.8 + 0.4 * random())),
      contract,
      line,
      tv: one(['yes', 'no', 'never had one']),
      music: one(['yes', 'no']),
      gender: one(['female', 'male']),
    } satisfies Row
  })
}

/** The customers as the text of a CSV file. */
export function csvOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {})
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join(','))
  return `${[names.join(','), ...lines].join('\n')}\n`
}
