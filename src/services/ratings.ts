/** Asks customers how a conversation went, keeps what they answer, and follows up what went badly; as writes of turns. */

import {
  type Closing,
  languageOfConversation,
  newestEpisode,
  readEpisode,
  resolutionOf,
} from '../conversations/episodes.ts'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import { Outdated, type Write } from '../conversations/turn.ts'
import type { DeskSettings } from '../corpus/desk-settings.ts'
import type { ConversationsTable, RatingsTable, Resolution } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import { blockOf } from './blocks.ts'
import { mayWriteMore } from './rating-due.ts'
import { describe, followUp, letGo } from './rating-follow-up.ts'

type Conversation = ConversationsTable

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Up to this score customers are asked what should be better, and what they answer is followed up. */
export const ASKS_WHY = 3
/** Longest comment that is kept, in UTF-16 units. */
const MAX_COMMENT = 2_000

/** See the methods. */
export class Ratings {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** What a conversation would count as if it were closed now; null where its customer has written nothing. */
  async outlook(conversation: Conversation, closing: Closing): Promise<Resolution | null> {
    const record = await readEpisode(this.#store.db, conversation)
    return record === null ? null : resolutionOf(record, closing)
  }

  /**
   * Whether somebody may be asked now: leads want it, nobody else reads along, they were not asked lately, are not
   * blocked, and the channel lets us write a few more messages.
   */
  async mayAsk(conversation: Conversation, { rating }: Pick<DeskSettings, 'rating'>): Promise<boolean> {
    if (!rating.ask || conversation.shared === 1) return false
    const { db, now } = this.#store
    const asked = await db
      .selectFrom('ratings')
      .select('id')
      .where('subject_id', '=', conversation.subject_id)
      .where('asked_at', '>', now() - rating.everyDays * DAY_MS)
      .limit(1)
      .executeTakeFirst()
    if (asked || (await blockOf(this.#store, conversation.subject_id))) return false
    return mayWriteMore(this.#store, conversation.id)
  }

  /** A rating that is asked for with this turn, about the episode that has just ended. */
  newRating(
    conversation: Conversation,
    { rating }: Pick<DeskSettings, 'rating'>,
  ): { readonly id: string; readonly until: number; readonly write: Write } {
    const id = newId()
    const now = this.#store.now()
    const until = now + rating.withinHours * HOUR_MS
    const write: Write = async (trx) => {
      const episode = await newestEpisode(trx, conversation.id)
      const handoff = await trx
        .selectFrom('handoffs')
        .select(['id', 'ended_at'])
        .where('conversation_id', '=', conversation.id)
        .orderBy('started_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      // Of an earlier episode: its hand-over has nothing to do with this one.
      const isOfIt = handoff?.ended_at != null && handoff.ended_at >= (episode?.ended_at ?? 0)
      await trx
        .insertInto('ratings')
        .values({
          id,
          conversation_id: conversation.id,
          subject_id: conversation.subject_id,
          episode_id: episode?.id ?? null,
          handoff_id: isOfIt ? handoff.id : null,
          agent: episode?.agent ?? null,
          channel: conversation.channel,
          language: languageOfConversation(conversation),
          asked_at: now,
          expires_at: until,
          score: null,
          comment: null,
          answered_at: null,
          task_id: null,
        })
        .execute()
    }
    return { id, until, write }
  }

  /**
   * Keeps a score; a later one takes its place. A low one becomes a follow-up, which ends by itself when the customer
   * changes their mind before anybody has seen to it.
   * @param score 1 to 5
   * @param low the highest score that is low
   */
  async score(conversation: Conversation, id: string, score: number, low: number): Promise<Write> {
    const key = await this.#store.vault.keyOf(conversation.subject_id)
    return async (trx) => {
      const rating = await answered(trx, id, { score, answered_at: this.#store.now() })
      if (rating) await this.#followed(trx, key, conversation, rating, low)
    }
  }

  /**
   * Keeps what the customer says beside their score. Beside one that was asked about it becomes a follow-up: otherwise
   * nobody would see it.
   */
  async comment(conversation: Conversation, id: string, text: string, low: number): Promise<Write> {
    const key = await this.#store.vault.keyOf(conversation.subject_id)
    const comment = key.seal(`ratings.comment:${id}`, text.slice(0, MAX_COMMENT))
    return async (trx) => {
      const rating = await answered(trx, id, { comment })
      if (rating) await this.#followed(trx, key, conversation, rating, low)
    }
  }

  /** The follow-up of a rating is what the rating now asks for. */
  async #followed(
    trx: Trx,
    key: SubjectKey,
    conversation: Conversation,
    rating: RatingsTable,
    low: number,
  ): Promise<void> {
    const { score, comment } = rating
    const isNeeded = score !== null && (score <= low || (score <= ASKS_WHY && comment !== null))
    if (rating.task_id !== null && isNeeded) await describe(this.#store, trx, key, rating)
    else if (rating.task_id !== null) await letGo(this.#store, trx, conversation, rating)
    else if (isNeeded) await followUp(this.#store, trx, key, conversation, rating)
  }

  /**
   * Undoes the turn where the customer has written after it was computed: they come first.
   * @param seq number of the newest message it was computed with
   */
  unlessWritten(conversation: Pick<Conversation, 'id' | 'last_seq'>): Write {
    return async (trx) => {
      const newer = await trx
        .selectFrom('messages')
        .select('seq')
        .where('conversation_id', '=', conversation.id)
        .where('seq', '>', conversation.last_seq)
        .where('role', '=', 'user')
        .limit(1)
        .executeTakeFirst()
      if (newer) throw new Outdated()
    }
  }
}

async function answered(
  trx: Trx,
  id: string,
  values: Partial<Pick<RatingsTable, 'score' | 'answered_at' | 'comment'>>,
): Promise<RatingsTable | undefined> {
  return trx.updateTable('ratings').set(values).where('id', '=', id).returningAll().executeTakeFirst()
}
