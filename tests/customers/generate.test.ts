import path from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Company } from '../../src/company/load.ts'
import { loadCorpus } from '../../src/corpus/load.ts'
import { compareInvoices, type Invoice } from '../../src/customers/billing.ts'
import { addMonths, dayIn, monthOf } from '../../src/customers/calendar.ts'
import { accountAt, checkDigit, hasCheckDigit } from '../../src/customers/generate/account.ts'
import { generateSample, type Sample, type SampleCustomer } from '../../src/customers/generate/sample.ts'
import { loadSampleSource, type SampleSource } from '../../src/customers/generate/source.ts'
import { tariffOf } from '../../src/customers/generate/tariff.ts'
import { extraGb, leftOver } from '../../src/customers/generate/use.ts'
import { accountForm, phoneForm, profileShape } from '../../src/customers/profile.ts'
import { NOW, sampleCompany, sampleFolder } from './opened-store.ts'

const DAY_MS = 86_400_000

let company: Company
let source: SampleSource
let sample: Sample

const make = (seed: number, count: number, now = NOW, timeZone = company.timeZone): Sample =>
  generateSample({ seed, count, now, timeZone, variables: company.variables, source })

beforeAll(async () => {
  company = await sampleCompany()
  source = await loadSampleSource(sampleFolder)
  sample = make(1, 2_000)
})

const sumOf = (lines: Invoice['lines'], item?: string): number =>
  lines.filter((line) => item === undefined || line.item === item).reduce((sum, { fen }) => sum + fen, 0)
const quantityOf = (lines: Invoice['lines'], item: string): number =>
  lines.filter((line) => line.item === item).reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)

describe('the sample', () => {
  it('is the same for the same seed and moment, and another for another seed', () => {
    expect(make(7, 60)).toEqual(make(7, 60))
    expect(make(8, 60)).not.toEqual(make(7, 60))
  })

  it('begins alike whatever its size', () => {
    expect(make(7, 20).customers.slice(0, 20)).toEqual(make(7, 40).customers.slice(0, 20))
  })

  it('has invoices that add up, at any seed, moment and time zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2032-12-31') }),
        fc.constantFrom('Asia/Shanghai', 'UTC', 'America/New_York', 'Pacific/Auckland'),
        (seed, now, timeZone) => {
          const newest = addMonths(monthOf(dayIn(now, timeZone)), -1)
          for (const { invoices } of make(seed, 30, now, timeZone).customers) {
            const months = invoices.map(({ month }) => month)
            expect(months).toEqual(invoices.map((_, at) => addMonths(newest, at + 1 - invoices.length)))
            for (const { lines, totalFen, paidAt } of invoices) {
              expect(sumOf(lines)).toBe(totalFen)
              expect(totalFen).toBeGreaterThan(0)
              expect(paidAt ?? 0).toBeLessThanOrEqual(now)
              for (const { item, fen, quantity } of lines) {
                expect(Number.isSafeInteger(fen) && fen !== 0, item).toBe(true)
                expect(company.variables.has(`bill_item.${item}`), item).toBe(true)
                if (quantity !== null) expect(company.variables.has(`bill_unit.${item}`), item).toBe(true)
              }
            }
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('bills the prices of the company, and what is due each month as the record says', () => {
    const tariff = tariffOf(company.variables)
    for (const { draft, invoices } of sample.customers) {
      const plan = tariff.plans[draft.plan as keyof typeof tariff.plans]
      for (const { lines } of invoices) {
        expect(sumOf(lines, 'plan')).toBe(plan.fen)
        if (draft.home !== null)
          expect(sumOf(lines, 'home')).toBe(tariff.home[draft.home as keyof typeof tariff.home])
        expect(sumOf(lines, 'autopay_discount')).toBe(draft.payment === 'autopay' ? -200 : 0)
      }
      const oneOff = /^(extra_|roaming_|intl_calls|late_fee|sim_fee|install_fee|deposit)/
      const newest = invoices.at(-1)?.lines.filter(({ item }) => !oneOff.test(item)) ?? []
      expect(draft.monthlyFen).toBe(sumOf(newest))
      expect(draft.attributes['instalment_fen'] ?? 0).toBe(sumOf(newest, 'instalment'))
    }
  })

  it('bills exactly the data and minutes beyond what the plan, add-ons and last month leave', () => {
    const tariff = tariffOf(company.variables)
    for (const { draft, invoices, usage } of sample.customers) {
      const plan = tariff.plans[draft.plan as keyof typeof tariff.plans]
      let carriedMb = 0
      for (const { month, lines } of invoices) {
        const used = usage.find((one) => one.month === month)
        if (!used) throw new Error(`no usage in ${month}`)
        const addonMb = (['addon_small', 'addon_large'] as const).reduce(
          (sum, addon) => sum + quantityOf(lines, addon) * tariff.addons[addon].mb,
          0,
        )
        const allowance = { planMb: plan.mb, carriedMb, addonMb }
        expect(quantityOf(lines, 'extra_data')).toBe(extraGb(used.dataMb, allowance))
        expect(quantityOf(lines, 'extra_minutes')).toBe(Math.max(0, used.minutes - plan.minutes))
        carriedMb = leftOver(used.dataMb, allowance)
      }
    }
  })

  it('charges late fees only after somebody paid late', () => {
    const late = sample.customers.flatMap(({ invoices }) =>
      invoices
        .filter(({ lines }) => lines.some(({ item }) => item === 'late_fee'))
        .map((i) => ({ i, invoices })),
    )
    expect(late.length).toBeGreaterThan(20)
    for (const { i, invoices } of late) {
      const paidLate = invoices.some(
        ({ due, paidAt }) =>
          paidAt !== null &&
          monthOf(dayIn(paidAt, company.timeZone)) === i.month &&
          dayIn(paidAt, company.timeZone) > due,
      )
      expect(paidLate).toBe(true)
    }
  })

  it('has a clearly higher newest bill for at least 15 %, and a line that says why', () => {
    const reasons =
      /^(roaming_|extra_|intl_calls|subscription|promo_discount|late_fee|instalment|addon|tv|family_line|sim_fee|install_fee|deposit)/
    const higher = sample.customers.filter(({ invoices }) => {
      const [before, newest] = [invoices.at(-2), invoices.at(-1)]
      if (!before || !newest || newest.totalFen < before.totalFen * 1.2) return false
      if (newest.totalFen - before.totalFen < 1_000) return false
      const [largest] = compareInvoices(before, newest)
      expect(largest?.item).toMatch(reasons)
      return true
    })
    expect(higher.length / sample.customers.length).toBeGreaterThan(0.15)
    const nameable = (item: string) =>
      higher.filter(({ invoices }) => {
        const [before, newest] = [invoices.at(-2), invoices.at(-1)]
        return before && newest && compareInvoices(before, newest)[0]?.item === item
      }).length
    for (const item of ['roaming_data', 'extra_data', 'promo_discount', 'subscription', 'intl_calls'])
      expect(nameable(item), item).toBeGreaterThan(5)
  })

  it('speaks English for about a third', () => {
    const english = sample.customers.filter(({ draft }) => draft.profile.language === 'en')
    expect(english.length / sample.customers.length).toBeGreaterThan(0.29)
    expect(english.length / sample.customers.length).toBeLessThan(0.39)
    for (const { draft } of english.slice(5)) expect(draft.profile.name).toMatch(/^[A-Za-z]+ [A-Za-z]+$/)
  })

  it('names nobody who could exist, and nobody twice', () => {
    const profiles = sample.customers.map(({ draft }) => profileShape.parse(draft.profile))
    for (const { account, phone, email } of profiles) {
      expect(account).toMatch(/^80\d{8}$/)
      expect(hasCheckDigit(account)).toBe(true)
      expect(phone).toMatch(/^19\d0000\d{4}$/)
      expect(email).toMatch(/@(example\.(com|net|org)|mail\.example)$/)
    }
    const distinct = (of: (profile: (typeof profiles)[number]) => string) => new Set(profiles.map(of)).size
    expect(distinct(({ account }) => accountForm(account))).toBe(2_000)
    expect(distinct(({ phone }) => phoneForm(phone ?? ''))).toBe(2_000)
    expect(distinct(({ email }) => email ?? '')).toBe(2_000)
  })

  it('gives age-bound plans to whom they are for', () => {
    for (const { draft } of sample.customers) {
      const age = 2026 - (draft.profile.birthYear ?? 0)
      if (draft.plan === 'senior') expect(age).toBeGreaterThanOrEqual(60)
      if (draft.plan === 'student') expect(age).toBeLessThan(30)
    }
  })

  it('writes tickets about entries of the corpus, in the language of the customer', async () => {
    const root = path.join(sampleFolder, '../..')
    const corpus = await loadCorpus(path.join(root, 'corpus'), path.join(root, 'data/company'))
    const unknown = source.tickets.map(({ topic }) => topic).filter((topic) => !corpus.entries.has(topic))
    expect(unknown).toEqual([])
    const numbers = new Set<string>()
    for (const { draft, tickets } of sample.customers)
      for (const { number, topic, text, createdAt, resolvedAt, status } of tickets) {
        expect(corpus.entries.has(topic), topic).toBe(true)
        expect(/\p{Script=Han}/u.test(text)).toBe(draft.profile.language === 'zh')
        expect(number).toMatch(/^T\d{6}-[2-9A-HJKMNP-TW-Z]{4}$/)
        expect(numbers.has(number)).toBe(false)
        numbers.add(number)
        expect(createdAt).toBeLessThan(NOW)
        expect(resolvedAt !== null).toBe(status === 'resolved' || status === 'closed')
      }
    expect(numbers.size).toBeGreaterThan(800)
  })

  it('has outages in every district, one of them now', () => {
    const districts = Object.keys(source.shares.districts)
    expect(new Set(sample.outages.map(({ district }) => district))).toEqual(new Set(districts))
    const running = sample.outages.filter(({ endedAt }) => endedAt === null)
    expect(running).toHaveLength(1)
    expect(running[0]).toMatchObject({ district: 'east_lake', service: 'home' })
    expect(running[0]?.expectedEnd ?? 0).toBeGreaterThan(NOW)
  })
})

describe('the churn labels', () => {
  const drawn = (made: Sample): SampleCustomer[] =>
    made.customers.filter(({ draft }) => draft.churned !== null)

  it.each([1, 2, 3, 4])('leave about one in six, as a good model can tell (seed %i)', (seed) => {
    const made = drawn(seed === 1 ? sample : make(seed, 2_000))
    const left = made.filter(({ draft }) => draft.churned).map(({ probability }) => probability)
    const stayed = made.filter(({ draft }) => !draft.churned).map(({ probability }) => probability)
    expect(left.length / made.length).toBeGreaterThan(0.13)
    expect(left.length / made.length).toBeLessThan(0.21)
    const wins = left.reduce(
      (sum, p) => sum + stayed.reduce((more, q) => more + (p > q ? 1 : p === q ? 0.5 : 0), 0),
      0,
    )
    const auc = wins / left.length / stayed.length
    expect(auc).toBeGreaterThan(0.8)
    expect(auc).toBeLessThan(0.88)
  })

  it('go with the status of the record', () => {
    for (const { draft } of drawn(sample)) expect(draft.status).toBe(draft.churned ? 'cancelled' : 'active')
  })
})

describe('the fixed customers', () => {
  const demo = (account: string): SampleCustomer => {
    const found = sample.customers.find(({ draft }) => draft.profile.account === account)
    if (!found) throw new Error(`no ${account}`)
    return found
  }

  it('are the first of every sample and still with us', () => {
    const accounts = source.demo.map(({ account }) => account)
    for (const made of [sample, make(99, 0)])
      expect(made.customers.slice(0, 5).map(({ draft }) => draft.profile.account)).toEqual(accounts)
    for (const account of accounts)
      expect(demo(account).draft).toMatchObject({ status: 'active', churned: null })
  })

  it.each([
    ['8000000011', 'zh'],
    ['8000000029', 'en'],
  ])('%s has a bill that a trip made high, and a high risk', (account, language) => {
    const { draft, invoices, probability } = demo(account)
    expect(draft.profile.language).toBe(language)
    const [before, newest] = [invoices.at(-2), invoices.at(-1)]
    if (!before || !newest) throw new Error('two invoices')
    expect(newest.totalFen).toBeGreaterThan(2 * before.totalFen)
    expect(compareInvoices(before, newest)[0]?.item).toBe('roaming_data')
    expect(probability).toBeGreaterThan(0.6)
  })

  it('8000000037 has an outage at home', () => {
    const { draft } = demo('8000000037')
    const here = sample.outages.filter(
      ({ district, endedAt }) => district === draft.district && endedAt === null,
    )
    expect([draft.home, here.map(({ service }) => service)]).toEqual(['f500', ['home']])
  })

  it('8000000045 is near the end of a contract, with broadband and TV', () => {
    const { draft, products } = demo('8000000045')
    const end = Date.parse(draft.contractEnd ?? '')
    expect(end - NOW).toBeGreaterThan(0)
    expect(end - NOW).toBeLessThan(60 * DAY_MS)
    expect([draft.home, products.map(({ product }) => product)]).toEqual(['f1000', ['tv', 'tv_sport']])
  })

  it('8000000052 is at low risk', () => expect(demo('8000000052').probability).toBeLessThan(0.05))
})

describe('account numbers', () => {
  it('take the check digit of Luhn', () => {
    expect(checkDigit('7992739871')).toBe(3)
    expect(hasCheckDigit('79927398713')).toBe(true)
    expect(hasCheckDigit('79927398710')).toBe(false)
  })

  it('differ at every place', () => {
    const made = new Set(Array.from({ length: 20_000 }, (_, place) => accountAt(place, 4_294_967_295)))
    expect(made.size).toBe(20_000)
  })
})

describe('what the sample is made of', () => {
  it('is refused with file, line and remedy when something is wrong', async () => {
    const missing = loadSampleSource(path.join(sampleFolder, '../company'))
    await expect(missing).rejects.toMatchObject({ code: 'sample_source_invalid' })
    await expect(missing).rejects.toThrow(/There is no file demo\.yaml/)
  })

  it('needs the prices of the company', () => {
    const variables = new Map([...company.variables].filter(([name]) => name !== 'plan.max.price'))
    expect(() => generateSample({ seed: 1, count: 5, now: NOW, timeZone: 'UTC', variables, source })).toThrow(
      /plan\.max\.price/,
    )
  })
})
