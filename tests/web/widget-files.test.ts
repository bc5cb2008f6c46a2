/** Files in the widget, in a real browser, against the real server. */

import type { Browser, BrowserContextOptions, Locator, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { transcript } from '../../src/conversations/reading.ts'
import { browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { type TestServer, testServer } from '../server.ts'
import { Chat } from './widget-chat.ts'

const [source = 'bundled'] = await browserSources()
/** A picture of 2 by 1 points. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DA8J8BAAcAAf8iLTm3AAAAAElFTkSuQmCC',
  'base64',
)
const PICTURE = { name: '三月账单.png', mimeType: 'image/png', buffer: PNG }
const PDF = { name: 'contract.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }
const UPLOADS = '**/upload?*'

let server: TestServer
let browser: Browser
let later = 0
const open: WatchedPage[] = []

beforeAll(async () => {
  server = await testServer({ env: { UPLOAD_MAX_MB: '1' }, now: () => Date.now() + later })
  browser = await launchBrowser(source)
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  later = 0
  for (const page of open.splice(0)) await page.close()
})

/** The chat, and where its files are. */
class FileChat extends Chat {
  get clip(): Locator {
    return this.panel.getByRole('button', { name: this.words.attach })
  }

  get picked(): Locator {
    return this.panel.getByRole('list', { name: this.words.picked }).getByRole('listitem')
  }

  get sendButton(): Locator {
    return this.panel.getByRole('button', { name: this.words.send, exact: true })
  }

  /** Chooses files as through the dialog of the paper clip. */
  async choose(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    const dialog = this.page.waitForEvent('filechooser')
    await this.clip.click()
    await (await dialog).setFiles(files)
  }

  /** Lets go of a picture over the panel, or pastes it, as the browser tells a page. */
  async bring(how: 'drop' | 'paste', types: Readonly<Record<string, string>> = {}): Promise<boolean> {
    const target = how === 'drop' ? '.panel' : 'textarea'
    return await this.page.evaluate(`(() => {
      const data = new DataTransfer()
      data.items.add(new File(['x'], 'shot.png', { type: 'image/png' }))
      for (const [type, text] of Object.entries(${JSON.stringify(types)})) data.setData(type, text)
      const target = document.querySelector('liuke-chat').shadowRoot.querySelector('${target}')
      const init = { bubbles: true, cancelable: true, composed: true, dataTransfer: data, clipboardData: data }
      const events = ${JSON.stringify(how)} === 'drop'
        ? [new DragEvent('dragover', init), new DragEvent('drop', init)]
        : [new ClipboardEvent('paste', init)]
      return events.map((event) => !target.dispatchEvent(event)).at(-1)
    })()`)
  }
}

async function visit(language: 'zh' | 'en', options: BrowserContextOptions = {}, from = server) {
  const watched = await openPage(browser, `${from.url}/?lang=${language}`, options)
  open.push(watched)
  const chat = new FileChat(watched.page, language)
  await chat.open()
  /** Everything that went wrong; a picture shown from the page's own memory is no request to another host. */
  const errors = () => watched.errors.filter((error) => !error.startsWith(`request to blob:${from.url}/`))
  return { ...watched, chat, errors }
}

/** The customer's messages, as they are stored. */
async function received(chat: Chat) {
  const lines = await transcript(server.open.store, await chat.conversationId())
  return lines.filter(({ role, activity }) => role === 'user' && activity.type === 'message')
}

describe('files in the widget', () => {
  it.each(['zh', 'en'] as const)(
    'go together with words, and come back as picture and row, in %s',
    async (language) => {
      const { chat, page, errors } = await visit(language)
      await chat.choose(PICTURE, PDF)
      await chat.picked.nth(1).waitFor()
      await chat.picked.first().locator('img').waitFor()
      await chat.say('hello')
      const picture = chat.mine.getByRole('img', { name: PICTURE.name })
      await chat.mine.locator(`a[href*="/files/"]`).nth(1).waitFor()
      expect(await chat.picked.count()).toBe(0)
      expect(await chat.mine.count()).toBe(1)
      expect(await chat.mine.textContent()).toContain('hello')
      await expect.poll(() => picture.evaluate((element) => Object(element).naturalWidth)).toBe(2)
      const [link, row] = await chat.mine.locator('a[href*="/files/"]').all()
      expect(await row!.textContent()).toContain('contract.pdf')
      expect(await link!.getAttribute('rel')).toBe('noopener noreferrer nofollow')
      expect((await page.request.get((await row!.getAttribute('href')) ?? '')).status()).toBe(200)
      const [stored, ...others] = await received(chat)
      expect(others).toEqual([])
      expect(stored?.activity).toMatchObject({
        text: 'hello',
        attachments: [{ name: PICTURE.name }, { name: 'contract.pdf' }],
      })
      await page.reload()
      await picture.waitFor()
      expect(errors()).toEqual([])
    },
  )

  it('are told at once when they are too large, empty or too many; chosen ones can be taken out', async () => {
    const { chat, errors } = await visit('en')
    await chat.choose({ ...PDF, name: 'large.pdf', buffer: Buffer.alloc(1024 * 1024 + 1) })
    await chat.panel.getByText('“large.pdf” is larger than 1 MB').waitFor()
    await chat.choose({ ...PDF, buffer: Buffer.alloc(0) })
    await chat.panel.getByText('“contract.pdf” is empty').waitFor()
    expect(await chat.sendButton.isDisabled()).toBe(true)
    await chat.choose(...Array.from({ length: 6 }, (_, at) => ({ ...PDF, name: `${at}.pdf` })))
    await chat.panel.getByText('up to 5 files').waitFor()
    expect(await chat.picked.count()).toBe(5)
    await chat.panel.getByRole('button', { name: 'Remove 3.pdf' }).press('Enter')
    await expect.poll(() => chat.picked.count()).toBe(4)
    expect((await chat.picked.allTextContents()).join()).not.toContain('3.pdf')
    expect(await chat.panel.getByText('up to 5 files').count()).toBe(0)
    expect(errors()).toEqual([])
  })

  it('can be dropped on the panel and pasted, while text is pasted as text', async () => {
    const { chat, errors } = await visit('en')
    expect(await chat.bring('drop')).toBe(true)
    await expect.poll(() => chat.picked.count()).toBe(1)
    expect(await chat.panel.getByText(chat.words.dropHere).count()).toBe(0)
    expect(await chat.bring('paste')).toBe(true)
    await expect.poll(() => chat.picked.count()).toBe(2)
    expect(await chat.bring('paste', { 'text/plain': 'a cell' })).toBe(false)
    expect(await chat.picked.count()).toBe(2)
    expect(errors()).toEqual([])
  })

  it('that failed are sent again without choosing them again, and once', async () => {
    const { chat, page } = await visit('en')
    const fail = (route: Route) =>
      route.fulfill({ status: 502, body: '{}', headers: { 'access-control-allow-origin': '*' } })
    await page.route(UPLOADS, fail)
    await chat.choose(PDF)
    await chat.sendButton.click()
    const retry = chat.panel.getByRole('button', { name: chat.words.retry })
    await retry.waitFor()
    expect(await chat.mine.textContent()).toContain(chat.words.failed)
    await page.unroute(UPLOADS)
    await retry.click()
    await chat.mine.locator('a.file').waitFor()
    expect(await chat.mine.count()).toBe(1)
    expect(await received(chat)).toHaveLength(1)
  })

  it('show how far they are, and can be called off and taken back', async () => {
    const { chat, page, errors } = await visit('zh')
    const held: Route[] = []
    await page.route(UPLOADS, (route) => {
      held.push(route)
    })
    await chat.choose(PDF)
    await chat.say('合同')
    await chat.mine.getByRole('progressbar', { name: chat.words.uploading }).waitFor()
    await chat.mine.getByRole('button', { name: chat.words.stopUpload }).click()
    await chat.mine.getByText(chat.words.cancelled).waitFor()
    expect(await chat.mine.getByRole('button', { name: chat.words.retry }).count()).toBe(1)
    await chat.mine.getByRole('button', { name: chat.words.discard }).click()
    await chat.mine.waitFor({ state: 'detached' })
    for (const route of held) await route.abort().catch(() => undefined) // called off already
    expect(await received(chat)).toEqual([])
    expect(errors().filter((error) => !error.includes('ERR_'))).toEqual([])
  })

  it('of a kind that is not taken say so, and offer no second try', async () => {
    const { chat, page } = await visit('en')
    await chat.choose({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
    await chat.sendButton.click()
    await chat.mine.getByText(chat.words.refusedKind).waitFor()
    expect(await chat.mine.locator('img').count()).toBe(0)
    expect(await chat.mine.getByRole('button').allTextContents()).toEqual([chat.words.discard])
    await page.reload()
    await chat.theirs.first().waitFor()
    expect(await chat.mine.count()).toBe(0)
  })

  it('wait for the network, and tell when the page was left before it came', async () => {
    const { chat, page } = await visit('en')
    await page.context().setOffline(true)
    await chat.panel.getByText(chat.words.lost).waitFor()
    await chat.choose(PDF)
    await chat.sendButton.click()
    await chat.mine.getByText(chat.words.waiting).waitFor()
    await page.context().setOffline(false)
    await chat.mine.locator('a.file').waitFor()
    expect(await received(chat)).toHaveLength(1)

    await page.route(UPLOADS, () => undefined)
    await chat.choose({ ...PDF, name: 'second.pdf' })
    await chat.say('look')
    await chat.mine.getByRole('progressbar').waitFor()
    await page.reload()
    const lost = chat.mine.filter({ hasText: 'second.pdf' })
    await lost.getByText(chat.words.lostFiles).waitFor()
    expect(await lost.textContent()).toContain('look')
    await page.reload()
    await chat.mine.first().waitFor()
    await chat.theirs.first().waitFor()
    await expect.poll(() => chat.mine.count()).toBe(1)
  })

  it('are opened by a new link when the old one is no longer good', async () => {
    const { chat, page } = await visit('en')
    await chat.choose(PDF)
    await chat.sendButton.click()
    const row = chat.mine.locator('a.file')
    await row.waitFor()
    const old = (await row.getAttribute('href')) ?? ''
    later = 16 * 60_000
    await page.evaluate('{ const now = Date.now; Date.now = () => now() + 16 * 60_000 }')
    expect((await page.request.get(old)).status()).toBeGreaterThanOrEqual(400)
    const request = page.context().waitForEvent('request', (made) => made.url().includes('/files/'))
    await row.click()
    const made = await request
    expect(made.url()).not.toBe(old)
    expect((await page.request.get(made.url())).status()).toBe(200)
    expect(await row.getAttribute('href')).toBe(made.url())
  })

  it('are reached by keyboard in the order they stand', async () => {
    const { chat, page } = await visit('zh')
    await chat.choose(PDF)
    await chat.picked.waitFor()
    const order: string[] = []
    await chat.panel.getByRole('button', { name: '移除“contract.pdf”' }).focus()
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('Tab')
      order.push(
        await page.evaluate(
          "document.querySelector('liuke-chat').shadowRoot.activeElement.getAttribute('aria-label')",
        ),
      )
    }
    expect(order).toEqual([chat.words.attach, chat.words.message, chat.words.send])
    await page.keyboard.press('Escape')
    await chat.panel.waitFor({ state: 'hidden' })
  })

  it('do not widen a screen of 360 pixels', async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
    const { chat, page, errors } = await visit('en', phone)
    await chat.choose({ ...PDF, name: `${'a long name '.repeat(12)}.pdf` }, PICTURE)
    await chat.picked.nth(1).waitFor()
    const right = async (part: Locator) => {
      const box = await part.boundingBox()
      return box!.x + box!.width
    }
    for (const button of await chat.picked.getByRole('button').all()) {
      expect(await right(button)).toBeLessThanOrEqual(360)
    }
    await chat.sendButton.click()
    const row = chat.mine.locator('a.file')
    await row.waitFor()
    expect(await right(row)).toBeLessThanOrEqual(360)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect(errors()).toEqual([])
  })
})

describe('a server that takes no files', () => {
  let other: TestServer
  beforeAll(async () => {
    other = await testServer({ env: { UPLOAD_MAX_MB: '0' } })
  })
  afterAll(() => other.close())

  it('has none offered in its widget', async () => {
    const { chat, errors } = await visit('en', {}, other)
    expect(await chat.clip.count()).toBe(0)
    expect(await chat.bring('drop')).toBe(false)
    expect(await chat.bring('paste')).toBe(false)
    expect(errors()).toEqual([])
  })
})
