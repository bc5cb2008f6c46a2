/** The console's page of handoff rules in a real browser, against the real server. */

import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calmFacts } from '../../src/handoff/calm-facts.ts'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, type WatchedPage } from '../browser.ts'
import { writeDecisions } from '../jobs/stored-decisions.ts'
import { type TestServer, testServer } from '../server.ts'
import { openConsole } from './console-window.ts'

const { zh, en } = strings
const PATIENCE = { timeout: 25_000 }
const sample = await readFile('corpus/handoff.yaml', 'utf8')

let server: TestServer
let browser: Browser
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer()
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

/** A lead who has opened the page. */
async function opened(options: BrowserContextOptions): Promise<WatchedPage> {
  const heading = (options.locale === 'en-GB' ? en : zh).handoffRules
  const account = server.accounts.find(({ name }) => name === 'lead')!
  const window = await openConsole(browser, server.url, { account, path: 'rules/handoff', heading }, options)
  windows.push(window)
  return window
}

describe('the page of handoff rules', () => {
  it('shows those in force in words, and tries others without changing them', async () => {
    const { store } = server.open
    await writeDecisions(store, [{ facts: { ...calmFacts, failed_answers: 2 }, at: store.now() - 60_000 }])
    const { page, errors } = await opened({ locale: 'zh-CN' })
    await page.getByText('情绪是愤怒', { exact: true }).first().waitFor(PATIENCE)
    expect(await page.getByText(zh.hrFixed).count()).toBe(2)
    await page.getByText('意图是“我要投诉”', { exact: false }).first().waitFor(PATIENCE)

    await page.getByText(zh.hrCheck, { exact: true }).click()
    const text = page.getByLabel(zh.hrTextLabel)
    const wrong = sample.replace('mood: { is: angry }', 'mod: { is: angry }')
    await text.fill(wrong)
    await page.getByRole('button', { name: zh.hrRunCheck }).click()
    await page.getByText(fill(zh.hrRefused, { count: 1 })).waitFor(PATIENCE)
    const line = wrong.split('\n').findIndex((one) => one.includes('mod:')) + 1
    await page.getByText(fill(zh.hrLine, { line }), { exact: false }).waitFor(PATIENCE)

    await text.fill(sample.replace('failed_answers: { at_least: 3 }', 'failed_answers: { at_least: 2 }'))
    await page.getByRole('button', { name: zh.hrRunTests }).click()
    await page.getByText('failed-twice', { exact: false }).first().waitFor(PATIENCE)
    await page.getByRole('button', { name: zh.hrRunWhatIf }).click()
    await page.getByText(fill(zh.hrSummary, { replayed: 1, changed: 1 })).waitFor(PATIENCE)
    const changes = page.getByRole('table', { name: zh.hrChanges })
    expect(await changes.getByRole('row').nth(1).innerText()).toContain('failed-three-times')
    const loading = page.waitForEvent('download')
    await page.getByRole('button', { name: fill(zh.csvOf, { title: zh.hrLoad }) }).click()
    expect((await loading).suggestedFilename()).toBe('liuke-what-if-queues.csv')
    expect(errors).toEqual([])
  }, 90_000)

  it('fits 360 pixels in the dark', async () => {
    const viewport = { width: 360, height: 740 }
    const { page, errors } = await opened({ locale: 'en-GB', colorScheme: 'dark', viewport })
    const width = () => page.evaluate('document.documentElement.scrollWidth')
    await page.getByText('the mood is angry', { exact: true }).first().waitFor(PATIENCE)
    expect(await width()).toBe(360)
    await page.getByText(en.hrCheck, { exact: true }).click()
    await page.getByLabel(en.hrTextLabel).fill(`rules:\n${'x'.repeat(500)}`)
    await page.getByRole('button', { name: en.hrRunCheck }).click()
    await page.getByText('Errors:', { exact: false }).waitFor(PATIENCE)
    expect(await width()).toBe(360)
    expect(errors).toEqual([])
  }, 60_000)
})
