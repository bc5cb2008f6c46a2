import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/conversations/store.ts'
import { openedStore } from '../customers/opened-store.ts'
import { type TestHome, testHome } from '../databases.ts'

const masterKey = randomBytes(32)
let home: TestHome
let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  home = await testHome('sqlite')
  ;({ store, close } = await openedStore(home, 'sqlite', Date.now, masterKey))
})
afterAll(async () => {
  await close()
  await home.remove()
})

describe('a vault', () => {
  it.each(['', 'AB-0017', '王小明', 'x'.repeat(500)])(
    'hashes %j as HMAC-SHA-256, as rows written before',
    (value) => {
      const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'liuke hash key', 32))
      const whole = createHmac('sha256', key).update(`customers.account\0${value}`).digest('base64url')
      expect(store.vault.hash('customers.account', value)).toBe(whole.slice(0, 22))
    },
  )

  it('opens later what keys sealed that were written after, and nothing once they are discarded', async () => {
    const { keys, write } = store.vault.make(['somebody', 'nobody'], false)
    const sealed = keys[0]?.seal('here:1', 'secret') ?? Buffer.alloc(0)
    await expect(store.vault.keyOf('somebody')).rejects.toMatchObject({ code: 'subject_erased' })
    await write()
    await store.vault.load(['somebody', 'nobody'])
    expect((await store.vault.keyOf('somebody')).open('here:1', sealed)).toBe('secret')
    await store.vault.discard(['somebody'])
    await expect(store.vault.keyOf('somebody')).rejects.toMatchObject({ code: 'subject_erased' })
    expect((await store.vault.keyOf('nobody')).subjectId).toBe('nobody')
  })
})
