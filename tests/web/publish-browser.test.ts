/** Publishing in a real browser, against the real server: check, publish, refuse, override, go back; zh wide, en on a phone. */

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import type { EntryContent, ItemAnswer, RevisionsAnswer } from '../../src/console/corpus-types.ts'
import { itemHref } from '../../src/web/console/route.ts'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, type WatchedPage } from '../browser.ts'
import { Desk } from '../console/desk-client.ts'
import { shopFolders } from '../jobs/publish/shop-corpus.ts'
import { type TestServer, testServer } from '../server.ts'
import { expectAccessible } from './accessible.ts'
import { openConsole } from './console-window.ts'

const PATIENCE = { timeout: 30_000 }
const PASSWORD = 'kuzo-mira-tepa-lodu'
const KEY = 'entry:bill.view'

let server: TestServer
let browser: Browser
let lead: Desk
let sample: string
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  const { corpus, company } = await shopFolders()
  sample = path.join(corpus, 'faq/sample.yaml')
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
  const window = await openConsole(
    browser,
    server.url,
    { account: { name: 'anna', password: PASSWORD }, path: 'knowledge/publish', heading: words.publish },
    { locale, viewport: { width, height: 800 } },
  )
  windows.push(window)
  return window
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE)
/** Whether the page is as wide as the window, and not wider. */
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth')
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
      expect(await fits(page)).toBe(true)

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
      const wrong = page.locator('.rule-problems li', { hasText: 'no.such.value' })
      await wrong.getByRole('link', { name: fill(words.pbOpenItem, { name: 'bill.view' }) }).waitFor(PATIENCE)
      expect(/\p{Script=Han}/u.test(await wrong.innerText())).toBe(language === 'zh')
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
      await page.getByText(words.pbBlockedMore, { exact: true }).waitFor(PATIENCE)
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
      await before.getByRole('button', { name: words.pbCompareLive, exact: true }).click()
      const compare = page.getByRole('region', { name: words.pbCompare })
      await compare.getByText(KEY, { exact: true }).waitFor(PATIENCE)
      expect(await page.evaluate('document.activeElement.id')).toBe('pb-compare')
      await compare.getByLabel(words.pbFrom, { exact: true }).selectOption('draft')
      await compare.getByLabel(words.pbTo, { exact: true }).selectOption('live')
      await compare.getByText(words.pbSame, { exact: true }).waitFor(PATIENCE)
      await before.getByRole('button', { name: words.pbCompareBefore, exact: true }).click()
      await compare.getByText(KEY, { exact: true }).click(PATIENCE)
      await compare.locator('ins', { hasText: phrase }).waitFor(PATIENCE)
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

  it('takes what the corpus folder has otherwise, leads to the item, and loses nothing unsaved on the way', async () => {
    const words = strings.zh
    const text = await readFile(sample, 'utf8')
    await writeFile(sample, text.replace('套餐题目', '套餐价目'))
    const { page, errors } = await opened(words, 'zh-CN', 1280)
    const notice = page.getByRole('region', { name: words.pbFolderTitle })
    await notice.getByText(words.pbFolderShow).click(PATIENCE)
    await notice.getByText('entry:plan.list', { exact: true }).click()
    await notice.locator('ins', { hasText: '套餐价目' }).waitFor(PATIENCE)
    await expectAccessible(page, 'the notice of the folder')
    await press(page, words.pbFolderTake)
    await sees(page, fill(words.pbFolderTaken, { count: 1 }))
    await notice.waitFor({ state: 'detached' })

    await page.getByText('entry:plan.list', { exact: true }).click(PATIENCE)
    await page
      .getByRole('link', { name: fill(words.pbOpenItem, { name: 'plan.list' }) })
      .first()
      .click(PATIENCE)
    await page.getByRole('heading', { name: 'plan.list', level: 3 }).waitFor(PATIENCE)
    const title = page.getByLabel(fill(words.coTitleIn, { language: words.coZh }), { exact: true })
    await title.fill('还没有保存')
    // Another link, as from a mail: what is unsaved stays where it was written.
    await page.evaluate(`location.hash = ${JSON.stringify(itemHref(KEY))}`)
    await page.getByRole('heading', { name: 'bill.view', level: 3 }).waitFor(PATIENCE)
    await page.goBack()
    await page.getByRole('heading', { name: 'plan.list', level: 3 }).waitFor(PATIENCE)
    await expect.poll(() => title.inputValue(), PATIENCE).toBe('还没有保存')
    await sees(page, words.coRestored)
    await press(page, words.coRevert)
    await lead.call('POST', '/api/console/corpus/discard', { keys: ['entry:plan.list'] })
    expect(errors).toEqual([])
  }, 60_000)

  it('says in the language of the page why the folder cannot be read, on a phone', async () => {
    const words = strings.en
    await writeFile(sample, '- id: [\n')
    const { page, errors } = await opened(words, 'en-GB', 360)
    const notice = page.getByRole('region', { name: words.pbFolderTitle })
    await notice.getByText(words.pbFolderBroken).waitFor(PATIENCE)
    await notice.getByText('faq/sample.yaml:', { exact: false }).first().waitFor(PATIENCE)
    expect(await notice.getByRole('button', { name: words.pbFolderTake }).count()).toBe(0)
    await expectAccessible(page, 'a folder that cannot be read')
    expect(await fits(page)).toBe(true)
    await press(page, words.pbFolderDismiss)
    await sees(page, words.pbFolderDismissed)
    await notice.waitFor({ state: 'detached' })
    expect(errors).toEqual([])
  }, 60_000)
})
