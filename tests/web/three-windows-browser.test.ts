/** Two agents and a customer at the same time, in three windows of a real browser: race, note, transfer, return, rating. */

import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import type { BrainSource } from '../../src/bot/load-brain.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { sharedBrain } from '../brain.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { ChatWindow, DeskWindow, refused } from './desk-window.ts'

/** Monday, ten in the morning where the company is: its agents are there. */
const ahead = Date.parse('2026-11-23T10:00:00+08:00') - Date.now()
const PATIENCE = { timeout: 20_000 }
const MING = { name: 'ming', displayName: '小明 Ming', password: 'kuzo-mira-tepa-lodu' }

const LANGUAGES = [
  {
    language: 'zh',
    person: '转人工',
    place: /排在第 \d 位|下一位就是您/,
    joined: '“{agent}”已接手',
    note: '内部：客户上月也来过',
    first: '您好，我先看一下您的记录。',
    handing: '请查一下漫游费',
    transferred: '更合适的同事',
    second: '查到了，漫游费可以退一半。',
    returned: '现在由机器人继续为您服务',
    third: '已经帮您退好了。',
    closed: '本次服务已结束',
    ask: '请打个分',
    two: /^2\D*不满意/,
    askComment: '哪里可以做得更好',
    comment: '等得太久了',
    noted: '您的意见已经记下了',
    question: ['话费最晚什么时候交？', /\d+ 日|\d+ 号/],
  },
  {
    language: 'en',
    person: 'talk to a person',
    place: /number \d in line|next in line/,
    joined: '{agent} from our team has joined',
    note: 'Internal: was here last month too',
    first: 'Hello, let me look at your record.',
    handing: 'please look at the roaming fee',
    transferred: 'better placed to help',
    second: 'I found it and can refund half of the fee.',
    returned: 'you are back with the bot',
    third: 'The refund is booked.',
    closed: 'This conversation is now closed',
    ask: 'How did we do?',
    two: /^2\W*Unhappy/,
    askComment: 'What should we do better',
    comment: 'I waited far too long',
    noted: 'I have noted that',
    question: ['When is my bill due?', /due/],
  },
] as const

/** Somebody at the desk, and what customers and colleagues call them. */
interface Agent {
  readonly desk: DeskWindow
  readonly displayName: string
}

let server: TestServer
let browser: Browser
let agents: readonly [Agent, Agent]

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ now: () => Date.now() + ahead, loadBrain: asking })
  await addAccount(server.open.store, 'system', { ...MING, role: 'agent' })
  const lin = server.accounts.find(({ name }) => name === 'agent')!
  agents = await Promise.all([signedIn('zh', { ...lin, displayName: '小林 Lin' }), signedIn('en', MING)])
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})

/** In other tests nobody is asked to rate. */
async function asking(source: BrainSource): Promise<Brain> {
  const brain = await sharedBrain(source)
  return { ...brain, desk: { ...brain.desk, rating: { ...brain.desk.rating, ask: true } } }
}

async function signedIn(language: 'zh' | 'en', account: typeof MING): Promise<Agent> {
  const desk = await DeskWindow.open(browser, server.url, language)
  await desk.signIn(account)
  return { desk, displayName: account.displayName }
}

/** The conversation that waits for a person. */
async function waiting(): Promise<string> {
  const { id } = await server.open.store.db
    .selectFrom('conversations')
    .select('id')
    .where('owner', '=', 'queued')
    .executeTakeFirstOrThrow()
  return id
}

/** Both try to take the open conversation over, and neither is answered before both have asked. @returns who has it first */
async function race(): Promise<readonly [Agent, Agent]> {
  const [lin, ming] = agents
  const both = Promise.withResolvers<void>()
  let asked = 0
  for (const { desk } of agents)
    await desk.page.route('**/claim', async (route) => {
      asked++
      if (asked === agents.length) both.resolve()
      await both.promise
      await route.continue()
    })
  await Promise.all(agents.map(({ desk }) => desk.button(desk.words.claim).click()))
  const isLins = lin.desk.replyField.waitFor(PATIENCE).then(() => true)
  const isMings = ming.desk.replyField.waitFor(PATIENCE).then(() => false)
  // The field of whoever was slower never comes.
  void Promise.allSettled([isLins, isMings])
  const won = await Promise.any([isLins, isMings])
  for (const { desk } of agents) await desk.page.unroute('**/claim')
  return won ? [lin, ming] : [ming, lin]
}

/** What there is to do, as the desk lists it now. */
const tasksOf = ({ page }: DeskWindow): Locator => page.locator('[data-task]')

/** Everything the server gives the customer's browser of the conversation, also what is not shown. */
function heardBy({ page }: ChatWindow): Promise<string> {
  return page.evaluate(`(async () => {
    const key = Object.keys(localStorage).find((key) => key.startsWith('liuke-chat:'))
    const { conversationId, token } = JSON.parse(localStorage.getItem(key)).access
    const answer = await fetch('/v3/directline/conversations/' + conversationId + '/activities', {
      headers: { authorization: 'Bearer ' + token },
    })
    return answer.text()
  })()`)
}

it.each(LANGUAGES)(
  'two agents share a customer who writes in $language, and the customer is heard after it',
  async (said) => {
    const customer = await ChatWindow.open(browser, server.url, said.language)
    await customer.ask(said.person, said.place)
    const id = await waiting()
    await Promise.all(agents.map(({ desk }) => desk.openConversation(id)))

    // One has it; the other reads who.
    const [first, second] = await race()
    await second.desk.alert(second.desk.words.errorTaken).waitFor(PATIENCE)
    const { desk: one } = first
    const { desk: other } = second
    await other.conversation
      .getByText(other.words.stateOther.replace('{name}', first.displayName))
      .waitFor(PATIENCE)
    expect(await other.replyField.isVisible()).toBe(false)
    expect(other.takeErrors()).toEqual([refused(409)])
    await customer.reads(said.joined.replace('{agent}', first.displayName))

    // A note is for colleagues.
    await one.replyField.press('Escape')
    await one.page.keyboard.press('n')
    const noteField = one.page.getByRole('textbox', { name: one.words.noteField })
    await noteField.fill(said.note)
    await noteField.press('Control+Enter')
    await one.sees(said.note)
    await other.sees(said.note)
    await one.reply(said.first)
    await customer.reads(said.first)

    // Passed on to the colleague, who is asked.
    await one.button(one.words.transfer).click()
    const dialog = one.page.getByRole('dialog')
    await dialog.getByText(one.words.transferToAgent, { exact: true }).click()
    await dialog.getByRole('radio', { name: second.displayName }).check(PATIENCE)
    await dialog.getByLabel(one.words.transferNote).fill(said.handing)
    await dialog.getByRole('button', { name: one.words.transferDo, exact: true }).click()
    await customer.reads(said.transferred)
    const offer = other.page.getByRole('region', { name: other.words.offer })
    await offer.getByRole('button', { name: other.words.offerAccept }).click(PATIENCE)
    await other.sees(said.handing)
    await customer.reads(said.joined.replace('{agent}', second.displayName))
    await other.reply(said.second)
    await customer.reads(said.second)
    await one.sees(said.second)

    // Back to the bot, and once more to a person.
    await other.button(other.words.release).click()
    await customer.reads(said.returned)
    await one.conversation.getByText(one.words.stateBot).waitFor(PATIENCE)
    await customer.ask(said.person, said.place)
    await one.button(one.words.claim).click()
    await one.reply(said.third)
    await customer.reads(said.third)
    await one.button(one.words.close).click()
    await dialog.getByRole('radio').first().waitFor(PATIENCE)
    await dialog.getByRole('button', { name: one.words.closeConfirm }).click()
    await other.conversation.getByText(other.words.stateClosed).waitFor(PATIENCE)
    await customer.reads(said.closed)

    // How it went, and what becomes of it.
    await customer.reads(said.ask)
    for (const { desk } of agents) await desk.page.getByRole('tab', { name: desk.words.todo }).click()
    await customer.panel.getByRole('button', { name: said.two }).click()
    await customer.reads(said.askComment)
    const seen = agents.map(({ desk }) => tasksOf(desk).filter({ hasText: '★★☆☆☆ 2/5' }).last())
    for (const task of seen) await task.waitFor(PATIENCE)
    await customer.ask(said.comment, said.noted)
    for (const { desk } of agents) {
      const task = tasksOf(desk).filter({ hasText: said.comment })
      await task.getByText(desk.words.kindFollowUp).waitFor(PATIENCE)
    }
    const [question, answer] = said.question
    await customer.ask(question, answer)
    await one.sees(question)
    await one.conversation.getByText(one.words.stateBot).waitFor(PATIENCE)

    const heard = await heardBy(customer)
    expect(heard).toContain(said.first)
    for (const secret of [said.note, said.handing]) expect(heard).not.toContain(secret)
    const ended = await server.open.store.db
      .selectFrom('handoffs')
      .select(['outcome', 'transfers', 'reason'])
      .where('conversation_id', '=', id)
      .orderBy('started_at')
      .execute()
    expect(ended).toMatchObject([
      { outcome: 'returned', transfers: 1 },
      { outcome: 'closed', transfers: 0 },
    ])
    for (const { desk } of agents) {
      expect(desk.takeErrors()).toEqual([])
      await desk.page.getByRole('tab', { name: desk.words.tabQueue }).click()
    }
    expect(customer.errors).toEqual([])
    await customer.close()
  },
  90_000,
)
