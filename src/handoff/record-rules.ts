/** Keeps in the audit log which handoff rules were in force when. */

import type { Store } from '../conversations/store.ts'

/** Puts on record that other handoff rules are in force than before. */
export async function recordRules(store: Store, version: string): Promise<void> {
  const key = 'handoff_rules'
  await store.db.transaction().execute(async (trx) => {
    const before = await trx.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
    if (before?.value === version) return
    await trx
      .insertInto('settings')
      .values({ key, value: version })
      .onConflict((c) => c.column('key').doUpdateSet({ value: version }))
      .execute()
    await store.audit.append(trx, {
      actor: 'system',
      action: 'rules.change',
      target: `rules:${version.slice(0, 16)}`,
      detail: { before: before?.value ?? null, after: version },
    })
  })
}
