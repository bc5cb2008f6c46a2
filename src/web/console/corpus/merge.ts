/** Puts two leads' changes of one item together, word by word where that is possible. */

import type { EntryContent, ItemContent } from '../../../console/corpus-types.ts'

/** What both made of `base`; where both changed one text, mine stands, and theirs is shown beside it. */
export function merged(base: ItemContent, mine: ItemContent, theirs: ItemContent): ItemContent {
  if (base.kind === 'entry' && mine.kind === 'entry' && theirs.kind === 'entry')
    return { kind: 'entry', entry: mergedEntry(base.entry, mine.entry, theirs.entry) }
  if (base.kind === 'wording' && mine.kind === 'wording' && theirs.kind === 'wording') {
    const [b, m, t] = [base.wording, mine.wording, theirs.wording]
    return { kind: 'wording', wording: { ...m, zh: either(b.zh, m.zh, t.zh), en: either(b.en, m.en, t.en) } }
  }
  if (base.kind === 'test' && mine.kind === 'test' && theirs.kind === 'test') {
    const [b, m, t] = [base.test, mine.test, theirs.test]
    const test = {
      entry: m.entry,
      zh: mergedList(b.zh, m.zh, t.zh),
      en: mergedList(b.en, m.en, t.en),
      mixed: mergedList(b.mixed, m.mixed, t.mixed),
    }
    return { kind: 'test', test }
  }
  return either(base, mine, theirs)
}

function mergedEntry(base: EntryContent, mine: EntryContent, theirs: EntryContent): EntryContent {
  const { dialog: _dialog, valid: _valid, ...rest } = mine
  const dialog = either(base.dialog, mine.dialog, theirs.dialog)
  const valid = either(base.valid, mine.valid, theirs.valid)
  return {
    ...rest,
    kind: either(base.kind, mine.kind, theirs.kind),
    ...(dialog === undefined ? {} : { dialog }),
    title: {
      zh: either(base.title.zh, mine.title.zh, theirs.title.zh),
      en: either(base.title.en, mine.title.en, theirs.title.en),
    },
    related: mergedList(base.related, mine.related, theirs.related).slice(0, 3),
    tags: mergedList(base.tags, mine.tags, theirs.tags).slice(0, 10),
    ...(valid === undefined ? {} : { valid }),
    phrases: {
      zh: mergedList(base.phrases.zh, mine.phrases.zh, theirs.phrases.zh),
      en: mergedList(base.phrases.en, mine.phrases.en, theirs.phrases.en),
    },
    answer: {
      zh: either(base.answer.zh, mine.answer.zh, theirs.answer.zh),
      en: either(base.answer.en, mine.answer.en, theirs.answer.en),
    },
  }
}

/** The side that changed it; mine where both did. */
function either<Value>(base: Value, mine: Value, theirs: Value): Value {
  return isSame(mine, base) ? theirs : mine
}

/** Everything in mine less what they took out, and then what they added. */
export function mergedList(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  const kept = mine.filter((text) => theirs.includes(text) || !base.includes(text))
  const added = theirs.filter((text) => !base.includes(text) && !mine.includes(text))
  return [...kept, ...added]
}

/** Whether two values say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** An item as lines to put beside each other: names of words, and texts. */
export function fieldsOf(content: ItemContent): readonly (readonly [name: FieldName, text: string])[] {
  if (content.kind === 'file') return [['coFile', content.text]]
  if (content.kind === 'wording')
    return [
      ['coZh', content.wording.zh.join('\n')],
      ['coEn', content.wording.en.join('\n')],
    ]
  if (content.kind === 'test')
    return [
      ['coZh', content.test.zh.join('\n')],
      ['coEn', content.test.en.join('\n')],
      ['coMixed', content.test.mixed.join('\n')],
    ]
  const { kind, dialog = '', title, related, tags, valid, phrases, answer } = content.entry
  return [
    ['coEntryKind', `${kind} ${dialog}`.trim()],
    ['coTitle', `${title.zh}\n${title.en}`],
    ['coPhrases', [...phrases.zh, ...phrases.en].join('\n')],
    ['coAnswer', [...answer.zh, ...answer.en].join('\n\n')],
    ['coRelated', related.join('\n')],
    ['coTags', tags.join(' ')],
    ['coValid', `${valid?.from ?? ''} – ${valid?.until ?? ''}`],
  ]
}

export type FieldName =
  | 'coFile'
  | 'coZh'
  | 'coEn'
  | 'coMixed'
  | 'coEntryKind'
  | 'coTitle'
  | 'coPhrases'
  | 'coAnswer'
  | 'coRelated'
  | 'coTags'
  | 'coValid'
