/** Cuts a message into the clauses the grammar reads one by one. */
import { MAX_LENGTH, normalise } from '../normalise.ts'
import { withoutMentions } from './person-wish-quotes.ts'

/**
 * What one clause says: `withdrawn` takes back the wish of a clause before it, `confirmed` wishes for whom a clause
 * before it `named`, and an `aside` speaks of a person in passing.
 */
export type ClauseReading = 'wanted' | 'refused' | 'withdrawn' | 'confirmed' | 'named' | 'aside' | 'none'

/** A question mark stays with its clause. */
const CLAUSE_END =
  /(?<=\?)|(?<=在不|行不|有不|好不|有没|吗|(?<![怎什那这多])么|吧|呢|呀|啦)[ \t]|[!;\n\r,、:。…~|()"“”「」《》*—]|\.(?!\d)|--/u

/** 转.人.工 and 转-人工 are one word. */
const TAKEN_APART = /(?<=[转接找真人客])[.·*_-](?=[人工服转接真])/gu

/**
 * The clauses of a message in order, normalised and trimmed, none of them empty; a question keeps its `?`. The whole
 * message is looked at however long it is, in pieces of MAX_LENGTH UTF-16 units.
 */
export function clausesOf(text: string): string[] {
  const clauses: string[] = []
  for (let start = 0; start < text.length; start += MAX_LENGTH) {
    for (const part of withoutMentions(normalise(text.slice(start, start + MAX_LENGTH)))
      .replace(TAKEN_APART, '')
      .split(CLAUSE_END)) {
      const clause = part.trim()
      if (/[\p{L}\d]/u.test(clause)) clauses.push(clause)
    }
  }
  return clauses
}
