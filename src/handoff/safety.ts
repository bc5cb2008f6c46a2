/** Recognises danger in what a customer writes, by word patterns in both languages, and no figure of speech. */

import { normalise } from '../understanding/normalise.ts'
import { english } from './safety-en.ts'
import { type Safety, safetyKinds } from './safety-kinds.ts'
import { chinese } from './safety-zh.ts'

/** A sentence ends here; a comma does not end one, because danger is often told in several breaths. */
const SENTENCE_ENDS = /[.!?。\n;]+/u
const CLAUSE_ENDS = /[,、]+/u
/** Only supposed, these are questions like any other; threats are often put as conditions. */
const GUARDED: ReadonlySet<Safety> = new Set(['life', 'hijacked-account', 'stolen-sim'])

const figures = [...chinese.figures, ...english.figures]
const hypotheticals = [chinese.hypothetical, english.hypothetical]
const dangers = safetyKinds.flatMap((kind) =>
  kind === 'none' ? [] : [{ kind, patterns: [...chinese.dangers[kind], ...english.dangers[kind]] }],
)

/**
 * The gravest danger a message speaks of. This is a list of patterns, not understanding: it is sure
 * of what it knows and passes over what it does not. It looks at the first 2,000 characters; no pattern
 * has an open repetition inside another, so the work is linear; any string will do.
 */
export function safetyOf(text: string): Safety {
  const sentences = normalise(text)
    .split(SENTENCE_ENDS)
    .map((sentence) => figures.reduce((left, figure) => left.replace(figure, ' ＿ '), sentence))
  const isReal = (said: string) => !hypotheticals.some((mark) => mark.test(said))
  const found = dangers.find(({ kind, patterns }) => {
    // Where life is at stake, a "what if" counts only in its own clause.
    const said = kind === 'life' ? sentences.flatMap((sentence) => sentence.split(CLAUSE_ENDS)) : sentences
    const real = GUARDED.has(kind) ? said.filter(isReal) : said
    return real.some((part) => patterns.some((pattern) => pattern.test(part)))
  })
  return found?.kind ?? 'none'
}
