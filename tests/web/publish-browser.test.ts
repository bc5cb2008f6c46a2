/** Publishing in a real browser, against the real server: check, publish, refuse, override, go back; zh wide, en on a phone. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import type { EntryContent, ItemAnswer, RevisionsAnswer } from '../../src/console/corpus-types.ts'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { Desk } from '../console/desk-client.ts'
import { shopFolders } from '../jobs/publish/shop-corpus.ts'
import { type TestServer, testServer } from '../server.ts'
import { expectAccessible } from './accessible.ts'

const PATIENCE = { timeout: 30_000 }
const PASSWORD = 'kuzo-mira-tepa-lodu'
const KEY = 'entry:bill.view'

let server: TestServer
let browser: Browser
let lead: Desk
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  const { corpus, company } = await shopFolders()
  server = await testServer({ env: { LIUKE_CORPUS: corpus, LIUKE_COMPANY: company } })
  await addAccount(server.open.store, 'test', { name: 'anna', role: 'lead', password: PASSWORD })
  lead = await Desk.signIn(server.url, { name: 'anna', password: PASSWORD })
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

async function edit(change: (entry: EntryContent) => EntryContent): Promise<void> {
  const { body } = await lead.call('GET', `/api/console/corpus/item?key=${encodeURIComponent(KEY)}`)
  const item: ItemAnswer = body
  if (item.content?.kind !== 'entry') throw new Error('It is no entry.')
  const content = { kind: 'entry', entry: change(item.content.entry) }
  const { status } = await lead.call('PUT', '/api/console/corpus/item', {
    key: KEY,
    version: item.version,
    content,
  })
  expect(status).toBe(200)
}

/** The first change makes revision 1. */
async function newestRevision(): Promise<number> {
  const { body } = await lead.call('GET', '/api/console/corpus/revisions')
  const { revisions }: RevisionsAnswer = body
  return revisions[0]?.number ?? 1
}

async function opened(
  words: (typeof strings)['zh' | 'en'],
  locale: string,
  width: number,
): Promise<WatchedPage> {
  const window = await openPage(browser, `${server.url}/console#/knowledge/publish`, {
    locale,
    viewport: { width, height: 800 },
  })
  windows.push(window)
  const { page, errors } = window
  await page.getByRole('textbox', { name: words.accountName, exact: true }).fill('anna', PATIENCE)
  // The browser reports that the page asked who is signed in, and nobody was.
  errors.splice(0)
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: words.publish, level: 2 }).waitFor(PATIENCE)
  return window
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE)
const sees = (page: Page, text: string) => page.getByText(text).first().waitFor(PATIENCE)
const view = (page: Page, name: string) => page.getByText(name, { exact: true }).first().click(PATIENCE)

describe('publishing', () => {
  it.each([
    ['zh', 'zh-CN', 1280],
    ['en', 'en-GB', 360],
  ] as const)(
    'in %s (%s, %i px): check, publish, refuse, go back',
    async (language, locale, width) => {
      const words = strings[language]
      const number = (await newestRevision()) + 1
      const { page, errors } = await opened(words, locale, width)
      const phrase = language === 'zh' ? '发票给我看看' : 'the invoice please'
      await edit((entry) => ({
        ...entry,
        phrases: { ...entry.phrases, [language]: [...entry.phrases[language], phrase] },
      }))
      await page.reload()
      await page.getByText(KEY, { exact: true }).click(PATIENCE)
      await page.locator('ins', { hasText: phrase }).waitFor(PATIENCE)
      // Examined before for another draft, in the second round.
      await page
        .getByRole('button', { name: new RegExp(`^(${words.pbCheck}|${words.pbCheckAgain})$`) })
        .click(PATIENCE)
      await sees(page, words.pbPassed)
      await page.getByRole('table', { name: words.pbFigures }).waitFor(PATIENCE)
      await expectAccessible(page, `a draft that passed, ${language}`)
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

      await press(page, words.pbPublish)
      await sees(page, words.pbNoteMissing)
      expect(await page.evaluate('document.activeElement.tagName')).toBe('INPUT')
      await page.getByLabel(words.pbNote, { exact: true }).fill('Invoices')
      await page.keyboard.press('Enter')
      await sees(page, fill(words.pbPublished, { number }))
      await sees(page, words.pbNoChanges)

      // The answer loses what it quotes: an error nobody can pass over.
      await edit((entry) => ({ ...entry, answer: { ...entry.answer, en: ['{no.such.value}'] } }))
      // The page sees by itself that somebody has changed the draft.
      await press(page, words.pbCheckAgain)
      await sees(page, fill(words.gateErrors, { count: 1 }))
      expect(await page.getByRole('button', { name: words.pbPublish, exact: true }).count()).toBe(0)
      await lead.call('POST', '/api/console/corpus/discard', { keys: [KEY] })

      // Its phrases sound like another entry's: a regression, which needs a reason.
      await edit((entry) => ({
        ...entry,
        phrases: {
          zh: entry.phrases.zh.map((text) => text.replace('账单', '漫游费')),
          en: entry.phrases.en.map((text) => text.replace('bill', 'roaming fee')),
        },
        title: { zh: '漫游费题', en: 'roaming fees' },
      }))
      await press(page, words.pbCheckAgain)
      await page
        .getByText(words.pbBlockedMore, { exact: true })
        .waitFor(PATIENCE)
        .catch(async (e) => {
          console.log(await page.locator('main').innerText())
          throw e
        })
      await page.getByLabel(words.pbNote, { exact: true }).fill('Other words')
      await press(page, words.pbPublish)
      const reason = page.getByLabel(words.pbOverride, { exact: true })
      expect(await reason.getAttribute('aria-invalid')).toBe('true')
      await reason.fill('A test of the refusal')
      await press(page, words.pbPublish)
      await sees(page, fill(words.pbPublished, { number: number + 1 }))

      await view(page, words.pbRevisions)
      await sees(page, fill(words.pbOverridden, { reason: 'A test of the refusal' }))
      const before = page.getByRole('listitem').filter({ hasText: 'Invoices' }).first()
      await before.getByRole('button', { name: words.pbRollback, exact: true }).click()
      await page.getByLabel(words.pbRollbackNote, { exact: true }).fill('It was a test')
      await expectAccessible(page, `revisions, ${language}`)
      await page.keyboard.press('Enter')
      await sees(page, fill(words.pbRollbackDone, { number }))
      await page
        .getByRole('listitem')
        .filter({ hasText: 'Invoices' })
        .first()
        .getByText(words.pbIsLive)
        .waitFor(PATIENCE)
      await expect.poll(() => server.revision(), { timeout: 20_000 }).toBe(number)
      expect(errors).toEqual([])
    },
    120_000,
  )
})
