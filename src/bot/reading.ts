/** Reads a message as the routing needs it: without what it says is not to be done, and question by question. */

import { leaningOf } from '../understanding/leaning.ts'
import { type NegatedWish, negatedWish } from '../understanding/negation/negation.ts'
import { type Action, intentsOf } from '../understanding/negation/negation-actions.ts'
import { PERSON_INTENT } from '../understanding/person-wish/person-wish.ts'
import { joined, type Piece, piecesOf } from '../understanding/questions.ts'
import type { Candidate, Understanding } from '../understanding/types.ts'

/** One question of a message. */
export interface Part {
  readonly text: string
  readonly understanding: Understanding
}

/** What a message comes down to. */
export interface Reading {
  /** What it says is not to be done, if anything. */
  readonly negated: NegatedWish | null
  /** What is left to be answered, in order, at most three; empty when nothing is. Several are all certain. */
  readonly parts: readonly Part[]
}

type Understand = (text: string) => Promise<Understanding>

/** More questions at once than anybody follows. */
const MAX_PARTS = 3

/**
 * Reads a message.
 * @param whole what the model makes of all of it
 * @param understand reads a part; called only for messages that negate a wish or can be cut
 */
export async function readMessage(
  text: string,
  whole: Understanding,
  understand: Understand,
): Promise<Reading> {
  const negated = negatedWish(text)
  const left =
    negated === null ? { text, understanding: whole } : await leftOf(text, whole, negated, understand)
  if (left === null) return { negated, parts: [] }
  return { negated, parts: (await questionsIn(left, understand)) ?? [left] }
}

/** What is said beside a negated wish and asks for nothing is answered only when it is this clear. */
const CLEAR = 0.8

/** What a message with a negated wish asks for; null when it asks for nothing. */
async function leftOf(
  text: string,
  whole: Understanding,
  { actions, negated, rest, asks }: NegatedWish,
  understand: Understand,
): Promise<Part | null> {
  if (rest === '') return null
  const refused = new Set(intentsOf(actions))
  const wished = (await understand(negated)).candidates[0]?.intent
  if (wished !== undefined && !isChat(wished)) refused.add(wished)
  const left = { text: rest, understanding: await understand(rest) }
  const all = { text, understanding: whole }
  // The model may have looked past the negated clause by itself, and needs it where the rest leans on it: 就问问多久到账.
  const first = !asks || leaningOf(rest) !== 'none' ? [all, left] : [left, all]
  const clear = first.find(({ understanding }) => {
    if (understanding.band !== 'answer' || (isAside(understanding) && !(asks && understanding !== whole)))
      return false
    if (isAbout(understanding, refused) && (understanding === whole || !namesOther(actions, rest, negated)))
      return false
    return asks || understanding.confidence >= CLEAR
  })
  if (clear) return clear
  if (!asks) return null
  const candidates = without(refused, left.understanding.candidates, whole.candidates)
  const { band } = left.understanding
  return {
    text: rest,
    understanding: { ...left.understanding, candidates, band: band === 'answer' ? 'ask' : band },
  }
}

/** 宽带不用取消，把电视停了: the same is wanted of something else. */
function namesOther(actions: readonly Action[], rest: string, negated: string): boolean {
  if (!actions.some((action) => OF_SERVICES.has(action))) return false
  return SERVICES.some((service) => service.test(rest) && !service.test(negated))
}
/** What is done to one service and not to another. */
const OF_SERVICES: ReadonlySet<Action> = new Set(['bill', 'cancel', 'plan', 'suspend', 'usage'])
const SERVICES = [
  /电视|電視|\btv\b/i,
  /宽带|寬頻|broadband|internet/i,
  /副卡|手机|手機|号码|\b(?:mobile|line|sim)\b/i,
  /套餐|\bplan\b/i,
]

function isAbout({ candidates }: Understanding, intents: ReadonlySet<string>): boolean {
  return candidates[0] !== undefined && intents.has(candidates[0].intent)
}

/** Candidates of two readings, likeliest first, without those that are refused. */
function without(refused: ReadonlySet<string>, ...readings: readonly (readonly Candidate[])[]): Candidate[] {
  const shares = new Map<string, number>()
  for (const { intent, probability } of readings.flat())
    if (!refused.has(intent)) shares.set(intent, (shares.get(intent) ?? 0) + probability / readings.length)
  return [...shares]
    .map(([intent, probability]) => ({ intent, probability }))
    .sort((a, b) => b.probability - a.probability || (a.intent < b.intent ? -1 : 1))
}

/** A part, and what parts it from the one before. */
type Cut = Part & Pick<Piece, 'join'>

/** How sure each of several questions must be; a comma alone is no reason to take one message for two. */
const SURE = { more: 0.6, sentence: 0.65, comma: 0.75 } as const
/** Between commas each question must be heard in the whole message too, unless it is beyond doubt; shares of belief. */
const HEARD = { share: 0.001, beyondDoubt: 0.92 } as const

/** Several questions that are each certain and about different things; null when the message is one question. */
async function questionsIn(
  { text, understanding: whole }: Part,
  understand: Understand,
): Promise<Part[] | null> {
  const pieces = piecesOf(text)
  if (pieces.length < 2) return null
  let cuts: Cut[] = []
  for (const { text: said, join } of pieces) {
    const before = cuts.at(-1)
    // "多久到账" asks about what stands before it.
    const read = before && leaningOf(said) === 'wholly' ? joined(before.text, said) : said
    cuts.push({ text: said, join, understanding: await understand(read) })
  }
  cuts = cuts.filter(({ understanding }) => !(understanding.band === 'answer' && isAside(understanding)))
  // What is not certain by itself belongs to what stands before it, or behind.
  for (let at = uncertain(cuts, whole); cuts.length > 1 && at >= 0; at = uncertain(cuts, whole)) {
    const first = Math.max(0, at - 1)
    const [a, b] = cuts.slice(first, first + 2)
    if (!a || !b) break
    const both = joined(a.text, b.text)
    cuts.splice(first, 2, { text: both, join: a.join, understanding: await understand(both) })
  }
  if (cuts.length < 2 || isBetterAsOne(whole, cuts)) return null
  const different = cuts.filter((cut, at) => cuts.findIndex((other) => topOf(other) === topOf(cut)) === at)
  return different.slice(0, MAX_PARTS).map(({ text: said, understanding }) => ({ text: said, understanding }))
}

/** The first part that is not certain, or is about the same as the one before it; -1 when there is none. */
function uncertain(cuts: readonly Cut[], whole: Understanding): number {
  const doubtful = cuts.findIndex(
    (cut, at) => !isCertain(cut, at === 0 ? (cuts[1]?.join ?? cut.join) : cut.join, whole),
  )
  if (doubtful >= 0) return doubtful
  return cuts.findIndex((cut, at) => at > 0 && topOf(cut) === topOf(cuts[at - 1]))
}

function isCertain({ understanding }: Cut, join: Piece['join'], whole: Understanding): boolean {
  if (understanding.band !== 'answer' || understanding.confidence < SURE[join]) return false
  if (join !== 'comma' || understanding.confidence >= HEARD.beyondDoubt) return true
  const top = understanding.candidates[0]?.intent
  return whole.candidates.some(({ intent, probability }) => intent === top && probability >= HEARD.share)
}

/** One question with words around it: the whole means something else than any part, and is sure of it. */
function isBetterAsOne(whole: Understanding, cuts: readonly Cut[]): boolean {
  if (cuts.some((cut) => topOf(cut) === PERSON_INTENT)) return true
  const top = whole.candidates[0]?.intent
  const among = cuts.some((cut) => topOf(cut) === top)
  return whole.band === 'answer' && !among && !cuts.some(({ join }) => join === 'more')
}

function topOf(part: Part | undefined): string | undefined {
  return part?.understanding.candidates[0]?.intent
}

function isAside({ candidates }: Understanding): boolean {
  return isChat(candidates[0]?.intent ?? '')
}

/** Small talk is nothing to be answered beside a question. */
function isChat(intent: string): boolean {
  return intent.startsWith('talk.')
}
