/** The retention worklist at the desk: two colleagues and a customer, in windows of a real browser and over Direct Line. */

import { randomUUID } from 'node:crypto'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findByAccount } from '../../src/customers/records.ts'
import type { Language } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { DeskWindow, HeldReads, refused } from './desk-window.ts'

/** Monday, ten in the morning where the company is: no quiet hours. */
const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
const ahead = MONDAY - Date.now()
const PATIENCE = { timeout: 25_000 }
/** 王晓雯, of the sample. */
const ACCOUNT = '8000000011'

let server: TestServer
let browser: Browser
const windows: DeskWindow[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ now: () => Date.now() + ahead, env: { SAMPLE_CUSTOMERS: '20' } })
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
})

async function signedIn(name: string, ...how: [Language, Parameters<typeof DeskWindow.open>[3]?]) {
  const [language, options] = how
  const window = await DeskWindow.open(browser, server.url, language, options)
  windows.push(window)
  await window.signIn(server.accounts.find((one) => one.name === name)!)
  await tab(window).click()
  return window
}

const tab = (desk: DeskWindow): Locator => desk.page.getByRole('tab', { name: desk.words.retention })
const list = (desk: DeskWindow): Locator => desk.page.getByRole('navigation', { name: desk.words.retention })
const main = (desk: DeskWindow): Locator => desk.page.getByRole('main')
const entry = (desk: DeskWindow): Locator => list(desk).locator('[data-retention]')

/** The customer in the company's app, which has signed them in. */
async function inTheApp(): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const { body: generated } = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, account: ACCOUNT },
  })
  const { body: started } = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer: generated.token,
    body: { locale: 'zh-CN' },
  })
  const customer = Customer.of(server.url, started.conversationId, started.token, user)
  await customer.ask('你好')
  return customer
}

/** Gives the customer a score, as the nightly run does. */
async function score(): Promise<void> {
  const { store } = server.open
  const customer = await findByAccount(store, ACCOUNT)
  const reasons = JSON.stringify([
    { group: 'charges', title: { zh: '费用', en: 'charges' }, contribution: 1.2 },
  ])
  await store.db
    .insertInto('scores')
    .values({
      ...{ customer_id: customer!.id, logit: 1, probability: 0.73, reasons },
      ...{ model: 'test', scored_at: store.now() },
    })
    .execute()
}

describe('the retention worklist', () => {
  it('goes from an empty list over a message to the customer to an outcome', async () => {
    const customer = await inTheApp()
    const agent = await signedIn('agent', 'zh')
    await list(agent).getByText(agent.words.noRetention).waitFor(PATIENCE)
    expect(await agent.button(agent.words.buildNow).count()).toBe(0)
    await score()
    const lead = await signedIn('lead', 'en')

    // Put on the list by hand; a wrong number is told as such.
    await agent.button(agent.words.retentionAdd).click()
    const number = agent.page.getByLabel(agent.words.retentionAddAccount)
    await number.fill('1234')
    await number.press('Enter')
    await agent.alert(agent.words.errorCustomerUnknown).waitFor(PATIENCE)
    expect(agent.takeErrors()).toEqual([refused(404)])
    await number.fill(ACCOUNT)
    await number.press('Enter')
    await main(agent).getByText(agent.words.workingMine).waitFor(PATIENCE)
    await main(agent).getByText('73%').first().waitFor(PATIENCE)
    await main(agent).getByText(agent.words.riskNote.slice(0, 12)).waitFor(PATIENCE)
    // The colleague hears of it.
    await entry(lead).getByText('With 小林 Lin').waitFor(PATIENCE)

    const note = agent.page.getByLabel(agent.words.noteTitle)
    await note.fill('嫌漫游费贵')
    await agent.button(agent.words.noteSave).click()
    await agent.page.getByText(agent.words.noteSaved).waitFor(PATIENCE)
    expect(await agent.page.locator('body').textContent()).not.toContain('王晓雯')
    await agent.button(agent.words.revealField.replace('{field}', agent.words.fieldName)).click()
    await main(agent).getByText('王晓雯').waitFor(PATIENCE)

    // Nothing is written to somebody who was not asked.
    await main(agent).getByText(agent.words.blockConsent).waitFor(PATIENCE)
    await main(agent).getByText(agent.words.choiceChange).click()
    await agent.button(agent.words.setGranted).click()
    await agent.page.getByText(agent.words.choiceSaved).waitFor(PATIENCE)
    const preview = main(agent).locator('blockquote')
    await preview.waitFor(PATIENCE)
    const text = (await preview.textContent()) ?? ''
    await agent.button(agent.words.contactSend).click()
    const question = agent.page.getByRole('dialog', { name: agent.words.contactAsk })
    await question.getByRole('button', { name: agent.words.contactSend }).click()
    const said = async () => (await customer.read()).map(readable)
    await expect.poll(said, PATIENCE).toContain(text)
    await customer.ask('你好，什么事')
    await main(agent).getByText('客户已在').waitFor(PATIENCE)
    await entry(lead).getByText(lead.words.itemContactAnswered).waitFor(PATIENCE)

    await agent.button(agent.words.outcome).click()
    await agent.button(agent.words.outcomeKept).click()
    await list(agent).getByText(agent.words.noRetention).waitFor(PATIENCE)
    await agent.button(agent.words.undoOutcome).click()
    await main(agent).getByText(agent.words.workingMine).waitFor(PATIENCE)
    await entry(lead).getByText('With 小林 Lin').waitFor(PATIENCE)
    expect([...agent.errors, ...lead.errors]).toEqual([])
  }, 120_000)

  it('tells who was slower, and works on 360 pixels by keyboard', async () => {
    const lead = await signedIn('lead', 'en', { viewport: { width: 360, height: 640 } })
    const reads = await HeldReads.of(lead.page, /\/api\/desk\/retention\/[\w-]+$/)
    const width = () => lead.page.evaluate('document.documentElement.scrollWidth')
    await entry(lead).waitFor(PATIENCE)
    expect(await width()).toBe(360)
    await lead.page.getByRole('tab', { selected: true }).focus()
    await lead.page.keyboard.press('j')
    await lead.focused(entry(lead))
    await lead.page.keyboard.press('Enter')
    await main(lead).getByText('小林 Lin looks after this customer.').waitFor(PATIENCE)
    expect(await list(lead).isVisible()).toBe(false)
    expect(await width()).toBe(360)

    // Somebody changes it, and the page hears of it only after the choice.
    await reads.freeze()
    await server.open.store.db
      .updateTable('retention_items')
      .set((e) => ({ version: e('version', '+', 1), owner: 'admin' }))
      .execute()
    await lead.page.getByLabel(lead.words.assign).selectOption('lead')
    reads.release()
    await lead.alert(lead.words.errorRetentionChanged).waitFor(PATIENCE)
    await main(lead).getByText('管理员 Admin looks after this customer.').waitFor(PATIENCE)
    expect(lead.takeErrors()).toEqual([refused(409)])
    await lead.page.getByLabel(lead.words.assign).selectOption('lead')
    await main(lead).getByText(lead.words.workingMine).waitFor(PATIENCE)
    await lead.button(lead.words.back).focus()
    await lead.page.keyboard.press('Escape')
    await lead.focused(entry(lead))
    expect(await width()).toBe(360)
    expect(lead.errors).toEqual([])
  }, 60_000)
})
