import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_BOOK, type Offer, type OfferTerms } from '../../src/churn/offer-shapes.ts'
import { bestOffer, isEligible, loadOffers, type OfferCustomer } from '../../src/churn/offers.ts'
import { offerProblems } from '../../src/churn/problem-codes.ts'
import { readOffers } from '../../src/churn/read-offers.ts'
import { loadCompany } from '../../src/company/load.ts'
import { PLAIN_OFFER } from './plain-offer.ts'

const root = path.join(import.meta.dirname, '../..')
const company = await loadCompany(path.join(root, 'data/company'))

const TERMS = `terms:
  margin_share: 0.4
  margin_months: 12
  agent_cost: 40
  free_riders: 0.6
  save_rate: 0.1
  vip_monthly: 250
  hold_out: 0.1
contact:
  quiet: { from: "21:00", to: "09:00" }
  at_most: { times: 1, days: 30 }
  capacity_per_week: 40
`
const OFFER = `offers:
  - id: thirty-off
    services: [mobile]
    min_months: 6
    plans: [plus]
    eligibility: { zh: 手机客户满六个月, en: customers with a mobile plan }
    cost: 90
    save_rate: 0.25
    text: { zh: 每月减 30 元, en: ¥30 off }
`
const FILE = TERMS + OFFER

const read = (text: string) => readOffers({ path: 'offers.yaml', file: 'offers.yaml', text }, company)
const swap = (from: string, to: string): string => {
  if (!FILE.includes(from)) throw new Error(`The file of the test does not hold ${from}.`)
  return FILE.replace(from, () => to)
}
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

describe('a file of offers', () => {
  it('is read whole, with what is left out as it is meant', () => {
    const { book, problems } = read(FILE)
    expect(problems).toEqual([])
    expect(book?.terms.hold_out).toBe(0.1)
    expect(book?.contact).toEqual({
      quiet: { from: '21:00', to: '09:00' },
      at_most: { times: 1, days: 30 },
      capacity_per_week: 40,
    })
    expect(book?.offers).toMatchObject([{ id: 'thirty-off', min_months: 6, not_within_days: 90, cost: 90 }])
  })

  it.each([
    ['offer_number', swap('hold_out: 0.1', 'hold_out: 0.2'), 'hold_out: 0.2'],
    ['offer_number', swap('hold_out: 0.1', 'hold_out: 0.01'), 'hold_out: 0.01'],
    ['offer_number', swap('margin_share: 0.4', 'margin_share: 40'), 'margin_share'],
    ['offer_number', swap('margin_months: 12', 'margin_months: 1.5'), 'margin_months'],
    ['offer_number', swap('cost: 90', 'cost: -1'), 'cost: -1'],
    ['offer_number', swap('min_months: 6', 'not_within_days: 30'), 'not_within_days'],
    ['offer_range', swap('min_months: 6', 'min_months: 6\n    max_months: 3'), 'max_months'],
    ['offer_by_risk', swap('min_months: 6', 'min_risk: 0.5'), 'min_risk'],
    ['offer_by_risk', swap('min_months: 6', 'probability: 0.5'), 'probability'],
    ['offer_variable', swap('每月减 30 元', '"减 {plan.plus.price} 元"'), '{plan.plus.price}'],
    ['offer_value_unknown', swap('plans: [plus]', 'plans: [plsu]'), 'plsu'],
    ['offer_never_pays', swap('cost: 90', 'cost: 5000'), 'cost: 5000'],
    ['offer_id', swap('id: thirty-off', 'id: Thirty Off'), 'Thirty Off'],
    ['offer_twice', FILE + OFFER.replace('offers:\n', ''), 'no line'],
    ['contact_time', swap('from: "21:00"', 'from: "24:00"'), '"24:00"'],
    ['language_missing', swap(', en: ¥30 off }', ' }'), 'text: {'],
    ['language_missing', swap('zh: 手机客户满六个月, ', ''), 'eligibility'],
    ['field_missing', swap('  agent_cost: 40\n', ''), 'terms:'],
    ['field_missing', FILE.replace(/contact:[\s\S]*offers:/, 'offers:'), 'terms:'],
    ['field_unknown', swap('min_months: 6', 'mim_months: 6'), 'mim_months'],
    ['field_value', swap('services: [mobile]', 'services: [phone]'), '[phone]'],
    ['text_language', swap('手机客户满六个月', 'six months or more here'), 'six months'],
    ['yaml_syntax', swap('services: [mobile]', 'services: [mobile'), 'services'],
  ])('with %s is told with its line', (code, text, part) => {
    const { book, problems } = read(text)
    expect(problems.map((problem) => problem.code)).toContain(code)
    const found = problems.find((problem) => problem.code === code)
    if (text.includes(part) && code !== 'yaml_syntax' && !code.endsWith('missing'))
      expect(found?.line).toBe(lineOf(text, part))
    expect(found?.fix).not.toBe('')
    // Only a warning leaves something to go on with.
    expect(book === null).toBe(problems.some(({ severity }) => severity === 'error'))
  })

  it('of the old kind, a bare list, is read with common figures and says so', () => {
    const text =
      '- id: old\n  services: [home, tv]\n  min_months: 12\n  cost: 10\n  save_rate: 0.2\n  text: { zh: 减半, en: half }\n'
    const { book, problems } = read(text)
    expect(problems.map(({ code }) => code)).toEqual(['offer_form_old'])
    expect(book?.terms).toEqual(DEFAULT_BOOK.terms)
    expect(book?.terms.hold_out).toBe(0)
    expect(book?.offers[0]?.eligibility).toEqual({
      zh: '使用宽带、电视、在网满 12 个月的客户',
      en: 'customers with broadband or TV who have been with us for at least 12 months',
    })
  })

  it.each(['', 'offers:\n'])('with more offers than fit is refused, in either form (%j)', (head) => {
    const offer = (at: number) =>
      `- { id: o${at}, services: [tv], min_months: 1, cost: 1, save_rate: 0.2, text: { zh: 减半, en: half } }\n`
    const { book, problems } = read(head + Array.from({ length: 101 }, (_, at) => offer(at)).join(''))
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'list_too_long', message: expect.stringContaining('more than 100') }),
    )
    expect(book).toBeNull()
  })

  it('that is empty means no offers', () => expect(read('# nothing\n').book).toEqual(DEFAULT_BOOK))
})

describe('loading offers', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-offers-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('reads those of the sample and of a new company without a problem', async () => {
    for (const file of ['corpus/offers.yaml', 'src/corpus/starter/corpus/offers.yaml']) {
      const text = await readFile(path.join(root, file), 'utf8')
      expect(readOffers({ path: 'offers.yaml', file, text }, company).problems).toEqual([])
    }
    expect((await loadOffers(path.join(root, 'corpus/offers.yaml'), company)).offers).toHaveLength(3)
  })

  it('takes a file that is not there for no offers', async () => {
    expect(await loadOffers(path.join(folder, 'none.yaml'))).toEqual(DEFAULT_BOOK)
  })

  it('refuses a file with errors, and names all of them', async () => {
    const file = path.join(folder, 'offers.yaml')
    await writeFile(file, swap('cost: 90', 'cost: -1').replace('hold_out: 0.1', 'hold_out: 3'))
    await expect(loadOffers(file)).rejects.toMatchObject({ code: 'offers_invalid' })
    await expect(loadOffers(file)).rejects.toThrow(/offers\.yaml:8: hold_out[\s\S]*:19: cost/)
  })

  it('refuses a file that is no text', async () => {
    const file = path.join(folder, 'gbk.yaml')
    await writeFile(file, Buffer.from([0xc4, 0xe3, 0xff]))
    await expect(loadOffers(file)).rejects.toMatchObject({ code: 'offers_unreadable' })
  })

  it('is explained in docs/value.md, code by code', async () => {
    const page = await readFile(path.join(root, 'docs/value.md'), 'utf8')
    expect(Object.keys(offerProblems).filter((code) => !page.includes(`\`${code}\``))).toEqual([])
  })
})

const CUSTOMER: OfferCustomer = {
  services: ['mobile'],
  tenureMonths: 24,
  plan: 'plus',
  contract: 'one-year',
  district: 'central',
  contractDaysLeft: 40,
  monthlyYuan: 100,
  daysSinceOffer: null,
}
const TERMS_OF_TEST: OfferTerms = { ...DEFAULT_BOOK.terms }

describe('an offer', () => {
  it.each<[string, Partial<Offer>, Partial<OfferCustomer>, boolean]>([
    ['for everybody', {}, {}, true],
    ['of another service', { services: ['home'] }, {}, false],
    ['after enough months', { min_months: 24 }, {}, true],
    ['before enough months', { min_months: 25 }, {}, false],
    ['with a minimum, for unknown months', { min_months: 1 }, { tenureMonths: null }, false],
    ['for new customers', { max_months: 23 }, {}, false],
    ['for new customers, for unknown months', { max_months: 23 }, { tenureMonths: null }, false],
    ['of the plan', { plans: ['lite', 'plus'] }, {}, true],
    ['of another plan', { plans: ['lite'] }, {}, false],
    ['of a plan, for an unknown one', { plans: ['lite'] }, { plan: null }, false],
    ['of another contract', { contracts: ['two-year'] }, {}, false],
    ['of another district', { districts: ['riverside'] }, {}, false],
    ['near the end of the contract', { max_months_left: 2 }, {}, true],
    ['long before the end of the contract', { max_months_left: 1 }, {}, false],
    ['near the end, without a contract', { max_months_left: 0 }, { contractDaysLeft: null }, true],
    ['soon after another', {}, { daysSinceOffer: 89 }, false],
    ['long after another', {}, { daysSinceOffer: 90 }, true],
    ['that wants longer after another', { not_within_days: 365 }, { daysSinceOffer: 90 }, false],
  ])('%s', (_name, offer, customer, fits) => {
    expect(isEligible({ ...PLAIN_OFFER, ...offer }, { ...CUSTOMER, ...customer })).toBe(fits)
  })
})

describe('the offer a customer hears', () => {
  const better: Offer = { ...PLAIN_OFFER, id: 'better', save_rate: 0.3 }
  const book = { terms: TERMS_OF_TEST, offers: [PLAIN_OFFER, better, { ...better, id: 'same' }] }

  it('brings most of those they are eligible for; of equals it is the first', () => {
    expect(bestOffer(book, CUSTOMER)?.id).toBe('better')
    const offers = [PLAIN_OFFER, { ...better, plans: ['lite'] }]
    expect(bestOffer({ ...book, offers }, CUSTOMER)?.id).toBe('plain')
    expect(bestOffer({ ...book, offers: [] }, CUSTOMER)).toBeNull()
  })

  it('goes by the margin of the offer where it has one', () => {
    const small: Offer = { ...better, id: 'small', margin: 100 }
    expect(bestOffer({ ...book, offers: [small, PLAIN_OFFER] }, CUSTOMER)?.id).toBe('plain')
  })

  it('is found for customers whose fee is not known', () => {
    expect(bestOffer(book, { ...CUSTOMER, monthlyYuan: null })?.id).toBe('better')
  })

  it('is not withheld because it costs more than it brings', () => {
    expect(bestOffer({ ...book, offers: [PLAIN_OFFER] }, { ...CUSTOMER, monthlyYuan: 1 })?.id).toBe('plain')
  })
})
