/** A store with two customers who share a device, and something of each in every table of the register. */

import { randomBytes, randomUUID } from 'node:crypto'
import { addFiles } from '../../../src/conversations/files.ts'
import { Live } from '../../../src/conversations/live.ts'
import { recordInbound } from '../../../src/conversations/record.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import { keyOfConversation, newId, type Store } from '../../../src/conversations/store.ts'
import { stateName } from '../../../src/conversations/turn.ts'
import {
  accountHash,
  findByAccount,
  insertCustomers,
  prepareCustomers,
} from '../../../src/customers/records.ts'
import { Audit } from '../../../src/storage/audit.ts'
import { openDatabase } from '../../../src/storage/database.ts'
import { openMasterKeys } from '../../../src/storage/master-key.ts'
import { keystoreMigrations, migrations } from '../../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../../src/storage/schema.ts'
import { Vault } from '../../../src/storage/vault.ts'
import { type Engine, type TestHome, testHome } from '../../databases.ts'

/** The moment tests take place at. */
export const NOW = Date.parse('2026-11-22T05:00:00Z')

/** Words that are nowhere in product or corpus. */
export const SECRETS = {
  account: 'QX-77301985',
  name: '欧阳紫菱',
  phone: '13987654021',
  email: 'ziling.ouyang@nowhere.example',
  address: '晴川市梧桐巷 219 号 4 单元 1703',
  message: '上周四预约的师傅赖长庚没有来，还在系统里写我不在家，门禁密码 7749#2',
} as const

/** Opens the databases of a home. */
export async function openHome(home: TestHome, engine: Engine, masterKey: Uint8Array, clock = { now: NOW }) {
  const database = await openDatabase<Schema>(home.databaseUrl, migrations)
  const keystore = await openDatabase<KeystoreSchema>(home.keystoreUrl, keystoreMigrations)
  const now = () => clock.now
  const keys = await openMasterKeys(keystore.db, masterKey)
  const vault = new Vault(keystore.db, keys, now)
  const audit = new Audit(keys.root, vault, now)
  const store: Store = { db: database.db, engine, vault, audit, live: new Live(), now }
  const close = async (): Promise<void> => {
    await database.close()
    await keystore.close()
  }
  return { store, clock, close }
}

/** A fresh installation. */
export async function freshHome(engine: Engine) {
  const home = await testHome(engine)
  const masterKey = randomBytes(32)
  const opened = await openHome(home, engine, masterKey)
  return { ...opened, home, masterKey }
}

/** A customer by account, made. @returns ids of customer and record's subject */
export async function addCustomer(
  store: Store,
  who: Partial<Record<keyof typeof SECRETS, string>> & { readonly account: string },
): Promise<{ id: string; subjectId: string }> {
  const prepared = await prepareCustomers(store, [
    {
      profile: {
        account: who.account,
        name: who.name ?? null,
        phone: who.phone ?? null,
        email: who.email ?? null,
        address: who.address ?? null,
        language: 'zh',
        gender: null,
        birthYear: 1985,
      },
      source: 'test',
      status: 'active',
      plan: 'basic',
      home: null,
      district: 'east',
      contract: 'month',
      contractEnd: null,
      joined: '2020-01-01',
      payment: 'card',
      monthlyFen: 12_900,
      churned: null,
      attributes: {},
    },
  ])
  await store.db.transaction().execute((trx) => insertCustomers(store, trx, prepared))
  const row = await findByAccount(store, who.account)
  return { id: row?.id ?? '', subjectId: row?.subject_id ?? '' }
}

/** A chat with one message, one file, an answer's decision and state; of a person on a channel. */
export async function addChat(
  store: Store,
  { userId, customerId, text }: { userId: string; customerId: string | null; text: string },
): Promise<{ id: string; subjectId: string; messageId: string }> {
  const id = randomUUID()
  const { conversation } = await startConversation(store, { id, channel: 'teams', userId, locale: 'zh-CN' })
  const { subject_id: subjectId } = conversation
  const { db, vault } = store
  await db.updateTable('conversations').set({ customer_id: customerId }).where('id', '=', id).execute()
  const recorded = await recordInbound(store, {
    conversationId: id,
    activity: { type: 'message', text, from: { id: userId } },
    dedupe: null,
    role: 'user',
    visible: true,
  })
  await db.updateTable('messages').set({ status: 'answered' }).where('id', '=', recorded.id).execute()
  await addFiles(store, id, [{ name: 'id-card.txt', mediaType: 'text/plain', bytes: Buffer.from(text) }])
  const key = await keyOfConversation(store, id)
  const state = stateName(store, `conversation/${id}`)
  const decision = newId()
  const at = store.now()
  await db
    .insertInto('states')
    .values({
      key: state,
      subject_id: subjectId,
      body: key.seal(`states.body:${state}`, JSON.stringify({ lastText: text })),
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('decisions')
    .values({
      id: decision,
      conversation_id: id,
      message_id: recorded.id,
      decision: 'answer',
      entry: 'svc.complain',
      confidence: 0.9,
      language: 'zh',
      model: 'test',
      trace: key.seal(`decisions.trace:${decision}`, JSON.stringify({ because: text })),
      created_at: at,
    })
    .execute()
  await db
    .insertInto('feedback')
    .values({ message_id: recorded.id, conversation_id: id, helpful: 1, created_at: at })
    .execute()
  await db
    .insertInto('addresses')
    .values({
      conversation_id: id,
      channel: 'teams',
      account: 'app',
      body: key.seal(`addresses.body:${id}`, JSON.stringify({ userName: SECRETS.name })),
      window_until: null,
      messages_left: null,
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('outbox')
    .values({
      id: newId(),
      conversation_id: id,
      message_id: recorded.id,
      seq: 1,
      channel: 'teams',
      status: 'sent',
      due_at: at,
      lease_until: null,
      last_error: null,
      created_at: at,
      sent_at: at,
      external_id: null,
    })
    .execute()
  if (customerId !== null)
    await db
      .insertInto('links')
      .values({ subject_id: subjectId, customer_id: customerId, how: 'code', created_at: at })
      .onConflict((c) => c.doNothing())
      .execute()
  await db
    .insertInto('verifications')
    .values({
      id: newId(),
      account_hash: accountHash(vault, SECRETS.account),
      conversation_id: id,
      code_hash: 'x',
      status: 'done',
      created_at: at,
      expires_at: at,
    })
    .execute()
  return { id, subjectId, messageId: recorded.id }
}

/** Everything else that can be about a customer. */
export async function addRest(
  store: Store,
  customer: { readonly id: string; readonly subjectId: string },
  chat: { readonly id: string },
): Promise<void> {
  const { db, vault } = store
  const key = await vault.keyOf(customer.subjectId)
  const at = store.now()
  const { id: customer_id, subjectId: subject_id } = customer
  const [invoice, ticket, task, item, notice] = [newId(), newId(), newId(), newId(), newId()]
  const order = newId()
  const seal = (context: string, content: unknown) => key.seal(context, JSON.stringify(content))
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('invoices')
      .values({
        id: invoice,
        customer_id,
        month: '2026-10',
        total_fen: 12_900,
        due: '2026-11-15',
        paid_at: at,
        lines: seal(`invoices.lines:${invoice}`, [{ item: 'plan', fen: 12_900, quantity: null }]),
      })
      .execute()
    await trx
      .insertInto('usage')
      .values({ customer_id, month: '2026-10', data_mb: 1, minutes: 2, texts: 3 })
      .execute()
    await trx
      .insertInto('products')
      .values({ customer_id, product: 'tv_basic', since: '2024-01-01', until: null })
      .execute()
    await trx
      .insertInto('scores')
      .values({ customer_id, logit: 1, probability: 0.73, reasons: '[]', model: 'm', scored_at: at })
      .execute()
    await trx
      .insertInto('cancellations')
      .values({
        id: newId(),
        customer_id,
        service: 'tv',
        effective: '2026-12-31',
        offer: null,
        created_at: at,
      })
      .execute()
    const about = { customer_id, conversation_id: chat.id, subject_id, created_at: at, updated_at: at }
    await trx
      .insertInto('orders')
      .values({
        id: order,
        reference: `Q261122-${order.slice(-4)}`,
        kind: 'contact.change',
        status: 'done',
        slot: order,
        standing_until: null,
        undo_until: at,
        body: seal(`orders.body:${order}`, { field: 'address', value: SECRETS.address }),
        due_at: null,
        lease_until: null,
        last_error: null,
        ...about,
      })
      .execute()
    await trx
      .insertInto('unfinished_tasks')
      .values({
        customer_id,
        conversation_id: chat.id,
        subject_id,
        dialog: 'acct.update-contact',
        body: seal(`unfinished_tasks.body:${customer_id}`, { address: SECRETS.address }),
        updated_at: at,
      })
      .execute()
    await trx.insertInto('webhook_marks').values({ conversation_id: chat.id, seq: 1, owner: 'bot' }).execute()
    await trx
      .insertInto('webhook_deliveries')
      .values({
        ...{ webhook_id: 'hook', seq: at, id: `evt_${newId()}`, type: 'order.placed', occurred_at: at },
        ...{ conversation_id: null, customer_id, data: '{}', status: 'sent', due_at: at, lease_until: null },
        ...{ first_tried_at: at, last_status: 200, last_error: null, created_at: at, settled_at: at },
      })
      .execute()
    await trx
      .insertInto('visits')
      .values({
        ...{ id: newId(), customer_id, kind: 'repair', day: '2026-11-25', from_minute: 540, to_minute: 720 },
        ...{ seat: '2026-11-25:540:1', status: 'booked', created_at: at, updated_at: at },
      })
      .execute()
    await trx
      .insertInto('plan_changes')
      .values({
        ...{ id: newId(), customer_id, plan: 'max', effective: '2026-12-01' },
        ...{ applied_at: null, created_at: at },
      })
      .execute()
    await trx
      .insertInto('line_states')
      .values({
        ...{ customer_id, blocked: 'sim', blocked_at: at, port_until: at, secured_at: null },
        ...{ port_code: seal(`line_states.port_code:${customer_id}`, '12345678'), line_test: null },
        updated_at: at,
      })
      .execute()
    await trx
      .insertInto('tickets')
      .values({
        id: ticket,
        number: `T261122-${ticket.slice(-4)}`,
        topic: 'svc.complain',
        status: 'open',
        body: seal(`tickets.body:${ticket}`, { text: SECRETS.message }),
        resolved_at: null,
        ...about,
      })
      .execute()
    await trx
      .insertInto('tasks')
      .values({
        id: task,
        kind: 'callback',
        status: 'open',
        due_at: at,
        body: seal(`tasks.body:${task}`, { phone: SECRETS.phone }),
        ...about,
      })
      .execute()
    await trx
      .insertInto('notices')
      .values({
        id: notice,
        kind: 'code',
        subject_id,
        body: seal(`notices.body:${notice}`, {}),
        status: 'sent',
        due_at: at,
        expires_at: at,
        lease_until: null,
        last_error: null,
        created_at: at,
      })
      .execute()
    await trx
      .insertInto('customer_choices')
      .values({
        customer_id,
        contact: 'granted',
        contact_at: at,
        contact_by: 'bot',
        automated: 1,
        automated_at: null,
        automated_by: null,
        asked_at: at,
      })
      .execute()
    await trx
      .insertInto('treatments')
      .values({
        id: newId(),
        customer_id,
        kind: 'offer',
        period: 1,
        arm: 'treated',
        share: 0.1,
        offer: null,
        probability: 0.7,
        ev: 3,
        at,
      })
      .execute()
    await trx
      .insertInto('retention_items')
      .values({
        id: item,
        customer_id,
        subject_id,
        state: 'open',
        source: 'manual',
        version: 0,
        owner: null,
        due_at: null,
        snoozed_until: null,
        probability: 0.7,
        ev: 3,
        offer: null,
        reasons: '[]',
        model: null,
        outcome: null,
        closed_by: null,
        note: seal(`retention_items.note:${item}`, 'note'),
        created_at: at,
        updated_at: at,
        closed_at: null,
      })
      .execute()
    await trx
      .insertInto('contacts')
      .values({
        id: newId(),
        item_id: item,
        customer_id,
        conversation_id: chat.id,
        channel: 'teams',
        kind: 'retention',
        state: 'sent',
        reason: null,
        offer: null,
        actor: 'wang',
        message_id: null,
        send_at: at,
        sent_at: at,
        answered_at: null,
        created_at: at,
      })
      .execute()
    await trx
      .insertInto('erase_requests')
      .values({
        id: newId(),
        scope: 'account',
        conversation_id: chat.id,
        subject_id,
        customer_id,
        due_at: at,
        created_at: at,
      })
      .execute()
    await trx
      .insertInto('data_copies')
      .values({
        id: newId(),
        conversation_id: chat.id,
        customer_id,
        file_id: null,
        due_at: null,
        created_at: at,
        done_at: at,
      })
      .execute()
    await trx.insertInto('import_seen').values({ import_id: 'i', source: 1, customer_id, line: 17 }).execute()
    await trx
      .insertInto('import_changes')
      .values({
        customer_id,
        import_id: 'i',
        subject_id,
        seen_at: at,
        seen: 'x',
        differs: 0,
        fields: '[]',
        phone_hash: null,
        email_hash: null,
        source: 'import:x',
        status: 'active',
        plan: null,
        district: null,
        contract: null,
        joined: null,
        payment: null,
        monthly_fen: null,
        churned: null,
        attributes: '{}',
        profile: seal('import_changes.profile', SECRETS),
      })
      .execute()
    await store.audit.append(trx, {
      actor: 'wang',
      action: 'customer.reveal',
      target: `customer:${customer_id}`,
      subjectId: subject_id,
      detail: { field: 'phone' },
    })
  })
}
