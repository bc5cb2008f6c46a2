/** `liuke churn uplift`: what offers or contact have brought, against customers left alone at random. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadOffers } from '../churn/offers.ts'
import { type ArmFigures, type Interval, LEAST_IN_ARM } from '../churn/uplift.ts'
import { LiukeError } from '../errors.ts'
import { DEFAULT_DAYS, type Uplift, uplift } from '../jobs/uplift.ts'
import type { TreatmentKind } from '../storage/schema.ts'
import { createProgress } from './progress.ts'
import { withInstallation } from './run-call.ts'

const MOST_DAYS = 730

/** Measures, and prints what came out. */
export async function measureUplift(args: string[]): Promise<number> {
  const { kind, days, json } = callOf(args)
  const progress = createProgress(process.stderr)
  const result = await withInstallation(async ({ store, config }) => {
    try {
      const book = await loadOffers(path.join(config.LIUKE_CORPUS, 'offers.yaml'))
      const onProgress = (share: number) => progress.report('reading', share)
      return { ...(await uplift(store, { kind, days, book, onProgress })), holdOut: book.terms.hold_out }
    } finally {
      progress.done()
    }
  })
  console.log(json ? JSON.stringify(result) : textOf(result).join('\n'))
  return 0
}

function callOf(args: string[]): { kind: TreatmentKind; days: number; json: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      kind: { type: 'string', default: 'offer' },
      days: { type: 'string', default: String(DEFAULT_DAYS) },
      json: { type: 'boolean', default: false },
    },
  })
  const { kind, json } = values
  if (kind !== 'offer' && kind !== 'contact')
    throw new LiukeError('uplift_kind', `There is no kind ${kind}.`, 'It is offer or contact.')
  const days = Number(values.days)
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return { kind, days, json }
  const advice = `Write a whole number from 1 to ${MOST_DAYS}.`
  throw new LiukeError('uplift_days', `${values.days} is no number of days.`, advice)
}

/** What a lead reads. */
export function textOf(result: Uplift & { readonly holdOut: number }): string[] {
  const { kind, days, treated, held } = result
  const what = kind === 'offer' ? 'an offer' : 'being contacted'
  const lines = [
    `Customers who were due for ${what}, and whether they were still here ${days} days later:`,
    `  treated  ${armOf(treated)}`,
    `  held     ${armOf(held)}, left alone at random`,
    ...conclusionOf(result),
    ...notesOf(result),
  ]
  if (result.holdOut === 0)
    lines.push('Nobody is held at the moment (hold_out: 0 in offers.yaml), so nothing new can be measured.')
  return lines
}

function armOf({ customers, retained, share }: ArmFigures): string {
  return share === null ? 'nobody yet' : `${retained} of ${customers} stayed (${(100 * share).toFixed(1)} %)`
}

function conclusionOf({ verdict, difference, interval, value, needed, kind }: Uplift): string[] {
  const what = kind === 'offer' ? 'Offers' : 'Contact'
  const more = `${needed?.customers ?? 0} more customers`
  if (difference === null || interval === null)
    return [`Too few to say anything: at least ${LEAST_IN_ARM} of each are needed, about ${more}.`]
  const lines = [`Difference: ${points(difference)} points, 95 % interval ${intervalOf(interval, points)}.`]
  if (value)
    lines.push(
      `Value: ${yuan(value.difference)} for each customer treated, 95 % interval ${intervalOf(value.interval, yuan)}.`,
    )
  if (verdict === 'helps') lines.push(`${what} kept customers who would have left.${payingOf(value)}`)
  if (verdict === 'harms') lines.push(`${what} made more customers leave. Stop, and find out why.`)
  if (verdict === 'unclear') {
    const shown = needed?.difference ?? difference
    lines.push(
      'That can be chance: the interval holds 0.',
      `To show a difference of ${points(shown).replace('+', '')} points, about ${more} would be needed.`,
    )
  }
  return lines
}

/** Whether what was kept pays for what was spent. */
function payingOf(value: Uplift['value']): string {
  if (value === null || value.interval[0] > 0) return ''
  return value.interval[1] < 0
    ? ' But that cost more than it brought.'
    : ' Whether that pays for what it costs is not clear yet.'
}

function notesOf({ pending, gone, notDrawn, withoutFee, days, from, to }: Uplift): string[] {
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
  return [
    ...(from !== null && to !== null ? [`Counted: due from ${dayOf(from)} to ${dayOf(to)} (UTC).`] : []),
    ...(pending > 0 ? [`Not counted: ${pending} who were due less than ${days} days ago.`] : []),
    ...(notDrawn > 0 ? [`Not counted: ${notDrawn} treated while nobody was held.`] : []),
    ...(gone > 0 ? [`Not counted: ${gone} whose record is gone.`] : []),
    ...(withoutFee > 0 ? [`Not in the value: ${withoutFee} without a known fee.`] : []),
  ]
}

function points(share: number): string {
  return signed(100 * share, 1, '')
}

function yuan(amount: number): string {
  return signed(amount, 0, '¥')
}

function signed(value: number, digits: number, unit: string): string {
  const text = Math.abs(value).toFixed(digits)
  return `${Number(text) === 0 ? '' : value < 0 ? '−' : '+'}${unit}${text}`
}

function intervalOf([low, high]: Interval, form: (value: number) => string): string {
  return `${form(low)} to ${form(high)}`
}
