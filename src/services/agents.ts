/** Who of our people is at the desk: status, capacity and queues of agents, and how much each has to do. */

import { type Account, listAccounts } from '../accounts/accounts.ts'
import { may } from '../accounts/permissions.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { AgentStatus, AgentsTable } from '../storage/schema.ts'

/** Whose page was not heard from for so long is offline, in milliseconds. */
export const OFFLINE_AFTER_MS = 90_000
/** An agent who was heard from so lately need not be written down again, in milliseconds. */
const HEARD_LATELY_MS = 15_000
/** Conversations at a time where nobody said otherwise, and at most. */
const USUAL_CAPACITY = 5
export const MOST_CAPACITY = 50

/** An agent as of now. */
export interface AgentState {
  readonly account: Account
  readonly status: AgentStatus
  /** Since when; null where they never opened the desk. */
  readonly since: number | null
  /** Conversations at a time. */
  readonly capacity: number
  /** Ids of queues; null for all. */
  readonly queues: readonly string[] | null
  /** Conversations they have that are not put aside. */
  readonly active: number
  /** No offers until then. */
  readonly passedUntil: number | null
  /** When they last took a conversation or let one go. */
  readonly workedAt: number | null
}

/** Everybody who may answer customers, by name. */
export async function listAgents(store: Store): Promise<AgentState[]> {
  const accounts = (await listAccounts(store)).filter(
    ({ disabled, role }) => !disabled && may(role, 'conversation.answer'),
  )
  const rows = await store.db.selectFrom('agents').selectAll().execute()
  const byName = new Map(rows.map((row) => [row.account, row]))
  const active = await activeOf(store)
  const now = store.now()
  return accounts.map((account) =>
    stateOf(account, byName.get(account.name), active.get(account.name) ?? 0, now),
  )
}

function stateOf(account: Account, row: AgentsTable | undefined, active: number, now: number): AgentState {
  if (!row)
    return {
      ...{ account, active, status: 'offline', since: null, capacity: USUAL_CAPACITY },
      ...{ queues: null, passedUntil: null, workedAt: null },
    }
  const isOffline = row.seen_at < now - OFFLINE_AFTER_MS
  return {
    ...{ account, active, capacity: row.capacity },
    status: isOffline ? 'offline' : row.status,
    since: isOffline ? Math.max(row.since, row.seen_at + OFFLINE_AFTER_MS) : row.since,
    queues: queuesIn(row.queues),
    passedUntil: row.passed_until,
    workedAt: row.worked_at,
  }
}

function queuesIn(json: string | null): readonly string[] | null {
  // Written by setAgent as an array of texts.
  return json === null ? null : (JSON.parse(json) as string[])
}

async function activeOf(store: Store): Promise<Map<string, number>> {
  const rows = await store.db
    .selectFrom('conversations')
    .select((e) => ['agent', e.fn.countAll<number>().as('n')])
    .where('agent', 'is not', null)
    .where('owner', '=', 'human')
    .where((e) => e.or([e('snoozed_until', 'is', null), e('snoozed_until', '<=', store.now())]))
    .groupBy('agent')
    .execute()
  return new Map(rows.map(({ agent, n }) => [agent ?? '', Number(n)]))
}

/** An agent by account name. @throws LiukeError `agent_unknown` */
export async function findAgent(store: Store, name: string): Promise<AgentState> {
  const agent = (await listAgents(store)).find(({ account }) => account.name === name)
  if (agent) return agent
  throw new LiukeError('agent_unknown', `Nobody of the name ${name} answers customers.`, 'Check the name.')
}

/**
 * The desk of an agent is open. The first time makes them available for all queues.
 * Colleagues are told when that changes their status.
 */
export async function heardFrom(store: Store, account: string): Promise<void> {
  const now = store.now()
  const row = await store.db
    .selectFrom('agents')
    .select('seen_at')
    .where('account', '=', account)
    .executeTakeFirst()
  if (row && row.seen_at > now - HEARD_LATELY_MS) return
  await store.db
    .insertInto('agents')
    .values(newAgent(account, now))
    .onConflict((c) => c.column('account').doUpdateSet({ seen_at: now }))
    .execute()
  const wasOffline = !row || row.seen_at < now - OFFLINE_AFTER_MS
  if (!wasOffline) return
  if (row) await store.db.updateTable('agents').set({ since: now }).where('account', '=', account).execute()
  store.live.tell('agents')
}

function newAgent(account: string, now: number): AgentsTable {
  return {
    account,
    status: 'available',
    capacity: USUAL_CAPACITY,
    queues: null,
    since: now,
    seen_at: now,
    passed_until: null,
    worked_at: null,
  }
}

/** What can be changed of an agent. */
export interface AgentChange {
  readonly status?: 'available' | 'away' | undefined
  /** 1 to 50. */
  readonly capacity?: number | undefined
  /** Ids of queues; null for all. */
  readonly queues?: readonly string[] | null | undefined
}

/**
 * Changes an agent's own status, or what a supervisor sets; on record.
 * @param actor who does it
 * @throws LiukeError `agent_unknown`
 */
export async function setAgent(
  store: Store,
  actor: string,
  name: string,
  { status, capacity, queues }: AgentChange,
): Promise<AgentState> {
  await findAgent(store, name)
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const before = await rowOf(trx, name, now)
    const changes = {
      ...(status === undefined || status === before.status ? {} : { status, since: now }),
      // Whoever comes back, or says so again, takes offers again.
      ...(status === undefined ? {} : { passed_until: null }),
      ...(capacity === undefined ? {} : { capacity }),
      ...(queues === undefined ? {} : { queues: queues === null ? null : JSON.stringify(queues) }),
    }
    if (Object.keys(changes).length === 0) return
    await trx.updateTable('agents').set(changes).where('account', '=', name).execute()
    await store.audit.append(trx, {
      actor,
      action: 'agent.change',
      target: `account:${name}`,
      detail: {
        ...(status === undefined ? {} : { status }),
        ...(capacity === undefined ? {} : { capacity }),
        ...(queues === undefined ? {} : { queues }),
      },
    })
  })
  store.live.tell('agents')
  return findAgent(store, name)
}

async function rowOf(trx: Trx, account: string, now: number): Promise<AgentsTable> {
  await trx
    .insertInto('agents')
    // Whom a supervisor sets up before their first day has not been heard from.
    .values({ ...newAgent(account, now), seen_at: 0 })
    .onConflict((c) => c.column('account').doNothing())
    .execute()
  return trx.selectFrom('agents').selectAll().where('account', '=', account).executeTakeFirstOrThrow()
}
