/** Cards in the widget, in a real browser, against the real server. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CARD_TYPE, type Card, cardText } from '../../src/bot/card.ts'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { sendProactively } from '../../src/conversations/ownership.ts'
import { transcript } from '../../src/conversations/reading.ts'
import { browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { Chat } from './widget-chat.ts'

const sources = await browserSources()
const HOSTILE = '**x** <img src=x onerror=alert(1)> [a](javascript:alert(1))'
const BILL: Card = {
  title: '您 3 月的账单',
  lead: `比上月多了 29 元。${HOSTILE}`,
  rows: [
    { label: '套餐月费', value: '¥1,059.00' },
    { label: '一个名字非常非常长的收费项目', value: '123456789012345678901234567890.00 元', trend: 'up' },
  ],
  notes: ['15 日前缴费即可。'],
}

let server: TestServer
let browser: Browser
const open: WatchedPage[] = []

beforeAll(async () => {
  server = await testServer()
  browser = await launchBrowser(sources[0] ?? 'bundled')
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  for (const page of open.splice(0)) await page.close()
})

async function visit(
  language: 'zh' | 'en',
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<unknown>,
  inside = browser,
) {
  const watched = await openPage(inside, `${server.url}/privacy?lang=${language}`, options)
  open.push(watched)
  await prepare?.(watched.page)
  await watched.page.goto(`${server.url}/?lang=${language}`)
  const chat = new Chat(watched.page, language)
  await chat.open()
  return { ...watched, chat }
}

/** The bot says something by itself. */
async function tell(chat: Chat, activity: Partial<StoredActivity>): Promise<void> {
  const said: StoredActivity = { type: 'message', from: { id: 'liuke', role: 'bot' }, ...activity }
  await sendProactively(server.open.store, await chat.conversationId(), said)
}

function bill(): Partial<StoredActivity> {
  return {
    locale: 'zh-CN',
    text: cardText(BILL, 'zh'),
    attachments: [{ contentType: CARD_TYPE, content: BILL }],
    suggestedActions: { actions: [{ type: 'imBack', title: '怎么缴费', value: '怎么缴费' }] },
  }
}

/** A card as other bots make them. */
const form = (actions: object[]): Partial<StoredActivity> => ({
  summary: 'Rate us\nfive stars or one',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        type: 'AdaptiveCard',
        version: '1.5',
        backgroundImage: 'https://pictures.example/a.png',
        body: [
          { type: 'TextBlock', text: HOSTILE },
          { type: 'Image', url: 'https://pictures.example/b.png' },
          { type: 'Input.Text', id: 'why', label: 'Why?' },
        ],
        actions,
      },
    },
  ],
})

describe('a card', () => {
  it('is drawn, named by its first line, with choices as chips; its renderer is fetched with the first one only', async () => {
    const requests: string[] = []
    const { chat, page, errors } = await visit('zh', {}, async (fresh) => {
      fresh.on('request', (request) => requests.push(new URL(request.url()).pathname))
    })
    const fetched = () => requests.filter((path) => path.startsWith('/widget-cards-'))
    expect(fetched()).toEqual([])
    await tell(chat, bill())
    const card = chat.log.getByRole('group', { name: BILL.title })
    await card.locator('.ac-adaptiveCard').waitFor()
    for (const text of [BILL.title, HOSTILE, '¥1,059.00', '15 日前缴费即可。']) {
      expect(await card.getByText(text).count()).toBe(1)
    }
    expect(await card.locator('img, a, b, strong').count()).toBe(0)
    expect(await chat.panel.getByRole('button', { name: '怎么缴费' }).count()).toBe(1)
    expect(await chat.log.locator('.summary').count()).toBe(0)
    await tell(chat, bill())
    await card.nth(1).locator('.ac-adaptiveCard').waitFor()
    expect(fetched()).toHaveLength(1)
    await page.reload()
    await card.nth(1).locator('.ac-adaptiveCard').waitFor()
    expect(errors).toEqual([])
  })

  it.each(['light', 'dark'] as const)(
    'fits 360 pixels in %s, in colours that can be read',
    async (colorScheme) => {
      const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, colorScheme }
      const { chat, errors } = await visit('zh', phone)
      await tell(chat, bill())
      const card = chat.log.locator('.ac-adaptiveCard')
      await card.waitFor()
      const bubble = await chat.log.locator('.bubble.wide').boundingBox()
      for (const block of await card.locator('.ac-richTextBlock').all()) {
        const box = await block.boundingBox()
        expect(box!.width).toBeGreaterThan(50)
        expect(box!.x + box!.width).toBeLessThanOrEqual(bubble!.x + bubble!.width)
      }
      const color = await card
        .getByText(BILL.title)
        .evaluate((element) => element.ownerDocument.defaultView!.getComputedStyle(element).color)
      expect(color).toBe(colorScheme === 'dark' ? 'rgb(231, 238, 236)' : 'rgb(23, 33, 31)')
      expect(errors).toEqual([])
    },
  )

  // Browsers differ in what they remember of a module that could not be had.
  it.each(sources)(
    'is text as long as its renderer cannot be had, and drawn with the next one that can (%s)',
    async (source) => {
      await using own = await launchBrowser(source)
      const cut = (fresh: Page) => fresh.route('**/widget-cards-*', (route) => route.abort())
      const { chat, page } = await visit('zh', {}, cut, own)
      await tell(chat, bill())
      const text = chat.log.locator('.summary')
      await text.waitFor()
      expect(await text.textContent()).toBe(cardText(BILL, 'zh'))
      await page.unroute('**/widget-cards-*')
      await tell(chat, bill())
      await chat.log.locator('.ac-adaptiveCard').first().waitFor()
    },
  )

  it('that cannot be drawn is text', async () => {
    const { chat, errors } = await visit('en')
    const content = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'Image', url: 'https://x.example/' }],
    }
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }]
    await tell(chat, { summary: 'A picture', attachments })
    await chat.log.getByText('A picture', { exact: true }).waitFor()
    await tell(chat, { attachments })
    await chat.log.getByText(chat.words.cardUnshown).waitFor()
    expect(errors).toEqual([])
  })

  it('of another bot loads no picture, shows no other buttons, and posts its answer silently', async () => {
    const { chat, page, errors } = await visit('en')
    await tell(
      chat,
      form([
        { type: 'Action.Submit', title: 'Send it', data: { verb: 'rate' } },
        { type: 'Action.OpenUrl', title: 'Unsafe', url: 'javascript:alert(1)' },
        { type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard' } },
      ]),
    )
    const card = chat.log.getByRole('group', { name: 'Rate us' })
    await card.getByText(HOSTILE).waitFor()
    expect(await card.getByRole('button').allTextContents()).toEqual(['Send it'])
    await card.getByLabel('Why?').fill('good')
    await card.getByRole('button', { name: 'Send it' }).click()
    const lines = async () => transcript(server.open.store, await chat.conversationId())
    await expect
      .poll(async () => (await lines()).filter(({ role }) => role === 'user').map(({ activity }) => activity))
      .toMatchObject([{ value: { verb: 'rate', why: 'good' }, channelData: { postBack: true } }])
    expect(await chat.mine.count()).toBe(0)
    expect(await page.evaluate('document.onclick')).toBe(null)
    expect(errors).toEqual([])
  })

  it('opens its links in a new tab that knows nothing of this one', async () => {
    const { chat, page } = await visit('en')
    await page.context().route('https://terms.example/**', (route) => route.fulfill({ body: 'terms' }))
    await tell(chat, form([{ type: 'Action.OpenUrl', title: 'Terms', url: 'https://terms.example/a' }]))
    const popup = page.context().waitForEvent('page')
    await chat.log
      .getByRole('button', { name: 'Terms' })
      .or(chat.log.getByRole('link', { name: 'Terms' }))
      .click()
    const terms = await popup
    await terms.waitForURL('https://terms.example/a')
    expect(await terms.evaluate('window.opener')).toBe(null)
  })

  it('is copied as its text', async () => {
    const { chat, page } = await visit('zh', { permissions: ['clipboard-read', 'clipboard-write'] })
    await tell(chat, bill())
    await chat.log.locator('.ac-adaptiveCard').waitFor()
    await chat.menu(chat.words.copy)
    await chat.panel.getByText(chat.words.copied).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(cardText(BILL, 'zh'))
  })

  it('is drawn on another site, whose policy knows only the server, and whose Markdown library is not used', async () => {
    const policy = `default-src 'none'; script-src ${server.url} 'nonce-a'; connect-src ${server.url} ${server.url.replace('http', 'ws')}; require-trusted-types-for 'script'; trusted-types x`
    const markdown = 'window.markdownit = () => ({ render: () => "<b>rendered</b>" })'
    const shop = createServer((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.setHeader('content-security-policy', policy)
      response.end(
        `<!doctype html><html lang="en"><title>Shop</title><body><script nonce="a">${markdown}</script><script src="${server.url}/widget.js" data-open></script></body></html>`,
      )
    })
    shop.listen(0, '127.0.0.1')
    await once(shop, 'listening')
    // Listening on a port, which is what the address of a TCP server says.
    const { port } = shop.address() as AddressInfo
    const address = `http://127.0.0.1:${port}/`
    const watched = await openPage(browser, address)
    open.push(watched)
    const chat = new Chat(watched.page, 'en')
    await chat.theirs.first().waitFor()
    await tell(chat, form([]))
    await chat.log.getByRole('group').getByText(HOSTILE).waitFor()
    const elsewhere = watched.errors.filter((error) => !error.startsWith(`request to ${server.url}`))
    shop.close()
    expect(elsewhere.filter((error) => !error.startsWith('request to ws'))).toEqual([])
  })
})
