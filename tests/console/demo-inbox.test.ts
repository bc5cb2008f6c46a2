import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import restify from 'restify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadCompany } from '../../src/company/load.ts'
import { createDemoInbox, type DemoInbox, mountDemoInbox } from '../../src/console/demo-inbox.ts'
import type { InboxAnswer } from '../../src/console/demo-inbox-types.ts'
import { mountPages, type Pages } from '../../src/console/page-routes.ts'
import { createPages } from '../../src/console/pages.ts'
import type { Notice } from '../../src/customers/notices.ts'
import { browserSources, launchBrowser, openPage } from '../browser.ts'

const notice: Notice = {
  id: 'n1',
  kind: 'code',
  phone: '13912345678',
  email: 'lin.mei@example.com',
  language: 'zh',
  code: '804213',
  minutes: 5,
}
const text = { subject: '验证码', text: '【晴川】验证码 804213，5 分钟内有效。' }

let home: string
let pages: Pages
let clock = 1_800_000_000_000
let inbox: DemoInbox
let server: restify.Server
let port = 0

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'liuke-inbox-'))
  pages = await createPages({ home, company: await loadCompany('data/company'), inbox: true })
})
afterAll(() => rm(home, { recursive: true, force: true }))

beforeEach(async () => {
  clock = 1_800_000_000_000
  inbox = createDemoInbox(() => clock)
  server = restify.createServer()
  mountPages(server, pages)
  await mountDemoInbox(server, inbox)
  server.listen(0, '0.0.0.0')
  await once(server.server, 'listening')
  port = (server.server.address() as AddressInfo).port // a server over TCP has an address with a port
})
afterEach(async () => {
  const closed = once(server.server, 'close')
  server.close()
  server.server.closeAllConnections()
  await closed
})

/** Calls as told, also under a Host that fetch would not send. */
async function call(
  path: string,
  {
    host = '127.0.0.1',
    method = 'GET',
    headers = {},
  }: { host?: string; method?: string; headers?: object } = {},
) {
  const sent = request({ host, port, path, method, headers: { ...headers } }).end()
  // The event carries the response.
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}

/** An address of this machine that is not loopback; tests on a machine without network have none. */
const outside = Object.values(os.networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

describe('the demo inbox', () => {
  it('keeps the latest fifty, newest first, with masked receivers', async () => {
    for (let n = 0; n < 60; n++) {
      clock += 1_000
      inbox.add({ ...notice, id: `n${n}` }, text)
    }
    const { status, headers, body } = await call('/demo/inbox.json')
    const { messages, now } = JSON.parse(body) as InboxAnswer // written by list()
    expect([status, headers['cache-control'], headers['cross-origin-resource-policy']]).toEqual([
      200,
      'no-store',
      'same-origin',
    ])
    expect(messages.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, at) => `n${59 - at}`))
    expect(messages[0]).toEqual({
      id: 'n59',
      kind: 'code',
      at: clock,
      expiresAt: clock + 300_000,
      receivers: ['139••••5678', 'l••••••@example.com'],
      language: 'zh',
      code: '804213',
      text: text.text,
    })
    expect(now).toBe(clock)
    expect(body).not.toMatch(/13912345678|lin\.mei/)
  })

  it('shows a repeat once, and somebody without phone and mail too', () => {
    inbox.add(notice, text)
    inbox.add(notice, text)
    inbox.add({ ...notice, id: 'n2', phone: null, email: null }, text)
    expect(inbox.list().messages.map(({ id, receivers }) => [id, receivers.length])).toEqual([
      ['n2', 0],
      ['n1', 2],
    ])
  })

  it('speaks both languages and says that it is only in the demo', async () => {
    const zh = await call('/demo/inbox?lang=zh')
    const en = await call('/demo/inbox', { headers: { 'accept-language': 'en-GB' } })
    expect(zh.body).toContain('只在演示里有')
    expect(en.body).toContain('exists only in the demo')
    for (const { body, headers } of [zh, en]) {
      expect(body).not.toMatch(/\{\{|\{[a-z]+\.|<script(?![^>]* src=)|style="|onclick|https?:\/\//)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['cache-control']).toBe('no-store')
    }
  })

  it('answers HEAD without a body, and nothing but reading', async () => {
    expect(await call('/demo/inbox', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect((await call('/demo/inbox.json', { method: 'POST' })).status).toBe(405)
  })

  const PATHS = ['/demo/inbox', '/demo/inbox.json', '/demo/inbox.js', '/demo/inbox.css']

  it.each(PATHS)('answers %s under each name of this machine', async (path) => {
    for (const name of ['localhost', `localhost:${port}`, '127.0.0.1', '[::1]', '127.8.8.8:80'])
      expect((await call(path, { headers: { host: name } })).status).toBe(200)
  })

  it.each(PATHS)('refuses %s to everybody else', async (path) => {
    inbox.add(notice, text)
    const strangers = [
      { headers: { host: 'evil.example.com' } },
      { headers: { host: `localhost.evil.example.com:${port}` } },
      { headers: { host: '127.0.0.1.evil.example.com' } },
      { headers: { 'x-forwarded-for': '127.0.0.1' } },
      { headers: { forwarded: 'for=203.0.113.7' } },
      { headers: { 'x-real-ip': '203.0.113.7' } },
      ...(outside === undefined ? [] : [{ host: outside, headers: { host: 'localhost' } }]),
    ]
    for (const stranger of strangers) {
      const { status, body } = await call(path, stranger)
      expect([stranger, status, JSON.parse(body).error.code]).toEqual([stranger, 403, 'LocalOnly'])
      expect(body).not.toContain('804213')
    }
  })
})

describe('the link to it', () => {
  it('stands on the front page of the demo, and of nobody else', async () => {
    const company = await loadCompany('data/company')
    const production = await createPages({ home, company })
    for (const lang of ['zh', 'en']) {
      const link = `href="demo/inbox?lang=${lang}"`
      expect(pages.answer({ path: '/', lang })?.body.toString()).toContain(link)
      expect(production.answer({ path: '/', lang })?.body.toString()).not.toMatch(/inbox|收件箱/)
    }
  })

  it('stands on the plain page of a company of its own too', async () => {
    const company = { ...(await loadCompany('data/company')), variables: new Map([['company.name', 'Ours']]) }
    const plain = async (inbox: boolean) =>
      (await createPages({ home, company, inbox })).answer({ path: '/' })?.body.toString() ?? ''
    expect(await plain(true)).toContain('href="demo/inbox?lang=zh"')
    expect(await plain(false)).not.toContain('inbox')
  })
})

describe.each((await browserSources()).slice(0, 1))(
  'the page of the demo inbox in the %s browser',
  (source) => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchBrowser(source)
    })
    afterAll(() => browser.close())

    it('shows a code by itself, copies it, marks it when it is old, and says when the server is gone', async () => {
      const { page, errors, close } = await openPage(browser, `http://localhost:${port}/demo/inbox?lang=en`, {
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      // The page asks every two seconds, which need not pass.
      await page.clock.install()
      await page.reload()
      const next = (): Promise<void> => page.clock.runFor(2_000)
      await page.getByText('No codes yet').waitFor()
      inbox.add(notice, { ...text, text: '<img src=x onerror=alert(1)> 804213' })
      await next()
      await page.getByText('804213', { exact: true }).waitFor()
      expect(await page.getByText('No codes yet').isVisible()).toBe(false)
      expect(await page.getByText('139••••5678 · l••••••@example.com').isVisible()).toBe(true)
      expect(await page.locator('.text').textContent()).toContain('<img src=x')
      expect(await page.locator('img').count()).toBe(0)
      const copy = page.getByRole('button', { name: 'Copy' })
      await copy.focus()
      await copy.click()
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe('804213')
      clock += 300_000
      inbox.add({ ...notice, id: 'n2', code: '111222' }, text)
      await next()
      await page.locator('.old').getByText('expired').waitFor()
      expect(await page.locator('.message strong').allTextContents()).toEqual(['111222', '804213'])
      // The older card was not made anew: its button still has the focus.
      expect(
        await page.evaluate("document.activeElement === document.querySelectorAll('.message button')[1]"),
      ).toBe(true)
      expect(errors).toEqual([])
      server.close()
      server.server.closeAllConnections()
      await next()
      await page.getByText('The server cannot be reached').waitFor()
      server.listen(port, '0.0.0.0')
      await next()
      await page.getByText('The server cannot be reached').waitFor({ state: 'hidden' })
      await close()
    })
  },
)
