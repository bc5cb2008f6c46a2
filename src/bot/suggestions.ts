/** Answers of the corpus that may help an agent reply: read as the bot would read it, without saying or writing anything. */

import { answerOf } from '../corpus/answers.ts'
import { followUpOf } from '../corpus/commands.ts'
import type { Bilingual, Corpus } from '../corpus/types.ts'
import { PERSON_INTENT } from '../understanding/person-wish/person-wish.ts'
import { type Script, toTraditional } from '../understanding/script.ts'
import type { Language, Understanding } from '../understanding/types.ts'
import { readFollowUp } from './follow-up.ts'
import { previousOf } from './previous.ts'
import { readMessage } from './reading.ts'

/** What suggestions are made with; a brain has it. */
export interface Reader {
  readonly corpus: Corpus
  understand(text: string): Promise<Understanding>
}

/** The conversation as far as suggestions depend on it. */
export interface Asked {
  /** What the customer has written since the last answer of a person, oldest first. */
  readonly messages: readonly string[]
  /** What was answered or done before that, and when it was asked (milliseconds since 1970); null for nothing. */
  readonly before: { readonly text: string; readonly entry: string; readonly at: number } | null
  /** Entries that were given in this conversation already. */
  readonly given: ReadonlySet<string>
  readonly language: Language
  readonly script: Script
  /** Milliseconds since 1970. */
  readonly now: number
}

/** An answer that may help. */
export interface SuggestedAnswer {
  readonly entry: string
  readonly title: Bilingual
  /** In the customer's language and script, with the company's values. */
  readonly text: string
  /** 0..1 */
  readonly confidence: number
}

/** Suggestions and the message they are for; null where there is none that asks for something. */
export interface Suggested {
  readonly message: string | null
  readonly items: readonly SuggestedAnswer[]
}

const MOST = 3
/** Messages looked at: a question often comes in several. */
const LOOKED_AT = 3
/** A further candidate with a smaller share of belief is noise. */
const LEAST_SHARE = 0.05

/** The likeliest answers, at most three; those that were given before come last. */
export async function suggestAnswers(reader: Reader, asked: Asked): Promise<Suggested> {
  const understand = (text: string) => reader.understand(text)
  // The newest message that asks something: greetings and 在吗 behind it change nothing.
  for (const message of asked.messages.slice(-LOOKED_AT).toReversed()) {
    if (message.trim() === '') continue
    const items = answersOf(reader.corpus, await readingsOf(reader, message, asked, understand), asked)
    if (items.length > 0) return { message, items }
  }
  return { message: null, items: [] }
}

/** What a message asks for, question by question; empty for small talk, and for what nobody here can answer. */
async function readingsOf(
  { corpus }: Reader,
  message: string,
  { before, now }: Asked,
  understand: (text: string) => Promise<Understanding>,
): Promise<Understanding[]> {
  const whole = await understand(message)
  const { parts } = await readMessage(message, whole, understand)
  if (parts.length > 1) return parts.map(({ understanding }) => understanding).filter(isWorthIt)
  const { text, understanding: alone } = parts[0] ?? { text: message, understanding: whole }
  const memory = before ? { lastText: before.text, lastEntry: before.entry, lastAt: before.at } : {}
  const previous = previousOf(memory, corpus, text, now)
  const followUp = await readFollowUp(text, followUpOf(corpus.commands, text), alone, previous, understand)
  const reading = followUp?.understanding ?? (parts.length === 0 ? null : alone)
  return reading && isWorthIt(reading) ? [reading] : []
}

function isWorthIt({ band, candidates }: Understanding): boolean {
  const top = candidates[0]?.intent
  return band !== 'decline' && top !== undefined && !isTalk(top)
}

function isTalk(intent: string): boolean {
  return intent.startsWith('talk.')
}

function answersOf(
  corpus: Corpus,
  readings: readonly Understanding[],
  { given, language, script }: Asked,
): SuggestedAnswer[] {
  const confidence = new Map<string, number>()
  for (const reading of readings)
    for (const [at, { intent, probability }] of reading.candidates.entries()) {
      // Of several questions, each one's best; the second best may be another's best.
      if (at > 0 && (readings.length > 1 || probability < LEAST_SHARE)) continue
      const sure = at === 0 ? reading.confidence : Math.min(probability, reading.confidence)
      confidence.set(intent, Math.max(sure, confidence.get(intent) ?? 0))
    }
  return [...confidence]
    .flatMap(([id, sure]) => {
      const entry = corpus.entries.get(id)
      if (!entry || entry.kind === 'small-talk' || isTalk(id) || id === PERSON_INTENT) return []
      const answer = withoutOffer(answerOf(corpus, id, language))
      const text = language === 'zh' && script === 'hant' ? toTraditional(answer) : answer
      return text === '' ? [] : [{ entry: id, title: entry.title, text, confidence: sure }]
    })
    .sort((a, b) => Number(given.has(a.entry)) - Number(given.has(b.entry)) || b.confidence - a.confidence)
    .slice(0, MOST)
}

/** How an answer says that one may have a person; a sentence more, or what stands behind "or". */
const OR_PERSON =
  /[，,]?\s*(?:或|或者|or )(?:回复|写|write )["“](?:转人工|talk to a person)["”][^。；.;\n]*/gi
const PERSON_SENTENCE =
  /[^。；！？.;!?\n]*["“](?:转人工|talk to a person)["”][^。；！？.;!?\n]*[。；！？.;!?]?/gi

/** An answer as a person gives it, who need not be called any more. */
function withoutOffer(answer: string): string {
  return answer
    .replace(OR_PERSON, '')
    .replace(PERSON_SENTENCE, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
}
