/** Puts together what the desk shows of working together on one conversation, beside transcript and customer. */

import type { Brain } from '../bot/turn.ts'
import { fillVariables } from '../company/variables.ts'
import type { Store } from '../conversations/store.ts'
import { type BlockReason, blockOf, blockReasons } from '../services/blocks.ts'
import { notesOf } from '../services/notes.ts'
import { type Present, presentIn } from '../services/presence.ts'
import { tagsOf } from '../services/tags.ts'
import { newestHandoff } from '../services/verdicts.ts'
import type { ConversationsTable } from '../storage/schema.ts'
import type { Both } from './desk-types.ts'
import { aboutRule } from './desk-view.ts'
import type { DeskSettingsAnswer, NoteItem, WorkAnswer, WorkItem } from './desk-work-types.ts'

type Names = ReadonlyMap<string, string>

/** Whoever looks. */
export interface Viewer {
  /** Name of their account. */
  readonly account: string
  /** Whether they may lift blocks of others. */
  readonly mayLift: boolean
}

/** What a conversation is beside its messages, as one account sees it. */
export async function workAnswer(
  store: Store,
  brain: Brain,
  { account, mayLift }: Viewer,
  conversation: ConversationsTable,
  names: Names,
): Promise<WorkAnswer> {
  const { id } = conversation
  const [notes, present, block, handoff, work] = await Promise.all([
    noteItems(store, account, conversation, names),
    presentIn(store, id, account),
    blockOf(store, conversation.subject_id),
    newestHandoff(store, id),
    workItem(store, account, conversation, names),
  ])
  return {
    work,
    notes,
    present: presentItems(present, names),
    customerReadSeq: conversation.customer_read_seq,
    block: block
      ? {
          reason: block.reason,
          by: names.get(block.blocked_by) ?? block.blocked_by,
          until: block.until,
          mayLift: mayLift || block.blocked_by === account,
        }
      : null,
    handoff: handoff
      ? {
          id: handoff.id,
          rule: handoff.rule,
          about: handoff.rule === null ? null : aboutRule(brain, handoff.rule),
          startedAt: handoff.started_at,
          claimedAt: handoff.claimed_at,
          endedAt: handoff.ended_at,
          verdict: handoff.verdict,
        }
      : null,
  }
}

/** Colleagues as the page names them. */
export function presentItems(present: readonly Present[], names: Names): WorkAnswer['present'] {
  return present.map(({ account, writing }) => ({
    name: account,
    displayName: names.get(account) ?? account,
    writing,
  }))
}

async function noteItems(
  store: Store,
  account: string,
  conversation: ConversationsTable,
  names: Names,
): Promise<NoteItem[]> {
  const now = store.now()
  return (await notesOf(store, conversation)).map(({ id, author, text, at, mutableUntil }) => ({
    id,
    author: names.get(author) ?? author,
    mine: author === account,
    text,
    at,
    mayDelete: author === account && now < mutableUntil,
  }))
}

async function workItem(
  store: Store,
  account: string,
  conversation: ConversationsTable,
  names: Names,
): Promise<WorkItem> {
  const { id, offered_to, offered_until } = conversation
  const isOffered = offered_to !== null && (offered_until ?? 0) > store.now()
  const { unread } = await store.db
    .selectFrom('messages')
    .select((e) => e.fn.countAll<number>().as('unread'))
    .where('conversation_id', '=', id)
    .where('seq', '>', conversation.agent_read_seq ?? 0)
    .where('role', '=', 'user')
    .where('type', '=', 'message')
    .executeTakeFirstOrThrow()
  return {
    waitingSince: conversation.waiting_since,
    offeredTo: isOffered ? (names.get(offered_to) ?? offered_to) : null,
    offeredToMe: isOffered && offered_to === account,
    offeredUntil: isOffered ? offered_until : null,
    snoozedUntil: conversation.snoozed_until,
    tags: await tagsOf(store, id),
    unread: Number(unread),
  }
}

const BLOCK_REASONS: Readonly<Record<BlockReason, Both>> = {
  abuse: { zh: '辱骂骚扰', en: 'Insults or harassment' },
  spam: { zh: '广告刷屏', en: 'Spam' },
  threat: { zh: '威胁恐吓', en: 'Threats' },
  other: { zh: '其他', en: 'Other' },
}

/** What leads have set, with the company's values filled in. */
export function deskSettings({ desk, corpus }: Brain, blockHours: number): DeskSettingsAnswer {
  const filled = (text: Both): Both => ({
    zh: fillVariables(text.zh, 'zh', corpus.company),
    en: fillVariables(text.en, 'en', corpus.company),
  })
  return {
    tags: desk.tags,
    reasons: desk.reasons.map(({ id, name, rate }) => ({ id, name, rate })),
    canned: desk.canned.map(({ id, title, text }) => ({ id, title, text: filled(text) })),
    blockReasons: blockReasons.map((id) => ({ id, name: BLOCK_REASONS[id] })),
    blockHours,
  }
}
