/** What the routes of the corpus editor accept: shapes and sizes; whether it makes sense is for the checks. */

import { z } from 'zod'
import { CAPS } from '../corpus/shapes.ts'

const KEY_LENGTH = 300
/** Largest YAML file that is edited here, in UTF-16 units. */
const FILE_LENGTH = 1024 * 1024
/** Items one bulk edit may change. */
const BULK = 1_000

const written = (most: number) => z.string().max(most)
const lines = (length: number, count: number) => z.array(written(length)).max(count)
const both = <Inner extends z.ZodType>(inner: Inner) => z.strictObject({ zh: inner, en: inner })

export const keyShape = z.string().min(1).max(KEY_LENGTH)
const day = written(10)
const validity = z.strictObject({ from: day.exactOptional(), until: day.exactOptional() })

const entryShape = z.strictObject({
  id: z.string().min(1).max(80),
  kind: z.enum(['faq', 'dialog', 'small-talk']),
  dialog: z.string().min(1).max(80).exactOptional(),
  title: both(written(CAPS.titleLength)),
  related: z.array(z.string().min(1).max(80)).max(CAPS.related),
  tags: z.array(z.string().min(1).max(CAPS.tagLength)).max(CAPS.tags),
  valid: validity.exactOptional(),
  phrases: both(lines(CAPS.phraseLength, CAPS.phrasesPerLanguage)),
  answer: both(lines(CAPS.answerLength, CAPS.variants)),
})
const wordingShape = z.strictObject({
  key: z.string().min(1).max(120),
  ...both(lines(CAPS.answerLength, CAPS.variants)).shape,
})
const questions = lines(CAPS.phraseLength, CAPS.questionsPerList)
const testShape = z.strictObject({
  entry: z.string().min(1).max(400),
  zh: questions,
  en: questions,
  mixed: questions,
})

export const contentShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entry'), entry: entryShape }),
  z.strictObject({ kind: z.literal('wording'), wording: wordingShape }),
  z.strictObject({ kind: z.literal('test'), test: testShape }),
  z.strictObject({ kind: z.literal('file'), text: written(FILE_LENGTH) }),
])

export const changeShape = z.strictObject({
  key: keyShape,
  version: z.int(),
  file: z
    .string()
    .regex(/^(?:faq|phrases|tests|lexicon)\/[a-z0-9][a-z0-9-]{0,79}\.yaml$|^(?:handoff|offers|desk)\.yaml$/)
    .exactOptional(),
  content: contentShape.nullable(),
})

const added = lines(CAPS.phraseLength, 100)
export const phrasesShape = z.strictObject({ key: keyShape, zh: added, en: added })
const change = z.string().min(1).max(80)
export const undoShape = z.union([
  z.strictObject({ change }),
  z.strictObject({ changes: z.array(change).min(1).max(BULK) }),
])
export const discardShape = z.strictObject({ keys: z.array(keyShape).min(1).max(BULK) })
export const presenceShape = z.strictObject({ key: keyShape, editing: z.boolean() })
export const checkShape = z.strictObject({ key: keyShape, content: contentShape })

const tag = z.string().min(1).max(CAPS.tagLength)
export const bulkShape = z.intersection(
  z.looseObject({ keys: z.array(keyShape).min(1).max(BULK) }),
  z.discriminatedUnion('deed', [
    z.looseObject({ deed: z.literal('tag'), tag }),
    z.looseObject({ deed: z.literal('untag'), tag }),
    z.looseObject({ deed: z.literal('validity'), from: day.exactOptional(), until: day.exactOptional() }),
    z.looseObject({ deed: z.literal('remove') }),
    z.looseObject({ deed: z.literal('discard') }),
    z.looseObject({
      deed: z.literal('replace'),
      find: z.string().min(1).max(CAPS.phraseLength),
      replace: written(CAPS.phraseLength),
      language: z.enum(['zh', 'en', 'both']),
    }),
  ]),
)

export const itemsShape = z.strictObject({
  kind: z.enum(['entry', 'wording', 'test', 'file']).exactOptional(),
  q: z.string().max(200).exactOptional(),
  tag: tag.exactOptional(),
  state: z.enum(['changed', 'errors', 'warnings', 'expired', 'untranslated']).exactOptional(),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/)
    .exactOptional(),
})
