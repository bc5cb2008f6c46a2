/** Finds ready texts, and puts them where the agent writes. */

import type { DeskSettingsAnswer } from '../../console/desk-work-types.ts'

export type Canned = DeskSettingsAnswer['canned'][number]

/** Those with all the words asked for, in title or text of either language; those with them in the title first. */
export function matching(canned: readonly Canned[], asked: string): readonly Canned[] {
  const words = asked.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean)
  const holds = (texts: readonly string[]) => {
    const all = texts.join('\n').normalize('NFKC').toLowerCase()
    return words.every((word) => all.includes(word))
  }
  const titled = canned.filter(({ id, title }) => holds([id, title.zh, title.en]))
  const others = canned.filter(
    (one) => !titled.includes(one) && holds([one.id, one.title.zh, one.title.en, one.text.zh, one.text.en]),
  )
  return [...titled, ...others]
}

/** Whether a `/` typed here asks for ready texts: at the start of a line. */
export function asksForCanned(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n'
}

/** A text with another put in between, and where to go on writing. */
export interface Inserted {
  readonly text: string
  readonly caret: number
}

/** Puts a text in the place of what is selected; on lines of its own where something stands beside it. */
export function insertedInto(text: string, start: number, end: number, piece: string): Inserted {
  const [before, after] = [text.slice(0, start), text.slice(end)]
  const head = before === '' || before.endsWith('\n') ? before : `${before}\n`
  const tail = after === '' || after.startsWith('\n') ? after : `\n${after}`
  return { text: `${head}${piece}${tail}`, caret: head.length + piece.length }
}
