/** What a customer's chat shows of the agent, and tells the agent of the customer, in a real browser. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { until } from '../channels/deadline.ts'
import { Desk } from '../console/desk-client.ts'
import { type TestServer, testServer } from '../server.ts'
import { ChatWindow } from './desk-window.ts'

const WANG = { name: 'wang', password: 'kuzo-mira-tepa-lodu' }

let server: TestServer
let browser: Browser
beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer()
  await addAccount(server.open.store, 'test', { ...WANG, role: 'agent' })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})

it.each(['zh', 'en'] as const)('typing and reading are seen on both sides (%s)', async (language) => {
  const wang = await Desk.signIn(server.url, WANG)
  const chat = await ChatWindow.open(browser, server.url, language)
  await chat.say(language === 'zh' ? '转人工' : 'talk to a person')
  const { db } = server.open.store
  const waiting = () =>
    db.selectFrom('conversations').select('id').where('owner', '=', 'queued').executeTakeFirst()
  await until('the customer waits', async () => (await waiting()) !== undefined)
  const { id } = (await waiting())!
  expect((await wang.act(id, 'claim')).status).toBe(200)
  await chat.panel.getByText(chat.words.human).first().waitFor()
  const listener = await wang.listen()

  const presence = (writing: boolean, seenSeq: number) => wang.act(id, 'presence', { writing, seenSeq })
  await presence(true, 0)
  await chat.panel.locator('.typing').waitFor()
  expect(await chat.panel.getByText(chat.words.read, { exact: true }).count()).toBe(0)
  await presence(false, (await wang.read(id)).body.lastSeq)
  await chat.panel.locator('.message.mine').getByText(chat.words.read, { exact: true }).waitFor()
  // What comes next was not read yet: the mark stays where it is.
  await chat.say('A1')
  await chat.panel.locator('.message.mine', { hasText: 'A1' }).waitFor()
  expect(await chat.panel.getByText(chat.words.read, { exact: true }).count()).toBe(1)

  await chat.panel.getByRole('textbox').pressSequentially('hmm')
  await until('the desk hears of it', async () =>
    listener.events.some((event) => String(event.type) === 'typing'),
  )
  const { body } = await wang.act(id, 'messages', { text: '您好 hello' })
  await chat.reads('您好 hello')
  await until('the desk sees that it was read', async () => {
    const { customerReadSeq, lastSeq } = (await wang.read(id)).body
    return body.id !== undefined && customerReadSeq === lastSeq
  })
  expect(chat.errors).toEqual([])
  listener.close()
  await wang.act(id, 'close')
  await chat.close()
})
