/** Fills the worklist from the scores: those worth most, as many as the week has room for, some left alone at random. */

import { z } from 'zod'
import type { OfferBook } from '../../churn/offers.ts'
import { armNow, recordTreatment } from '../../churn/treatments.ts'
import { newId, type Store, type Trx, unlessErased } from '../../conversations/store.ts'
import { bestCandidates, type Candidate } from './candidates.ts'
import { DUE_MS, NEW_ITEM, tellOf } from './item.ts'

/** What a run works on. */
export interface BuildOptions {
  readonly store: Store
  readonly book: OfferBook
  readonly timeZone: string
  /** `system`, `cli:…` or an account name. */
  readonly actor: string
  /** @param share 0..1 */
  readonly onProgress?: (share: number) => void
}

const buildShape = z.object({
  /** When it ended, in milliseconds since 1970. */
  at: z.number(),
  /** Customers with a score. */
  looked: z.number(),
  /** New entries. */
  added: z.number(),
  /** Left alone at random from now on. */
  held: z.number(),
  /** New entries the week still has room for. */
  roomLeft: z.number(),
})

/** What came of a run. */
export type BuildResult = z.output<typeof buildShape>

const SETTING = 'retention_build'
/** Whoever writes this row puts customers on the list alone, until their transaction ends. */
const TURN = 'retention_build_turn'
const WEEK_MS = 7 * 86_400_000
/** Room for those who are left alone at random: as many again, and some. */
const SPARE = 50
/** Put on the list in one go beside turns, some milliseconds of work. */
const AT_ONCE = 20

/**
 * Looks at everybody with a score and puts those worth most on the list. Several runs at once, or one after the
 * other, put nobody there twice and fill the week's room once.
 */
export async function buildWorklist(options: BuildOptions): Promise<BuildResult> {
  const { store, book } = options
  const now = store.now()
  const room = await roomLeft(store.db, book, now)
  const { best, looked } = await bestCandidates({ ...options, most: 2 * room + SPARE })
  let [added, held] = [0, 0]
  for (let at = 0; at < best.length; at += AT_ONCE) {
    const portion = await putOn(store, book, best.slice(at, at + AT_ONCE), now)
    added += portion.added
    held += portion.held
    if (portion.roomLeft === 0) break
    // Whoever waits for a turn gets it before the next few.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const result = await store.db.transaction().execute(async (trx) => {
    const done = { at: now, looked, added, held, roomLeft: await roomLeft(trx, book, now) }
    await keep(trx, SETTING, JSON.stringify(done))
    if (added + held > 0)
      await store.audit.append(trx, {
        actor: options.actor,
        action: 'retention.build',
        target: 'retention:list',
        detail: { looked, added, held },
      })
    return done
  })
  if (added > 0) tellOf(store, 'list')
  return result
}

/** Puts some candidates on the list, the first ones first, until there is no room. Nobody who was erased. */
async function putOn(
  store: Store,
  book: OfferBook,
  candidates: readonly Candidate[],
  now: number,
): Promise<Pick<BuildResult, 'added' | 'held' | 'roomLeft'>> {
  const drawn = await draw(store, book, candidates, now)
  return store.db.transaction().execute(async (trx) => {
    // Runs of several processes take turns from here to the commit.
    await keep(trx, TURN, String(now))
    let left = await roomLeft(trx, book, now)
    let [added, held] = [0, 0]
    for (const { candidate, arm } of drawn) {
      if (left === 0) break
      const { customerId, probability, ev } = candidate
      if (arm === 'treated') {
        if (!(await insert(trx, candidate, now))) continue
        added += 1
        left -= 1
      }
      // Being on the list is no offer: none is on record before somebody makes one.
      const draft = { customerId, kind: 'contact', arm, share: book.terms.hold_out, offer: null } as const
      const isNew = await recordTreatment(store, trx, { ...draft, probability, ev, at: now })
      if (isNew && arm === 'held') held += 1
    }
    return { added, held, roomLeft: left }
  })
}

/** The newest run; null before the first. */
export async function newestBuild(store: Store): Promise<BuildResult | null> {
  const row = await store.db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', SETTING)
    .executeTakeFirst()
  return row ? buildShape.parse(JSON.parse(row.value)) : null
}

async function keep(trx: Trx, key: string, value: string): Promise<void> {
  await trx
    .insertInto('settings')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute()
}

/** New entries of the score for which the last seven days have room. */
async function roomLeft(db: Store['db'], { contact }: OfferBook, now: number): Promise<number> {
  const { n } = await db
    .selectFrom('retention_items')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('source', '=', 'model')
    .where('created_at', '>', now - WEEK_MS)
    .executeTakeFirstOrThrow()
  return Math.max(0, contact.capacity_per_week - Number(n))
}

interface Drawn {
  readonly candidate: Candidate
  readonly arm: 'treated' | 'held'
}

/** Draws the arms of those who were not erased. */
async function draw(
  store: Store,
  { terms }: OfferBook,
  candidates: readonly Candidate[],
  now: number,
): Promise<Drawn[]> {
  const drawn: Drawn[] = []
  for (const candidate of candidates) {
    if ((await unlessErased(store.vault.keyOf(candidate.subjectId))) === null) continue
    const arm = await armNow(store, candidate.customerId, terms.hold_out, now)
    drawn.push({ candidate, arm })
  }
  return drawn
}

/** @returns whether it is new: false for somebody who is on the list, or has meanwhile refused scores */
async function insert(trx: Trx, candidate: Candidate, now: number): Promise<boolean> {
  const { customerId, subjectId, probability, ev, offer, reasons, model } = candidate
  const refused = await trx
    .selectFrom('customer_choices')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .where('automated', '=', 0)
    .executeTakeFirst()
  if (refused) return false
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('retention_items')
    .values({
      ...NEW_ITEM,
      id: newId(),
      customer_id: customerId,
      subject_id: subjectId,
      state: 'open',
      source: 'model',
      due_at: now + DUE_MS,
      probability,
      ev,
      offer,
      reasons,
      model,
      created_at: now,
      updated_at: now,
    })
    .onConflict((c) => c.column('customer_id').where('closed_at', 'is', null).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
