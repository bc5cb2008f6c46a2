/** What the widget says of its own accord now: the greetings of the company whose hours hold, with their questions. */

import { isInHours } from '../company/greetings.ts'
import type { Company } from '../company/load.ts'
import type { Bilingual } from '../company/variables.ts'
import { toTraditional } from '../understanding/script.ts'

/**
 * The greetings for this moment as JSON; `src/web/widget/greeting/rules.ts` reads them.
 * @param titleOf the question an entry stands for; null for an unknown one, which is left out
 */
export function greetingsNow(
  company: Company,
  titleOf: (entry: string) => Bilingual | null,
  now: number,
): string {
  const list = company.greetings
    .filter((greeting) => isInHours(greeting, company, now))
    .map(({ id, pages, after, language, text, starters, days }) => {
      const titles = starters.flatMap((entry) => titleOf(entry) ?? [])
      return {
        ...{ id, pages, after, days },
        text: { ...text, hant: toTraditional(text.zh) },
        ...(language && { language }),
        starters: {
          zh: titles.map(({ zh }) => zh),
          en: titles.map(({ en }) => en),
          hant: titles.map(({ zh }) => toTraditional(zh)),
        },
      }
    })
  return JSON.stringify(list)
}
