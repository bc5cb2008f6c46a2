/** The shapes of the corpus files, as zod schemas, and the caps that keep them in bounds. */

import { z } from 'zod'
import { text } from '../company/shape.ts'

/** How much of everything a corpus may hold. Lengths are in UTF-16 units. */
export const CAPS = {
  entries: 5000,
  phrasesPerLanguage: 500,
  phraseLength: 300,
  titleLength: 100,
  answerLength: 4000,
  related: 3,
  questionsPerList: 5000,
} as const

const both = <Inner extends z.ZodType>(inner: Inner) => z.strictObject({ zh: inner, en: inner })

const phraseList = z.array(text(CAPS.phraseLength)).max(CAPS.phrasesPerLanguage)
const questionList = z.array(text(CAPS.phraseLength)).max(CAPS.questionsPerList)

/** One entry of `corpus/faq`. */
export const entryShape = z.strictObject({
  id: text(80),
  kind: z.enum(['faq', 'dialog', 'small-talk']),
  dialog: text(80).optional(),
  title: both(text(CAPS.titleLength)),
  related: z.array(text(80)).max(CAPS.related).optional(),
  phrases: both(phraseList),
  answer: both(text(CAPS.answerLength)),
})

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

/** The wording of one key in `corpus/phrases`. */
export const wordingShape = both(text(CAPS.answerLength))

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
