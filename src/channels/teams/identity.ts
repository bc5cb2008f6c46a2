/** Which Teams user is which customer, as an administrator says; and bringing that word to their personal chat. */

import { z } from 'zod'
import { addressOf } from '../../conversations/addresses.ts'
import { subjectOf, userHash } from '../../conversations/start.ts'
import type { Store, Trx } from '../../conversations/store.ts'
import { vouch } from '../../customers/identity.ts'
import { findByAccount, openProfile, unknownCustomer } from '../../customers/records.ts'
import { LiukeError } from '../../errors.ts'
import type { ConversationsTable } from '../../storage/schema.ts'
import { CHANNEL, type Place, teamsUserId } from './inbound.ts'

/** `how` of a link that an administrator made. */
const BY_ADMIN = 'admin'

/** A user of the directory. */
export interface TeamsUser {
  /** Tenant id of Microsoft Entra, a GUID. */
  readonly tenant: string
  /** Object id of the user in it, a GUID. */
  readonly objectId: string
}

/** Who is linked to whom. */
export interface TeamsLink {
  /** Our own id of the person in Teams. */
  readonly subjectId: string
  /** Null when the customer was erased. */
  readonly account: string | null
  /** Known once the person has written to the bot. */
  readonly user: (TeamsUser & { readonly name: string | null }) | null
  /** Milliseconds since 1970. */
  readonly since: number
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Links a user of Teams to a customer; a link to another one is replaced. The user need not have
 * written yet. What they ask in their personal chat is then answered without a code.
 * @param actor who does it, for the audit log
 * @throws LiukeError `teams_user_invalid`, `customer_unknown`, `subject_erased`
 */
export async function linkTeamsUser(
  store: Store,
  actor: string,
  link: TeamsUser & { readonly account: string },
): Promise<void> {
  const hash = hashOf(store, link)
  const customer = await findByAccount(store, link.account)
  if (customer?.status !== 'active') throw unknownCustomer()
  // Whoever is erased is nobody's to be linked to.
  await store.vault.keyOf(customer.subject_id)
  const subjectId = await subjectOf(store, CHANNEL, hash)
  await store.db.transaction().execute(async (trx) => {
    await endLinks(store, trx, subjectId, customer.id)
    await trx
      .insertInto('links')
      .values({ subject_id: subjectId, customer_id: customer.id, how: BY_ADMIN, created_at: store.now() })
      .onConflict((c) => c.columns(['subject_id', 'customer_id']).doUpdateSet({ how: BY_ADMIN }))
      .execute()
    await store.audit.append(trx, {
      actor,
      action: 'teams.link',
      target: `customer:${customer.id}`,
      subjectId,
      detail: { tenant: link.tenant, objectId: link.objectId },
    })
  })
}

/**
 * Ends the link of a user of Teams, and with it what it has opened in their chat.
 * @throws LiukeError `teams_user_invalid`, `teams_link_unknown`
 */
export async function unlinkTeamsUser(store: Store, actor: string, user: TeamsUser): Promise<void> {
  const identity = await findIdentity(store, hashOf(store, user))
  const ended = identity
    ? await store.db.transaction().execute(async (trx) => {
        const customers = await endLinks(store, trx, identity.subject_id)
        for (const customer of customers)
          await store.audit.append(trx, {
            actor,
            action: 'teams.unlink',
            target: `customer:${customer}`,
            subjectId: identity.subject_id,
            detail: { tenant: user.tenant, objectId: user.objectId },
          })
        return customers.length
      })
    : 0
  if (ended > 0) return
  throw new LiukeError(
    'teams_link_unknown',
    'No customer is linked to this Teams user.',
    'Check tenant and object id; `liuke teams links` lists what is linked.',
  )
}

/** All links administrators have made, newest first. */
export async function listTeamsLinks(store: Store): Promise<TeamsLink[]> {
  const rows = await store.db
    .selectFrom('links')
    .innerJoin('customers', 'customers.id', 'links.customer_id')
    .select([
      'links.subject_id as person',
      'links.created_at as since',
      'customers.id',
      'customers.subject_id',
      'customers.profile',
    ])
    .where('links.how', '=', BY_ADMIN)
    .orderBy('links.created_at', 'desc')
    .execute()
  return Promise.all(
    rows.map(async (row) => ({
      subjectId: row.person,
      account: await unlessErased(async () => (await openProfile(store, row)).account),
      user: await unlessErased(() => userOf(store, row.person)),
      since: row.since,
    })),
  )
}

/**
 * Lets a personal chat speak for the customer its user is linked to. What the customer proves there by
 * a code comes first: a person may ask for another account while that proof holds.
 */
export async function bringLink(
  store: Store,
  place: Place,
  conversation: ConversationsTable,
  verifiedMs: number,
): Promise<void> {
  if (place.shared || conversation.shared === 1) return
  const now = store.now()
  // From here on every message prolongs it, as it does any proof.
  if ((conversation.verified_until ?? 0) > now) return
  const hash = userHash(store, CHANNEL, place.userId)
  // Whose chat it is never changes; a word for somebody else does not belong in it.
  if (conversation.user_hash !== hash) return
  const linked = await store.db
    .selectFrom('identities')
    .innerJoin('links', 'links.subject_id', 'identities.subject_id')
    .innerJoin('customers', 'customers.id', 'links.customer_id')
    .select('customers.account_hash')
    .where('identities.channel', '=', CHANNEL)
    .where('identities.user_hash', '=', hash)
    .where('links.how', '=', BY_ADMIN)
    .executeTakeFirst()
  if (linked) await vouch(store, conversation, linked.account_hash, now + verifiedMs)
}

function hashOf(store: Store, { tenant, objectId }: TeamsUser): string {
  if (GUID.test(tenant) && GUID.test(objectId)) return userHash(store, CHANNEL, teamsUserId(tenant, objectId))
  throw new LiukeError(
    'teams_user_invalid',
    'A Teams user is named by tenant id and object id, both GUIDs such as 72f988bf-86f1-41af-91ab-2d7cd011db47.',
    'Copy both from the user in the Microsoft Entra admin center.',
  )
}

function findIdentity(store: Store, hash: string): Promise<{ subject_id: string } | undefined> {
  return store.db
    .selectFrom('identities')
    .select('subject_id')
    .where('channel', '=', CHANNEL)
    .where('user_hash', '=', hash)
    .executeTakeFirst()
}

/**
 * Ends what administrators have linked to a person, and at once what their chats speak for through it.
 * A link that the person has also proved by a code stays on record as such.
 * @param except a customer whose link stays
 * @returns ids of the customers
 */
async function endLinks(store: Store, trx: Trx, subjectId: string, except = ''): Promise<string[]> {
  const linked = await trx
    .selectFrom('links')
    .select((e) => [
      'links.customer_id',
      e
        .exists(
          e
            .selectFrom('verifications')
            .innerJoin('conversations', 'conversations.id', 'verifications.conversation_id')
            .innerJoin('customers', 'customers.account_hash', 'verifications.account_hash')
            .select('verifications.id')
            .whereRef('conversations.subject_id', '=', 'links.subject_id')
            .whereRef('customers.id', '=', 'links.customer_id')
            .where('verifications.status', '=', 'done'),
        )
        .as('proved'),
    ])
    .where('links.subject_id', '=', subjectId)
    .where('links.how', '=', BY_ADMIN)
    .where('links.customer_id', '!=', except)
    .execute()
  const now = store.now()
  for (const { customer_id, proved } of linked) {
    const mine = { subject_id: subjectId, customer_id }
    if (proved)
      await trx
        .updateTable('links')
        .set({ how: 'code' })
        .where((e) => e.and(mine))
        .execute()
    else
      await trx
        .deleteFrom('links')
        .where((e) => e.and(mine))
        .execute()
    // Whether a code or the link stands behind a proof cannot be told later: who has a code asks for one again.
    await trx
      .updateTable('conversations')
      .set((e) => ({ verified_until: now, version: e('version', '+', 1) }))
      .where((e) => e.and(mine))
      .where('channel', '=', CHANNEL)
      .where('verified_until', '>', now)
      .execute()
  }
  return linked.map(({ customer_id }) => customer_id)
}

const writtenShape = z.object({
  tenantId: z.string(),
  aadObjectId: z.string(),
  userName: z.string().optional(),
})

/** The user as their chat tells; null before they have written. */
async function userOf(store: Store, subjectId: string): Promise<TeamsLink['user']> {
  const row = await store.db
    .selectFrom('addresses')
    .innerJoin('conversations', 'conversations.id', 'addresses.conversation_id')
    .select('conversations.id')
    .where('conversations.subject_id', '=', subjectId)
    .where('addresses.channel', '=', CHANNEL)
    .orderBy('addresses.updated_at', 'desc')
    .executeTakeFirst()
  const written = writtenShape.safeParse(row && (await addressOf(store, row.id))?.details)
  if (!written.success) return null
  const { tenantId: tenant, aadObjectId: objectId, userName: name = null } = written.data
  return { tenant, objectId, name }
}

async function unlessErased<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return null
    throw error
  }
}
