/** What a customer who cancels may be offered: read from `corpus/offers.yaml`, chosen by plain conditions. */

import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { LiukeError, messageOf } from '../errors.ts'

const bilingual = z.strictObject({ zh: z.string().min(1).max(300), en: z.string().min(1).max(300) })

const offerShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  services: z.array(z.enum(['mobile', 'home', 'tv'])).min(1),
  min_months: z.number().int().min(0).default(0),
  /** Yuan an accepted offer costs. */
  cost: z.number().min(0),
  /** Share of those who stay because of it, 0..1. */
  save_rate: z.number().min(0).max(1),
  text: bilingual,
})

/** One offer. */
export type Offer = z.output<typeof offerShape>

/**
 * Reads the offers; a file that is not there means none.
 * @throws LiukeError `offers_invalid` naming what is wrong
 */
export async function loadOffers(file: string): Promise<Offer[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const invalid = (what: string, cause?: unknown): LiukeError =>
    new LiukeError('offers_invalid', `${file} cannot be used: ${what}.`, 'Correct the file.', { cause })
  let value: unknown
  try {
    value = parse(text) ?? []
  } catch (cause) {
    throw invalid(messageOf(cause).split('\n')[0] ?? 'it is not YAML', cause)
  }
  const parsed = z.array(offerShape).max(100).safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(`${issue?.path.join('.') || 'the list'}: ${issue?.message ?? 'is not valid'}`)
  }
  const ids = new Set(parsed.data.map(({ id }) => id))
  if (ids.size < parsed.data.length) throw invalid('two offers have the same id')
  return parsed.data
}

/**
 * The offer for a customer who cancels a service, or null.
 * @param tenureMonths months with us; null when unknown, which fits only offers without a minimum
 */
export function offerFor(
  offers: readonly Offer[],
  service: 'mobile' | 'home' | 'tv',
  tenureMonths: number | null,
): Offer | null {
  return (
    offers.find(
      ({ services, min_months }) => services.includes(service) && (tenureMonths ?? 0) >= min_months,
    ) ?? null
  )
}
