/** Reads and checks `corpus/offers.yaml`: shapes, figures, both languages, and offers that cannot pay. */

import { z } from 'zod'
import { hasErrors, hidesContent, inReadingOrder, type Problem } from '../company/problems.ts'
import { readShape, valueAt } from '../company/shape.ts'
import type { SourceFile } from '../company/source-files.ts'
import type { Company } from '../company/types.ts'
import { holesIn } from '../company/variables.ts'
import { parseYaml, type ValuePath, type YamlSource } from '../company/yaml-source.ts'
import { languageProblems } from '../corpus/check-text.ts'
import { type Bilingual, placeOf } from '../corpus/types.ts'
import { termsOfEligibility } from './eligibility-words.ts'
import { contactNumbers, offerNumbers, type Range, termsNumbers } from './offer-ranges.ts'
import {
  contactShape,
  DEFAULT_BOOK,
  listedOfferShape,
  MAX_OFFERS,
  OFFER_REST_DAYS,
  type Offer,
  type OfferBook,
  offerShape,
  termsShape,
} from './offer-shapes.ts'
import { problem } from './problem-codes.ts'
import { expectedValue } from './value.ts'

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
/** Fields somebody may try to make offers depend on the risk of leaving with. */
const BY_RISK = /^(min_|max_)?(risk|probability|score|churn|ev|band|mood|value)(_?band)?$/

const bookShape = z.strictObject({
  terms: z.unknown(),
  contact: z.unknown(),
  offers: z.array(z.unknown()).max(MAX_OFFERS),
})

/**
 * What a file of offers says. Never throws for what stands in it: all problems come together, and there is a book
 * only where none of them is an error. A bare list of offers, as the file was once, is read with default figures.
 * @param company for names of plans and districts; without it they are not checked
 */
export function readOffers(
  file: SourceFile,
  company?: Company,
): { book: OfferBook | null; problems: readonly Problem[] } {
  const { source, problems } = parseYaml(file)
  const reader = new OfferReader(source, company)
  const book = problems.some(hidesContent) ? null : reader.read()
  const found = inReadingOrder([...problems, ...reader.problems])
  return { book: hasErrors(found) ? null : book, problems: found }
}

class OfferReader {
  readonly problems: Problem[] = []
  readonly #source: YamlSource
  readonly #company: Company | undefined
  readonly #lines = new Map<string, number>()

  constructor(source: YamlSource, company: Company | undefined) {
    this.#source = source
    this.#company = company
  }

  read(): OfferBook | null {
    const { value } = this.#source
    if (value === undefined) return DEFAULT_BOOK
    if (Array.isArray(value)) return this.#readList(value.length)
    const file = this.#readShape(bookShape, [])
    const terms = this.#readNumbers(termsShape, ['terms'], termsNumbers)
    const contact = this.#readNumbers(contactShape, ['contact'], contactNumbers)
    if (terms && terms.hold_out > 0 && terms.hold_out < 0.05) {
      const fix = 'Write 0 for nobody, or 0.05 to 0.1: with fewer it would take years to measure anything.'
      this.#report('offer_number', ['terms', 'hold_out'], `hold_out cannot be ${terms.hold_out}.`, fix)
    }
    for (const end of contact ? (['from', 'to'] as const) : []) {
      const written = contact?.quiet[end] ?? ''
      if (TIME.test(written)) continue
      const fix = 'Write it like "21:00", from "00:00" to "23:59".'
      this.#report('contact_time', ['contact', 'quiet', end], `${written} is no time of day.`, fix)
    }
    if (file === null) return null
    const offers = file.offers.flatMap((_, place) => this.#readOffer(['offers', place]) ?? [])
    if (terms === null || contact === null) return null
    for (const [place, offer] of offers.entries()) this.#checkPays(offer, place, terms)
    return { terms, contact, offers }
  }

  #readList(length: number): OfferBook {
    const message = 'This is a list of offers alone, without the company’s figures; common ones are used.'
    const fix = 'Put terms, contact and offers: around it; docs/value.md shows the whole file.'
    this.#report('offer_form_old', [], message, fix)
    this.#readShape(z.array(z.unknown()).max(MAX_OFFERS), [])
    const places = Array.from({ length: Math.min(length, MAX_OFFERS) }, (_, place) => [place])
    const offers = places.flatMap((path): Offer[] => {
      const listed = this.#readNumbers(listedOfferShape, path, offerNumbers)
      if (listed === null) return []
      this.#check(listed, path)
      const offer = { ...listed, not_within_days: OFFER_REST_DAYS }
      return [{ ...offer, eligibility: termsOfEligibility(offer) }]
    })
    return { ...DEFAULT_BOOK, offers }
  }

  #readOffer(path: ValuePath): Offer | null {
    const offer = this.#readNumbers(offerShape, path, offerNumbers)
    if (offer === null) return null
    this.#check(offer, path)
    this.#checkTexts(offer.eligibility, [...path, 'eligibility'])
    if (offer.max_months !== undefined && offer.max_months < offer.min_months) {
      const message = `Nobody is a customer for ${offer.min_months} months or more and ${offer.max_months} or fewer.`
      this.#report('offer_range', [...path, 'max_months'], message, 'Change one of the two.')
    }
    this.#checkNames(offer.plans, [...path, 'plans'], (id) => `plan.${id}.price`)
    this.#checkNames(offer.districts, [...path, 'districts'], (id) => `district.${id}`)
    return offer
  }

  #check({ id, text }: Pick<Offer, 'id' | 'text'>, path: ValuePath): void {
    this.#checkTexts(text, [...path, 'text'])
    if (!ID.test(id)) {
      const fix = 'Use small letters, digits and hyphens: `half-price-broadband`.'
      this.#report('offer_id', [...path, 'id'], `${id} cannot be the id of an offer.`, fix)
    }
    const earlier = this.#lines.get(id)
    const line = this.#source.lineOf([...path, 'id'])
    if (earlier === undefined) this.#lines.set(id, line)
    else {
      const message = `The offer in line ${earlier} is called ${id} as well.`
      this.#report('offer_twice', [...path, 'id'], message, 'Give one of them another id.')
    }
  }

  #checkTexts(texts: Bilingual, path: ValuePath): void {
    for (const language of ['zh', 'en'] as const) {
      const written = { text: texts[language], source: this.#source, path: [...path, language] }
      this.problems.push(...languageProblems(written, language))
      const [hole] = holesIn(written.text)
      if (hole === undefined) continue
      const message = `{${hole.name}} is not filled in here.`
      this.problems.push(
        problem('offer_variable', placeOf(written, hole.index), message, 'Write the words out.'),
      )
    }
  }

  #checkNames(ids: readonly string[] | undefined, path: ValuePath, variable: (id: string) => string): void {
    if (this.#company === undefined) return
    for (const [place, id] of (ids ?? []).entries()) {
      if (this.#company.variables.has(variable(id))) continue
      const message = `The company’s tables have no ${variable(id)}, so this offer may never fit.`
      const fix = 'Correct the name; names of imported customers may differ from those of the tables.'
      this.#report('offer_value_unknown', [...path, place], message, fix)
    }
  }

  /** An offer that costs more than it keeps, even for a VIP who leaves for certain, is worth a look. */
  #checkPays(offer: Offer, place: number, terms: OfferBook['terms']): void {
    const margin = offer.margin ?? terms.vip_monthly * terms.margin_share * terms.margin_months
    if (hasErrors(this.problems)) return
    const best = expectedValue(1, {
      saveRate: offer.save_rate,
      margin,
      offerCost: offer.cost,
      agentCost: terms.agent_cost,
      freeRiders: terms.free_riders,
    })
    if (best > 0) return
    const message = `${offer.id} never pays: of ¥${margin} a customer is worth, ¥${offer.cost} go into the offer.`
    const fix = 'Compare cost, save_rate and margin; it is still offered as written.'
    this.#report('offer_never_pays', ['offers', place, 'cost'], message, fix)
  }

  #readNumbers<Schema extends z.ZodType>(
    schema: Schema,
    path: ValuePath,
    ranges: readonly Range[],
  ): z.output<Schema> | null {
    const data = this.#readShape(schema, path)
    for (const { at, least, most, whole } of ranges) {
      const value = valueAt(this.#source.value, [...path, ...at])
      if (typeof value !== 'number') continue
      if (value >= least && value <= most && (!whole || Number.isInteger(value))) continue
      const fix = `Write a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`
      this.#report('offer_number', [...path, ...at], `${at.join('.')} cannot be ${value}.`, fix)
    }
    return data
  }

  #readShape<Schema extends z.ZodType>(schema: Schema, path: ValuePath): z.output<Schema> | null {
    const { data, problems } = readShape(schema, this.#source, path)
    for (const found of problems) {
      const field = /^There is no field (\S+?)\.$/.exec(found.message)?.[1] ?? ''
      if (found.code === 'field_unknown' && BY_RISK.test(field)) {
        const message = `An offer cannot depend on ${field}: who may leave never changes what anybody is offered.`
        this.problems.push(problem('offer_by_risk', found, message, 'Take the line out.'))
        continue
      }
      const fix = found.fix
        .replace('docs/corpus.md shows a whole entry', 'docs/value.md shows a whole file')
        .replace('docs/corpus.md', 'docs/value.md')
      this.problems.push({ ...found, fix })
    }
    return data
  }

  #report(code: Parameters<typeof problem>[0], path: ValuePath, message: string, fix: string): void {
    const at = { file: this.#source.file, line: this.#source.lineOf(path) }
    this.problems.push(problem(code, at, message, fix))
  }
}
