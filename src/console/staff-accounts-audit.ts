/** The console's API of the audit log: looking entries up, and proving that nobody changed them. */

import type { Server } from 'restify'
import { z } from 'zod'
import { folded } from '../accounts/accounts.ts'
import type { Brain } from '../bot/turn.ts'
import { checked, sendJson } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import type { AuditRecord } from '../storage/audit.ts'
import type { AuditReport } from '../storage/audit-chain.ts'
import type { Gate } from './gate.ts'
import type { AuditAnswer, AuditItem, AuditVerifyAnswer } from './staff-accounts-types.ts'

/** What the routes need. */
export interface AuditOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const text = z.string().trim().max(200).optional()
const whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional()
const filterShape = z.object({
  actor: text,
  action: text,
  target: text,
  from: whole,
  to: whole,
  before: whole,
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
})

/** Adds the routes to a server. */
export function mountAudit(server: Server, { store, gate, brain }: AuditOptions): void {
  let running: Promise<AuditReport> | null = null

  server.get(
    '/api/console/audit',
    gate.route('audit.read', async (request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://server')
      const given = [...searchParams].filter(([, value]) => value !== '')
      const filter = checked(filterShape, Object.fromEntries(given))
      const actor = filter.actor === undefined ? undefined : folded(filter.actor)
      const { rows, next } = await store.audit.search(store.db, { ...filter, actor })
      const answer: AuditAnswer = {
        entries: rows.map(itemOf),
        next,
        timeZone: brain().corpus.company.timeZone,
      }
      sendJson(response, 200, answer)
    }),
  )
  server.post(
    '/api/console/audit/verify',
    gate.route('audit.read', async (_request, response) => {
      // It reads the whole log: those who ask at the same time share one reading.
      running ??= store.audit.verify(store.db).finally(() => {
        running = null
      })
      const { ok, rows, head, problems } = await running
      const answer: AuditVerifyAnswer = { ok, rows, head: head && `${head.seq}:${head.hash}`, problems }
      sendJson(response, 200, answer)
    }),
  )
}

function itemOf({ seq, at, actor, action, target, detail, unreadable }: AuditRecord): AuditItem {
  return { seq, at, actor, action, target, detail: detail && JSON.stringify(detail), unreadable }
}
