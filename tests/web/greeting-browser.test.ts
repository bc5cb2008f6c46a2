/** What the chat says of its own accord, in a real browser, against the real server. */

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { Chat } from './widget-chat.ts'

const [source = 'bundled'] = await browserSources()
/** A Monday at ten where the sample company is: people answer. */
const OPEN = Date.parse('2026-11-23T10:00:00+08:00')
const GREETING = { zh: '选套餐拿不准', en: 'Not sure which plan' } as const
const QUESTION = { zh: '套餐和资费一览', en: 'Plans and prices' } as const

let server: TestServer
let browser: Browser
const open: WatchedPage[] = []

beforeAll(async () => {
  server = await testServer({ now: () => OPEN })
  browser = await launchBrowser(source)
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  for (const page of open.splice(0)) await page.close()
})

async function visit(language: 'zh' | 'en', options: BrowserContextOptions = {}) {
  const watched = await openPage(browser, `${server.url}/?lang=${language}`, options)
  open.push(watched)
  const { page } = watched
  const bubble = page.locator('liuke-chat .greeting')
  const readOn = () => page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
  return { ...watched, bubble, readOn, chat: new Chat(page, language) }
}

describe('a greeting', () => {
  it.each(['zh', 'en'] as const)('in %s comes to who has read on, and asks by one tap', async (language) => {
    const { page, bubble, readOn, chat, errors } = await visit(language)
    await readOn()
    await bubble.waitFor()
    expect(await bubble.textContent()).toContain(GREETING[language])
    expect(await chat.panel.isVisible()).toBe(false)
    await expect
      .poll(() => page.locator('liuke-chat [role=status]').first().textContent())
      .toContain(GREETING[language])
    const [starter] = await bubble.locator('.greeting-ask').all()
    const question = (await starter?.textContent()) ?? ''
    await starter?.click()
    await chat.theirs.nth(1).waitFor()
    expect(await chat.mine.textContent()).toContain(question)
    expect(question).toBe(QUESTION[language])
    expect(await bubble.count()).toBe(0)
    expect(errors).toEqual([])
  })

  it('is closed by Esc and does not come again, on a phone beside the button and nowhere else', async () => {
    const { page, bubble, readOn, chat, errors } = await visit('zh', {
      viewport: { width: 360, height: 640 },
    })
    await readOn()
    await bubble.waitFor()
    const [box, button] = [
      await bubble.boundingBox(),
      await page.locator('liuke-chat .launcher').boundingBox(),
    ]
    expect(box && button && box.x >= 0 && box.x + box.width <= button.x).toBe(true)
    expect([box?.y, box?.height]).toEqual([button?.y, button?.height])
    await page.keyboard.press('Escape')
    await bubble.waitFor({ state: 'detached' })
    expect(await chat.panel.isVisible()).toBe(false)
    const rules = page.waitForResponse((response) => response.url().endsWith('/widget/greetings'))
    await page.reload()
    await readOn()
    await rules
    await page.waitForTimeout(1_500)
    expect(await bubble.count()).toBe(0)
    expect(errors).toEqual([])
  })
})
