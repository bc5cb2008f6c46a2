/** What the sample customers are made of: names, streets, shares, tickets and fixed customers, from YAML. */

import { z } from 'zod'
import type { Problem } from '../../company/problems.ts'
import { readShape, text } from '../../company/shape.ts'
import { readSourceFiles } from '../../company/source-files.ts'
import { parseYaml } from '../../company/yaml-source.ts'
import { LiukeError } from '../../errors.ts'
import { homeNames, planNames, productNames } from './tariff.ts'

const share = z.number().min(0).max(1)
const weight = z.number().min(0)
const spelt = z.record(text(20), text(40))
const names = z.array(text(60)).min(1)
const weights = <const Names extends readonly [string, ...string[]]>(list: Names) =>
  z.record(z.enum(list), weight)

export const contractNames = ['month', 'one-year', 'two-year'] as const
export const paymentNames = ['autopay', 'wallet', 'card', 'cash'] as const
/** What can make a newest bill clearly higher than those before. */
export const surpriseNames = ['roaming', 'extra_data', 'subscription', 'promo_ended', 'intl_calls'] as const
const statuses = ['open', 'working', 'resolved', 'closed'] as const

const namesShape = z.strictObject({
  zh: z.strictObject({ surnames: spelt, female: spelt, male: spelt }),
  en: z.strictObject({ surnames: names, female: names, male: names }),
  mail_domains: z.array(z.string().regex(/^(example\.(com|net|org)|[a-z.]+\.example)$/)).min(1),
})
const streetsShape = z.record(text(40), z.array(z.strictObject({ zh: text(40), en: text(60) })).min(1))
const sharesShape = z.strictObject({
  english: share,
  districts: z.record(text(40), weight),
  plans: weights(planNames),
  home: weights(['none', ...homeNames]),
  tv: share,
  tv_extras: z.record(z.enum(['tv_sport', 'tv_kids', 'tv_film']), share),
  addons: z.record(z.enum(['addon_small', 'addon_large']), share),
  ...{ family_line: share, instalment: share, subscription: share },
  contracts: weights(contractNames),
  payments: weights(paymentNames),
  ...{ paperless: share, promotion: share, full_speed: share },
  surprises: weights(['none', ...surpriseNames]),
  ...{ trouble_paying: share, trouble_service: share },
  subscription_prices: z.array(z.number().positive()).min(1),
  phone_prices: z.array(z.number().positive()).min(1),
})
const ticketsShape = z
  .array(
    z.strictObject({ topic: text(60), weight, zh: z.array(text(300)).min(1), en: z.array(text(300)).min(1) }),
  )
  .min(1)
const monthsAgo = z.number().int().min(1).max(13)
const demoShape = z.array(
  z.strictObject({
    account: z.string().regex(/^80\d{8}$/),
    about: z.strictObject({ zh: text(200), en: text(200) }),
    name: text(60),
    language: z.enum(['zh', 'en']),
    phone: z.string().regex(/^19\d0000\d{4}$/),
    email: text(100),
    gender: z.enum(['female', 'male']),
    birth_year: z.number().int().min(1920).max(2020),
    district: text(40),
    address: text(200),
    plan: z.enum(planNames),
    home: z.enum(homeNames).nullable(),
    products: z.array(z.enum(productNames)),
    contract: z.enum(contractNames),
    months_left: z.number().int().min(0).max(24),
    tenure_months: z.number().int().min(1).max(200),
    payment: z.enum(paymentNames),
    paperless: z.boolean(),
    /** The newest invoice without the discount was so many months ago. */
    promo_ended_months_ago: monthsAgo.nullable(),
    surprise: z.enum(surpriseNames).nullable(),
    appetite: z.number().min(0).max(3),
    drift: z.number().min(-0.5).max(0.5),
    failed_payments: z.array(monthsAgo),
    late: z.array(monthsAgo),
    /** A service that is down in the district at every start. */
    outage: z.enum(['mobile', 'home', 'tv']).optional(),
    /** What a remote test of the broadband line says; left out: it is fine. */
    line: z.enum(['no-signal', 'unstable']).optional(),
    /** Technicians' visits to come: days from the start, and which of the company's times of a day (1, 2, …). */
    visits: z
      .array(
        z.strictObject({
          kind: z.enum(['install', 'repair']),
          in_days: z.number().int().min(1).max(14),
          window: z.number().int().min(1).max(6),
        }),
      )
      .optional(),
    tickets: z.array(
      z.strictObject({
        topic: text(60),
        days_ago: z.number().int().min(0).max(390),
        status: z.enum(statuses),
      }),
    ),
  }),
)
const shapes = {
  names: namesShape,
  streets: streetsShape,
  shares: sharesShape,
  tickets: ticketsShape,
  demo: demoShape,
}

/** Everything the generator is handed besides seed, count, moment and prices. */
export type SampleSource = { readonly [Name in keyof typeof shapes]: z.infer<(typeof shapes)[Name]> }
/** A customer who is the same in every sample. */
export type DemoCustomer = SampleSource['demo'][number]

/**
 * Reads the folder with what the sample customers are made of.
 * @throws LiukeError `sample_source_invalid` with file, line and remedy of everything that is wrong
 */
export async function loadSampleSource(folder: string): Promise<SampleSource> {
  const { files, problems } = await readSourceFiles(folder)
  const read = <Name extends keyof typeof shapes>(name: Name): z.infer<(typeof shapes)[Name]> | null => {
    const file = files.find(({ path }) => path === `${name}.yaml`)
    if (file === undefined) {
      const message = `There is no file ${name}.yaml.`
      const fix = 'Take it from the sample that came with Liuke.'
      problems.push({ file: folder, line: 1, severity: 'error', code: 'file_missing', message, fix })
      return null
    }
    const parsed = parseYaml(file)
    const { data, problems: found } = readShape(shapes[name], parsed.source, [])
    problems.push(...parsed.problems, ...(parsed.source.value === undefined ? [] : found))
    // readShape gives what the schema of this name describes.
    return data as z.infer<(typeof shapes)[Name]> | null
  }
  const [people, streets, shares, tickets, demo] = [
    read('names'),
    read('streets'),
    read('shares'),
    read('tickets'),
    read('demo'),
  ]
  if (problems.length === 0 && people && streets && shares && tickets && demo) {
    const unknown = Object.keys(shares.districts).filter((district) => !(district in streets))
    if (unknown.length === 0) return { names: people, streets, shares, tickets, demo }
    problems.push(withoutStreets(folder, unknown))
  }
  const list = problems.map((p) => `  - ${p.file}:${p.line}: ${p.message} ${p.fix}`).join('\n')
  throw new LiukeError(
    'sample_source_invalid',
    `The sample customers cannot be made:\n${list}\n`,
    'Mend these lines, or take data/customers as it came.',
  )
}

function withoutStreets(folder: string, districts: readonly string[]): Problem {
  const message = `streets.yaml has no streets for ${districts.join(', ')}.`
  const fix = 'Add them, or take the district out of shares.yaml.'
  return { file: `${folder}/streets.yaml`, line: 1, severity: 'error', code: 'field_missing', message, fix }
}
