/** Held-out questions as they stand in the items of a corpus, and what changing one makes of its item. Pure. */

import { comparableOf } from '../../corpus/comparable.ts'
import { contentOf } from '../../corpus/revisions/item-content.ts'
import type { Item, ItemContent, TestContent } from '../../corpus/revisions/types.ts'
import { LiukeError } from '../../errors.ts'
import type { HeldOutLanguage, HeldOutText } from './held-out-types.ts'

/** A question, the item it stands in, and the entries of which each is right. */
export interface HeldOutItem extends HeldOutText {
  readonly key: string
  readonly labels: readonly string[]
}

const LANGUAGES: readonly HeldOutLanguage[] = ['zh', 'en', 'mixed']

/** All questions about entries, in the order of their files. */
export function heldOutIn(items: readonly Item[]): HeldOutItem[] {
  return items.flatMap((item) => {
    const content = item.kind === 'test' ? contentOf(item) : null
    if (content?.kind !== 'test') return []
    const labels = labelsOf(content.test)
    return LANGUAGES.flatMap((language) =>
      content.test[language].map((text) => ({ key: item.key, labels, language, text })),
    )
  })
}

function labelsOf({ entry }: TestContent): string[] {
  return entry.split('|').map((label) => label.trim())
}

/** Where a question of a label belongs: the item that has the label, else the file of the entry's topic. */
export function placeOf(
  items: readonly Item[],
  label: string,
): { readonly key: string; readonly file: string } {
  const own = heldOutIn(items).find(({ labels }) => labels.length === 1 && labels[0] === label)
  const item = items.find(({ key }) => key === own?.key)
  if (item) return { key: item.key, file: item.file }
  const topic = label.split('.')[0] ?? label
  const file = `tests/${topic}.yaml`
  return { key: `test:${file}#${label}`, file }
}

/**
 * Refuses a question that is held out already, or learned: the bot is never measured on what it has learned.
 * @param phrases of every entry, by its id
 * @throws LiukeError `question_known`
 */
export function requireNew(
  text: string,
  questions: readonly HeldOutItem[],
  phrases: Iterable<readonly [id: string, phrases: readonly string[]]>,
): void {
  const wanted = comparableOf(text)
  const twin = questions.find((one) => comparableOf(one.text) === wanted)
  if (twin) throw known(`It is a test question of ${twin.labels.join(' | ')} already.`)
  for (const [id, own] of phrases)
    if (own.some((phrase) => comparableOf(phrase) === wanted))
      throw known(`${id} has learned it as a phrase.`)
}

function known(what: string): LiukeError {
  return new LiukeError('question_known', what, 'Take another question, or remove it there first.')
}

/** The item with one question more. */
export function withQuestion(
  now: ItemContent | null,
  label: string,
  { language, text }: HeldOutText,
): ItemContent {
  const test = testIn(now) ?? { entry: label, zh: [], en: [], mixed: [] }
  return { kind: 'test', test: { ...test, [language]: [...test[language], text] } }
}

/**
 * The item without a question, or with another in its place; null where none is left.
 * @throws LiukeError `question_gone`
 */
export function withoutQuestion(
  now: ItemContent | null,
  { language, text }: HeldOutText,
  instead?: HeldOutText,
): ItemContent | null {
  const test = testIn(now)
  const at = test?.[language].indexOf(text) ?? -1
  if (!test || at < 0)
    throw new LiukeError('question_gone', 'Somebody has changed this question.', 'Load the list again.')
  const lists = { zh: [...test.zh], en: [...test.en], mixed: [...test.mixed] }
  if (instead?.language === language) lists[language][at] = instead.text
  else {
    lists[language].splice(at, 1)
    if (instead) lists[instead.language].push(instead.text)
  }
  const isEmpty = LANGUAGES.every((one) => lists[one].length === 0)
  return isEmpty ? null : { kind: 'test', test: { entry: test.entry, ...lists } }
}

function testIn(content: ItemContent | null): TestContent | null {
  return content?.kind === 'test' ? content.test : null
}
