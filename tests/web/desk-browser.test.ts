/** A customer and an agent at the same time, each in a window of a real browser, against the real server. */

import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { browserSources, launchBrowser } from '../browser.ts'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { ChatWindow, codeFromInbox, DeskWindow, refused } from './desk-window.ts'

/** Monday, ten in the morning where the company is: its agents are there. */
const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
const ahead = MONDAY - Date.now()
/** A churn model learns from 200 customers or more. */
const CUSTOMERS = 300

const AGENT = '小林 Lin'
const LEAD = '陈组长 Chen'

let server: TestServer
let browser: Browser
const windows: { close(): Promise<void> }[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({
    now: () => Date.now() + ahead,
    env: { SAMPLE_CUSTOMERS: String(CUSTOMERS) },
  })
  await vi.waitFor(async () => expect(await countOf('scores')).toBeGreaterThanOrEqual(CUSTOMERS), {
    timeout: 90_000,
    interval: 250,
  })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  for (const window of windows.splice(0)) await window.close()
  // What one test leaves waiting is not in the way of the next.
  await server.open.store.db
    .updateTable('conversations')
    .set({ owner: 'bot', agent: null })
    .where('owner', '!=', 'bot')
    .execute()
})

async function countOf(table: 'scores' | 'audit'): Promise<number> {
  const row = await server.open.store.db
    .selectFrom(table)
    .select((e) => e.fn.countAll().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(row.rows)
}

async function chat(language: 'zh' | 'en'): Promise<ChatWindow> {
  const window = await ChatWindow.open(browser, server.url, language)
  windows.push(window)
  return window
}

async function desk(...[language, options]: ['zh' | 'en', Parameters<typeof DeskWindow.open>[3]?]) {
  const window = await DeskWindow.open(browser, server.url, language, options)
  windows.push(window)
  return window
}

function account(name: 'agent' | 'lead' | 'admin') {
  const found = server.accounts.find((one) => one.name === name)
  if (!found) throw new Error(`The demo has no account ${name}.`)
  return found
}

async function signedIn(...[who, ...how]: ['agent' | 'lead', ...Parameters<typeof desk>]) {
  const window = await desk(...how)
  await window.signIn(account(who))
  return window
}

/** A customer whose app has signed them in, waiting for a person. */
async function waiting(accountNumber?: string): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const { body: generated } = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, ...(accountNumber && { account: accountNumber }) },
  })
  const { body: started } = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer: generated.token,
    body: { locale: 'zh-CN' },
  })
  const customer = Customer.of(server.url, started.conversationId, started.token, user)
  await customer.ask('转人工')
  return customer
}

/** The newest conversation that waits for a person. */
async function newestWaiting(): Promise<string> {
  const { id } = await server.open.store.db
    .selectFrom('conversations')
    .select('id')
    .where('owner', '=', 'queued')
    .orderBy('queued_at', 'desc')
    .executeTakeFirstOrThrow()
  return id
}

const LANGUAGES = [
  {
    customer: 'zh',
    agent: 'en',
    account: '8000000011',
    question: '我这个月的话费为什么这么高',
    askAccount: '账号',
    codeSent: '验证码',
    explained: /国际漫游流量.*\+[\d.]+ 元/,
    person: '转人工',
    place: /排在第 [12] 位|下一位就是您/,
    joined: '“小林 Lin”已接手',
    answer: '您好，我看了账单，漫游费可以退一半。',
    thanks: '太好了，谢谢',
    returned: '现在由机器人继续为您服务',
    other: ['话费最晚什么时候交？', /\d+ 日|\d+ 号/],
    entry: 'Why my bill is higher than usual',
    reason: 'Asks for a person',
    masked: '王••',
    hidden: ['王晓雯', '19000000001', '柳岸大道'],
    phone: '19000000001',
  },
  {
    customer: 'en',
    agent: 'zh',
    account: '8000000029',
    question: 'why is my bill so high this month',
    askAccount: 'account number',
    codeSent: '6-digit code',
    explained: /[Rr]oaming.*\+¥?[\d.]+/,
    person: 'talk to a person',
    place: /number [12] in line|next in line/,
    joined: '小林 Lin from our team has joined',
    answer: 'Hello, I have looked at your bill and can refund half of the roaming fee.',
    thanks: 'great, thank you',
    returned: 'you are back with the bot',
    other: ['When is my bill due?', /due/],
    entry: '话费为什么变多了',
    reason: '客户要求人工',
    masked: 'O••••• B••••••',
    hidden: ['Olivia', '19000000002', 'Academy Road'],
    phone: '19000000002',
  },
] as const

describe('a customer and an agent', () => {
  it.each(LANGUAGES)(
    'go from the bot to the person and back, customer in $customer, desk in $agent',
    async (words) => {
      const customer = await chat(words.customer)
      await customer.ask(words.question, words.askAccount)
      await customer.ask(words.account, words.codeSent)
      await customer.ask(await codeFromInbox(browser, server.url, words.customer), words.explained)
      // Somebody else waits already.
      await waiting()
      expect(await customer.ask(words.person, words.place)).toMatch(words.place)
      const id = await newestWaiting()

      const agent = await signedIn('agent', words.agent)
      const entry = agent.entry(id)
      await entry.getByText(words.masked).waitFor()
      const listed = (await entry.textContent()) ?? ''
      expect(listed).toContain(words.reason)
      expect(listed).toContain(agent.words.riskHigh)
      expect(listed).toMatch(new RegExp(agent.words.waited.replace('{time}', '0:\\d\\d')))
      expect(listed).toMatch(words.agent === 'zh' ? /综合客服|老客户关怀/ : /General|Customer care/)

      await agent.openConversation(id)
      const asked = agent.linesOfCustomer.filter({ hasText: words.question })
      expect(await asked.textContent()).toContain(`${agent.words.understood} ${words.entry}`)
      await agent.sees(words.explained)
      const wished = agent.linesOfCustomer.filter({ hasText: words.person })
      expect(await wished.textContent()).toContain(agent.words.rule.replace('{rule}', words.reason))
      expect(await wished.textContent()).not.toContain(agent.words.understood)
      const card = agent.page.getByRole('complementary', { name: agent.words.customer })
      await card.getByText(agent.words.verified, { exact: true }).waitFor()
      expect(await card.getByText(words.masked).count()).toBe(1)
      const shown = (await agent.page.locator('body').textContent()) ?? ''
      for (const secret of words.hidden) expect(shown).not.toContain(secret)
      const risk = card.locator('section').filter({ hasText: agent.words.probability })
      expect(await risk.textContent()).toMatch(/\d+%/)
      expect(await risk.locator('.bars').first().getByRole('listitem').count()).toBeGreaterThanOrEqual(3)
      expect(await risk.getByText(agent.words.raisesStrongly).count()).toBeGreaterThan(0)
      expect(await risk.getByText(agent.words.riskNote).count()).toBe(1)
      expect(await risk.getByText(agent.words.offerTitle).count()).toBe(1)

      const revealed = await revealsOf(id)
      const phone = words.agent === 'zh' ? agent.words.fieldPhone : agent.words.fieldPhone.toLowerCase()
      await agent.button(agent.words.revealField.replace('{field}', phone)).click()
      await card.getByText(words.phone).waitFor()
      expect(await revealsOf(id)).toEqual([...revealed, { actor: 'agent', field: 'phone' }])
      await agent.button(agent.words.hideField.replace('{field}', phone)).click()
      expect(await card.getByText(words.phone).count()).toBe(0)

      await agent.claim()
      await customer.answering(AGENT).waitFor()
      await customer.reads(words.joined)
      await agent.reply(words.answer)
      await customer.reads(words.answer)
      const before = await customer.theirs.count()
      await customer.say(words.thanks)
      await agent.sees(words.thanks)
      await agent.reply('👍')
      await customer.reads('👍')
      // Nobody but the agent has said anything meanwhile.
      expect(await customer.theirs.count()).toBe(before + 1)

      await agent.button(agent.words.release).click()
      await customer.reads(words.returned)
      await agent.conversation.getByText(agent.words.stateBot).waitFor()
      expect(await agent.replyField.isVisible()).toBe(false)
      const [question, answer] = words.other
      await customer.ask(question, answer)
      await agent.sees(question)
      await agent.sees(answer)
      expect([...customer.errors, ...agent.errors]).toEqual([])
    },
    90_000,
  )

  it('end a conversation, and a new message opens it again with the bot', async () => {
    const customer = await chat('zh')
    await customer.ask('转人工', '下一位就是您')
    const id = await newestWaiting()
    const agent = await signedIn('agent', 'zh')
    await agent.openConversation(id)
    await agent.claim()
    await agent.reply('已经帮您处理好了。')
    await agent.button(agent.words.close).click()
    const question = agent.page.getByRole('dialog', { name: agent.words.closeTitle })
    await question.getByRole('button', { name: agent.words.cancel }).click()
    await question.waitFor({ state: 'hidden' })
    expect(await agent.replyField.isVisible()).toBe(true)
    await agent.button(agent.words.close).click()
    await question.getByRole('button', { name: agent.words.closeConfirm }).click()
    await agent.conversation.getByText(agent.words.stateClosed).waitFor()
    await agent.list.getByText(agent.words.empty).waitFor()
    await customer.reads('本次服务已结束')
    await customer.panel.getByText(customer.words.closed).first().waitFor()
    await customer.ask('话费最晚什么时候交？', /\d+ 日|\d+ 号/)
    await agent.conversation.getByText(agent.words.stateBot).waitFor()
    await agent.sees('话费最晚什么时候交？')
    expect([...customer.errors, ...agent.errors]).toEqual([])
  }, 60_000)
})

describe('two agents', () => {
  it('cannot take the same conversation: the second is told, reads along and cannot write', async () => {
    const { id } = await waiting('8000000045')
    const [agent, lead] = await Promise.all([signedIn('agent', 'zh'), signedIn('lead', 'en')])
    await Promise.all([agent.openConversation(id), lead.openConversation(id)])
    // The lead's claim is on its way while the agent's is made.
    const first = Promise.withResolvers<void>()
    await lead.page.route('**/claim', async (route) => {
      await first.promise
      await route.continue()
    })
    await lead.button(lead.words.claim).click()
    await agent.claim()
    first.resolve()
    await lead.alert(lead.words.errorTaken).waitFor()
    await lead.conversation.getByText(lead.words.stateOther.replace('{name}', AGENT)).waitFor()
    expect(await lead.replyField.isVisible()).toBe(false)
    expect(await lead.button(lead.words.claim).count()).toBe(0)
    expect(await lead.entry(id).textContent()).toContain(lead.words.heldBy.replace('{name}', AGENT))
    expect(lead.takeErrors()).toEqual([refused(409)])

    // Nor without the page's own buttons.
    const status = await lead.page.evaluate(`(async () => {
      const { csrf } = await (await fetch('api/session')).json()
      const answer = await fetch('api/desk/conversations/${id}/messages', {
        method: 'POST',
        headers: { 'x-liuke-csrf': csrf, 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'mine now' }),
      })
      return [answer.status, (await answer.json()).error.code]
    })()`)
    expect(status).toEqual([409, 'conversation_not_yours'])
    expect(lead.takeErrors()).toEqual([refused(409)])

    await agent.reply('我来处理。')
    await lead.sees('我来处理。')
    await agent.button(agent.words.release).click()
    await lead.conversation.getByText(lead.words.stateBot).waitFor()
    await lead.page.unroute('**/claim')
    await lead.claim()
    await agent.conversation.getByText(agent.words.stateOther.replace('{name}', LEAD)).waitFor()
    expect([...agent.errors, ...lead.errors]).toEqual([])
  }, 60_000)
})

describe('the desk', () => {
  it('can be worked by keyboard alone', async () => {
    const other = await waiting()
    const { id } = await waiting('8000000052')
    const agent = await desk('zh')
    await agent.focused(agent.nameField)
    await agent.page.keyboard.type('agent')
    await agent.page.keyboard.press('Tab')
    await agent.page.keyboard.type(account('agent').password)
    await agent.page.keyboard.press('Enter')
    await agent.entry(id).waitFor()
    const { keyboard } = agent.page
    await keyboard.press('j')
    await agent.focused(agent.list.getByRole('link').nth(0))
    await keyboard.press('j')
    await agent.focused(agent.list.getByRole('link').nth(1))
    await keyboard.press('k')
    await agent.focused(agent.list.getByRole('link').nth(0))
    const first = await agent.list.getByRole('link').nth(0).getAttribute('data-conversation')
    expect([id, other.id]).toContain(first)
    await keyboard.press('Enter')
    await agent.button(agent.words.claim).waitFor()
    await keyboard.press('c')
    await agent.focused(agent.replyField)
    await keyboard.type('您好，我是小林。')
    await keyboard.press('Control+Enter')
    await agent.sees('您好，我是小林。')
    await agent.focused(agent.replyField)
    await keyboard.press('Escape')
    await agent.focused(agent.conversation)
    await keyboard.press('r')
    await agent.focused(agent.replyField)
    // A letter is a letter where one writes.
    await keyboard.type('jkcr?')
    expect(await agent.replyField.inputValue()).toBe('jkcr?')
    await keyboard.press('Escape')
    await keyboard.press('?')
    await agent.page.getByRole('dialog', { name: agent.words.shortcuts }).waitFor()
    await keyboard.press('Escape')
    await agent.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await keyboard.press('Escape')
    await agent.focused(agent.entry(first!))
    await agent.entry(first!).getByText(agent.words.draft).waitFor()
    expect(agent.errors).toEqual([])
  }, 60_000)

  it.each(['light', 'dark'] as const)(
    'leads on 360 pixels from the list to the conversation and its customer, and back, in %s',
    async (colorScheme) => {
      await waiting('8000000052')
      await waiting('8000000045')
      const { id } = await waiting('8000000037')
      const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, colorScheme }
      const agent = await signedIn('agent', 'en', phone)
      const width = () => agent.page.evaluate('document.documentElement.scrollWidth')
      expect(await width()).toBe(360)
      expect(await agent.conversation.isVisible()).toBe(false)
      // A customer who is no loss to fear for is worth no less than nothing.
      expect(await agent.list.textContent()).not.toContain('-¥')
      await agent.entry(id).tap()
      await agent.transcript.waitFor()
      expect(await agent.list.isVisible()).toBe(false)
      expect(await width()).toBe(360)
      await agent.button(agent.words.showCustomer).tap()
      const card = agent.page.getByRole('dialog', { name: agent.words.customer })
      await card.getByText('陈••').waitFor()
      await card.getByText(agent.words.riskNote).scrollIntoViewIfNeeded()
      expect(await width()).toBe(360)
      await card.getByRole('button', { name: agent.words.closePanel }).tap()
      await card.waitFor({ state: 'hidden' })
      await agent.button(agent.words.claim).tap()
      await agent.reply('Hello, how can I help?')
      expect(await width()).toBe(360)
      await agent.button(agent.words.back).tap()
      await agent.list.waitFor()
      await agent.focused(agent.entry(id))
      expect(agent.errors).toEqual([])
    },
    60_000,
  )

  it('tells the time by the server, also before the first second has passed', async () => {
    const { id } = await waiting()
    const agent = await desk('en')
    await agent.page.clock.install({ time: MONDAY - 3_600_000 })
    await agent.page.clock.pauseAt(MONDAY - 3_000_000)
    await agent.signIn(account('agent'))
    const entry = agent.entry(id)
    await entry.waitFor()
    expect(await entry.textContent()).toMatch(/Waiting 0:\d\d/)
    expect(await entry.textContent()).toMatch(/4:\d\d left/)
  })
})

describe('signing in and out', () => {
  it('says what is missing and what is wrong, and when an account is locked', async () => {
    const window = await desk('zh')
    await window.button(window.words.signIn).click()
    await window.page.getByText(window.words.nameMissing).waitFor()
    await window.page.getByText(window.words.passwordMissing).waitFor()
    await window.focused(window.nameField)
    for (let tries = 1; tries <= 5; tries++) {
      await window.trySignIn('admin', `wrong ${tries}`)
      await window.alert(window.words.signInFailed).waitFor()
      await window.focused(window.passwordField)
    }
    expect(window.words.signInFailed).toContain('锁定')
    // Locked, even with the right password.
    await window.trySignIn('admin', account('admin').password)
    await window.alert(window.words.signInFailed).waitFor()
    expect(await window.list.count()).toBe(0)
    expect(window.takeErrors()).toEqual(Array.from({ length: 6 }, () => refused(401)))
    await window.button(window.words.languageLabel).click()
    await window.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(window.errors).toEqual([])
  }, 60_000)

  it('goes by the button, and leaves nobody signed in', async () => {
    const { id } = await waiting()
    const window = await signedIn('agent', 'en')
    await window.openConversation(id)
    await window.button(window.words.signOut).click()
    await window.nameField.waitFor()
    expect(await window.nameField.inputValue()).toBe('')
    expect(window.takeErrors()).toEqual([])
    await window.page.reload()
    await window.nameField.waitFor()
    expect(window.takeErrors()).toEqual([refused(401)])
  })

  it('is asked for again when the session has ended, and nothing written is lost', async () => {
    const { id } = await waiting()
    const window = await signedIn('lead', 'zh')
    await window.openConversation(id)
    await window.claim()
    await window.page.route('**/messages', async (route) => {
      await server.open.store.db.deleteFrom('sessions').execute()
      await route.continue()
    })
    await window.replyField.fill('这句话不能丢')
    await window.button(window.words.send).click()
    await window.page.getByText(window.words.sessionOver).waitFor()
    expect(await window.nameField.inputValue()).toBe('lead')
    await window.page.unroute('**/messages')
    await window.passwordField.fill(account('lead').password)
    await window.passwordField.press('Enter')
    await window.transcript.waitFor()
    await window.button(window.words.retry).click()
    await window.button(window.words.retry).waitFor({ state: 'hidden' })
    await window.sees('这句话不能丢')
    // Each call that was refused meanwhile, of which there is at least the reply.
    const errors = window.takeErrors()
    expect(errors.length).toBeGreaterThan(0)
    expect(errors).toEqual(errors.map(() => refused(401)))
  }, 60_000)
})

/** Who has seen which field in a conversation, in that order. */
async function revealsOf(conversation: string): Promise<{ actor: string; field: unknown }[]> {
  const { store } = server.open
  const rows = await store.audit.list(store.db, 100)
  return rows
    .filter(({ action, detail }) => action === 'customer.reveal' && detail?.['conversation'] === conversation)
    .map(({ actor, detail }) => ({ actor, field: detail?.['field'] }))
    .toReversed()
}
