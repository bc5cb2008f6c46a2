/** The corpus editor in a real browser, against the real server: both languages, two leads, many items, a phone. */

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, type WatchedPage } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { expectAccessible } from './accessible.ts'
import { openConsole } from './console-window.ts'

const { zh, en } = strings
const PATIENCE = { timeout: 25_000 }
const PASSWORD = 'kuzo-mira-tepa-lodu'
/** The browser reports a refused save as an error of its own. */
const REFUSED = /409/

let server: TestServer
let browser: Browser
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer()
  const { store } = server.open
  await addAccount(store, 'test', { name: 'anna', role: 'lead', password: PASSWORD })
  await addAccount(store, 'test', { name: 'bo', role: 'lead', password: PASSWORD })
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

/** A lead who has opened the corpus. */
async function opened(name: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const heading = (options.locale === 'en-GB' ? en : zh).corpus
  const account = { name, password: PASSWORD }
  const window = await openConsole(
    browser,
    server.url,
    { account, path: 'knowledge/corpus', heading },
    options,
  )
  windows.push(window)
  return window
}

/** Searches for an entry and opens it. */
async function open(page: Page, id: string, words: typeof zh | typeof en): Promise<void> {
  await page.getByRole('searchbox', { name: words.coSearch }).fill(id, PATIENCE)
  await page.getByRole('button', { name: id }).first().click(PATIENCE)
  await page.getByRole('heading', { name: id, level: 3 }).waitFor(PATIENCE)
  await title(page, words).waitFor(PATIENCE)
}

const english = (words: typeof zh | typeof en) => ({ language: words.coEn })
const chinese = (words: typeof zh | typeof en) => ({ language: words.coZh })
const title = (page: Page, words: typeof zh | typeof en) =>
  page.getByRole('textbox', { name: fill(words.coTitleIn, english(words)), exact: true })
const saved = (page: Page, words: typeof zh | typeof en) =>
  page.getByText(words.coSaved, { exact: true }).waitFor(PATIENCE)

describe('the corpus editor', () => {
  it('edits both languages, checks while typing, saves by key, and takes back', async () => {
    const { page, errors } = await opened('anna', { locale: 'zh-CN' })
    await open(page, 'bill.due-date', zh)
    await page.getByText(zh.coNoProblems).waitFor(PATIENCE)
    await expectAccessible(page, 'list and editor')

    await title(page, zh).fill('')
    const missing = fill(zh.coMissing, { language: zh.coEn, field: zh.coTitle })
    await page.getByText(missing).waitFor(PATIENCE)
    await title(page, zh).fill('When to pay')
    const add = page.getByLabel(fill(zh.coPhraseAdd, chinese(zh)))
    await add.fill('这个月哪天之前交钱合适呀')
    await add.press('Enter')
    const pasted = page.getByLabel(fill(zh.coPhraseAdd, english(zh)))
    await pasted.fill('on which day must the money be there\nlatest day to hand over the money')
    await pasted.press('Enter')
    await page.getByLabel(fill(zh.coPhraseRemove, { ...chinese(zh), number: 1 }), { exact: true }).click()
    await page.getByRole('button', { name: zh.coPutBack }).click()
    await page.getByLabel(zh.coTagAdd).fill('winter')
    await page.getByLabel(zh.coTagAdd).press('Enter')

    // A reload loses nothing.
    page.on('dialog', (dialog) => void dialog.accept())
    await page.reload()
    await page.getByText(zh.coRestored).waitFor(PATIENCE)
    expect(await title(page, zh).inputValue()).toBe('When to pay')
    await page.keyboard.press('Control+s')
    await saved(page, zh)
    await page.getByText(fill(zh.coDraftCount, { count: 1 })).waitFor(PATIENCE)
    const row = await server.open.store.db.selectFrom('draft_items').selectAll().executeTakeFirstOrThrow()
    expect(row.source).toContain('When to pay')
    expect(row.source).toContain('latest day to hand over the money')
    expect(row.source).toContain('winter')

    await page.getByRole('button', { name: zh.coUndo, exact: true }).click()
    await page.getByText(zh.coDraftNone).waitFor(PATIENCE)
    await expect.poll(() => title(page, zh).inputValue(), PATIENCE).toBe('When payment is due')
    expect(errors).toEqual([])
  }, 90_000)

  it('shows two leads each other, and merges what both wrote', async () => {
    const anna = await opened('anna', { locale: 'en-GB' })
    const bo = await opened('bo', { locale: 'zh-CN' })
    await open(anna.page, 'pay.late-fee', en)
    await open(bo.page, 'pay.late-fee', zh)
    await bo.page
      .getByText(fill(zh.coOpenBy, { names: 'anna' }))
      .last()
      .waitFor(PATIENCE)

    await title(anna.page, en).fill('Fees for paying late')
    const one = anna.page.getByLabel(fill(en.coPhraseAdd, english(en)))
    await one.fill('what anna heard customers say')
    await one.press('Enter')
    const other = bo.page.getByLabel(fill(zh.coPhraseAdd, chinese(zh)))
    await other.fill('阿波听客户这么说过')
    await other.press('Enter')
    await anna.page.getByRole('button', { name: en.coSave }).click()
    await saved(anna.page, en)
    await bo.page.getByRole('button', { name: zh.coSave }).click()

    const dialog = bo.page.getByRole('dialog', { name: fill(zh.coConflict, { name: 'anna' }) })
    await dialog.waitFor(PATIENCE)
    await dialog.getByText('what anna heard customers say').first().waitFor(PATIENCE)
    await expectAccessible(bo.page, 'conflict')
    await dialog.getByRole('button', { name: zh.coTakeMerged }).click()
    expect(await title(bo.page, zh).inputValue()).toBe('Fees for paying late')
    await bo.page.keyboard.press('Control+s')
    await saved(bo.page, zh)
    const row = await server.open.store.db
      .selectFrom('draft_items')
      .selectAll()
      .where('key', '=', 'entry:pay.late-fee')
      .executeTakeFirstOrThrow()
    for (const word of ['Fees for paying late', 'what anna heard customers say', '阿波听客户这么说过'])
      expect(row.source).toContain(word)
    expect(anna.errors).toEqual([])
    expect(bo.errors.filter((text) => !REFUSED.test(text))).toEqual([])
  }, 90_000)

  it('fits a phone in the dark, tags many at once, and takes that back', async () => {
    const viewport = { width: 360, height: 740 }
    const { page, errors } = await opened('anna', { locale: 'en-GB', viewport, colorScheme: 'dark' })
    await page.getByRole('searchbox', { name: en.coSearch }).fill('roaming', PATIENCE)
    const status = page.getByText(/^Items: \d$/)
    await status.waitFor(PATIENCE)
    const count = Number((await status.innerText()).split(' ')[1])
    await page.getByText(fill(en.coSelectAll, { count })).click()
    await expectAccessible(page, 'phone, list')
    const bulk = page.getByRole('form', { name: fill(en.coBulk, { count }) })
    await bulk.getByLabel(en.coTag, { exact: true }).fill('travel')
    await bulk.getByRole('button', { name: fill(en.coBulkDo, { count }) }).click()
    await page.getByText(fill(en.coBulkDone, { count })).waitFor(PATIENCE)
    await expect.poll(() => page.getByText('#travel', { exact: true }).count(), PATIENCE).toBe(count)
    await page.getByRole('button', { name: en.coUndo, exact: true }).click()
    await page.getByText(en.coUndone, { exact: true }).waitFor(PATIENCE)
    await expect.poll(() => page.getByText('#travel', { exact: true }).count(), PATIENCE).toBe(0)

    // What is not listed is meant only by whoever says so, twice.
    const found = page.getByText(/^Items: \d{3,}$/)
    await page.getByRole('searchbox', { name: en.coSearch }).fill('')
    await page.getByLabel(en.coKind, { exact: true }).selectOption('')
    await found.waitFor(PATIENCE)
    const total = Number((await found.innerText()).split(' ')[1])
    await page.getByText(fill(en.coSelectAll, { count: 200 })).click()
    await page.getByText(fill(en.coShownChosen, { count: 200, total })).waitFor(PATIENCE)
    await page.getByRole('button', { name: fill(en.coChooseAll, { count: total }) }).click()
    await page.getByText(fill(en.coAllChosen, { count: total, total })).waitFor(PATIENCE)
    const all = page.getByRole('form', { name: fill(en.coBulk, { count: total }) })
    await all.getByLabel(en.coBulkDeed, { exact: true }).selectOption('discard')
    await all.getByRole('button', { name: fill(en.coBulkDo, { count: total }) }).click()
    await all.getByText(fill(en.coBulkSure, { count: total, hidden: total - 200 })).waitFor(PATIENCE)
    await expectAccessible(page, 'phone, many chosen')
    await all.getByRole('button', { name: fill(en.coBulkSureDo, { count: total }) }).click()
    await page.getByText(fill(en.coBulkDone, { count: total })).waitFor(PATIENCE)

    // A new entry is written, saved as far as it is, taken out, and brought back.
    await page.getByRole('button', { name: en.coNew }).click()
    await page.getByLabel(en.coId, { exact: true }).fill('travel.visa')
    await page.getByRole('button', { name: en.coCreate }).click()
    await title(page, en).fill('Visa for travelling', PATIENCE)
    await page.getByRole('button', { name: en.coSave }).click()
    await saved(page, en)
    await page.getByRole('button', { name: en.coRemove }).click()
    await page.getByText(en.coRemovedNow, { exact: true }).waitFor(PATIENCE)
    await page.getByRole('button', { name: en.coUndo, exact: true }).click()
    await page.getByText(en.coUndone, { exact: true }).waitFor(PATIENCE)
    await page.getByRole('searchbox', { name: en.coSearch }).fill('visa for travelling')
    await page.getByRole('button', { name: 'travel.visa' }).first().click(PATIENCE)
    await title(page, en).waitFor(PATIENCE)
    const tooWide = `(() => { const main = document.querySelector('main'); return main.scrollWidth - main.clientWidth })()`
    expect(await page.evaluate(tooWide)).toBe(0)
    await expectAccessible(page, 'phone, editor')
    await page.getByRole('button', { name: en.coBack }).click()
    await page.getByRole('searchbox', { name: en.coSearch }).waitFor(PATIENCE)
    // A new entry is asked for before it is there.
    expect(errors.filter((text) => !/404/.test(text))).toEqual([])
  }, 90_000)
})
