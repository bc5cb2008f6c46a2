/** Values of questions in both languages: a question is stored, and may be asked again in the other one. */

import type { CardRow } from '../src/bot/card.ts'
import { dayName, momentName, monthName, yuan } from '../src/bot/format.ts'
import { inScript, wording } from '../src/bot/reply.ts'
import type { Turn } from '../src/bot/turn.ts'
import { type PhraseKey, say, type ValuesFor } from '../src/corpus/phrases.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { QuestionRow } from './slot-prompt.ts'
import { chosen } from './task-dialog.ts'

type Values = Readonly<Record<string, string | number | Bilingual>>

/** A wording of the bot with its values put in, in both languages. */
export function inBoth(turn: Turn, key: PhraseKey, values: Values): Bilingual {
  const put = (language: 'zh' | 'en'): string => {
    const flat = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'object' ? value[language] : value,
      ]),
    )
    // The values of a key are checked where its wording is loaded; a list of keys has no common type for them.
    return say(turn.brain.corpus.phrases, key, language, ...([flat] as unknown as ValuesFor<typeof key>))
  }
  return { zh: put('zh'), en: put('en') }
}

/** An amount in fen. */
export function money(fen: number): Bilingual {
  return { zh: yuan(fen, 'zh'), en: yuan(fen, 'en') }
}

/** A day, `YYYY-MM-DD`. */
export function dayInBoth(turn: Turn, day: string): Bilingual {
  return { zh: dayName(day, 'zh', turn.today), en: dayName(day, 'en', turn.today) }
}

/** A month, `YYYY-MM`. */
export function monthInBoth(month: string): Bilingual {
  return { zh: monthName(month, 'zh'), en: monthName(month, 'en') }
}

/** A moment, in milliseconds since 1970. */
export function momentInBoth(turn: Turn, at: number): Bilingual {
  const { timeZone } = turn.brain.corpus.company
  const put = (language: 'zh' | 'en') => momentName(at, language, timeZone, turn.today)
  return { zh: put('zh'), en: put('en') }
}

/** Which of some choices a message means, in either language; null when none for certain. */
export function chosenOf(turn: Turn, text: string, choices: readonly Bilingual[]): number | null {
  const other = turn.language === 'zh' ? 'en' : 'zh'
  for (const language of [turn.language, other] as const) {
    const at = chosen(
      turn,
      text,
      choices.map((choice) => choice[language]),
    )
    if (at !== null) return at
  }
  return null
}

/** Rows of a question as rows of a card that is shown now. */
export function shownRows(turn: Turn, rows: readonly QuestionRow[]): CardRow[] {
  return rows.map(({ label, value }) => ({
    // Labels are given no values.
    label: wording(turn, label as 'dispute.bill'),
    value: inScript(turn, typeof value === 'object' ? value[turn.language] : String(value)),
  }))
}
