/** The console's pages about questions and the test lab in a real browser, against the real server. */

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, type WatchedPage } from '../browser.ts'
import { Desk } from '../console/desk-client.ts'
import { Customer } from '../direct-line.ts'
import { unansweredQuestion } from '../jobs/test-lab/unanswered-question.ts'
import { type TestServer, testServer } from '../server.ts'
import { expectAccessible } from './accessible.ts'
import { openConsole } from './console-window.ts'

const { zh, en } = strings
const PATIENCE = { timeout: 25_000 }

let server: TestServer
let browser: Browser
let measuring: Promise<unknown>
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  ;[browser, server] = await Promise.all([launchBrowser(source!), testServer()])
  const lead = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'lead')!)
  // The test lab measures while the other page is looked at.
  measuring = lead.call('GET', '/api/console/test-lab')
}, 120_000)
afterAll(async () => {
  await measuring
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

/** A lead who has opened a page. */
async function opened(path: string, heading: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const account = server.accounts.find(({ name }) => name === 'lead')!
  const window = await openConsole(browser, server.url, { account, path, heading }, options)
  windows.push(window)
  return window
}

const DARK_PHONE = { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 360, height: 740 } } as const
const widthOf = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth')

describe('the page of questions', () => {
  it('shows what was asked, of the channel and language that are chosen, and gives it as a file', async () => {
    const customer = await Customer.start(server.url)
    await customer.ask('漫游怎么收费')
    const { page, errors } = await opened('insight/questions', zh.questions, { locale: 'zh-CN' })
    const topics = page.getByRole('table', { name: zh.qsByTopic })
    await topics.getByText('漫游').waitFor(PATIENCE)
    const loading = page.waitForEvent('download')
    await page.getByRole('button', { name: fill(zh.csvOf, { title: zh.qsByTopic }) }).click()
    expect((await loading).suggestedFilename()).toMatch(/^liuke-topics-.*\.csv$/)
    await expectAccessible(page, 'questions')
    await page.getByLabel(zh.qsChannel, { exact: true }).selectOption('directline')
    await page.getByRole('group', { name: zh.qsLanguage }).getByText(zh.languageEn).click()
    await page.getByText(zh.qsNone).waitFor(PATIENCE)
    expect(errors).toEqual([])
  }, 90_000)

  it('fits 360 pixels in the dark', async () => {
    const { page, errors } = await opened('insight/questions', en.questions, DARK_PHONE)
    await page.getByRole('table', { name: en.qsByEntry }).waitFor(PATIENCE)
    expect(await widthOf(page)).toBe(360)
    await expectAccessible(page, 'questions on a phone')
    expect(errors).toEqual([])
  }, 90_000)
})

describe('the test lab', () => {
  it('shows what is confused, and takes a question by keyboard and back', async () => {
    const { page, errors } = await opened('knowledge/tests', zh.testLab, { locale: 'zh-CN' })
    await page.getByRole('table', { name: zh.tlMatrix }).waitFor(PATIENCE)
    await expectAccessible(page, 'test lab')

    await page.getByRole('group', { name: zh.tlView }).getByText(zh.tlQuestions).click()
    const text = '账单怎么到现在都没有影子'
    await page.getByLabel(zh.tlText, { exact: true }).fill(text)
    await page.getByLabel(zh.tlEntry, { exact: true }).first().selectOption('bill.view')
    await page.getByLabel(zh.tlText, { exact: true }).press('Enter')
    await page.getByText(zh.tlAdded).waitFor(PATIENCE)
    await page.getByLabel(zh.tlSearch).fill(text)
    await page.getByText(fill(zh.tlFound, { count: 1 }), { exact: false }).waitFor(PATIENCE)
    await expectAccessible(page, 'test questions')

    // A word that is learned, or held out, is refused.
    await page.getByLabel(zh.tlText, { exact: true }).fill(`${text}？`)
    await page.getByLabel(zh.tlText, { exact: true }).press('Enter')
    await page.getByText(zh.tlKnown).waitFor(PATIENCE)

    await page.getByRole('button', { name: fill(zh.tlRemoveOf, { text }) }).press('Enter')
    await page.getByText(zh.tlRemoved).waitFor(PATIENCE)
    await page.getByText(zh.tlNotFound).waitFor(PATIENCE)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText(zh.tlUndone).waitFor(PATIENCE)
    await page.getByRole('button', { name: fill(zh.tlRemoveOf, { text }) }).waitFor(PATIENCE)
    // The browser reports the refusal.
    expect(errors.filter((error) => !error.includes('409'))).toEqual([])
  }, 90_000)

  it('fits 360 pixels in the dark', async () => {
    const { page, errors } = await opened('knowledge/tests', en.testLab, DARK_PHONE)
    await page.getByRole('table', { name: en.tlMatrix }).waitFor(PATIENCE)
    expect(await widthOf(page)).toBe(360)
    await page.getByRole('group', { name: en.tlView }).getByText(en.tlQuestions).click()
    await page
      .getByRole('button', { name: fill(en.tlEditOf, { text: '' }) })
      .first()
      .click(PATIENCE)
    expect(await widthOf(page)).toBe(360)
    await expectAccessible(page, 'editing a question on a phone')

    const text = 'charged me twice for one bill, want it gone'
    await unansweredQuestion(server.open.store, text, 'en', [0.4, 0.39])
    await page.getByRole('group', { name: en.tlView }).getByText(en.tlLabel).click()
    await page.getByText(text).waitFor(PATIENCE)
    expect(await page.getByLabel(en.tlMeant).inputValue()).toBe('bill.view')
    expect(await widthOf(page)).toBe(360)
    await expectAccessible(page, 'labelling on a phone')
    await page.getByLabel(en.tlMeant).selectOption('pay.refund')
    await page.getByRole('button', { name: fill(en.tlAsTestOf, { text }) }).press('Enter')
    await page.getByText(en.tlNothingToLabel).waitFor(PATIENCE)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText(text).waitFor(PATIENCE)
    expect(errors).toEqual([])
  }, 90_000)
})
