/** The widget and the demo page in a real browser, against the real server. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ownerEvent } from '../../src/bot/owner-event.ts'
import { claim, listQueue, say } from '../../src/conversations/ownership.ts'
import { strings } from '../../src/web/widget/strings.ts'
import { type BrowserSource, browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { Chat } from './widget-chat.ts'

const sources = await browserSources()
const BILL = { zh: '话费最晚什么时候交？', en: 'When is my bill due?' } as const
/** The text field, as an expression for the page. */
const FIELD = "document.querySelector('liuke-chat').shadowRoot.querySelector('textarea')"
const ANSWER = { zh: /日/, en: /due/ } as const

let server: TestServer
let botFails = false
const open: WatchedPage[] = []

beforeAll(async () => {
  server = await testServer({
    wrapThink: (think) => async (turn) => {
      if (botFails) throw new Error('the bot fails in this test')
      await think(turn)
    },
  })
})
afterAll(() => server.close())
afterEach(async () => {
  botFails = false
  for (const page of open.splice(0)) await page.close()
})

function inBrowser(source: BrowserSource) {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser(source)
  })
  afterAll(() => browser.close())

  return async (language: 'zh' | 'en', options: BrowserContextOptions = {}, path = `/?lang=${language}`) => {
    const watched = await openPage(browser, server.url + path, options)
    open.push(watched)
    return { ...watched, chat: new Chat(watched.page, language) }
  }
}

describe.each(sources)('in the %s browser', (source) => {
  const visit = inBrowser(source)

  it.each(['zh', 'en'] as const)('a question in %s is answered', async (language) => {
    const { chat, errors, page } = await visit(language)
    await chat.open()
    await chat.say(BILL[language])
    await chat.theirs.nth(1).waitFor()
    expect(await chat.mine.textContent()).toContain(BILL[language])
    expect(await chat.theirs.nth(1).textContent()).toMatch(ANSWER[language])
    expect(await page.locator('html').getAttribute('lang')).toBe(language === 'zh' ? 'zh-CN' : 'en')
    expect(errors).toEqual([])
  })
})

describe('the widget', () => {
  const visit = inBrowser(sources[0]!)

  it('asks what a button of the page says', async () => {
    const { chat, page, errors } = await visit('zh')
    await page.getByRole('button', { name: BILL.zh }).click()
    await chat.theirs.nth(1).waitFor()
    expect(await chat.mine.textContent()).toContain(BILL.zh)
    expect(errors).toEqual([])
  })

  it('offers replies to click, which go once one is chosen', async () => {
    const { chat, page, errors } = await visit('en')
    await chat.open()
    await chat.say('talk to a person')
    await chat.theirs.nth(1).waitFor()
    const replies = chat.panel.getByRole('group', { name: chat.words.suggestions })
    const reply = replies.getByRole('button').first()
    const title = (await reply.textContent()) ?? ''
    const before = await chat.theirs.count()
    // Twice before anything can be drawn.
    await page.evaluate(
      "(() => { const reply = document.querySelector('liuke-chat').shadowRoot.querySelector('.actions button'); reply.click(); reply.click() })()",
    )
    await chat.mine.nth(1).waitFor()
    expect(await chat.mine.nth(1).textContent()).toContain(title)
    await chat.theirs.nth(before).waitFor()
    expect(await chat.mine.count()).toBe(2)
    expect(await chat.panel.getByRole('button', { name: title, exact: true }).count()).toBe(0)
    expect(errors).toEqual([])
  })

  it('keeps the conversation over a reload, and shows unread messages on its button', async () => {
    const { chat, page, errors } = await visit('zh')
    await chat.open()
    await chat.say(BILL.zh)
    await chat.theirs.nth(1).waitFor()
    const before = await chat.log.textContent()
    await page.reload()
    await chat.theirs.nth(1).waitFor()
    expect(await chat.log.textContent()).toBe(before)
    await chat.field.press('Escape')
    await chat.panel.waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.activeElement.localName')).toBe('liuke-chat')
    expect(await page.locator('liuke-chat .badge').count()).toBe(0)
    expect(errors).toEqual([])
  })

  it('hands over to a person by name, and counts what arrives while it is closed', async () => {
    const { chat, page, errors } = await visit('zh')
    await chat.open()
    await chat.say('转人工')
    await chat.panel.getByText(chat.words.queued).waitFor()
    const { store } = server.open
    const waiting = (await listQueue(store)).filter(({ owner }) => owner === 'queued').at(-1)!
    await claim(store, waiting.id, 'agent-1', [ownerEvent('human', '林晓雨')])
    await chat.panel.getByRole('heading', { name: '林晓雨' }).waitFor()
    await chat.close()
    await say(store, waiting.id, 'agent-1', {
      type: 'message',
      text: '您好，我来看看。',
      from: { id: 'liuke', name: '林晓雨', role: 'bot' },
      channelData: { agent: true },
    })
    const launcher = page.getByRole('button', { name: '1 条未读消息' })
    await launcher.click()
    await chat.theirs.filter({ hasText: '您好，我来看看。' }).waitFor()
    expect(await page.locator('liuke-chat .badge').count()).toBe(0)
    expect(errors).toEqual([])
  })

  it('says when a message failed, and sends it again without doubling it', async () => {
    const { chat, errors } = await visit('en')
    await chat.open()
    botFails = true
    await chat.say(BILL.en)
    const retry = chat.panel.getByRole('button', { name: chat.words.retry })
    await retry.waitFor()
    botFails = false
    await retry.click()
    await chat.theirs.nth(1).waitFor()
    await retry.waitFor({ state: 'hidden' })
    expect(await chat.mine.count()).toBe(1)
    expect(await chat.theirs.count()).toBe(2)
    // The browser itself reports the 502.
    expect(errors).toHaveLength(1)
    expect(errors[0]).toContain('502')
  })

  it('loses nothing that is written without a network, and sends it when the network is back', async () => {
    const { chat, page, errors } = await visit('en')
    await chat.open()
    await page.context().setOffline(true)
    await chat.panel.getByText(chat.words.lost).waitFor()
    await chat.say(BILL.en)
    await chat.panel.getByText(chat.words.waiting).waitFor()
    await page.context().setOffline(false)
    await chat.theirs.nth(1).waitFor()
    expect(await chat.panel.getByText(chat.words.lost).count()).toBe(0)
    expect(await chat.mine.count()).toBe(1)
    // The browser itself reports what it could not load meanwhile.
    expect(errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  it('polls where WebSockets are refused', async () => {
    const { chat, page } = await visit('en')
    await page.evaluate("window.WebSocket = class { constructor() { throw new Error('refused') } }")
    await chat.open()
    await chat.say(BILL.en)
    await chat.theirs.nth(1).waitFor()
    expect(await chat.panel.getByText(chat.words.lost).count()).toBe(0)
  })

  it('shows hostile text as text', async () => {
    const { chat, errors } = await visit('en')
    await chat.open()
    const hostile = `<img src=x onerror=alert(1)> \u202egnp.exe ${'W'.repeat(300)} https://x.example/${'y'.repeat(200)} javascript:alert(1)`
    await chat.say(hostile)
    const bubble = chat.mine.locator('.bubble')
    await bubble.waitFor()
    expect(await bubble.locator('img').count()).toBe(0)
    expect(await bubble.locator('a').count()).toBe(1)
    expect(await bubble.locator('a').getAttribute('rel')).toBe('noopener noreferrer nofollow')
    const [bubbleBox, panelBox] = [await bubble.boundingBox(), await chat.panel.boundingBox()]
    expect(bubbleBox!.x + bubbleBox!.width).toBeLessThanOrEqual(panelBox!.x + panelBox!.width)
    expect(errors).toEqual([])
  })

  it('keeps new lines, does not send while an input method composes, and stops at 2,000 characters', async () => {
    const { chat, page, errors } = await visit('zh')
    await chat.open()
    await chat.field.fill('第一行')
    await chat.field.press('Shift+Enter')
    await chat.field.pressSequentially('第二行')
    for (const init of ["{ isComposing: true, key: 'Enter' }", "{ keyCode: 229, key: 'Enter' }"]) {
      const event = `new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...${init} })`
      expect(await page.evaluate(`${FIELD}.dispatchEvent(${event})`)).toBe(true)
    }
    expect(await chat.mine.count()).toBe(0)
    await chat.field.press('Enter')
    expect(await chat.mine.locator('.bubble').textContent()).toContain('第一行\n第二行')
    await chat.field.fill('字'.repeat(1999))
    await chat.field.press('End')
    await chat.field.pressSequentially('三个字')
    expect((await chat.field.inputValue()).length).toBe(2000)
    expect(await chat.panel.getByText('2000/2000').count()).toBe(1)
    expect(errors).toEqual([])
  })

  it('changes language, copies, and ends the chat after asking', async () => {
    const { chat, page, errors } = await visit('zh', { permissions: ['clipboard-read', 'clipboard-write'] })
    await chat.open()
    await chat.say(BILL.zh)
    await chat.theirs.nth(1).waitFor()
    await chat.menu(strings.zh.copy)
    await chat.panel.getByText(strings.zh.copied).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`我：${BILL.zh}`)
    await chat.menu(strings.zh.language)
    const english = new Chat(page, 'en')
    await english.menu(strings.en.end)
    const question = page.getByRole('alertdialog')
    await question.waitFor()
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'hidden' })
    await english.menu(strings.en.end)
    await question.getByRole('button', { name: strings.en.endConfirm }).click()
    await english.panel.getByText(strings.en.ended).waitFor()
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('token')
    await english.panel.getByRole('button', { name: strings.en.startOver }).click()
    await english.field.waitFor()
    await english.theirs.first().waitFor()
    expect(await english.mine.count()).toBe(0)
    expect(errors).toEqual([])
  })

  it.each(['light', 'dark'] as const)('fills a screen of 360 pixels, in %s', async (colorScheme) => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, colorScheme }
    const { chat, page, errors } = await visit('zh', phone)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await chat.open()
    expect(await chat.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 740 })
    expect(await page.evaluate(`getComputedStyle(${FIELD}).fontSize`)).toBe('16px')
    await chat.say(BILL.zh)
    await chat.theirs.nth(1).waitFor()
    await chat.close()
    expect(errors).toEqual([])
  })

  it('works on another site, in its colour and under its strict content policy', async () => {
    const policy = `default-src 'none'; script-src ${server.url}; connect-src ${server.url} ${server.url.replace('http', 'ws')}`
    const script = `<script src="${server.url}/widget.js" data-title="Shop help" data-color="#fc0" data-open></script>`
    const shop = createServer((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.setHeader('content-security-policy', policy)
      response.end(`<!doctype html><html lang="en"><title>Shop</title><body>${script}</body></html>`)
    })
    shop.listen(0, '127.0.0.1')
    await once(shop, 'listening')
    // Listening on a port, which is what the address of a TCP server says.
    const { port } = shop.address() as AddressInfo
    const { chat, page, errors } = await visit('en', {}, '/privacy?lang=en')
    await page.goto(`http://127.0.0.1:${port}/`)
    await chat.panel.getByRole('heading', { name: 'Shop help' }).waitFor()
    await chat.say(BILL.en)
    await chat.theirs.nth(1).waitFor()
    const header = "document.querySelector('liuke-chat').shadowRoot.querySelector('.top')"
    expect(await page.evaluate(`getComputedStyle(${header}).backgroundColor`)).toBe('rgb(255, 204, 0)')
    expect(await page.evaluate(`getComputedStyle(${header}).color`)).toBe('rgb(0, 0, 0)')
    await page.goto('about:blank')
    shop.close()
    expect(errors).toEqual([`request to http://127.0.0.1:${port}/`])
  })

  it('works where the browser refuses storage', async () => {
    const { chat, page, errors } = await visit('en', {}, '/privacy?lang=en')
    await page.addInitScript(
      "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })",
    )
    await page.goto(`${server.url}/?lang=en`)
    await chat.open()
    await chat.say(BILL.en)
    await chat.theirs.nth(1).waitFor()
    expect(errors).toEqual([])
  })
})
