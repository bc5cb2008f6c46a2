/** Puts together what the API of the worklist says: lines of the list, one entry with its customer, history and message. */

import { listAccounts } from '../accounts/accounts.ts'
import { may } from '../accounts/permissions.ts'
import type { Session } from '../accounts/sessions.ts'
import type { Brain } from '../bot/turn.ts'
import { riskBand } from '../churn/live.ts'
import type { Offer } from '../churn/offers.ts'
import { attemptValue } from '../churn/value.ts'
import { bilingualValue } from '../company/variables.ts'
import { deliveriesOf } from '../conversations/delivery.ts'
import type { Store } from '../conversations/store.ts'
import { choicesOf } from '../customers/choices.ts'
import { serviceYuan } from '../customers/service-fee.ts'
import { workers } from '../jobs/retention/changes.ts'
import { contactText, readershipOf } from '../jobs/retention/contact-text.ts'
import { type ContactRules, contactable } from '../jobs/retention/contactable.ts'
import {
  countEntries,
  type EntriesQuery,
  findEntry,
  historyOf,
  listEntries,
  newestContacts,
  noteOf,
  reasonsOf,
  stateAt,
} from '../jobs/retention/entries.ts'
import { unknownItem } from '../jobs/retention/errors.ts'
import type { BuildStatus } from '../jobs/retention/nightly.ts'
import { undoUntil } from '../jobs/retention/outcomes.ts'
import { maskedCustomer, maskedNames } from '../services/customer-card.ts'
import type { ContactsTable, CustomersTable, RetentionItemsTable } from '../storage/schema.ts'
import { cardOf } from './desk-view.ts'
import type {
  ContactPreview,
  RetentionAnswer,
  RetentionBuild,
  RetentionContact,
  RetentionDetail,
  RetentionItem,
  RetentionOffer,
} from './retention-types.ts'

/** What the views are made from. */
export interface RetentionSources {
  readonly store: Store
  readonly brain: () => Brain
  /** Whether messages of a channel leave the server. */
  readonly isConnected: (channel: string) => boolean
}

type Account = Session['account']
type Names = ReadonlyMap<string, string>

/** The company's rules for writing first. */
export function rulesOf({ brain, isConnected }: RetentionSources): ContactRules {
  const { offers, corpus } = brain()
  return {
    terms: offers.contact,
    offers: offers.offers,
    timeZone: corpus.company.timeZone,
    isConnected,
  }
}

/** One page of the list as one account sees it. */
export async function retentionAnswer(
  sources: RetentionSources,
  account: Account,
  query: Omit<EntriesQuery, 'account'>,
  build: BuildStatus | null,
): Promise<RetentionAnswer> {
  const { store, brain } = sources
  const { rows, after } = await listEntries(store, { ...query, account: account.name })
  return {
    items: await itemsOf(sources, account, rows),
    after,
    counts: await countEntries(store, account.name),
    build: build && buildOf(build),
    now: store.now(),
    timeZone: brain().corpus.company.timeZone,
  }
}

/** How far a run is. */
export function buildOf(status: BuildStatus): RetentionBuild {
  const nothing = { share: null, looked: 0, added: 0, held: 0, roomLeft: 0 }
  return { ...nothing, ...status }
}

async function itemsOf(
  sources: RetentionSources,
  account: Account,
  rows: readonly RetentionItemsTable[],
): Promise<RetentionItem[]> {
  const { store } = sources
  if (rows.length === 0) return []
  const ids = [...new Set(rows.map(({ customer_id }) => customer_id))]
  const customers = await store.db
    .selectFrom('customers')
    .select(['id', 'plan', 'monthly_fen', 'attributes'])
    .where('id', 'in', ids)
    .execute()
  const byId = new Map(customers.map((customer) => [customer.id, customer]))
  const names = await maskedNames(store, ids)
  const contacts = await newestContacts(
    store,
    rows.map(({ id }) => id),
  )
  const accounts = await namesOf(store)
  return Promise.all(
    rows.map(async (row) => {
      const contact = contacts.get(row.id)
      return itemOf(sources, account, row, {
        customer: byId.get(row.customer_id),
        name: names.get(row.customer_id) ?? null,
        contact: contact ? await contactOf(store, contact, accounts) : null,
        accounts,
      })
    }),
  )
}

function itemOf(
  { store, brain }: RetentionSources,
  account: Account,
  row: RetentionItemsTable,
  {
    customer,
    name,
    contact,
    accounts,
  }: {
    readonly customer: Pick<CustomersTable, 'plan' | 'monthly_fen' | 'attributes'> | undefined
    readonly name: string | null
    readonly contact: RetentionContact | null
    readonly accounts: Names
  },
): RetentionItem {
  const { company } = brain().corpus
  const plan = customer?.plan ?? null
  return {
    id: row.id,
    version: row.version,
    state: stateAt(row, store.now()),
    source: row.source,
    customerName: name,
    customerId: row.customer_id,
    plan: plan === null ? null : (bilingualValue(`plan.${plan}.name`, company) ?? { zh: plan, en: plan }),
    monthlyYuan: customer ? serviceYuan(customer) : null,
    owner: row.owner === null ? null : { name: row.owner, displayName: accounts.get(row.owner) ?? row.owner },
    mine: row.owner === account.name,
    dueAt: row.due_at,
    snoozedUntil: row.snoozed_until,
    probability: row.probability,
    riskBand: row.probability === null ? null : riskBand(row.probability),
    ev: row.ev,
    reasons: reasonsOf(row.reasons),
    offer: offerView(offerOf(brain(), row.offer), row.offer),
    // The column holds what the API lets in.
    outcome: row.outcome as RetentionItem['outcome'],
    contact,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at,
  }
}

function offerOf({ offers }: Brain, id: string | null): Offer | null {
  return offers.offers.find((offer) => offer.id === id) ?? null
}

/** An offer that is no longer made is told by its id. */
function offerView(offer: Offer | null, id: string | null): RetentionOffer | null {
  if (offer !== null) return { id: offer.id, text: offer.text, eligibility: offer.eligibility }
  return id === null ? null : { id, text: { zh: id, en: id }, eligibility: null }
}

async function contactOf(store: Store, row: ContactsTable, accounts: Names): Promise<RetentionContact> {
  const deliveries = row.message_id === null ? null : await deliveriesOf(store, row.conversation_id)
  return {
    id: row.id,
    state: row.state,
    // The column holds what the code puts in.
    reason: row.reason as RetentionContact['reason'],
    channel: row.channel,
    conversation: row.conversation_id,
    sendAt: row.send_at,
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
    delivery: deliveries?.get(row.message_id ?? '')?.status ?? null,
    by: accounts.get(row.actor) ?? row.actor,
    createdAt: row.created_at,
  }
}

/** Display names by account name. */
async function namesOf(store: Store): Promise<Names> {
  return new Map((await listAccounts(store)).map(({ name, displayName }) => [name, displayName]))
}

/** One entry as one account sees it. @throws LiukeError `retention_unknown` */
export async function retentionDetail(
  sources: RetentionSources,
  account: Account,
  id: string,
): Promise<RetentionDetail> {
  const { store, brain } = sources
  const row = await findEntry(store, id)
  if (!row) throw unknownItem()
  const [item] = await itemsOf(sources, account, [row])
  if (!item) throw unknownItem()
  const customer = await maskedCustomer(store, row.customer_id)
  const accounts = await namesOf(store)
  const offer = offerOf(brain(), row.offer)
  const value =
    row.probability === null || row.ev === null
      ? null
      : attemptValue({ monthlyYuan: item.monthlyYuan }, offer, row.probability, brain().offers.terms)
  return {
    item,
    customer: customer ? cardOf(brain(), customer, { verified: false, except: null }) : null,
    choices: await choicesOf(store, row.customer_id),
    note: await noteOf(store, row),
    value: value && {
      margin: value.margin,
      saveRate: value.saveRate,
      offerCost: value.offerCost,
      agentCost: value.agentCost,
      freeRiders: value.freeRiders,
    },
    reach: await contactPreview(sources, row, row.offer !== null),
    history: [
      ...(await historyOf(store, id)).map(({ at, actor, action, detail }) => ({
        at,
        by: accounts.get(actor) ?? (actor === 'bot' || actor === 'system' ? null : actor),
        action,
        detail: plain(detail ?? {}),
      })),
      // The run that picked it is on record once, for the whole list.
      ...(row.source === 'model'
        ? [{ at: row.created_at, by: null, action: 'retention.build', detail: {} }]
        : []),
    ],
    undoUntil: undoUntil(row, account, store.now()),
    people: may(account.role, 'retention.manage') ? await workers(store) : [],
    now: store.now(),
    timeZone: brain().corpus.company.timeZone,
  }
}

function plain(detail: Readonly<Record<string, unknown>>): Record<string, string | number | boolean | null> {
  const simple: Record<string, string | number | boolean | null> = {}
  for (const [key, value] of Object.entries(detail))
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
      // One of the four, as was just looked.
      simple[key] = value as string | number | boolean | null
  return simple
}

/** What the customer of an entry would read now, without an offer they may not have, and whether they may be written to. */
export async function contactPreview(
  sources: RetentionSources,
  row: RetentionItemsTable,
  withOffer: boolean,
): Promise<ContactPreview> {
  const { answer, conversation, offer } = await contactable(sources.store, row, rulesOf(sources), {
    offer: withOffer ? row.offer : null,
  })
  const reader = readershipOf(conversation ?? { language: null, locale: null })
  const { corpus } = sources.brain()
  return {
    allowed: answer.ok,
    reason: answer.ok ? null : answer.reason,
    channel: conversation?.channel ?? null,
    language: reader.language,
    text: conversation === null ? null : contactText(corpus.phrases, reader, offer),
    offer: offer !== null,
    sendsAt: answer.ok ? answer.sendAt : null,
    until: answer.ok ? null : answer.until,
  }
}
