/** Corpora of NLP.js: `{ name, locale, data: [{ intent, utterances, answers }], entities }`, one file a language. */

import { z } from 'zod'
import type { EntryContent } from '../../corpus/revisions/types.ts'
import type { Language } from '../../corpus/types.ts'
import { LiukeError } from '../../errors.ts'
import { type ExchangedFile, Gathering, type Given, Ids, isBackground, Losses, languageOf } from './given.ts'
import { plainText } from './plain-text.ts'

const MOST = 5_000
const text = z.string().max(100_000)
const answer = z.union([text, z.object({ answer: text, opts: z.unknown().optional() })])

const corpusShape = z.object({
  name: text.optional(),
  locale: z.string().max(35).optional(),
  data: z
    .array(
      z.object({
        intent: z.string().min(1).max(200),
        utterances: z.array(text).max(MOST).default([]),
        tests: z.array(text).max(MOST).optional(),
        answers: z.array(answer).max(MOST).optional(),
        slotFilling: z.unknown().optional(),
      }),
    )
    .max(MOST),
  entities: z.record(z.string().max(200), z.unknown()).optional(),
})
const fileShape = z.union([corpusShape, z.array(corpusShape).min(1).max(40)])

/** `@name`, `%name%` and `{{ name }}` stand for values in utterances of NLP.js; an address of e-mail does not. */
const ENTITY = /(?<![\w.+-])@\w+|%\w+%|\{\{[^{}]*\}\}/

/**
 * Reads one or more files; `language` where the files do not say theirs.
 * @throws LiukeError `exchange_unreadable` with what does not fit
 */
export function readNlpjs(files: readonly ExchangedFile[], language: Language | null): Given {
  const losses = new Losses()
  const ids = new Ids(losses)
  const gathered = new Gathering(losses)
  const background: string[] = []
  for (const file of files)
    for (const corpus of corporaOf(file)) {
      const spoken = languageOfLocale(corpus.locale) ?? language
      losses.add('entities', null, Object.keys(corpus.entities ?? {}).length)
      for (const { intent, utterances, answers, tests, slotFilling } of corpus.data) {
        if (slotFilling !== undefined) losses.add('rules', intent)
        losses.add('tests', tests?.[0] ?? null, tests?.length ?? 0)
        if (isBackground(intent)) {
          background.push(...utterances.map((line) => line.trim()).filter(Boolean))
          continue
        }
        const id = ids.of(intent)
        for (const utterance of utterances) {
          if (ENTITY.test(utterance)) losses.add('annotations', utterance)
          else gathered.phrase(id, languageOf(utterance, spoken), utterance)
        }
        for (const given of answers ?? []) {
          const said = typeof given === 'string' ? given : given.answer
          if (typeof given !== 'string' && given.opts !== undefined) losses.add('rules', said)
          gathered.answer(id, languageOf(said, spoken), said)
        }
      }
    }
  return { entries: gathered.entries, background, lost: losses.all }
}

function corporaOf(file: ExchangedFile): z.output<typeof corpusShape>[] {
  const value = jsonOf(file)
  const read = fileShape.safeParse(value)
  if (read.success) return Array.isArray(read.data) ? read.data : [read.data]
  const issue = read.error.issues[0]
  const where = issue?.path.map(String).join('.') ?? ''
  throw new LiukeError(
    'exchange_unreadable',
    `${file.name} is no corpus of NLP.js${where === '' ? '' : ` (at ${where.slice(0, 100)})`}.`,
    'It should be { "name", "locale", "data": [{ "intent", "utterances", "answers" }] }.',
  )
}

function jsonOf(file: ExchangedFile): unknown {
  const written = plainText(file)
  try {
    return JSON.parse(written)
  } catch (cause) {
    throw new LiukeError('exchange_unreadable', `${file.name} is not valid JSON.`, 'Export it once more.', {
      cause,
    })
  }
}

function languageOfLocale(locale: string | undefined): Language | null {
  const tag = locale?.toLowerCase() ?? ''
  if (tag.startsWith('zh') || tag.startsWith('cn')) return 'zh'
  return tag.startsWith('en') ? 'en' : null
}

/** One file for each language. */
export function writeNlpjs(
  name: string,
  entries: readonly EntryContent[],
  background: readonly string[],
): { files: ExchangedFile[]; lost: Losses } {
  const lost = new Losses()
  const files = (['zh', 'en'] as const).map((language) => {
    const data = entries.map(({ id, phrases, answer: said }) => ({
      intent: id,
      utterances: phrases[language],
      answers: said[language],
    }))
    const none = background.filter((line) => languageOf(line, null) === language)
    const corpus = {
      name: `${name} (${language})`,
      locale: language,
      data: none.length === 0 ? data : [...data, { intent: 'None', utterances: none }],
    }
    return { name: `corpus-${language}.json`, bytes: Buffer.from(`${JSON.stringify(corpus, null, 2)}\n`) }
  })
  for (const entry of entries) notKept(lost, entry)
  return { files, lost }
}

/** What formats with phrases and answers alone lose of an entry. */
export function notKept(
  lost: Losses,
  entry: EntryContent,
  but: readonly ('titles' | 'variants')[] = [],
): void {
  if (!but.includes('titles')) lost.add('titles', entry.id)
  if (entry.related.length > 0) lost.add('related', entry.id)
  if (entry.tags.length > 0) lost.add('tags', entry.id)
  if (entry.valid !== undefined) lost.add('validity', entry.id)
  if (entry.kind === 'dialog') lost.add('dialogs', entry.id)
  if (entry.kind === 'small-talk') lost.add('kinds', entry.id)
}
