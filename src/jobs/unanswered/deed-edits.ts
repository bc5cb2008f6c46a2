/** How a decision about questions changes the draft. */

import type { Draft } from '../../corpus/revisions/draft.ts'
import type { EntryContent, ItemContent } from '../../corpus/revisions/types.ts'
import { LiukeError } from '../../errors.ts'
import { withBackground } from '../exchange/background.ts'
import { BACKGROUND, type Phrase } from './phrases.ts'

/** A decision about a cluster; `questions` are those of it that are meant, all where left out. */
export type Deed = { readonly questions?: readonly string[] | undefined } & (
  | { readonly deed: 'accept'; readonly entry: string }
  | {
      readonly deed: 'create'
      readonly id: string
      readonly title: { readonly zh: string; readonly en: string }
      readonly answer: { readonly zh: string; readonly en: string }
      readonly file?: string | undefined
    }
  | { readonly deed: 'out-of-scope' }
  | { readonly deed: 'dismiss' }
  | { readonly deed: 'split' }
)

/** A change of one item. */
export interface Edit {
  readonly key: string
  readonly file?: string | undefined
  readonly change: (now: ItemContent | null) => ItemContent
}

/** Null where nothing is to be changed. @throws LiukeError `entry_unknown`, `entry_taken` */
export function editOf(draft: Draft, deed: Deed, phrases: readonly Phrase[]): Edit | null {
  const has = (id: string): boolean => draft.items.some(({ key }) => key === `entry:${id}`)
  switch (deed.deed) {
    case 'accept':
      if (!has(deed.entry)) throw unknownEntry(deed.entry)
      return phrases.length === 0
        ? null
        : { key: `entry:${deed.entry}`, change: (now) => withPhrases(now, phrases) }
    case 'create': {
      if (has(deed.id))
        throw new LiukeError('entry_taken', `There is an entry ${deed.id} already.`, 'Give it another id.')
      const file = deed.file ?? `faq/${deed.id.split('.', 1)[0]}.yaml`
      return {
        key: `entry:${deed.id}`,
        file,
        change: (now) => {
          if (now !== null)
            throw new LiukeError(
              'entry_taken',
              `There is an entry ${deed.id} already.`,
              'Give it another id.',
            )
          return { kind: 'entry', entry: newEntry(deed, phrases) }
        },
      }
    }
    case 'out-of-scope':
      return phrases.length === 0
        ? null
        : { key: BACKGROUND, file: 'lexicon/background.yaml', change: (now) => withQuestions(now, phrases) }
    case 'dismiss':
    case 'split':
      return null
  }
}

function newEntry(
  { id, title, answer }: Extract<Deed, { readonly deed: 'create' }>,
  phrases: readonly Phrase[],
): EntryContent {
  return {
    ...{ id, kind: 'faq', title, related: [], tags: [] },
    phrases: { zh: textsIn(phrases, 'zh'), en: textsIn(phrases, 'en') },
    answer: { zh: [answer.zh], en: [answer.en] },
  }
}

function textsIn(phrases: readonly Phrase[], language: 'zh' | 'en'): string[] {
  return phrases.filter((phrase) => phrase.language === language).map(({ text }) => text)
}

function withPhrases(now: ItemContent | null, phrases: readonly Phrase[]): ItemContent {
  if (now?.kind !== 'entry') throw unreadable()
  const { entry } = now
  const more = (language: 'zh' | 'en') => [...entry.phrases[language], ...textsIn(phrases, language)]
  return { kind: 'entry', entry: { ...entry, phrases: { zh: more('zh'), en: more('en') } } }
}

function withQuestions(now: ItemContent | null, phrases: readonly Phrase[]): ItemContent {
  if (now !== null && now.kind !== 'file') throw unreadable()
  return {
    kind: 'file',
    text: withBackground(
      now?.text ?? '',
      phrases.map(({ text }) => text),
    ),
  }
}

/** A colleague has taken it out. */
export function unknownEntry(entry: string): LiukeError {
  return new LiukeError('entry_unknown', `There is no entry ${entry}.`, 'Choose another one.')
}

function unreadable(): LiukeError {
  return new LiukeError('item_invalid', 'It cannot be read.', 'Mend it in the editor first.')
}
