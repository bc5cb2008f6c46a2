/** Finding conversations and sharing them out, in a real browser against the real server. */

import { randomUUID } from 'node:crypto'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserSources, launchBrowser } from '../browser.ts'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { DeskWindow } from './desk-window.ts'

/** Monday, ten in the morning where the company is: its queues are open. */
const ahead = Date.parse('2026-11-23T10:00:00+08:00') - Date.now()
const PATIENCE = { timeout: 20_000 }

let server: TestServer
let browser: Browser
let chinese: Customer
let english: Customer

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ now: () => Date.now() + ahead })
  chinese = await customer('zh-CN', '我家宽带一直断线怎么办', '转人工')
  english = await customer('en-GB', 'my router keeps restarting all day')
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})

async function customer(locale: string, ...texts: readonly string[]): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const { body: generated } = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user } },
  })
  const { body: started } = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer: generated.token,
    body: { locale },
  })
  const one = Customer.of(server.url, started.conversationId, started.token, user)
  for (const text of texts) await one.ask(text)
  return one
}

async function signedIn(...[name, ...how]: [string, 'zh' | 'en', Parameters<typeof DeskWindow.open>[3]?]) {
  const window = await DeskWindow.open(browser, server.url, ...how)
  await window.signIn(server.accounts.find((account) => account.name === name)!)
  return window
}

const inbox = ({ page, words }: DeskWindow): Locator => page.getByRole('navigation', { name: words.inbox })
const search = ({ page, words }: DeskWindow): Locator =>
  page.getByRole('textbox', { name: words.searchLabel })
const found = (desk: DeskWindow, { id }: { id: string }): Locator =>
  inbox(desk).locator(`[data-conversation="${id}"]`)

describe('the inbox', () => {
  it('finds conversations by words of both languages, and its address keeps what is looked for', async () => {
    const agent = await signedIn('agent', 'zh')
    await agent.page.keyboard.press('/')
    await agent.focused(search(agent))
    await agent.page.keyboard.type('宽带')
    await found(agent, english).waitFor({ ...PATIENCE, state: 'detached' })
    await found(agent, chinese).waitFor(PATIENCE)
    await agent.page.keyboard.press('Escape')
    expect(await search(agent).inputValue()).toBe('')
    await found(agent, english).waitFor(PATIENCE)
    await agent.page.keyboard.type('"keeps restarting"')
    await found(agent, chinese).waitFor({ ...PATIENCE, state: 'detached' })
    await found(agent, english).waitFor(PATIENCE)
    await agent.page.keyboard.press('ArrowDown')
    await agent.focused(found(agent, english))
    await agent.page.keyboard.press('Enter')
    await agent.sees('my router keeps restarting all day')

    await inbox(agent).getByLabel(agent.words.filterState).selectOption('queued')
    await inbox(agent).getByText(agent.words.inboxNotFound, { exact: true }).waitFor(PATIENCE)
    expect(agent.takeErrors()).toEqual([])
    await agent.page.reload()
    await inbox(agent).getByText(agent.words.inboxNotFound, { exact: true }).waitFor(PATIENCE)
    expect(await search(agent).inputValue()).toBe('"keeps restarting"')
    expect(await inbox(agent).getByLabel(agent.words.filterState).inputValue()).toBe('queued')
    await agent.sees('my router keeps restarting all day')
    await agent.page.goBack()
    await found(agent, english).waitFor(PATIENCE)
    expect(agent.errors).toEqual([])
    await agent.close()
  }, 60_000)

  it('has room for its filters on 360 pixels', async () => {
    const lead = await signedIn('lead', 'en', { viewport: { width: 360, height: 640 } })
    await lead.page.keyboard.press('i')
    await found(lead, chinese).waitFor(PATIENCE)
    await lead.button(lead.words.filters).click()
    await inbox(lead).getByLabel(lead.words.filterLanguage).selectOption('en')
    await found(lead, chinese).waitFor({ ...PATIENCE, state: 'detached' })
    expect(await lead.page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await lead.button(lead.words.filterRemove.replace('{filter}', lead.words.english)).click()
    await found(lead, chinese).click()
    await lead.transcript.waitFor(PATIENCE)
    await lead.button(lead.words.back).click()
    await lead.focused(found(lead, chinese))
    expect(lead.errors).toEqual([])
    await lead.close()
  }, 60_000)
})

describe('sharing out', () => {
  it('goes by status, transfer and offer, by keyboard', async () => {
    const [agent, lead] = await Promise.all([signedIn('agent', 'zh'), signedIn('lead', 'en')])
    const status = (word: string) => agent.page.locator('.status-switch').getByText(word, { exact: true })
    await status(agent.words.statusAvailable).waitFor(PATIENCE)
    await agent.page.keyboard.press('Shift+A')
    await status(agent.words.statusAway).waitFor(PATIENCE)

    await lead.openConversation(chinese.id)
    await lead.claim()
    await lead.page.keyboard.press('Escape')
    await lead.focused(lead.conversation)
    await lead.page.keyboard.press('t')
    const dialog = lead.page.getByRole('dialog', { name: 'Transfer' })
    const colleague = dialog.getByRole('radio', { name: '小林 Lin' })
    await dialog.getByText(lead.words.transferToAgent, { exact: true }).click()
    await dialog.locator('.target').getByText('小林 Lin').waitFor(PATIENCE)
    expect(await colleague.isDisabled()).toBe(true)
    await agent.page.keyboard.press('Shift+A')
    await status(agent.words.statusAvailable).waitFor(PATIENCE)
    await expect.poll(() => colleague.isDisabled(), PATIENCE).toBe(false)
    await colleague.check()
    await dialog.getByLabel(lead.words.transferNote).fill('先看看路由器')
    await dialog.getByRole('button', { name: lead.words.transferDo, exact: true }).click()
    await dialog.waitFor({ ...PATIENCE, state: 'hidden' })
    await lead.sees('先看看路由器')

    const offer = agent.page.getByRole('region', { name: agent.words.offer })
    await offer.waitFor(PATIENCE)
    await agent.entry(chinese.id).getByText(agent.words.offer).waitFor(PATIENCE)
    await agent.page.keyboard.press('y')
    await agent.sees('先看看路由器')
    await agent.replyField.waitFor(PATIENCE)
    await offer.waitFor({ ...PATIENCE, state: 'detached' })
    await agent.reply('您好，我是小林。')
    expect([...agent.errors, ...lead.errors]).toEqual([])
    await Promise.all([agent.close(), lead.close()])
  }, 60_000)
})
