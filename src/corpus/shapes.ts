/** The shapes of the corpus files, as zod schemas, and the caps that keep them in bounds. */

import { z } from 'zod'
import { text, valueAt } from '../company/shape.ts'

/** How much of everything a corpus may hold. Lengths are in UTF-16 units. */
export const CAPS = {
  entries: 5000,
  phrasesPerLanguage: 500,
  phraseLength: 300,
  titleLength: 100,
  answerLength: 4000,
  related: 3,
  tags: 10,
  tagLength: 40,
  questionsPerList: 5000,
  variants: 6,
} as const

const both = <Inner extends z.ZodType>(inner: Inner) => z.strictObject({ zh: inner, en: inner })

const phraseList = z.array(text(CAPS.phraseLength)).max(CAPS.phrasesPerLanguage)
const questionList = z.array(text(CAPS.phraseLength)).max(CAPS.questionsPerList)

/** One entry of `corpus/faq`, as it is written: its answer has one text in a language, or variants. */
export function entryShape(written: unknown) {
  return z.strictObject({
    id: text(80),
    kind: z.enum(['faq', 'dialog', 'small-talk']),
    dialog: text(80).optional(),
    title: both(text(CAPS.titleLength)),
    related: z.array(text(80)).max(CAPS.related).optional(),
    tags: z.array(text(CAPS.tagLength)).max(CAPS.tags).optional(),
    valid: z.strictObject({ from: text(10).optional(), until: text(10).optional() }).optional(),
    phrases: both(phraseList),
    answer: wordingShape(valueAt(written, ['answer'])),
  })
}

/** One item of a list in `corpus/tests`. */
export const testShape = z.strictObject({
  entry: text(400),
  zh: questionList.optional(),
  en: questionList.optional(),
  mixed: questionList.optional(),
})

/** `corpus/lexicon/background.yaml`, and a file of `corpus/tests` with questions that are out of scope. */
export const questionsShape = z.strictObject({
  zh: questionList.optional(),
  en: questionList.optional(),
  mixed: questionList.optional(),
})

/** What the bot says: one text, or a list of variants. */
function saidShape(value: unknown) {
  const one = text(CAPS.answerLength)
  return Array.isArray(value) ? z.array(one).min(1).max(CAPS.variants) : one
}

/** The wording of one key in `corpus/phrases`, or the answer of an entry, as it is written: each language as it likes. */
export function wordingShape(written: unknown) {
  return z.strictObject({
    zh: saidShape(valueAt(written, ['zh'])),
    en: saidShape(valueAt(written, ['en'])),
  })
}

const wordLists = both(phraseList)

/** `corpus/lexicon/commands.yaml`. */
export const commandsShape = z.strictObject({
  cancel: wordLists,
  help: wordLists,
  'start-over': wordLists,
  yes: wordLists,
  no: wordLists,
  'none-of-these': wordLists,
  'follow-up': wordLists,
})
