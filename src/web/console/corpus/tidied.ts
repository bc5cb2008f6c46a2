/** What is written, without the lines that were left empty. */

import type { ItemContent } from '../../../console/corpus-types.ts'

interface Lists {
  readonly zh: readonly string[]
  readonly en: readonly string[]
}

/** As it is checked and saved. */
export function tidied(content: ItemContent): ItemContent {
  switch (content.kind) {
    case 'file':
      return content
    case 'wording':
      return { kind: 'wording', wording: { ...content.wording, ...bothOf(content.wording) } }
    case 'test': {
      const { test } = content
      return { kind: 'test', test: { ...test, ...bothOf(test), mixed: withoutEmpty(test.mixed) } }
    }
    case 'entry': {
      const { entry } = content
      const title = { zh: entry.title.zh.trim(), en: entry.title.en.trim() }
      return {
        kind: 'entry',
        entry: { ...entry, title, phrases: bothOf(entry.phrases), answer: bothOf(entry.answer) },
      }
    }
  }
}

function bothOf({ zh, en }: Lists): Lists {
  return { zh: withoutEmpty(zh), en: withoutEmpty(en) }
}

function withoutEmpty(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}
