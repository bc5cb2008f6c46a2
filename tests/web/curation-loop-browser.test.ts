/** The whole loop of curation in a real browser, in both languages of the console, over an excerpt of the sample corpus. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { excerptFolders } from '../corpus/excerpt.ts'
import { type TestServer, testServer } from '../server.ts'
import { goRound } from './curation-loop.ts'
import { matters } from './curation-matters.ts'

const TOPICS = /^(?:bill|pay|talk|svc)\.|choice$/
const lead = { name: 'anna', password: 'kuzo-mira-tepa-lodu' }

let server: TestServer
let browser: Browser

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  const { corpus, company } = await excerptFolders((id) => TOPICS.test(id))
  server = await testServer({ env: { LIUKE_CORPUS: corpus, LIUKE_COMPANY: company } })
  await addAccount(server.open.store, 'test', { ...lead, role: 'lead' })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})

describe('what the bot did not know', () => {
  it.each(['zh', 'en'] as const)(
    'is grouped, answered, published and taken back, in a console in %s',
    async (language) => {
      await goRound({ browser, server, language, lead, patience: 60_000 }, matters[language])
    },
    180_000,
  )
})
