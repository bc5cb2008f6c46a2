/** Nothing on any page that axe calls serious: Chinese, light and wide; English, dark and narrow. */

import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import type { InsightResults } from '../../src/console/insight-types.ts'
import { findByAccount } from '../../src/customers/records.ts'
import { calmFacts } from '../../src/handoff/calm-facts.ts'
import { keepComputed } from '../../src/jobs/insight/stored.ts'
import { strings as consoleStrings } from '../../src/web/console/strings.ts'
import { browserSources, launchBrowser, openPage } from '../browser.ts'
import { Customer } from '../direct-line.ts'
import { writeDecisions } from '../jobs/stored-decisions.ts'
import { type TestServer, testServer } from '../server.ts'
import { expectAccessible } from './accessible.ts'
import { ChatWindow, DeskWindow } from './desk-window.ts'
import { FORECAST, RULES, wordsAt } from './insight-results.ts'

/** Monday, ten in the morning where the company is: its agents are there. */
const ahead = Date.parse('2026-11-23T10:00:00+08:00') - Date.now()
const PATIENCE = { timeout: 25_000 }

/** The sample's rules, but for one number. */
const CHANGED_RULES = (await readFile('corpus/handoff.yaml', 'utf8')).replace(
  'failed_answers: { at_least: 3 }',
  'failed_answers: { at_least: 2 }',
)

const LOOKS = [
  {
    language: 'zh',
    who: 'lead',
    account: '8000000011',
    person: '转人工',
    question: ['我这个月的话费为什么这么高', '账号', '验证码'],
    options: { locale: 'zh-CN', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  },
  {
    language: 'en',
    who: 'admin',
    account: '8000000029',
    person: 'talk to a person',
    question: ['why is my bill so high this month', 'account number', '6-digit code'],
    options: { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
  },
] as const
type Look = (typeof LOOKS)[number]

let server: TestServer
let browser: Browser
const windows: { close(): Promise<void> }[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ now: () => Date.now() + ahead, env: { SAMPLE_CUSTOMERS: '150' } })
  await undelivered()
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

/** What moves otherwise stands still. */
const contextOf = ({ options }: Look) => ({ ...options, reducedMotion: 'reduce' as const })

function accountOf(look: Look) {
  return server.accounts.find(({ name }) => name === look.who)!
}

/** A message of which nobody knows whether it has arrived. */
async function undelivered(): Promise<void> {
  const { db, now } = server.open.store
  const customer = await Customer.start(server.url)
  await customer.ask('怎么查话费')
  const message = await db
    .selectFrom('messages')
    .select(['id', 'seq'])
    .where('conversation_id', '=', customer.id)
    .where('role', '=', 'bot')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  const state = { status: 'unknown', attempts: 12, last_error: 'No answer came.' } as const
  await db
    .insertInto('outbox')
    .values({
      ...{ ...state, id: message.id, conversation_id: customer.id, message_id: message.id, seq: message.seq },
      ...{ channel: 'wechat', due_at: now(), lease_until: null, created_at: now(), sent_at: null },
      external_id: null,
    })
    .execute()
}

/** A customer of the company, known and likely to leave, who waits for a person. */
async function waiting({ account, language, person }: Look): Promise<string> {
  const customer = await Customer.signedIn(server.url, account, language === 'zh' ? 'zh-CN' : 'en-GB')
  await customer.ask(person)
  return customer.id
}

async function scored({ account }: Look): Promise<void> {
  const { store } = server.open
  const customer = await findByAccount(store, account)
  const reasons = JSON.stringify([
    { group: 'charges', title: { zh: '费用', en: 'charges' }, contribution: 1.2 },
    { group: 'contract', title: { zh: '合约', en: 'contract' }, contribution: -0.7 },
  ])
  const score = { logit: 1, probability: 0.73, reasons, model: 'test', scored_at: store.now() }
  await store.db
    .insertInto('scores')
    .values({ customer_id: customer!.id, ...score })
    .execute()
}

/** Does the same in both looks at the same time, which takes half as long. */
async function inBothLooks(walk: (look: Look) => Promise<void>): Promise<void> {
  await Promise.all(LOOKS.map(walk))
}

it('finds nothing serious at the desk', () => inBothLooks(atTheDesk), 90_000)
it('finds nothing serious in the console', () => inBothLooks(inTheConsole), 90_000)
it('finds nothing serious where customers come', () => inBothLooks(withCustomers), 90_000)

async function atTheDesk(look: Look): Promise<void> {
  await scored(look)
  const [id, other] = [await waiting(look), await waiting(look)]
  const desk = await DeskWindow.open(browser, server.url, look.language, contextOf(look))
  windows.push(desk)
  const { page, words } = desk
  const isNarrow = look.options.viewport.width < 768
  const dialog = page.getByRole('dialog')
  const check = (state: string) => expectAccessible(page, `${state}, ${look.language}`)
  const go = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
  /** Looks at a window over the page, and closes it. */
  const checkDialog = async (state: string) => {
    await dialog.waitFor(PATIENCE)
    await page
      .locator('.ant-skeleton, .ant-spin')
      .first()
      .waitFor({ ...PATIENCE, state: 'detached' })
    await check(state)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ ...PATIENCE, state: 'detached' })
  }

  await check('sign-in')
  await desk.button(words.signIn).click()
  await page.getByText(words.nameMissing).waitFor()
  await check('sign-in with nothing filled in')
  await desk.signIn(accountOf(look))
  await desk.entry(other).waitFor(PATIENCE)
  await check('queue')
  await desk.button(words.teamOpen).click()
  await checkDialog('colleagues')
  await desk.button(words.myAccount).click()
  await dialog.getByText(words.sessionCurrent).waitFor(PATIENCE)
  await checkDialog('my account')
  await page.keyboard.press('?')
  await checkDialog('shortcuts')

  await go('#/inbox')
  await page.locator(`nav [data-conversation="${id}"]`).waitFor(PATIENCE)
  const filters = desk.button(words.filters)
  if (await filters.isVisible()) await filters.click()
  await page.getByLabel(words.filterLanguage).selectOption(look.language)
  await page.locator(`nav [data-conversation="${id}"]`).waitFor(PATIENCE)
  await check('inbox with filters')

  await go('#/retention')
  await desk.button(words.retentionAdd).click()
  const number = page.getByLabel(words.retentionAddAccount, { exact: true })
  await number.fill(look.account)
  await number.press('Enter')
  await page.getByRole('main').getByText(words.workingMine).waitFor(PATIENCE)
  await check('retention')

  await go(`#/conversations/${id}`)
  await desk.button(words.claim).waitFor(PATIENCE)
  await check('waiting conversation')
  if (isNarrow) {
    await desk.button(words.showCustomer).click()
    await page.getByText(words.riskNote).waitFor(PATIENCE)
    await checkDialog('customer')
  }
  await desk.claim()
  await desk.reply('Good morning')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: words.noteField }).fill('Note')
  await check('conversation of mine, writing a note')
  await page.keyboard.press('Control+Enter')
  await desk.transcript.locator('.note-line').waitFor(PATIENCE)
  await page.getByRole('combobox', { name: words.tagAdd }).selectOption({ index: 1 })
  await page.getByRole('list', { name: words.tags }).waitFor(PATIENCE)
  await desk.replyField.fill('Reply')
  await check('conversation of mine, writing a reply')
  await desk.replyField.fill('')
  await desk.replyField.press('/')
  await page.getByRole('listbox', { name: words.canned }).waitFor(PATIENCE)
  await check('ready texts')
  await page.keyboard.press('Escape')
  for (const name of [words.transfer, words.snooze, words.block, words.close]) {
    await desk.button(name).click()
    await checkDialog(name)
  }

  // A follow-up to do, and somebody who is offered to me.
  await server.open.store.db
    .updateTable('conversations')
    .set({ offered_to: look.who, offered_until: server.open.store.now() + 600_000 })
    .where('id', '=', other)
    .execute()
  server.open.store.live.changed(other)
  await page.getByRole('region', { name: words.offer }).waitFor(PATIENCE)
  await go('#/')
  await page.getByRole('tab', { name: words.todo }).click()
  await page.locator('[data-task]').first().waitFor(PATIENCE)
  await check('to do, with an offer')
}

async function inTheConsole(look: Look): Promise<void> {
  const { store } = server.open
  const keep = <Kind extends keyof InsightResults>(kind: Kind, result: InsightResults[Kind]) =>
    keepComputed(store, { kind, computedAt: store.now(), took: 9, result, empty: null })
  await keep('rules', RULES)
  await keep('forecast', FORECAST)
  await keep('words', wordsAt(store.now()))
  await writeDecisions(store, [{ facts: { ...calmFacts, failed_answers: 2 }, at: store.now() - 60_000 }])
  const words = consoleStrings[look.language]
  const { page, close } = await openPage(browser, `${server.url}/console#/team/now`, contextOf(look))
  windows.push({ close })
  const { name, password } = accountOf(look)
  await page.getByRole('textbox', { name: words.accountName, exact: true }).fill(name, PATIENCE)
  await page.getByLabel(words.password, { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  const settled = async (title: string) => {
    await page.getByRole('heading', { name: title, exact: true, level: 2 }).waitFor(PATIENCE)
    await page
      .locator('article[aria-busy="true"], .ant-skeleton')
      .first()
      .waitFor({ ...PATIENCE, state: 'detached' })
  }
  const check = async (path: string, title: string) => {
    await page.evaluate(`location.hash = '#/${path}'`)
    await settled(title)
    await expectAccessible(page, `${path}, ${look.language}`)
  }
  await check('team/now', words.teamNow)
  await check('team/report', words.teamReport)
  await check('insight/segments', words.segments)
  const compute = page.getByRole('button', { name: words.computeNow })
  if (await compute.isVisible()) {
    await compute.click()
    await page.getByRole('img').waitFor(PATIENCE)
    await expectAccessible(page, `computed segments, ${look.language}`)
  }
  await check('insight/rules', words.rules)
  await check('insight/forecast', words.forecast)
  await check('insight/words', words.words)
  await check('rules/handoff', words.handoffRules)
  await page.getByText(words.hrCheck, { exact: true }).click()
  const text = page.getByLabel(words.hrTextLabel)
  await text.fill('rules:\n  - mod: angry')
  await page.getByRole('button', { name: words.hrRunCheck }).click()
  await page.locator('.rule-problems').waitFor(PATIENCE)
  await expectAccessible(page, `a wrong rule, ${look.language}`)
  await text.fill(CHANGED_RULES)
  await page.getByRole('button', { name: words.hrRunTests }).click()
  await page.getByText('failed-twice').first().waitFor(PATIENCE)
  await page.getByRole('button', { name: words.hrRunWhatIf }).click()
  await page.getByRole('table', { name: words.hrChanges }).waitFor(PATIENCE)
  await expectAccessible(page, `what other rules would change, ${look.language}`)
  await check('operation/undelivered', words.deadLetters)
  const resend = page.getByRole('button', { name: words.resend }).first()
  await resend.click(PATIENCE)
  await page.getByRole('dialog').waitFor(PATIENCE)
  await expectAccessible(page, `sending again, ${look.language}`)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor(PATIENCE)
  await expectAccessible(page, `shortcuts of the console, ${look.language}`)
  await page.keyboard.press('Escape')
  const menu = page.getByRole('button', { name: words.menu })
  if (!(await menu.isVisible())) return
  await menu.click()
  await page.getByRole('dialog').waitFor(PATIENCE)
  await expectAccessible(page, `menu of the console, ${look.language}`)
}

async function withCustomers(look: Look): Promise<void> {
  const chat = await ChatWindow.open(browser, server.url, look.language, contextOf(look))
  windows.push(chat)
  const { page, panel, words } = chat
  const check = (state: string, of: Page = page) => expectAccessible(of, `${state}, ${look.language}`)
  await check('open chat')
  await panel.getByRole('button', { name: words.menu }).click()
  await check('menu of the chat')
  await page.keyboard.press('Escape')
  const [question, asked, sent] = look.question
  await chat.ask(question, asked)
  await chat.ask(look.account, sent)
  await check('chat with a task')
  await chat.ask(look.person, /./)
  await panel.getByRole('group', { name: words.suggestions }).waitFor(PATIENCE)
  await check('chat that waits')
  await panel.getByRole('button', { name: words.close, exact: true }).click()
  await panel.waitFor({ ...PATIENCE, state: 'hidden' })
  await check('closed chat on the company’s page')
  for (const path of ['privacy', 'demo/inbox']) {
    await page.goto(`${server.url}/${path}?lang=${look.language}`)
    await page.getByRole('heading').first().waitFor(PATIENCE)
    await check(path)
  }
}
