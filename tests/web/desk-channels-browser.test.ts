/** What an agent sees of WeChat and Teams: channels, files, how far replies came, and what may still be sent. */

import { crc32, deflateSync } from 'node:zlib'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeWindow, openWindow } from '../../src/conversations/addresses.ts'
import { releaseHeld } from '../../src/conversations/delivery.ts'
import { addFiles, fileReference, keepFiles } from '../../src/conversations/files.ts'
import { DeliveryError } from '../../src/conversations/outbox.ts'
import { fill, type Language } from '../../src/web/widget/strings.ts'
import { browserSources, launchBrowser } from '../browser.ts'
import { beginOn, sayIn, sendersRefusing } from '../console/channel-customers.ts'
import { type TestServer, testServer } from '../server.ts'
import { DeskWindow, HeldReads, refused } from './desk-window.ts'

/** Monday, ten in the morning where the company is: its agents are there. */
const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
const ahead = MONDAY - Date.now()
const HOUR = 3_600_000

let server: TestServer
let browser: Browser
const windows: { close(): Promise<void> }[] = []
/** What the channel says to a message, by its text; nothing for one it takes. */
const says = new Map<string, DeliveryError>()

beforeAll(async () => {
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
  server = await testServer({ now: () => Date.now() + ahead, senders: sendersRefusing(says) })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  says.clear()
  for (const window of windows.splice(0)) await window.close()
  await store().db.updateTable('conversations').set({ owner: 'bot', agent: null }).execute()
})

const store = () => server.open.store
const now = () => store().now()

async function signedIn(language: Language, options: Parameters<typeof DeskWindow.open>[3] = {}) {
  const window = await DeskWindow.open(browser, server.url, language, {
    timezoneId: 'Asia/Shanghai',
    ...options,
  })
  windows.push(window)
  await window.signIn(server.accounts.find(({ name }) => name === 'agent')!)
  return window
}

/** A customer who waits for a person. */
async function waiting(channel: 'wechat' | 'msteams', shared = false): Promise<string> {
  const id = await beginOn(store(), channel, shared)
  await write(id, '转人工')
  return id
}

const write = (id: string, text: string, attachments: unknown[] = []) => sayIn(server, id, text, attachments)

interface Sent {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
}

/** The customer sends files. @returns their ids */
async function sends(id: string, text: string, files: readonly Sent[]): Promise<string[]> {
  const ids = await addFiles(store(), id, files)
  await write(
    id,
    text,
    ids.map((file) => ({ contentType: 'application/octet-stream', contentUrl: fileReference(file) })),
  )
  await keepFiles(store(), ids)
  return ids
}

/** A picture with a gradient. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([
      0,
      ...Array.from({ length: width }, (_, x) => [(x * 255) / width, (y * 255) / height, 128]).flat(),
    ]),
  )
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Half a second of silence. */
function wav(): Buffer {
  const data = Buffer.alloc(8_000)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

const IMAGE: Sent = { name: '账单截图 7 月.png', mediaType: 'image/png', bytes: png(640, 400) }
const SOUND: Sent = { name: 'voice.wav', mediaType: 'audio/wav', bytes: wav() }
const PDF: Sent = { name: 'contract.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.7\n') }

async function looks(): Promise<string[]> {
  const rows = await store().audit.list(store().db, 1_000)
  return rows.flatMap(({ action, target }) => (action === 'file.view' ? [target ?? ''] : []))
}

const fileOf = (desk: DeskWindow, name: string): Locator =>
  desk.transcript.locator('.file', { hasText: name })

/** Signs that tell a screen reader their English names. */
const speakingIcons = (desk: DeskWindow): Promise<string[]> =>
  desk.page
    .locator('.anticon:not([aria-hidden="true"])')
    .evaluateAll((icons) => icons.map((icon) => icon.getAttribute('aria-label') ?? ''))

describe('channels', () => {
  it.each(['zh', 'en'] as const)(
    'have their names in list and head, and say where others read along, in %s',
    async (language) => {
      const wechat = await waiting('wechat')
      const group = await waiting('msteams', true)
      const desk = await signedIn(language)
      await desk.entry(wechat).getByText(desk.words.channelWechat).waitFor()
      expect(await desk.entry(wechat).textContent()).not.toContain(desk.words.shared)
      const entry = desk.entry(group)
      expect(await entry.textContent()).toContain('Teams')
      await entry.getByText(desk.words.shared).waitFor()
      await desk.openConversation(group)
      const head = desk.conversation.getByRole('banner').or(desk.conversation.locator('header'))
      expect(await head.textContent()).toContain(
        `${desk.words.shared}${language === 'zh' ? '，' : ': '}${desk.words.sharedHint}`,
      )
      expect(desk.errors).toEqual([])
    },
    60_000,
  )

  it('put the agent’s own conversations on top of those who wait', async () => {
    const first = await waiting('wechat')
    const second = await waiting('wechat')
    const desk = await signedIn('zh')
    await desk.openConversation(second)
    await desk.claim()
    await desk.list.getByRole('heading', { name: desk.words.mine }).waitFor()
    const links = desk.list.getByRole('link')
    expect(await links.nth(0).getAttribute('data-conversation')).toBe(second)
    expect(await links.nth(1).getAttribute('data-conversation')).toBe(first)
    expect(desk.errors).toEqual([])
  })
})

describe('files', () => {
  it('are fetched only when the agent asks, and each look is on record', async () => {
    const id = await waiting('wechat')
    const [image = '', sound = ''] = await sends(id, '这是我的账单', [IMAGE, SOUND, PDF])
    const desk = await signedIn('zh')
    const asked: string[] = []
    desk.page.on('request', (request) => {
      if (request.url().includes('/files/')) asked.push(request.url())
    })
    await desk.openConversation(id)
    await fileOf(desk, IMAGE.name).getByText('KB').waitFor()
    const show = desk.button(fill(desk.words.fileShowLabel, { name: IMAGE.name }))
    expect(await show.getAttribute('title')).toBe(desk.words.fileLook)
    expect([asked, await looks()]).toEqual([[], []])

    await show.focus()
    await desk.page.keyboard.press('Enter')
    const picture = desk.button(fill(desk.words.fileEnlarge, { name: IMAGE.name }))
    await picture.waitFor()
    await desk.focused(picture)
    expect(await looks()).toEqual([`file:${image}`])
    expect(await picture.locator('img').evaluate((img) => 'naturalWidth' in img && img.naturalWidth)).toBe(
      640,
    )

    // Larger, turned, and away again with Escape, which leaves the conversation open.
    await desk.page.keyboard.press('Enter')
    const preview = desk.page.getByRole('dialog', { name: IMAGE.name })
    await preview.getByRole('button', { name: desk.words.zoomIn }).click()
    await preview.getByRole('button', { name: desk.words.rotateLeft }).click()
    await preview.getByRole('button', { name: desk.words.closePanel }).waitFor()
    for (const name of await preview
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.querySelector('[aria-label]')?.ariaLabel)))
      expect(name).toMatch(/\p{Script=Han}/u)
    await desk.page.keyboard.press('Escape')
    await preview.waitFor({ state: 'hidden' })
    await desk.focused(picture)
    expect(await desk.transcript.isVisible()).toBe(true)

    const player = desk.transcript.locator('audio')
    expect(await player.getAttribute('preload')).toBe('none')
    expect(asked.some((url) => url.includes(sound))).toBe(false)
    // The tests know no types of the browser.
    await player.evaluate((audio: unknown) => (audio as { play(): Promise<void> }).play())
    await expect.poll(looks).toEqual([`file:${sound}`, `file:${image}`])
    expect(desk.errors).toEqual([])
  }, 60_000)

  it('of other kinds are saved under their name and never opened as a page', async () => {
    const id = await waiting('wechat')
    const html = {
      name: 'page.html',
      mediaType: 'text/html',
      bytes: Buffer.from('<script>alert(1)</script>'),
    }
    await sends(id, '', [PDF, html])
    const desk = await signedIn('en')
    await desk.openConversation(id)
    for (const { name } of [PDF, html]) {
      const link = desk.transcript.getByRole('link', { name: fill(desk.words.fileDownload, { name }) })
      expect(await link.getAttribute('rel')).toBe('noopener')
      expect(await link.getAttribute('target')).toBeNull()
      const [download] = await Promise.all([desk.page.waitForEvent('download'), link.click()])
      expect(download.suggestedFilename()).toBe(name)
    }
    // A message without text is no empty bubble.
    expect(await desk.transcript.locator('.line:has(.file) .bubble').count()).toBe(0)
    expect(desk.page.url()).toContain('/desk#')
    expect(desk.errors).toEqual([])
  }, 60_000)

  it('still to come and lost ones say so, and one that cannot be opened can be tried again', async () => {
    const id = await waiting('wechat')
    const names = ['coming.png', 'lost.png', 'broken.png']
    const [coming = '', lost = '', broken = ''] = await sends(
      id,
      '',
      names.map((name) => ({ ...IMAGE, name })),
    )
    const set = (file: string, status: 'waiting' | 'failed' | 'stored') =>
      store().db.updateTable('files').set({ status }).where('id', '=', file).execute()
    await set(coming, 'waiting')
    await set(lost, 'failed')
    const desk = await signedIn('zh')
    const reads = await HeldReads.of(desk.page, /api\/desk\/conversations\/[\w-]+$/)
    await desk.openConversation(id)
    await fileOf(desk, 'coming.png').getByText(desk.words.fileWaiting).waitFor()
    await fileOf(desk, 'lost.png').getByText(desk.words.fileFailed).waitFor()
    await set(coming, 'stored')
    store().live.changed(id)
    await desk.button(fill(desk.words.fileShowLabel, { name: 'coming.png' })).waitFor()
    // Gone between being listed and being looked at.
    await reads.freeze()
    await set(broken, 'failed')
    await desk.button(fill(desk.words.fileShowLabel, { name: 'broken.png' })).click()
    await desk.transcript.getByText(desk.words.fileBroken).waitFor()
    expect(desk.takeErrors()).toEqual([refused(409)])
    await set(broken, 'stored')
    await desk.button(desk.words.tryAgain).click()
    await desk.button(fill(desk.words.fileEnlarge, { name: 'broken.png' })).waitFor()
    reads.release()
    await desk.page.unrouteAll({ behavior: 'ignoreErrors' })
    expect(desk.errors).toEqual([])
  }, 60_000)
})

describe('a reply', () => {
  it.each(['zh', 'en'] as const)(
    'shows what became of it where that is not plain, in %s',
    async (language) => {
      const id = await waiting('wechat')
      const desk = await signedIn(language)
      await desk.openConversation(id)
      await desk.claim()
      const { words } = desk
      const told: readonly (readonly [string, DeliveryError | null, string])[] = [
        ['one', null, ''],
        [
          'two',
          new DeliveryError('held', 'WeChat takes no more until the customer writes again.'),
          words.deliveryHeld,
        ],
        ['three', new DeliveryError('unknown', 'WeChat did not answer in time.'), words.deliveryUnknown],
        [
          'four',
          new DeliveryError('never', 'WeChat answered 43004. …'),
          fill(words.deliveryDead, { reason: words.deadUnfollowed }),
        ],
        ['five', new DeliveryError('never', 'Nobody knows.'), words.deliveryDeadOther],
        ['six', new DeliveryError('refused', 'WeChat is busy.', HOUR), words.deliveryRetrying],
      ]
      const line = (text: string) =>
        desk.transcript.getByRole('article').filter({ has: desk.page.getByText(text, { exact: true }) })
      for (const [text, error, shown] of told) {
        if (error) says.set(text, error)
        await desk.reply(text)
        // By itself: nobody writes meanwhile.
        if (shown !== '') await line(text).getByText(shown).waitFor({ timeout: 20_000 })
      }
      await vi.waitFor(async () => expect(await line('one').locator('.delivery').count()).toBe(0))
      // What was held goes out once the customer has written.
      says.delete('two')
      await releaseHeld(store(), id)
      await write(id, '在吗')
      await desk.sees('在吗')
      expect(desk.errors).toEqual([])
    },
    90_000,
  )
})

describe('what the channel allows', () => {
  it('stands above the reply, changes by itself, and warns when it is used up', async () => {
    const id = await waiting('wechat')
    await openWindow(store(), id, Date.parse('2026-11-24T14:05:00+08:00'), 3)
    const desk = await signedIn('zh')
    await desk.openConversation(id)
    expect(await desk.conversation.getByText('微信还可发').count()).toBe(0)
    await desk.claim()
    await desk.conversation.getByText('微信还可发 3 条，窗口到明天 14:05').waitFor()
    await closeWindow(store(), id)
    store().live.changed(id)
    const warning = desk.conversation.getByRole('status').filter({ hasText: '这一轮的条数已用完' })
    await warning.waitFor()
    // Sending stays possible.
    says.set('等您回复', new DeliveryError('held', 'WeChat takes no more until the customer writes again.'))
    await desk.reply('等您回复')
    await desk.transcript.getByText(desk.words.deliveryHeld).waitFor()
    // The next message opens a new window.
    await openWindow(store(), id, now() + 48 * HOUR, 5)
    await write(id, '好的')
    await desk.conversation.getByText(/微信还可发 5 条，窗口到11月25日/).waitFor()
    await warning.waitFor({ state: 'detached' })
    expect(desk.errors).toEqual([])
  }, 60_000)

  it('is not told where there is no limit', async () => {
    const id = await waiting('msteams')
    const desk = await signedIn('en')
    await desk.openConversation(id)
    await desk.claim()
    expect(await desk.conversation.locator('.reach').count()).toBe(0)
  })
})

describe('the desk', () => {
  it('tells the time of the company to an agent who lives by another', async () => {
    const id = await waiting('wechat')
    const desk = await signedIn('en', { timezoneId: 'America/New_York' })
    await desk.page.getByText(/Company time 10:\d\d/).waitFor()
    await desk.openConversation(id)
    const time = desk.transcript.getByRole('article').first().getByRole('time')
    expect(await time.textContent()).toMatch(/^10:\d\d$/)
    expect(await time.getAttribute('title')).toContain('Asia/Shanghai')
    expect(await desk.transcript.getByText(desk.words.today).count()).toBe(1)
    const home = await signedIn('en')
    await home.entry(id).waitFor()
    expect(await home.page.getByText(/Company time/).count()).toBe(0)
  })

  it('has no sign with an English name in Chinese', async () => {
    const id = await waiting('wechat')
    await sends(id, '', [IMAGE])
    const desk = await DeskWindow.open(browser, server.url, 'zh')
    windows.push(desk)
    expect(await speakingIcons(desk)).toEqual([desk.words.showPassword])
    await desk.trySignIn('agent', 'wrong')
    await desk.alert(desk.words.signInFailed).waitFor()
    expect(await speakingIcons(desk)).toEqual([desk.words.showPassword])
    expect(desk.takeErrors()).toEqual([refused(401)])
    await desk.signIn(server.accounts.find(({ name }) => name === 'agent')!)
    await desk.openConversation(id)
    // While it is busy, and when it went wrong.
    const held = Promise.withResolvers<void>()
    await desk.page.route('**/claim', async (route) => {
      await held.promise
      await route.abort()
    })
    await desk.button(desk.words.claim).click()
    expect(await speakingIcons(desk)).toEqual([])
    held.resolve()
    await desk.alert(desk.words.errorNetwork).waitFor()
    expect(await speakingIcons(desk)).toEqual([])
    expect(await desk.button(desk.words.dismiss).count()).toBe(1)
  }, 60_000)

  it.each(['light', 'dark'] as const)(
    'shows all of it on 360 pixels, in %s',
    async (colorScheme) => {
      const id = await waiting('wechat')
      await openWindow(store(), id, now() + 30 * HOUR, 0)
      const longName = `${'很长的文件名'.repeat(10)}.pdf`
      await sends(id, '', [IMAGE, SOUND, { ...PDF, name: longName }])
      const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, colorScheme }
      const desk = await signedIn('zh', phone)
      const width = () => desk.page.evaluate('document.documentElement.scrollWidth')
      expect(await width()).toBe(360)
      await desk.entry(id).tap()
      await desk.transcript.waitFor()
      await desk.button(desk.words.claim).tap()
      await desk.replyField.waitFor()
      await desk.button(fill(desk.words.fileShowLabel, { name: IMAGE.name })).tap()
      await desk.button(fill(desk.words.fileEnlarge, { name: IMAGE.name })).waitFor()
      expect(await width()).toBe(360)
      const overflow = await desk.transcript.evaluate((log) => log.scrollWidth - log.clientWidth)
      expect(overflow).toBe(0)
      expect(desk.errors).toEqual([])
    },
    60_000,
  )
})
