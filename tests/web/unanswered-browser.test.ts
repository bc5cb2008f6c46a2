/** Unanswered questions in a real browser, against the real server: 200 of them by keyboard alone, undo, a phone. */

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { newId } from '../../src/conversations/store.ts'
import { phraseHash } from '../../src/jobs/unanswered/questions.ts'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser, type WatchedPage } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { expectAccessible } from './accessible.ts'
import { openConsole } from './console-window.ts'

const { zh, en } = strings
const PATIENCE = { timeout: 25_000 }
const PASSWORD = 'kuzo-mira-tepa-lodu'
const GROUPS = 20
const QUESTIONS = 10

let server: TestServer
let browser: Browser
const windows: WatchedPage[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  ;[browser, server] = await Promise.all([launchBrowser(source!), testServer()])
  const { store } = server.open
  await addAccount(store, 'test', { name: 'anna', role: 'lead', password: PASSWORD })
  await addAccount(store, 'test', { name: 'sue', role: 'supervisor', password: PASSWORD })
  for (let group = 1; group <= GROUPS; group++) await fillGroup(group, QUESTIONS)
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

/** Puts questions of one meaning, in both languages, where grouping leaves them; the first groups weigh most. */
async function fillGroup(group: number, count: number): Promise<string> {
  const { store } = server.open
  const [cluster, subject] = [newId(), newId()]
  const key = await store.vault.create(subject)
  const now = store.now()
  await store.db.insertInto('subjects').values({ id: subject, created_at: 0 }).execute()
  await store.db
    .insertInto('clusters')
    .values({
      ...{ id: cluster, status: 'new', rank: 1000 - group, questions: count, customers: 1 },
      ...{ first_at: now, last_at: now, cohesion: 1, entry: null },
      ...{ decided_by: null, decided_at: null, updated_at: now },
    })
    .execute()
  const candidates = ['bill.view', 'pay.refund'].map((intent, at) => ({ intent, probability: 0.4 - at / 10 }))
  const rows = Array.from({ length: count }, (_, number) => {
    const id = newId()
    const isZh = number % 2 === 0
    const text = isZh
      ? `火星基地能不能上网 G${group} Q${number}`
      : `mars base internet please G${group} Q${number}`
    return {
      ...{ id, message_id: id, conversation_id: 'c', subject_id: subject, customer_id: null },
      ...{ channel: 'directline', language: isZh ? 'zh' : 'en', reason: 'declined' as const },
      ...{ phrase_hash: phraseHash(store, text), entry: null, right_entry: null, confidence: 0.4 },
      ...{ risk_band: 'high' as const, agent_message_id: null, asked_at: now, collected_at: now },
      cluster_id: cluster,
      body: key.seal(`unanswered.body:${id}`, JSON.stringify({ text, candidates })),
    }
  })
  await store.db.insertInto('unanswered').values(rows).execute()
  return cluster
}

/** Somebody who has opened the page. */
async function opened(name: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const heading = (options.locale === 'en-GB' ? en : zh).unanswered
  const account = { name, password: PASSWORD }
  const window = await openConsole(
    browser,
    server.url,
    { account, path: 'knowledge/unanswered', heading },
    options,
  )
  windows.push(window)
  return window
}

/** The group is open, its questions are there, and its heading has the focus. */
async function isOpen(page: Page, group: number): Promise<void> {
  const state = `document.activeElement?.id === 'un-open' && / G${group} /.test(document.activeElement.textContent)
    && document.querySelector('.un-panel')?.getAttribute('aria-busy') === 'false'
    && document.querySelector('.un-buttons button[aria-disabled="true"]') === null`
  await expect.poll(() => page.evaluate(state), { ...PATIENCE, interval: 20 }).toBe(true)
}

/** How many questions stand how, by status. */
async function standing(): Promise<Record<string, number>> {
  const rows = await server.open.store.db
    .selectFrom('unanswered')
    .select(['status', (e) => e.fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute()
  return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]))
}

describe('unanswered questions', () => {
  it('are decided about by keyboard alone, 200 of them, and one decision is taken back', async () => {
    const { page, errors } = await opened('anna', { locale: 'zh-CN' })
    const { keyboard } = page
    await page.getByText(fill(zh.unFound, { count: GROUPS })).waitFor(PATIENCE)
    await page.locator('.un-examples li').first().waitFor(PATIENCE)
    await expectAccessible(page, 'list and group')
    await keyboard.press('j')
    await isOpen(page, 2)
    await keyboard.press('k')
    await isOpen(page, 1)
    await keyboard.press('?')
    await page.getByRole('dialog', { name: zh.shortcuts }).waitFor(PATIENCE)
    await expectAccessible(page, 'keys')
    await keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ ...PATIENCE, state: 'detached' })
    await isOpen(page, 1)

    // Into the likeliest entry, and one question left out of it first.
    await keyboard.press('x')
    await keyboard.press('1')
    await page.getByText(fill(zh.unChooseAll, { count: 1 })).waitFor(PATIENCE)
    await isOpen(page, 1)
    expect(await standing()).toEqual({ new: 191, accepted: 9 })
    await keyboard.press('2')
    await isOpen(page, 2)

    // Into any entry.
    await keyboard.press('/')
    await keyboard.type('pay.late-fee')
    await page.getByText(fill(zh.unSearchFound, { count: 1 })).waitFor(PATIENCE)
    await keyboard.press('Enter')
    await isOpen(page, 3)

    // A new entry.
    await keyboard.press('n')
    const form = page.getByRole('form', { name: zh.unCreate })
    await form.waitFor(PATIENCE)
    await expectAccessible(page, 'new entry')
    await keyboard.press('ControlOrMeta+a')
    await keyboard.type('network.mars')
    for (const text of [
      '火星上网',
      'Internet on Mars',
      '火星上还没有网络。',
      'There is no network on Mars yet.',
    ]) {
      await keyboard.press('Tab')
      await keyboard.press('ControlOrMeta+a')
      await keyboard.type(text)
    }
    await keyboard.press('Control+Enter')
    await isOpen(page, 4)

    await keyboard.press('o')
    await isOpen(page, 5)
    for (let group = 5; group < GROUPS; group++) {
      await keyboard.press('d')
      await isOpen(page, group + 1)
    }
    await keyboard.press('d')
    await page.getByText(zh.unNothingNew).waitFor(PATIENCE)
    const all = { accepted: 30, 'out-of-scope': 10, dismissed: 160 }
    expect(await standing()).toEqual(all)

    // Also after a reload.
    await page.reload()
    await page.getByText(zh.unNothingNew).waitFor(PATIENCE)
    await page.getByRole('button', { name: /^撤销/, disabled: false }).first().waitFor(PATIENCE)
    await keyboard.press('u')
    await isOpen(page, GROUPS)
    expect(await standing()).toEqual({ ...all, dismissed: 150, new: 10 })
    await keyboard.press('d')
    await page.getByText(zh.unNothingNew).waitFor(PATIENCE)
    expect(await standing()).toEqual(all)
    const drafts = await server.open.store.db.selectFrom('draft_items').select(['key', 'source']).execute()
    const made = drafts.find(({ key }) => key === 'entry:network.mars')?.source
    for (const word of ['火星上网', 'Internet on Mars', 'G3 Q0', 'G3 Q9']) expect(made).toContain(word)
    expect(errors).toEqual([])
  }, 120_000)

  it('fit a phone in the dark, and are split', async () => {
    await fillGroup(21, 4)
    const { page, errors } = await opened('anna', {
      ...{ locale: 'en-GB', colorScheme: 'dark' as const, viewport: { width: 360, height: 740 } },
    })
    const tooWide = `(() => { const main = document.querySelector('main'); return main.scrollWidth - main.clientWidth })()`
    const line = page.getByRole('list').getByRole('button', { name: /G21/ })
    await line.waitFor(PATIENCE)
    expect(await page.evaluate(tooWide)).toBe(0)
    await expectAccessible(page, 'phone, list')
    await line.click()
    await isOpen(page, 21)
    expect(await page.evaluate(tooWide)).toBe(0)
    await expectAccessible(page, 'phone, group')
    await page.getByRole('button', { name: en.unSplit }).click()
    await page.getByText(en.unSplitSome).waitFor(PATIENCE)
    await page.locator('.un-examples li').first().getByRole('checkbox').uncheck()
    await page.getByRole('button', { name: en.unSplit }).click()
    await page.getByText(fill(en.unDoneSplit, { questions: 3 })).waitFor(PATIENCE)
    await page.getByRole('button', { name: en.unBack }).click()
    await page.getByText(fill(en.unFound, { count: 2 })).waitFor(PATIENCE)
    expect(errors).toEqual([])
  }, 90_000)

  it('are shown to supervisors, who decide nothing', async () => {
    const { page, errors } = await opened('sue', { locale: 'en-GB' })
    await page.getByText(en.unReadOnly).waitFor(PATIENCE)
    await page.keyboard.press('d')
    expect(await page.getByRole('button', { name: en.unDismiss }).count()).toBe(0)
    expect(await standing()).toMatchObject({ new: 4 })
    expect(errors).toEqual([])
  }, 60_000)
})
