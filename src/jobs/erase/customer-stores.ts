/** The register's part about customers: their record, what they have and owe, and what we do for them. */

import { moment, type PersonalStore, parsed, yuanOf } from './personal-store.ts'

const ofCustomer = [{ column: 'customer_id', to: 'customer' }] as const
const ofAll = [
  ...ofCustomer,
  { column: 'conversation_id', to: 'conversation' },
  { column: 'subject_id', to: 'subject' },
] as const

/** What is done for people; a row may be about a customer, a conversation, or somebody unknown. */
export const serviceStores = {
  verifications: {
    links: [
      { column: 'conversation_id', to: 'conversation' },
      { column: 'account_hash', to: 'account' },
    ],
    section: 'verifications',
    copy: ({ conversation_id: conversation, status, tries, created_at }) => ({
      conversation,
      at: moment(created_at),
      status,
      wrongCodes: tries,
    }),
  },
  notices: {
    links: [{ column: 'subject_id', to: 'subject' }],
    section: 'notices',
    // The code itself is nobody's data and is taken away once it is sent.
    copy: ({ kind, status, created_at }) => ({ kind, status, at: moment(created_at) }),
  },
  erase_requests: {
    links: ofAll,
    owned: "scope = 'account'",
    section: 'eraseRequests',
    copy: ({ scope, conversation_id: conversation, due_at, created_at }) => ({
      scope,
      conversation,
      askedAt: moment(created_at),
      dueAt: moment(due_at),
    }),
  },
  data_copies: {
    links: [...ofCustomer, { column: 'conversation_id', to: 'conversation' }],
    owned: '1 = 1',
    section: 'dataCopies',
    copy: ({ conversation_id: conversation, created_at, done_at }) => ({
      conversation,
      askedAt: moment(created_at),
      givenAt: moment(done_at),
    }),
  },
  contacts: {
    links: [...ofCustomer, { column: 'conversation_id', to: 'conversation' }],
    owned: '1 = 1',
    section: 'contacts',
    copy: ({ conversation_id: conversation, channel, kind, state, offer, sent_at, answered_at }) => ({
      conversation,
      channel,
      kind,
      state,
      offer,
      sentAt: moment(sent_at),
      answeredAt: moment(answered_at),
    }),
  },
  retention_items: {
    links: [...ofCustomer, { column: 'subject_id', to: 'subject' }],
    section: 'retentionItems',
    async copy(row, open) {
      const { state, source, probability, ev: expectedYuan, offer, outcome, reasons } = row
      return {
        at: moment(row['created_at']),
        state,
        source,
        probability,
        expectedYuan,
        offer,
        outcome,
        reasons: typeof reasons === 'string' ? parsed(reasons) : null,
        note: await open.text(row['subject_id'], `retention_items.note:${row['id']}`, row['note']),
        closedAt: moment(row['closed_at']),
      }
    },
  },
  customer_choices: {
    links: ofCustomer,
    section: 'choices',
    copy: ({ contact, contact_at, automated, automated_at }) => ({
      mayContact: contact,
      mayContactSince: moment(contact_at),
      automatedDecisions: automated === 1,
      automatedDecisionsSince: moment(automated_at),
    }),
  },
  treatments: {
    links: ofCustomer,
    section: 'treatments',
    copy: ({ kind, arm, offer, probability, ev: expectedYuan, at }) => ({
      at: moment(at),
      kind,
      arm,
      offer,
      probability,
      expectedYuan,
    }),
  },
  tasks: {
    links: ofAll,
    section: 'tasks',
    async copy(row, open) {
      const content = await open.text(row['subject_id'], `tasks.body:${row['id']}`, row['body'])
      return {
        at: moment(row['created_at']),
        kind: row['kind'],
        status: row['status'],
        content: parsed(content),
      }
    },
  },
  tickets: {
    links: ofAll,
    section: 'tickets',
    async copy(row, open) {
      const { number, topic, status, created_at, resolved_at } = row
      const content = await open.text(row['subject_id'], `tickets.body:${row['id']}`, row['body'])
      return { number, at: moment(created_at), topic, status, content, resolvedAt: moment(resolved_at) }
    },
  },
  cancellations: {
    links: ofCustomer,
    section: 'cancellations',
    copy: ({ service, effective, offer, created_at }) => ({
      at: moment(created_at),
      service,
      effective,
      offer,
    }),
  },
  links: {
    links: [
      { column: 'customer_id', to: 'linked' },
      { column: 'subject_id', to: 'subject' },
    ],
    section: 'links',
    copy: ({ subject_id: subject, how, created_at }) => ({ subject, how, since: moment(created_at) }),
  },
} as const satisfies Readonly<Record<string, PersonalStore>>

/** The record of a customer, and what belongs to it alone. */
export const customerStores = {
  orders: {
    links: ofAll,
    // What a customer has arranged stands, whatever becomes of the chat in which they did.
    owned: '1 = 1',
    section: 'orders',
    async copy(row, open) {
      const { id, reference, kind, status, subject_id, created_at } = row
      const text = await open.text(subject_id, `orders.body:${id}`, row['body'])
      return { reference, kind, status, request: parsed(text), at: moment(created_at) }
    },
  },
  unfinished_tasks: {
    links: ofAll,
    section: 'unfinished',
    async copy({ customer_id, subject_id, dialog, body, updated_at }, open) {
      const text = await open.text(subject_id, `unfinished_tasks.body:${customer_id}`, body)
      return { dialog, slots: parsed(text), at: moment(updated_at) }
    },
  },
  visits: {
    links: ofCustomer,
    section: 'visits',
    copy: ({ kind, day, from_minute: fromMinute, to_minute: toMinute, status }) => ({
      kind,
      day,
      fromMinute,
      toMinute,
      status,
    }),
  },
  plan_changes: {
    links: ofCustomer,
    section: 'planChanges',
    copy: ({ plan, effective, applied_at, created_at }) => ({
      plan,
      effective,
      at: moment(created_at),
      appliedAt: moment(applied_at),
    }),
  },
  line_states: {
    links: ofCustomer,
    section: 'lines',
    // The code is a secret between us and another operator, and runs out within hours.
    copy: ({ blocked, blocked_at, port_until, secured_at, line_test: lineTest }) => ({
      blocked,
      blockedAt: moment(blocked_at),
      portCodeUntil: moment(port_until),
      securedAt: moment(secured_at),
      lineTest,
    }),
  },
  scores: {
    links: ofCustomer,
    section: 'scores',
    copy: ({ probability, reasons, model, scored_at }) => ({
      probability,
      reasons: typeof reasons === 'string' ? parsed(reasons) : null,
      model,
      at: moment(scored_at),
    }),
  },
  products: {
    links: ofCustomer,
    section: 'products',
    copy: ({ product, since, until }) => ({ product, since, until }),
  },
  usage: {
    links: ofCustomer,
    section: 'usage',
    copy: ({ month, data_mb: dataMegabytes, minutes, texts }) => ({ month, dataMegabytes, minutes, texts }),
  },
  invoices: {
    links: ofCustomer,
    section: 'invoices',
    async copy(row, open) {
      const { id, month, total_fen, due, paid_at, failed_payments } = row
      const lines = await open.text(open.subjectOf(row['customer_id']), `invoices.lines:${id}`, row['lines'])
      return {
        month,
        totalYuan: yuanOf(total_fen),
        due,
        paidAt: moment(paid_at),
        failedPayments: failed_payments,
        // Amounts of lines are in fen.
        lines: parsed(lines),
      }
    },
    kept: {
      what: 'amounts',
      why: 'Bookkeeping law: month, amount and payment stay, without whose they were.',
    },
  },
  import_seen: { links: ofCustomer, section: 'importRows', copy: () => null },
  import_changes: {
    links: [...ofCustomer, { column: 'subject_id', to: 'subject' }],
    section: 'importChanges',
    copy: () => null,
  },
  customer_records: {
    links: [
      { column: 'id', to: 'customer' },
      { column: 'subject_id', to: 'subject' },
    ],
    section: 'customer',
    async copy(row, open) {
      const profile = await open.text(row['subject_id'], `customers.profile:${row['id']}`, row['profile'])
      return {
        id: row['id'],
        who: parsed(profile),
        status: row['status'],
        source: row['source'],
        plan: row['plan'],
        home: row['home'],
        district: row['district'],
        contract: row['contract'],
        contractEnd: row['contract_end'],
        joined: row['joined'],
        payment: row['payment'],
        monthlyYuan: yuanOf(row['monthly_fen']),
        churned: row['churned'] === null ? null : row['churned'] === 1,
        attributes: parsed(String(row['attributes'])),
        createdAt: moment(row['created_at']),
        updatedAt: moment(row['updated_at']),
      }
    },
  },
} as const satisfies Readonly<Record<string, PersonalStore>>
