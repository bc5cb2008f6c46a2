/** The whole loop of curation in a real browser over the whole sample corpus: the gate trains all of it, twice a round. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { goRound } from '../web/curation-loop.ts'
import { matters } from '../web/curation-matters.ts'

const lead = { name: 'anna', password: 'kuzo-mira-tepa-lodu' }

let server: TestServer
let browser: Browser

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer()
  await addAccount(server.open.store, 'test', { ...lead, role: 'lead' })
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

it.each(['zh', 'en'] as const)(
  'what the sample does not say is grouped, answered and taken back, in a console in %s',
  async (language) => {
    await goRound({ browser, server, language, lead, patience: 300_000 }, matters[language])
  },
)
