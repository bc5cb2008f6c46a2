/** The console in a real browser, against the real server. */

import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InsightResults } from '../../src/console/insight-types.ts'
import { keepComputed } from '../../src/jobs/insight/stored.ts'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { FORECAST, RULES, wordsAt } from './insight-results.ts'

const { zh, en } = strings
const PATIENCE = { timeout: 25_000 }

let server: TestServer
let browser: Browser
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ env: { SAMPLE_CUSTOMERS: '150' } })
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

async function signedIn(
  name: string,
  options: BrowserContextOptions,
  path = '/console',
): Promise<WatchedPage> {
  const window = await openPage(browser, server.url + path, options)
  windows.push(window)
  const { page, errors } = window
  const words = options.locale === 'en-GB' ? en : zh
  const account = server.accounts.find((one) => one.name === name)!
  await page.getByRole('textbox', { name: words.accountName, exact: true }).fill(account.name, PATIENCE)
  // The browser reports that the page asked who is signed in, and nobody was.
  expect(errors.splice(0)).toHaveLength(1)
  await page.getByLabel(words.password, { exact: true }).fill(account.password)
  await page.keyboard.press('Enter')
  return window
}

/** Puts a result where computing puts it. */
function keep<Kind extends keyof InsightResults>(kind: Kind, result: InsightResults[Kind]): Promise<void> {
  const { store } = server.open
  return keepComputed(store, { kind, computedAt: store.now(), took: 9, result, empty: null })
}

const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { name, exact: true, level: 2 })
const chart = (page: Page): Locator => page.getByRole('img')

/** Whether anything was painted on the canvas of a chart: cells of one colour alone are an empty one. */
const isDrawn = (page: Page) =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('.chart canvas')
    if (!canvas) return false
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const colours = new Set()
    for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2])
    return colours.size > 1
  })()`)

/** Rows of the table of figures, as they read. */
async function rowsOf(page: Page, title: string): Promise<string[]> {
  const rows = page.getByRole('table', { name: title }).getByRole('row')
  await rows.nth(1).waitFor(PATIENCE)
  return rows.allInnerTexts()
}

/** Whether the library for charts was loaded, which is most of the code. */
const hasCharts = (page: Page) =>
  page.evaluate(
    `performance.getEntriesByType('resource').some(({ name }) => name.includes('/console/chart-engine-'))`,
  )

describe('the console', () => {
  it('computes segments on request, and shows them as chart, table and file', async () => {
    await keep('rules', RULES)
    const { page, errors } = await signedIn('lead', { locale: 'zh-CN' }, '/console#/insight/segments')
    await heading(page, zh.segments).waitFor(PATIENCE)
    await page.getByText(zh.neverComputed).waitFor(PATIENCE)
    expect(await hasCharts(page)).toBe(false)
    await page.getByRole('button', { name: zh.computeNow }).click()
    await chart(page).waitFor(PATIENCE)
    await expect.poll(() => isDrawn(page), PATIENCE).toBe(true)
    expect(await hasCharts(page)).toBe(true)
    expect(await chart(page).getAttribute('aria-label')).toMatch(/^条形图：\d 个客户群的人数。/)

    await page.getByText(zh.table, { exact: true }).click()
    const rows = (await rowsOf(page, zh.segmentSizes)).slice(1)
    expect(rows.length).toBeGreaterThanOrEqual(2)
    const sizes = rows.map((row) => Number(/\t([\d,]+)\t/.exec(row)?.[1]))
    await page.getByRole('button', { name: zh.size, exact: true }).click()
    await page.getByRole('button', { name: new RegExp(`^${zh.size}`) }).click()
    const upwards = (await rowsOf(page, zh.segmentSizes))
      .slice(1)
      .map((row) => Number(/\t([\d,]+)\t/.exec(row)?.[1]))
    expect(upwards).toEqual(sizes.toSorted((a, b) => a - b))

    const loading = page.waitForEvent('download')
    await page.getByRole('button', { name: fill(zh.csvOf, { title: zh.segmentSizes }) }).click()
    const file = await loading
    expect(file.suggestedFilename()).toBe('liuke-segments.csv')
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')
    expect(lines[0]).toMatch(new RegExp(`^\uFEFF${zh.segment},${zh.size},`))
    expect(lines).toHaveLength(rows.length + 1)

    // The next page by its key, in the other language.
    await page.getByRole('button', { name: zh.languageLabel }).click()
    await heading(page, en.segments).waitFor(PATIENCE)
    await page.keyboard.press('9')
    await heading(page, en.rules).waitFor(PATIENCE)
    expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN')
    const [, rule] = await rowsOf(page, en.ruleAll)
    expect(rule).toBe(
      'Of customers with “Fibre” and “Phone”, 42% also have “TV”: 2.1 times the average.\t42%\t20%\t2.1\t63\t<0.0001',
    )
    await page.getByText(en.questionRules, { exact: true }).last().click()
    await page.getByText('Too few conversations').waitFor(PATIENCE)
    expect(errors).toEqual([])
  }, 90_000)

  it('begins with the team right now, and shows what it did in a period', async () => {
    const { page, errors } = await signedIn('lead', { locale: 'zh-CN' })
    await heading(page, zh.teamNow).waitFor(PATIENCE)
    expect((await rowsOf(page, zh.queuesNow)).join(' ')).toContain('综合客服')
    expect((await rowsOf(page, zh.agentsNow)).length).toBeGreaterThan(1)
    const customer = await Customer.start(server.url)
    await customer.ask('转人工')
    await page.getByRole('link', { name: zh.teamReport }).click()
    await heading(page, zh.teamReport).waitFor(PATIENCE)
    await expect.poll(() => isDrawn(page), PATIENCE).toBe(true)
    expect((await rowsOf(page, zh.byQueue)).join(' ')).toContain('综合客服')
    // A period that cannot be asked for says so, and is not.
    await page.getByLabel(zh.periodFrom, { exact: true }).fill('2026-01-02')
    await page.getByLabel(zh.periodTo, { exact: true }).fill('2026-01-01')
    await page.getByText(zh.periodWrong).waitFor(PATIENCE)
    expect(await page.getByRole('button', { name: zh.periodShow }).isDisabled()).toBe(true)
    await page.getByRole('link', { name: zh.deadLetters }).click()
    await page.getByText(zh.noDead).waitFor(PATIENCE)
    expect(errors).toEqual([])
  }, 90_000)

  it('fits 360 pixels in the dark, shows forecast and words, and says why a call failed', async () => {
    await keep('forecast', FORECAST)
    await keep('words', wordsAt(server.open.store.now()))
    const { page, errors } = await signedIn(
      'lead',
      { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
      '/console#/insight/forecast',
    )
    const width = () => page.evaluate('document.documentElement.scrollWidth')
    await heading(page, en.forecast).waitFor(PATIENCE)
    await expect.poll(() => isDrawn(page), PATIENCE).toBe(true)
    await page.getByText(fill(en.forecastSum, { sum: 140 })).waitFor(PATIENCE)
    await page.getByLabel(en.topic).selectOption('bill')
    await page.getByText(fill(en.forecastSum, { sum: 28 })).waitFor(PATIENCE)
    expect(await chart(page).getAttribute('aria-label')).toContain('Bills')
    expect(await width()).toBe(360)

    await page.getByRole('button', { name: en.menu }).click()
    await page.getByRole('dialog').getByRole('link', { name: en.words }).click()
    await heading(page, en.words).waitFor(PATIENCE)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.getByText(en.table, { exact: true }).click()
    const [, first] = await rowsOf(page, en.rising)
    expect(first).toBe('<b>漫游\tChinese\tword\t130\t1–2\t20.3%\t+5.2')
    expect(await width()).toBe(360)
    expect(errors).toEqual([])

    await page.route('**/api/console/insight/words/refresh', (route) => route.abort())
    await page.getByRole('button', { name: en.refresh }).click()
    await page.getByRole('alert').getByText(en.errorNetwork).waitFor(PATIENCE)
    expect(errors.splice(0)).toHaveLength(1)
    await page.unroute('**/api/console/insight/words/refresh')
    await page.getByRole('button', { name: en.tryAgain }).click()
    await expect.poll(() => page.getByText(en.errorNetwork).count(), PATIENCE).toBe(0)
    expect(errors).toEqual([])
  }, 60_000)

  it('is not for agents, whom it sends to the desk', async () => {
    const { page, errors } = await signedIn('agent', { locale: 'zh-CN' }, '/console#/insight/words')
    await page.getByRole('heading', { name: zh.notForRole }).waitFor(PATIENCE)
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.getByRole('main').getByRole('link', { name: zh.toDesk }).click()
    await page.getByRole('tablist').waitFor(PATIENCE)
    expect(new URL(page.url()).pathname).toBe('/desk')
    expect(errors).toEqual([])
  }, 60_000)
})
