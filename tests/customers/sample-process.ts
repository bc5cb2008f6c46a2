/** A process that writes the sample and kills itself on the way, for the test that starts it. */

import { ensureSample } from '../../src/customers/sample.ts'
import { NOW, openedStore, sampleCompany, sampleFolder } from './opened-store.ts'

// Given by the test that starts this process.
const { engine, databaseUrl, keystoreUrl, key, count, dieAt } = JSON.parse(
  process.env['LIUKE_TEST'] ?? '{}',
) as {
  engine: 'sqlite' | 'postgres'
  databaseUrl: string
  keystoreUrl: string
  key: string
  count: number
  /** How far it gets, 0..1. */
  dieAt: number
}
const home = { folder: '', databaseUrl, keystoreUrl, remove: async () => {} }
const { store } = await openedStore(home, engine, () => NOW, Buffer.from(key, 'hex'))
await ensureSample(store, {
  folder: sampleFolder,
  company: await sampleCompany(),
  seed: 3,
  now: NOW,
  count,
  onProgress: (share) => {
    if (share >= dieAt) process.kill(process.pid, 'SIGKILL')
  },
})
