/** The desk's API of privacy requests, for administrators: what is to be done, a copy of somebody's data, its end. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import { eraseWithProof } from '../jobs/erase/erase-customer.ts'
import { copyName } from '../jobs/erase/export.ts'
import { customerAsPerson } from '../jobs/erase/person.ts'
import { exportFor, openRequests } from '../jobs/erase/staff-requests.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskPrivacyOptions {
  readonly store: Store
  readonly gate: Gate
}

const BASE = '/api/desk'
const ID = /^[\w-]{1,100}$/

const exportShape = z.object({ language: z.enum(['zh', 'en']).default('zh') })
const eraseShape = z.object({
  /** Typed by whoever does it: the id of the customer once more. */
  confirm: z.string().max(100),
  force: z.boolean().default(false),
})

/** Adds the routes to a server. */
export function mountDeskPrivacy(server: Server, { store, gate }: DeskPrivacyOptions): void {
  server.get(
    `${BASE}/privacy/requests`,
    gate.route('customer.erase', async (_request, response) => {
      sendJson(response, 200, { requests: await openRequests(store), now: store.now() })
    }),
  )
  server.post(
    `${BASE}/customers/:id/export`,
    gate.route('customer.erase', async (request, response, session) => {
      const id = await customerIn(store, request)
      const { language } = checked(exportShape, await readJson(request))
      const copy = Buffer.from(await exportFor(store, session.account.name, id, language))
      const name = copyName(new Date(store.now()).toISOString().slice(0, 10))
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': copy.length,
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      response.end(copy)
    }),
  )
  server.post(
    `${BASE}/customers/:id/erase`,
    gate.route('customer.erase', async (request, response, session) => {
      const id = await customerIn(store, request)
      const { confirm, force } = checked(eraseShape, await readJson(request))
      if (confirm !== id)
        throw new HttpError(400, 'NotConfirmed', 'To erase a customer, send their id once more as "confirm".')
      const { order, rows, left } = await eraseWithProof(store, await customerAsPerson(store, id), {
        actor: session.account.name,
        force,
        search: null,
      })
      sendJson(response, 200, { erasure: order.id, rows, left })
    }),
  )
}

async function customerIn(store: Store, request: Request): Promise<string> {
  const id = String(request.params?.['id'] ?? '')
  const known = ID.test(id)
    ? await store.db.selectFrom('customer_records').select('id').where('id', '=', id).executeTakeFirst()
    : undefined
  if (known) return known.id
  throw new HttpError(404, 'CustomerNotFound', 'There is no such customer.')
}
