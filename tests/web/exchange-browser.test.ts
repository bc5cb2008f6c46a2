/** Import and export in a real browser, against the real server: zh wide, en on a phone. */

import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, type WatchedPage } from '../browser.ts'
import { shopFolders } from '../jobs/publish/shop-corpus.ts'
import { type TestServer, testServer } from '../server.ts'
import { expectAccessible } from './accessible.ts'
import { openConsole } from './console-window.ts'

const PATIENCE = { timeout: 30_000 }

let server: TestServer
let browser: Browser
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  const { corpus, company } = await shopFolders()
  server = await testServer({ env: { LIUKE_CORPUS: corpus, LIUKE_COMPANY: company } })
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

async function opened(
  words: (typeof strings)['zh' | 'en'],
  locale: string,
  width: number,
): Promise<WatchedPage> {
  const account = server.accounts.find(({ name }) => name === 'lead')!
  const window = await openConsole(
    browser,
    server.url,
    { account, path: 'knowledge/publish', heading: words.publish },
    { locale, viewport: { width, height: 800 } },
  )
  windows.push(window)
  await window.page.getByText(words.exView, { exact: true }).click(PATIENCE)
  return window
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE)
const sees = (page: Page, text: string) => page.getByText(text).first().waitFor(PATIENCE)

/** Downloads the live corpus as CSV. */
async function downloaded(page: Page, words: (typeof strings)['zh' | 'en']): Promise<string> {
  await page.getByLabel(words.exFormat, { exact: true }).first().selectOption('csv', PATIENCE)
  await sees(page, words.exLoses)
  const [download] = await Promise.all([
    page.waitForEvent('download', PATIENCE),
    page.getByRole('link', { name: /corpus-live\.csv/ }).click(PATIENCE),
  ])
  expect(download.suggestedFilename()).toBe('corpus-live.csv')
  return readFile(await download.path(), 'utf8')
}

const choose = (page: Page, name: string, text: string) =>
  page.locator('input[type=file]').setInputFiles({
    ...{ name, mimeType: 'text/plain', buffer: Buffer.from(text) },
  })

describe('import and export', () => {
  it.each([
    ['zh', 'zh-CN', 1280],
    ['en', 'en-GB', 360],
  ] as const)(
    'in %s (%s, %i px): a table is exported, changed, shown, taken, and taken back',
    async (language, locale, width) => {
      const words = strings[language]
      const { page, errors } = await opened(words, locale, width)
      const table = await downloaded(page, words)
      const [before, after] =
        language === 'zh' ? ['账单一', '账单甲乙丙'] : ['bill 1', 'the very newest bill']
      expect(table).toContain(before)

      await choose(page, 'nothing.json', 'no JSON at all')
      await press(page, words.exShow)
      await sees(page, words.errorExUnreadable)
      // The browser reports the answer that says so.
      errors.splice(0)
      await choose(page, 'corpus-live.csv', table)
      await press(page, words.exShow)
      await sees(page, words.exSame)

      await choose(page, 'corpus-live.csv', table.replace(before, `${before}\n${after}`))
      await press(page, words.exShow)
      await sees(page, fill(words.exWould, { added: 0, changed: 1, removed: 0 }))
      await page.getByText('entry:bill.view', { exact: true }).click(PATIENCE)
      await page.locator('ins', { hasText: after }).waitFor(PATIENCE)
      await expectAccessible(page, `an import that is shown, ${language}`)
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

      await press(page, words.exTake)
      await sees(page, fill(words.exTaken, { count: 1 }))
      await press(page, words.exUndo)
      await sees(page, words.exUndone)
      await press(page, words.exShow)
      await press(page, words.exTake)
      await press(page, words.exToDraft)
      await page.getByText('entry:bill.view', { exact: true }).click(PATIENCE)
      await page.locator('ins', { hasText: after }).waitFor(PATIENCE)
      expect(errors).toEqual([])
    },
    120_000,
  )
})
