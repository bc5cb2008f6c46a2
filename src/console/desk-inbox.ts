/** The desk's API of finding and reading quickly: inbox and search, suggestions, summary. */

import type { Request, Server } from 'restify'
import { listAccounts } from '../accounts/accounts.ts'
import { suggestAnswers } from '../bot/suggestions.ts'
import type { Brain } from '../bot/turn.ts'
import { checked, HttpError, sendJson } from '../channels/http.ts'
import { decisionsOf } from '../conversations/reading.ts'
import { countUnindexed } from '../conversations/search-index.ts'
import { findConversation } from '../conversations/start.ts'
import { openBody, type Store, unlessErased } from '../conversations/store.ts'
import { findByAccount } from '../customers/records.ts'
import { summaryOf } from '../services/summary.ts'
import { summaryFacts } from '../services/summary-facts.ts'
import { readTerms } from '../understanding/search-words.ts'
import { cursorOf, filterOf, inboxShape, queryOf } from './desk-inbox-query.ts'
import { inboxItems } from './desk-inbox-rows.ts'
import { findPage } from './desk-inbox-search.ts'
import { aboutRule } from './desk-view.ts'
import type { InboxAnswer, SuggestionsAnswer, SummaryAnswer } from './desk-work-types.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskInboxOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const BASE = '/api/desk'
const ID = /^[\w-]{1,100}$/
/** Newest conversations among which messages are counted whose words cannot be searched for yet. */
const COUNTED = 500

/** Adds the routes to a server. */
export function mountDeskInbox(server: Server, { store, gate, brain }: DeskInboxOptions): void {
  server.get(
    `${BASE}/inbox`,
    gate.route('conversation.read', async (request, response, { account }) => {
      const asked = checked(inboxShape, queryOf(request.url))
      const terms = readTerms(asked.words ?? '')
      const nothing = { ids: [], next: null }
      const customer = asked.account === undefined ? null : await findByAccount(store, asked.account)
      // What was asked for and says nothing, such as punctuation or an unknown account, finds nothing.
      const isVain =
        (asked.words !== undefined && terms.length === 0) || (asked.account !== undefined && !customer)
      const filter = { ...filterOf(asked, account.name), ...(customer ? { customer: customer.id } : {}) }
      const found = isVain ? nothing : await findPage(store, filter, terms, asked.cursor ?? null)
      const names = new Map((await listAccounts(store)).map(({ name, displayName }) => [name, displayName]))
      sendJson(response, 200, {
        items: await inboxItems(store, brain(), { ids: found.ids, account: account.name, names }),
        next: found.next === null ? null : cursorOf(found.next),
        notIndexed: terms.length === 0 ? 0 : await countUnindexed(store, COUNTED),
        now: store.now(),
        timeZone: brain().corpus.company.timeZone,
      } satisfies InboxAnswer)
    }),
  )
  server.get(
    `${BASE}/conversations/:id/suggestions`,
    gate.route('conversation.read', async (request, response) => {
      sendJson(response, 200, await suggestionsAnswer(store, brain(), idOf(request)))
    }),
  )
  server.get(
    `${BASE}/conversations/:id/summary`,
    gate.route('conversation.read', async (request, response) => {
      const { corpus, ...rest } = brain()
      const ruleName = (id: string) => aboutRule({ corpus, ...rest }, id)
      const facts = await summaryFacts(store, idOf(request), { corpus, ruleName })
      if (facts === null) throw notFound()
      sendJson(response, 200, { lines: summaryOf(facts) } satisfies SummaryAnswer)
    }),
  )
}

/** Messages of the customer that are looked at. */
const LATEST = 20

async function suggestionsAnswer(store: Store, brain: Brain, id: string): Promise<SuggestionsAnswer> {
  const conversation = await findConversation(store, id)
  if (!conversation) throw notFound()
  const key = await unlessErased(store.vault.keyOf(conversation.subject_id))
  if (key === null) throw notFound()
  const rows = await store.db
    .selectFrom('messages')
    .select(['id', 'seq', 'role', 'body', 'created_at'])
    .where('conversation_id', '=', id)
    .where('type', '=', 'message')
    .where('role', 'in', ['user', 'agent'])
    .orderBy('seq', 'desc')
    .limit(LATEST)
    .execute()
  const answeredAt = rows.findIndex(({ role }) => role === 'agent')
  const open = (answeredAt < 0 ? rows : rows.slice(0, answeredAt)).toReversed()
  const decisions = await decisionsOf(store, id)
  const opened = new Map(
    rows.map((row) => [row.id, { text: openBody(key, row).text ?? '', at: row.created_at }]),
  )
  const newest = open.at(-1)?.id
  // What was read before the newest message.
  const before = decisions.findLast(
    ({ messageId, entry, decision }) =>
      messageId !== newest &&
      opened.has(messageId) &&
      entry !== null &&
      (decision === 'answer' || decision === 'dialog'),
  )
  const asked = before && opened.get(before.messageId)
  const tag = conversation.language ?? conversation.locale ?? 'zh'
  return suggestAnswers(brain, {
    messages: open.map((row) => opened.get(row.id)?.text ?? ''),
    before: before?.entry && asked ? { ...asked, entry: before.entry } : null,
    given: new Set(
      decisions.flatMap(({ decision, entry }) => (decision === 'answer' && entry ? [entry] : [])),
    ),
    language: /^en\b/i.test(tag) ? 'en' : 'zh',
    script: /^zh-(hant|tw|hk|mo)\b/i.test(tag) ? 'hant' : 'hans',
    now: store.now(),
  })
}

function idOf(request: Request): string {
  const id = String(request.params?.id ?? '')
  if (!ID.test(id)) throw notFound()
  return id
}

function notFound(): HttpError {
  return new HttpError(404, 'ConversationNotFound', 'There is no such conversation.')
}
