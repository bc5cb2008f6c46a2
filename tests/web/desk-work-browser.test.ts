/** Agents work on a conversation with everything around the reply, in a real browser against the real server. */

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DeskSettingsAnswer } from '../../src/console/desk-work-types.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { ChatWindow, DeskWindow, HeldReads, refused } from './desk-window.ts'

/** Monday, ten in the morning where the company is: its agents are there. */
const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
const ahead = MONDAY - Date.now()

let server: TestServer
let browser: Browser
const windows: { close(): Promise<void> }[] = []

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ now: () => Date.now() + ahead })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  for (const window of windows.splice(0)) await window.close()
})

/** The demo's agent at the desk. */
async function agentAt(language: 'zh' | 'en'): Promise<DeskWindow> {
  const account = server.accounts.find(({ name }) => name === 'agent')
  const window = await DeskWindow.open(browser, server.url, language)
  windows.push(window)
  await window.signIn(account!)
  return window
}

async function waitingCustomer(locale = 'zh-CN'): Promise<Customer> {
  const customer = await Customer.start(server.url, locale)
  await customer.ask(locale === 'zh-CN' ? '转人工' : 'talk to a person')
  return customer
}

describe('an agent', () => {
  it('notes, tags, uses a ready text, puts aside and ends a conversation, in Chinese and by keyboard', async () => {
    const { id } = await waitingCustomer()
    const agent = await agentAt('zh')
    const { page, words } = agent
    const { keyboard } = page
    await agent.openConversation(id)
    await agent.claim()

    await keyboard.press('Escape')
    await keyboard.press('n')
    const noteField = page.getByRole('textbox', { name: words.noteField })
    await agent.focused(noteField)
    await keyboard.type('客户情绪激动，先安抚。')
    await keyboard.press('Control+Enter')
    const note = agent.transcript.locator('.note-line').filter({ hasText: '先安抚' })
    await note.getByText(words.noteOnly).waitFor()
    await agent.replyField.waitFor()
    await note.getByRole('button', { name: words.noteTakeBackLabel }).click()
    await page.getByText(words.noteTakenBack).waitFor()
    await note.waitFor({ state: 'detached' })

    const settings = await settingsFor(agent)
    const [tag] = settings.tags
    await page.getByRole('combobox', { name: words.tagAdd }).selectOption(tag!.id)
    await page.getByRole('list', { name: words.tags }).getByText(tag!.name.zh).waitFor()
    expect(await tagsIn(id)).toEqual([tag!.id])
    await agent.button(words.undo).click()
    await page.getByRole('list', { name: words.tags }).waitFor({ state: 'detached' })
    expect(await tagsIn(id)).toEqual([])

    const canned = settings.canned.at(-1)
    await agent.replyField.focus()
    await keyboard.type('/')
    const find = page.getByRole('combobox', { name: words.cannedFind })
    await agent.focused(find)
    await keyboard.type(canned!.title.zh)
    await page.getByRole('listbox', { name: words.canned }).getByText(canned!.text.zh).waitFor()
    await keyboard.press('Enter')
    await agent.focused(agent.replyField)
    const inserted = await agent.replyField.inputValue()
    expect(inserted.length).toBeGreaterThan(5)
    expect(inserted).toMatch(/\p{Script=Han}/u)
    await keyboard.type(' 谢谢')
    await keyboard.press('Control+Enter')
    await agent.sees(' 谢谢')
    // A stroke typed twice is a stroke.
    await keyboard.type('//')
    expect(await agent.replyField.inputValue()).toBe('/')
    await agent.replyField.fill('')

    await agent.button(words.snooze).click()
    await page.getByRole('dialog', { name: words.snoozeTitle }).waitFor()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await agent.conversation
      .getByText(/已搁置，今天 13:/)
      .first()
      .waitFor()
    expect(await snoozedUntil(id)).toBeGreaterThan(0)
    await agent.button(words.undo).click()
    await page.getByText(words.snoozeWoken).waitFor()
    expect(await snoozedUntil(id)).toBeNull()

    const verdict = page.getByRole('group', { name: words.verdictAsk })
    await verdict.getByRole('button', { name: words.verdictRight, exact: true }).click()
    await page.getByText(words.verdictThanks).waitFor()
    await verdict.waitFor({ state: 'detached' })

    await agent.button(words.close).click()
    const ending = page.getByRole('dialog', { name: words.closeTitle })
    await agent.focused(ending.getByRole('radio').first())
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await agent.conversation.getByText(words.stateClosed).waitFor()
    expect(await handoffOf(id)).toMatchObject({
      verdict: 'right',
      outcome: 'closed',
      reason: settings.reasons[1]?.id,
    })
    expect(agent.errors).toEqual([])
  }, 60_000)

  it('is shown what was said meanwhile before a reply goes out, and sends it all the same', async () => {
    const customer = await waitingCustomer('en-US')
    const agent = await agentAt('en')
    const { page, words } = agent
    await agent.openConversation(customer.id)
    await agent.claim()
    const reads = await HeldReads.of(page, /api\/desk\/conversations\/[\w-]+$/)
    await reads.freeze()
    await customer.say('Wait, it works again')
    await agent.replyField.fill('I have reset your line.')
    await agent.button(words.send).click()
    // The reply is the draft again, whatever the page can read by now.
    await expect.poll(() => agent.replyField.inputValue()).toBe('I have reset your line.')
    reads.release()
    const alert = agent.alert(words.staleTitle)
    await alert.getByText('Wait, it works again').waitFor()
    expect(agent.takeErrors()).toEqual([refused(409)])
    const saidByAgent = async () => (await customer.read()).filter(({ text }) => text?.includes('reset'))
    expect(await saidByAgent()).toEqual([])

    await alert.getByRole('button', { name: words.staleEdit }).click()
    await agent.focused(agent.replyField)
    await agent.replyField.fill('Good. I had reset your line.')
    await agent.button(words.send).click()
    await agent.sees('Good. I had reset your line.')
    expect(await saidByAgent()).toHaveLength(1)
    expect(agent.errors).toEqual([])
  }, 60_000)

  it('is shown what was said meanwhile before a conversation ends, and does not end it unless they still want to', async () => {
    const customer = await waitingCustomer('zh-CN')
    const agent = await agentAt('zh')
    const { page, words } = agent
    await agent.openConversation(customer.id)
    await agent.claim()
    await agent.button(words.close).click()
    const question = page.getByRole('dialog', { name: words.closeTitle })
    await question.getByRole('radio').first().waitFor()
    await customer.say('等一下，还有个问题')
    await question.getByRole('button', { name: words.closeConfirm }).click()
    const stopped = agent.alert(words.staleClose)
    await stopped.getByText('等一下，还有个问题').waitFor()
    await stopped.getByRole('button', { name: words.staleStay }).click()
    await agent.reply('您请说。')
    await agent.sees('您请说。')
    const reads = await HeldReads.of(page, /api\/desk\/conversations\/[\w-]+$/)
    await reads.freeze()
    await customer.say('没事了，谢谢')
    await agent.button(words.release).click()
    reads.release()
    const kept = agent.alert(words.staleRelease)
    await kept.getByText('没事了，谢谢').waitFor()
    expect(agent.takeErrors()).toEqual([refused(409), refused(409)])
    await kept.getByRole('button', { name: words.staleReleaseAnyway }).click()
    await agent.conversation.getByText(words.stateBot).waitFor()
    expect(agent.errors).toEqual([])
  }, 60_000)
})

/** What people write to mislead: markup, links that say one thing and go elsewhere, marks that turn text around. */
const HOSTILE = [
  '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>bold</b>',
  '[your bank](javascript:window.hacked=1) ![x](//evil.example/x.png) **bold** `code` # title',
  'invoice\u202efdp.exe \u2066left\u2069 \u200fmark',
  'zero\u200bwidth\u200d\ufeffend',
  'W'.repeat(300),
]

describe('text that is meant to mislead', () => {
  it('is shown as text, to the agent and to the customer', async () => {
    const chat = await ChatWindow.open(browser, server.url, 'en')
    windows.push(chat)
    await chat.ask('talk to a person', /number [12] in line|next in line/)
    const { id } = await server.open.store.db
      .selectFrom('conversations')
      .select('id')
      .where('owner', '=', 'queued')
      .orderBy('queued_at', 'desc')
      .executeTakeFirstOrThrow()
    const agent = await agentAt('en')
    await agent.openConversation(id)
    await agent.claim()
    for (const text of HOSTILE) {
      await chat.say(`C ${text}`)
      await exactly(agent, `C ${text}`)
      await agent.replyField.fill(`A ${text}`)
      await agent.button(agent.words.send).click()
      await exactly(agent, `A ${text}`)
    }
    await chat.reads('A W')
    const shown = await chat.panel.getByRole('log').textContent()
    // The customer's side as well, letter by letter.
    for (const text of HOSTILE) expect(shown).toContain(`A ${text}`)
    for (const page of [agent.page, chat.page]) {
      expect(await page.evaluate('window.hacked')).toBeUndefined()
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    }
    const log = agent.transcript
    expect(await log.locator('img, script, b:not(.understanding b), a[href^="javascript"]').count()).toBe(0)
    // What turns text around ends with the text it is in.
    const isolation: string[] = await agent.page.evaluate(
      "[...document.querySelectorAll('.transcript .bubble')].map((bubble) => getComputedStyle(bubble).unicodeBidi)",
    )
    expect(new Set(isolation)).toEqual(new Set(['isolate']))

    // A file that was not taken says so, whatever it is called.
    await agent.page.route('**/files?*', (route) =>
      route.fulfill({ status: 413, json: { error: { code: 'FileTooLarge', message: '' } } }),
    )
    const name = 'photo\u202egnp.<img src=x onerror=alert(1)>.exe'
    await agent.page
      .locator('.compose-head input[type="file"]')
      .setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from('x') })
    const problem = agent.alert(agent.words.errorFileTooLarge)
    await problem.waitFor()
    expect(await problem.textContent()).toContain(`\u2068${name}\u2069`)
    await agent.button(agent.words.attachDismiss).click()
    await problem.waitFor({ state: 'detached' })
    expect(agent.takeErrors()).toEqual([refused(413)])
    expect(chat.errors).toEqual([])
  }, 60_000)
})

/** Waits for a line of the transcript with such a text, letter by letter. */
async function exactly(agent: DeskWindow, text: string): Promise<void> {
  await expect
    .poll(async () => agent.transcript.locator('.bubble').allTextContents(), { timeout: 20_000 })
    .toContain(text)
}

/** What leads have set, as the page reads it. */
function settingsFor(agent: DeskWindow): Promise<DeskSettingsAnswer> {
  return agent.page.evaluate("fetch('api/desk/settings').then((answer) => answer.json())")
}

async function tagsIn(id: string): Promise<string[]> {
  const rows = await server.open.store.db
    .selectFrom('conversation_tags')
    .select('tag')
    .where('conversation_id', '=', id)
    .execute()
  return rows.map(({ tag }) => tag)
}

async function snoozedUntil(id: string): Promise<number | null> {
  const row = await server.open.store.db
    .selectFrom('conversations')
    .select('snoozed_until')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.snoozed_until
}

async function handoffOf(id: string) {
  return await server.open.store.db
    .selectFrom('handoffs')
    .select(['verdict', 'outcome', 'reason'])
    .where('conversation_id', '=', id)
    .orderBy('started_at', 'desc')
    .executeTakeFirstOrThrow()
}
