/** What the bot promises a customer, and what agents do about it, in windows of a real browser. */

import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { ChatWindow, codeFromInbox, DeskWindow, HeldReads } from './desk-window.ts'

/** Monday, ten in the morning where the company is: its agents are there. */
const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
let ahead = MONDAY - Date.now()
const PHONE = '13812345678'
const MASKED = '138••••5678'

let server: TestServer
let browser: Browser
const windows: { close(): Promise<void> }[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ now: () => Date.now() + ahead, env: { SAMPLE_CUSTOMERS: '20' } })
  // Tickets from before are not in the way of those written here.
  await server.open.store.db.updateTable('tickets').set({ status: 'closed' }).execute()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  for (const window of windows.splice(0)) await window.close()
  // What one test leaves to do is not in the way of the next.
  await server.open.store.db.updateTable('tasks').set({ status: 'done' }).execute()
})

async function chat(language: Language): Promise<ChatWindow> {
  const window = await ChatWindow.open(browser, server.url, language)
  windows.push(window)
  return window
}

async function signedIn(name: string, ...how: [Language, Parameters<typeof DeskWindow.open>[3]?]) {
  const [language, options] = how
  const window = await DeskWindow.open(browser, server.url, language, options)
  windows.push(window)
  await window.signIn(server.accounts.find((one) => one.name === name)!)
  return window
}

const tab = (desk: DeskWindow): Locator => desk.page.getByRole('tab', { name: desk.words.todo })
const list = (desk: DeskWindow): Locator => desk.page.getByRole('navigation', { name: desk.words.todo })
const button = (within: Locator, name: string): Locator => within.getByRole('button', { name, exact: true })

describe('what the bot promises', () => {
  it('is seen, worked on and settled at the desk, and the customer hears of it', async () => {
    const agent = await signedIn('agent', 'en')
    const lead = await signedIn('lead', 'zh')
    await tab(lead).click()
    await list(lead).getByText(lead.words.noTodo).waitFor()

    const caller = await chat('zh')
    await caller.ask(`请给我回电，打${PHONE}，明天下午三点`, '对吗')
    await caller.ask('确认', '约好了')
    // The badge comes by itself.
    await tab(agent).getByText('1', { exact: true }).waitFor()
    await tab(agent).click()
    const call = list(agent).getByRole('listitem')
    await call.getByText(MASKED).waitFor()
    await call.getByText(agent.words.kindCallback).waitFor()
    expect(await call.textContent()).toContain(agent.words.visitor)
    expect(await agent.page.locator('body').textContent()).not.toContain(PHONE)

    await call.getByRole('link').click()
    await agent.sees('约好了')
    await agent.page.getByRole('tab', { name: agent.words.todo, selected: true }).waitFor()
    await button(call, agent.words.revealField.replace('{field}', 'phone')).click()
    // Twice: in the transcript as the customer wrote it, and where it was asked for.
    const number = list(agent).getByRole('link', { name: PHONE })
    await number.waitFor()
    expect(await number.getAttribute('href')).toBe(`tel:${PHONE}`)
    const { store } = server.open
    const [revealed] = await store.audit.list(store.db, 1)
    expect(revealed).toMatchObject({ actor: 'agent', action: 'customer.reveal', detail: { field: 'phone' } })

    await list(lead).getByText(MASKED).waitFor()
    await button(call, agent.words.taskDone).click()
    await list(agent).getByText(agent.words.noTodo).waitFor()
    await list(lead).getByText(lead.words.noTodo).waitFor()
    expect(await store.db.selectFrom('tasks').select('status').execute()).toEqual([{ status: 'done' }])

    const writer = await chat('zh')
    await writer.ask('我的套餐是什么', '账号')
    await writer.ask('8000000037', '验证码')
    await writer.ask(await codeFromInbox(browser, server.url, 'zh'), '套餐')
    await writer.ask('我要投诉', '事情经过')
    await writer.ask('师傅约好了上午来，结果一整天都没有来', '确认提交')
    const ticketNumber = /T\d{6}-\w{4}/.exec(await writer.ask('是的', '工单号'))?.[0] ?? 'none'
    const ticket = (desk: DeskWindow) => list(desk).getByRole('listitem').filter({ hasText: ticketNumber })
    await ticket(agent).getByText('一整天都没有来').waitFor()
    await button(ticket(agent), agent.words.ticketStart).click()
    await ticket(lead).getByText(lead.words.ticketWorking).waitFor()
    await button(ticket(lead), lead.words.ticketResolve).click()
    await ticket(agent).waitFor({ state: 'detached' })
    const hears = await writer.ask('查一下我的工单进度', '您最近的工单')
    expect(hears).toMatch(new RegExp(`${ticketNumber} 我要投诉：?已解决`))

    // A slip is taken back.
    await button(list(lead), lead.words.undo).click()
    await ticket(agent).getByText(agent.words.ticketWorking).waitFor()
    await button(ticket(agent), agent.words.ticketClose).click()
    await list(lead).getByText(lead.words.noTodo).waitFor()
    expect([...agent.errors, ...lead.errors, ...caller.errors, ...writer.errors]).toEqual([])
  }, 120_000)

  it('is worked on by keyboard alone, and on 360 pixels', async () => {
    const customers = [await chat('zh'), await chat('zh')]
    for (const customer of customers) {
      await customer.ask(`请给我回电，打${PHONE}，尽快`, '对吗')
      await customer.ask('确认', '已登记')
    }
    ahead += 45 * 60_000
    const agent = await signedIn('agent', 'zh', { viewport: { width: 360, height: 640 } })
    const { keyboard } = agent.page
    const width = () => agent.page.evaluate('document.documentElement.scrollWidth')
    await tab(agent).getByText('2', { exact: true }).waitFor()
    await agent.page.getByRole('tab', { selected: true }).focus()
    await keyboard.press('ArrowRight')
    await agent.focused(tab(agent))
    const entries = list(agent).getByRole('listitem')
    await entries.first().waitFor()
    expect(await width()).toBe(360)
    expect(await entries.first().textContent()).toMatch(/已超时 1[45]:\d\d/)

    await keyboard.press('j')
    await agent.focused(entries.nth(0).getByRole('link'))
    await keyboard.press('ArrowDown')
    await agent.focused(entries.nth(1).getByRole('link'))
    await keyboard.press('Enter')
    await agent.sees('已登记')
    expect(await list(agent).isVisible()).toBe(false)
    await keyboard.press('Escape')
    await agent.focused(entries.nth(1).getByRole('link'))
    // Show, done, drop.
    for (let n = 0; n < 3; n++) await keyboard.press('Tab')
    await agent.focused(button(entries.nth(1), agent.words.taskDrop))
    await keyboard.press('Enter')
    const question = agent.page.getByRole('dialog', { name: agent.words.dropTitle })
    await question.waitFor()
    await keyboard.press('Escape')
    await question.waitFor({ state: 'hidden' })
    await agent.focused(button(entries.nth(1), agent.words.taskDrop))
    await keyboard.press('Enter')
    const reads = await HeldReads.of(agent.page, /\/api\/desk\/tasks$/)
    await button(question, agent.words.taskDrop).click()
    await expect.poll(() => entries.count()).toBe(1)
    // Where the entry was that went, the focus is on the one that is left.
    await agent.focused(entries.first().getByRole('link'))

    // Somebody else is faster, and the page hears of it only after the click.
    await reads.freeze()
    await server.open.store.db.updateTable('tasks').set({ status: 'done' }).execute()
    await button(entries.first(), agent.words.taskDone).click()
    reads.release()
    await agent.alert(agent.words.errorTaskOver).waitFor()
    await list(agent).getByText(agent.words.noTodo).waitFor()
    expect(await width()).toBe(360)
    expect(agent.takeErrors()).toHaveLength(1)
    const rows = await server.open.store.db.selectFrom('tasks').select('status').execute()
    expect(rows.map(({ status }) => status)).toContain('done')
  }, 90_000)
})
