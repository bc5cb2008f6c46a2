/** Makes one text of all questions that read alike, in an order that does not depend on theirs. */
import { withoutLead } from '../classifier/leads.ts'
import { normalise } from '../normalise.ts'

/** Texts that differ, and the questions that are each. */
export interface Texts {
  /** Normalised, in code-unit order of what counts of them. */
  readonly forms: readonly string[]
  /** Number of the text of each question. */
  readonly textOf: Int32Array
  /** How many questions are each text. */
  readonly counts: Int32Array
}

const OPENING = /^(?:(?:你好|您好|请问|hi|hello|hey)(?=[\p{Script=Han},!.\s])[,!.\s]*)+/u
/** Whoever says less after it has not asked yet, in UTF-16 units. */
const LEAST = 4
const NOT_COUNTED = /[^\p{L}\p{N}]+/gu

/** Questions count as one text where only case, width, script, punctuation, spaces or the beginning differ. */
export function textsOf(questions: readonly { readonly text: string }[]): Texts {
  const keys = questions.map(({ text }) => {
    const form = formOf(text)
    // A text of signs alone is told apart by them.
    return { form, key: form.replaceAll(NOT_COUNTED, '') || form }
  })
  const chosen = new Map<string, string>()
  for (const { form, key } of keys) {
    const known = chosen.get(key)
    if (known === undefined || form < known) chosen.set(key, form)
  }
  const order = [...chosen.keys()].sort()
  const numbers = new Map(order.map((key, at) => [key, at]))
  const textOf = Int32Array.from(keys, ({ key }) => numbers.get(key)!)
  const counts = new Int32Array(order.length)
  for (const text of textOf) counts[text]!++
  return { forms: order.map((key) => chosen.get(key)!), textOf, counts }
}

/** A text normalised, and without greeting and the like where a question follows. */
export function formOf(text: string): string {
  const form = withoutLead(normalise(text))
  const rest = form.replace(OPENING, '')
  return rest.length >= LEAST ? rest : form
}
