import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findByAccount } from '../../src/customers/records.ts'
import { CompanyServices } from '../../src/services/company-services.ts'
import type { CustomersTable } from '../../src/storage/schema.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

describe.each(engines)('the one offer on %s', (engine) => {
  let customers: CustomerStore
  let services: CompanyServices
  let customer: CustomersTable

  beforeEach(async () => {
    customers = await customerStore(engine)
    services = new CompanyServices({
      store: customers.store,
      company: () => {
        throw new Error('Nothing here asks for the figures of the company.')
      },
      verifiedMs: 3_600_000,
      canSendCodes: () => true,
    })
    const found = await findByAccount(customers.store, await customers.customer('8000000011', {}))
    if (!found) throw new Error('The customer of the test is gone.')
    customer = found
  })
  afterEach(() => customers.close())

  it('is booked once when it is taken on two devices at the same time', async () => {
    const { store } = customers
    const writes = await Promise.all(
      [1, 2].map(async () =>
        services.acceptOffer(await customers.conversation(), customer, 'half-price-broadband'),
      ),
    )
    await Promise.all(writes.map((write) => store.db.transaction().execute(write)))
    const booked = await store.db.selectFrom('tasks').select('id').where('kind', '=', 'offer').execute()
    expect(booked).toHaveLength(1)
    const records = await store.audit.list(store.db, 100)
    expect(records.filter(({ action }) => action === 'offer.accept')).toHaveLength(1)
  })
})
