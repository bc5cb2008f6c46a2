/** Tells what a message is that comes beside a score: what should be better, or something for the bot. */

import { isTitle } from '../src/bot/choice.ts'
import { wording } from '../src/bot/reply.ts'
import type { Turn } from '../src/bot/turn.ts'
import { commandOf } from '../src/corpus/commands.ts'
import { safetyOf } from '../src/handoff/safety.ts'
import { wishOf } from '../src/understanding/person-wish/person-wish.ts'
import { isAboutService } from '../src/understanding/slots/rating-words.ts'

/** Making a complaint is what somebody does who is asked what should be better. */
const COMPLAINT = 'svc.complain'

/** What asks or wishes for something is for the bot; what tells is a comment. */
const ASKS =
  /[?？]|怎么|怎样|如何|什么时候|多少|吗[。！!.]*$|能不能|可不可以|请问|帮我|给我(?!的感觉)|我要|我想|\b(?:how|what|when|where|why|which)\b|^(?:can|could|do|does|did|is|are|will|would) |\b(?:can|could) (?:you|i|we)\b|\bi (?:want|need|would like)\b|\bi'd like\b/iu

/** `other`: for the bot alone. `both`: a comment that the bot answers as well. */
export type CommentKind = 'comment' | 'other' | 'both'

/** Accounts, phones and orders are told for something that is to be done. */
const LONG_NUMBER = /\d{6}/

/**
 * What a message is beside a score: a comment, something for the bot, or both. Nobody looks into a comment at once, so
 * that whoever says what does not work is answered too.
 */
export async function commentKindOf(turn: Turn, text: string): Promise<CommentKind> {
  const { corpus, understand } = turn.brain
  if (safetyOf(text) !== 'none' || commandOf(corpus.commands, text) !== null) return 'other'
  const understanding = text === turn.text ? await turn.understood() : await understand(text)
  const wish = wishOf(text, understanding)
  if (wish === 'wanted' || isTitle(text, wording(turn, 'offer.person')) || ASKS.test(text)) return 'other'
  if (understanding.band === 'ask' && isAboutService(text)) return 'comment'
  if (understanding.band === 'ask' || LONG_NUMBER.test(text)) return 'both'
  const entry = understanding.candidates[0]?.intent ?? ''
  const isAbout =
    understanding.band === 'answer' &&
    entry !== COMPLAINT &&
    !entry.startsWith('talk.') &&
    !isAboutService(text)
  return isAbout ? 'both' : 'comment'
}
