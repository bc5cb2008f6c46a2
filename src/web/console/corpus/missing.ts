/** Finds what is said in one language and not in the other, or not at all. */

import type { ItemContent } from '../../../console/corpus-types.ts'

/** A text that is missing, and in which language. */
export interface MissingText {
  readonly side: 'zh' | 'en'
  readonly field: 'coTitle' | 'coPhrases' | 'coAnswer' | 'coKindWording'
}

const SIDES = ['zh', 'en'] as const

/** What an item lacks; held-out questions may be of one language, and files have none. */
export function missingIn(content: ItemContent): readonly MissingText[] {
  if (content.kind === 'wording') {
    const { wording } = content
    return SIDES.filter((side) => isEmpty(wording[side])).map((side) => ({ side, field: 'coKindWording' }))
  }
  if (content.kind !== 'entry') return []
  const { title, phrases, answer } = content.entry
  return SIDES.flatMap((side) => [
    ...(isEmpty([title[side]]) ? [{ side, field: 'coTitle' } as const] : []),
    ...(isEmpty(answer[side]) ? [{ side, field: 'coAnswer' } as const] : []),
    ...(isEmpty(phrases[side]) ? [{ side, field: 'coPhrases' } as const] : []),
  ])
}

function isEmpty(texts: readonly string[]): boolean {
  return texts.every((text) => text.trim() === '')
}
