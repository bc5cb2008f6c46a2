/** Says in plain words who may have an offer, from its conditions, where nobody has written it. */

import type { Bilingual } from '../company/variables.ts'
import type { Offer, OfferService } from './offer-shapes.ts'

const SERVICES: Readonly<Record<OfferService, Bilingual>> = {
  mobile: { zh: '手机套餐', en: 'a mobile plan' },
  home: { zh: '宽带', en: 'broadband' },
  tv: { zh: '电视', en: 'TV' },
}

/** Words for the conditions an offer of the old list can have. */
export function termsOfEligibility({
  services,
  min_months: months,
}: Pick<Offer, 'services' | 'min_months'>): Bilingual {
  const zh = services.map((service) => SERVICES[service].zh).join('、')
  const en = services.map((service) => SERVICES[service].en).join(' or ')
  if (months === 0) return { zh: `使用${zh}的客户`, en: `customers with ${en}` }
  return {
    zh: `使用${zh}、在网满 ${months} 个月的客户`,
    en: `customers with ${en} who have been with us for at least ${months} ${months === 1 ? 'month' : 'months'}`,
  }
}
