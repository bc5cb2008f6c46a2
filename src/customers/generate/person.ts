/** Who a sample customer is: an invented name, and a phone and address nobody can have. */

import type { Random } from '../../understanding/classifier/random.ts'
import type { Profile } from '../profile.ts'
import { accountAt } from './account.ts'
import { between, happens, pick } from './chance.ts'
import type { SampleSource } from './source.ts'
import type { PlanName } from './tariff.ts'

/** Most customers a sample can have: phone numbers of the kind that is never assigned run out. */
export const MOST_CUSTOMERS = 50_000

/** Where a person stands in the sample. */
export interface Place {
  /** From 0; no two customers of a sample share it. */
  readonly place: number
  readonly seed: number
  /** The year it is. */
  readonly year: number
  readonly seniorAge: number
}

/** Draws a person in a district, of an age the plan is for. */
export function drawPerson(
  random: Random,
  source: Pick<SampleSource, 'names' | 'streets' | 'shares'>,
  district: { readonly id: string; readonly zh: string; readonly en: string },
  plan: PlanName,
  { place, seed, year, seniorAge }: Place,
): Profile {
  const language = happens(random, source.shares.english) ? 'en' : 'zh'
  const gender = happens(random, 0.5) ? 'female' : 'male'
  const age =
    plan === 'senior'
      ? between(random, seniorAge, 84)
      : plan === 'student'
        ? between(random, 18, 24)
        : between(random, 20, 68)
  const { name, mailName } = drawName(random, source.names, language, gender)
  const street = pick(random, source.streets[district.id] ?? [district])
  const [number, floor, flat] = [between(random, 1, 260), between(random, 1, 28), between(random, 1, 6)]
  const room = `${floor}${String(flat).padStart(2, '0')}`
  return {
    account: accountAt(place, seed),
    name,
    phone: phoneAt(place, seed),
    email: `${mailName}${place}@${pick(random, source.names.mail_domains)}`,
    language,
    address:
      language === 'zh'
        ? `${district.zh}${street.zh} ${number} 号 ${room} 室`
        : `Flat ${room}, ${number} ${street.en}, ${district.en}`,
    gender,
    birthYear: year - age,
  }
}

function drawName(
  random: Random,
  names: SampleSource['names'],
  language: 'zh' | 'en',
  gender: 'female' | 'male',
): { name: string; mailName: string } {
  if (language === 'en') {
    const [given, surname] = [pick(random, names.en[gender]), pick(random, names.en.surnames)]
    return { name: `${given} ${surname}`, mailName: `${given}.${surname}`.toLowerCase() }
  }
  const [surname, surnameSpelt] = pick(random, Object.entries(names.zh.surnames))
  const [given, givenSpelt] = pick(random, Object.entries(names.zh[gender]))
  return { name: `${surname}${given}`, mailName: `${givenSpelt}.${surnameSpelt}` }
}

/** A mainland mobile number with 0000 in the middle, as none is assigned; the first thousand are kept. */
function phoneAt(place: number, seed: number): string {
  const last = 1_000 + ((Math.floor(place / 10) * 37 + ((seed >>> 0) % 9_000)) % 9_000)
  return `19${place % 10}0000${last}`
}
