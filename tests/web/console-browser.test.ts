/** The console in a real browser, against the real server. */

import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  ForecastResult,
  InsightResults,
  RulesResult,
  WordsResult,
} from '../../src/console/insight-types.ts'
import { keepComputed } from '../../src/jobs/insight/stored.ts'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'

const { zh, en } = strings
const PATIENCE = { timeout: 25_000 }
const DAY_MS = 86_400_000

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
    const { page, errors } = await signedIn('lead', { locale: 'zh-CN' })
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
    await page.keyboard.press('2')
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

const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10)
const FIRST = Date.parse('2026-09-01T00:00:00Z')

function seriesOf(
  topic: string | null,
  title: { zh: string; en: string },
  mean: number,
): ForecastResult['total'] {
  return {
    topic,
    title,
    history: Array.from({ length: 60 }, (_, day) => ({
      day: dayAt(FIRST + day * DAY_MS),
      count: mean + (day % 7),
      holiday: day % 7 === 6,
    })),
    forecast: Array.from({ length: 14 }, (_, day) => ({
      day: dayAt(FIRST + (60 + day) * DAY_MS),
      mean,
      low80: mean / 2,
      high80: mean * 2,
      low95: 0,
      high95: mean * 3,
      holiday: false,
    })),
    model: 'naive',
    errors: [{ model: 'naive', mae: 2, mase: null, smape: 0.2 }],
    beatsNaive: false,
    origins: 4,
    horizon: 14,
    verdict: { zh: '照抄前一天。', en: 'Same as the day before.' },
  }
}

const FORECAST: ForecastResult = {
  from: '2026-09-01',
  to: '2026-10-30',
  days: 60,
  contacts: 780,
  total: seriesOf(null, { zh: '全部', en: 'All' }, 10),
  topics: [seriesOf('bill', { zh: '账单', en: 'Bills' }, 2)],
  fewTopics: [],
}

const item = (name: string) => ({ id: name, title: { zh: name, en: name } })
const RULES: RulesResult = {
  days: 90,
  products: {
    baskets: 150,
    items: 3,
    tested: 9,
    rules: [
      {
        ...{ when: [item('Fibre'), item('Phone')], also: item('TV'), support: 63, share: 0.42 },
        ...{ confidence: 0.42, reverse: 0.9, lift: 2.1, p: 1e-9, q: 1e-8 },
      },
    ],
    empty: null,
  },
  questions: {
    baskets: 3,
    items: 2,
    tested: 0,
    rules: [],
    empty: {
      code: 'questions_few',
      message: { zh: '会话太少', en: 'Too few conversations' },
      have: 3,
      need: 30,
    },
  },
}

function wordsAt(now: number): WordsResult {
  return {
    period: { from: now - 30 * DAY_MS, to: now },
    before: { from: now - 60 * DAY_MS, to: now - 30 * DAY_MS },
    days: 30,
    messages: 4_000,
    people: 640,
    messagesBefore: 3_900,
    peopleBefore: 600,
    frequent: [],
    rising: [
      // What people write is shown as it is, and never as HTML.
      {
        text: '<b>漫游',
        language: 'zh',
        kind: 'word',
        people: 130,
        peopleBefore: null,
        share: 130 / 640,
        z: 5.2,
      },
    ],
    falling: [],
    trendEmpty: null,
  }
}
