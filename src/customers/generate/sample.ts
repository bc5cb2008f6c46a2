/** Makes the whole sample: invented customers with their past, from a seed, the company's prices and a moment. */

import type { Bilingual } from '../../company/types.ts'
import { LiukeError } from '../../errors.ts'
import { createRandom, mixSeed, type Random } from '../../understanding/classifier/random.ts'
import { addMonths, dayIn, monthOf } from '../calendar.ts'
import {
  type ChurnFacts,
  churnRowOf,
  monthsOfFacts,
  OUTAGE_MS,
  servicesOf,
  TICKET_MS,
} from '../churn-facts.ts'
import type { Row } from '../mapping.ts'
import type { Outage } from '../outages.ts'
import type { CustomerDraft } from '../records.ts'
import { INSTALMENT } from '../service-fee.ts'
import { recurringLines, totalOf } from './bills.ts'
import { pickByWeight } from './chance.ts'
import { drawHistory, type History, type Moment } from './history.ts'
import { drawPastOutages, outagesNow } from './outages.ts'
import { drawPerson, MOST_CUSTOMERS } from './person.ts'
import { demoSketch, drawSketch, type Means, type Sketch } from './sketch.ts'
import type { SampleSource } from './source.ts'
import { tariffOf } from './tariff.ts'
import { probabilityOf, trueLogit } from './truth.ts'

/** What a sample follows from; equal input gives an equal sample. */
export interface SampleInput extends Moment {
  readonly seed: number
  /** How many customers, the fixed ones among them. */
  readonly count: number
  readonly variables: ReadonlyMap<string, string | Bilingual>
  readonly source: SampleSource
}

/** A customer with everything that is written for them. */
export interface SampleCustomer extends Pick<History, 'invoices' | 'usage' | 'products' | 'tickets'> {
  readonly draft: CustomerDraft
  /** The columns of the churn model, and the probability of leaving they truly mean. */
  readonly row: Row
  readonly probability: number
}

/** A sample. */
export interface Sample {
  readonly customers: readonly SampleCustomer[]
  readonly outages: readonly Outage[]
}

/** Streams of random numbers besides those of the customers. */
const OUTAGES = -1

/**
 * Makes a sample; reads no clock and draws nothing but from the seed.
 * @throws LiukeError `tariff_incomplete`, `sample_too_large`, `district_unknown`
 */
export function generateSample(input: SampleInput): Sample {
  const { seed, count, now, source } = input
  if (count > MOST_CUSTOMERS)
    throw new LiukeError(
      'sample_too_large',
      `A sample has at most ${MOST_CUSTOMERS} customers.`,
      'Ask for fewer.',
    )
  const means: Means = { source, tariff: tariffOf(input.variables) }
  const districts = districtsOf(input)
  const outages = [
    ...drawPastOutages(createRandom(mixSeed(seed, OUTAGES)), [...districts.keys()].sort(), now),
    ...outagesNow(source.demo, now),
  ]
  const taken = new Set<string>()
  const customers = Array.from({ length: Math.max(count, source.demo.length) }, (_, place) => {
    const random = createRandom(mixSeed(seed, place))
    const sketch = sketchAt(random, place, input, means, districts)
    const history = drawHistory(random, sketch, means, input, taken)
    return customerOf(random, sketch, history, means, outages, input)
  })
  return { customers, outages }
}

function sketchAt(
  random: Random,
  place: number,
  { seed, source, now, timeZone }: SampleInput,
  means: Means,
  districts: ReadonlyMap<string, Bilingual>,
): Sketch {
  const demo = source.demo[place]
  if (demo !== undefined) return demoSketch(demo, means.tariff)
  const plan = pickByWeight(random, source.shares.plans)
  const id = pickByWeight(random, source.shares.districts)
  const names = districts.get(id) ?? { zh: id, en: id }
  const year = Number(dayIn(now, timeZone).slice(0, 4))
  const where = { place, seed, year, seniorAge: means.tariff.seniorAge }
  return drawSketch(random, means, plan, id, drawPerson(random, source, { id, ...names }, plan, where))
}

function customerOf(
  random: Random,
  sketch: Sketch,
  history: History,
  { tariff }: Means,
  outages: readonly Outage[],
  { now, timeZone }: Moment,
): SampleCustomer {
  const recurring = recurringLines(sketch, tariff, 1)
  const monthlyFen = totalOf(recurring)
  const instalmentFen = totalOf(recurring.filter(({ item }) => item === 'instalment'))
  const facts = factsOf(sketch, history, outages, monthlyFen, { now, timeZone })
  const row = churnRowOf(facts, now)
  const probability = probabilityOf(trueLogit(row))
  const churned = random() < probability
  const draft: CustomerDraft = {
    profile: sketch.profile,
    source: 'sample',
    status: churned && !sketch.stays ? 'cancelled' : 'active',
    plan: sketch.plan,
    home: sketch.home,
    district: sketch.district,
    contract: sketch.contract,
    contractEnd: history.contractEnd,
    joined: history.joined,
    payment: sketch.payment,
    monthlyFen,
    churned: sketch.stays ? null : churned,
    attributes: {
      paperless: sketch.paperless ? 'yes' : 'no',
      full_speed: sketch.fullSpeed ? 'yes' : 'no',
      ...(instalmentFen > 0 ? { [INSTALMENT]: instalmentFen } : {}),
    },
  }
  const { invoices, products, tickets } = history
  // Whoever left has used nothing this month.
  const usage = draft.status === 'cancelled' ? history.usage.slice(0, -1) : history.usage
  return { draft, invoices, usage, products, tickets, row, probability }
}

/** The same sums as `churnRows` takes from the database. */
function factsOf(
  sketch: Sketch,
  history: History,
  outages: readonly Outage[],
  monthlyFen: number,
  { now, timeZone }: Moment,
): ChurnFacts {
  const months = monthsOfFacts(addMonths(monthOf(dayIn(now, timeZone)), -1))
  const today = dayIn(now, 'UTC')
  const within = (from: string, to: string) => (at: { month: string }) => at.month >= from && at.month <= to
  const sum = <T>(list: readonly T[], of: (item: T) => number) =>
    list.reduce((all, item) => all + of(item), 0)
  const recent = within(months.recentFrom, months.newest)
  const products = history.products
    .filter(({ since, until }) => since <= today && (until === null || until >= today))
    .map(({ product }) => product)
  const services = servicesOf(sketch.home, products)
  const tickets = history.tickets.filter(({ createdAt }) => createdAt >= now - TICKET_MS && createdAt <= now)
  const earlier = history.invoices.filter(({ month }) => month >= months.earlierFrom && month < months.newest)
  return {
    id: sketch.profile.account,
    churned: null,
    plan: sketch.plan,
    home: sketch.home,
    contract: sketch.contract,
    contractEnd: history.contractEnd,
    joined: history.joined,
    payment: sketch.payment,
    paperless: sketch.paperless ? 'yes' : 'no',
    monthlyFen,
    products,
    failedPayments: sum(
      history.invoices.filter(within(months.failuresFrom, months.newest)),
      ({ failedPayments }) => failedPayments,
    ),
    tickets: tickets.length,
    openTickets: history.tickets.filter(({ status }) => status === 'open' || status === 'working').length,
    outages: outages.filter(
      ({ district, service, startedAt }) =>
        district === sketch.district &&
        services.includes(service) &&
        startedAt >= now - OUTAGE_MS &&
        startedAt <= now,
    ).length,
    dataRecent: sum(history.usage.filter(recent), ({ dataMb }) => dataMb),
    dataBefore: sum(
      history.usage.filter(({ month }) => month >= months.beforeFrom && month < months.recentFrom),
      ({ dataMb }) => dataMb,
    ),
    overageFen: sum(history.invoices.filter(recent), ({ totalFen }) => Math.max(0, totalFen - monthlyFen)),
    lastFen: history.invoices.at(-1)?.totalFen ?? null,
    earlierFen: sum(earlier, ({ totalFen }) => totalFen),
    earlierCount: earlier.length,
  }
}

/** The districts of the shares, with their names. */
function districtsOf({ source, variables }: SampleInput): Map<string, Bilingual> {
  const districts = new Map<string, Bilingual>()
  const needed = [...Object.keys(source.shares.districts), ...source.demo.map(({ district }) => district)]
  for (const id of needed) {
    const name = variables.get(`district.${id}`)
    if (name === undefined)
      throw new LiukeError(
        'district_unknown',
        `The company's tables have no district.${id}.`,
        'Add it to data/company/districts.yaml, or take the district out of data/customers.',
      )
    districts.set(id, typeof name === 'string' ? { zh: name, en: name } : name)
  }
  return districts
}
