/** Accounts in a real browser: the first one, a new person, a second factor, sessions, the audit log; nothing axe minds. */

import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { strings } from '../../src/web/console/strings.ts'
import { strings as staff } from '../../src/web/staff/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { sharedBrain } from '../brain.ts'
import { browserSources, launchBrowser, openPage, type WatchedPage } from '../browser.ts'
import { type TestHome, testHome } from '../databases.ts'
import { testEnvironment } from '../server.ts'
import { expectAccessible } from './accessible.ts'

const { zh, en } = strings
const OWN = 'kuzo-mira-tepa-lodu'
const PATIENCE = { timeout: 25_000 }

let home: TestHome
let server: RunningServer
let browser: Browser
let link = ''
const windows: WatchedPage[] = []

beforeAll(async () => {
  home = await testHome('sqlite')
  const keys = { LIUKE_MASTER_KEY: randomBytes(32).toString('base64') }
  const config = readConfig({ ...(await testEnvironment(home)), ...keys }, 'serve')
  const log = pino(
    // The link is told whatever the level.
    { level: 'error' },
    {
      write: (line: string) => {
        link = (JSON.parse(line) as { link?: string }).link ?? link
      },
    },
  )
  server = await startServer(config, { log, loadBrain: sharedBrain })
  const [source] = await browserSources()
  browser = await launchBrowser(source!)
}, 120_000)
afterAll(async () => {
  for (const window of windows) await window.close()
  await browser.close()
  await server.close()
  await home.remove()
})

async function open(path: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const window = await openPage(browser, path.startsWith('http') ? path : server.url + path, options)
  windows.push(window)
  return window
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.locator('input').and(page.getByLabel(name, { exact: true }))

async function signIn(page: Page, words: typeof staff.zh, name: string, password: string): Promise<void> {
  await field(page, words.accountName).fill(name, PATIENCE)
  await field(page, words.password).fill(password)
  await page.keyboard.press('Enter')
}

it('leads from an empty installation to people who sign in with a second factor', async () => {
  // The first account, in Chinese.
  const boss = await open(link, { locale: 'zh-CN' })
  const { page } = boss
  await page.getByRole('heading', { name: zh.setupTitle }).waitFor(PATIENCE)
  await expectAccessible(page)
  await field(page, zh.accountName).fill('boss')
  await field(page, zh.displayName).fill('陈主管')
  await field(page, zh.newPassword).fill('boss')
  await page.getByText(zh.passwordShort).waitFor()
  await field(page, zh.newPassword).fill(OWN)
  await field(page, zh.newPasswordAgain).fill(OWN)
  await button(page, zh.setupDo).click()
  await page.getByRole('link', { name: zh.accounts, exact: true }).click(PATIENCE)
  expect(page.url()).not.toContain('setup')

  // A person, with a password that serves once.
  await button(page, zh.accountAdd).click()
  await field(page, zh.accountName).fill('li.mei')
  await field(page, zh.displayName).fill('<b>李梅</b>')
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: zh.accountAdd }).click()
  const oneTime = (await page.locator('.once code').textContent(PATIENCE)) ?? ''
  await page.getByRole('dialog').getByRole('button', { name: zh.finished }).click()
  await page.getByRole('heading', { name: '<b>李梅</b> li.mei' }).waitFor()
  await expectAccessible(page)

  // They choose their own, in English, on a narrow page, in the dark.
  const mei = await open('/desk', {
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  })
  const { page: narrow } = mei
  await signIn(narrow, staff.en, 'li.mei', oneTime)
  await narrow.getByRole('heading', { name: en.choosePasswordTitle }).waitFor(PATIENCE)
  await expectAccessible(narrow)
  await field(narrow, en.newPassword).fill('four-words-of-mine')
  await field(narrow, en.newPasswordAgain).fill('four-words-of-mine')
  await narrow.keyboard.press('Enter')
  await button(narrow, en.myAccount).click(PATIENCE)

  // A second factor of their own.
  const dialog = narrow.getByRole('dialog')
  await dialog.getByRole('button', { name: en.factorSetUp }).click(PATIENCE)
  await dialog
    .getByRole('form', { name: en.factorSetUp })
    .getByLabel(en.currentPassword, { exact: true })
    .fill('four-words-of-mine')
  await narrow.keyboard.press('Enter')
  await dialog.getByRole('img', { name: en.factorQr }).waitFor(PATIENCE)
  expect(await narrow.evaluate("document.querySelector('.qr svg path') !== null")).toBe(true)
  await expectAccessible(narrow)
  const secret = ((await dialog.locator('.qr code').textContent()) ?? '').replaceAll(' ', '')
  const codeAt = (at: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at })
  await dialog.getByLabel(en.factorFirstCode, { exact: true }).fill(codeAt(Date.now()))
  await dialog.getByRole('button', { name: en.factorConfirm }).click()
  await dialog.getByRole('heading', { name: en.recoveryTitle }).waitFor(PATIENCE)
  await expectAccessible(narrow)
  const [recovery = ''] = await dialog.locator('.recovery li').allTextContents()
  await dialog.getByLabel(en.recoveryKept).check()
  await dialog.getByRole('button', { name: en.finished }).click()
  await dialog.getByText(/recovery codes left: 10/).waitFor(PATIENCE)
  await dialog.getByText(en.sessionCurrent).waitFor()
  expect(await narrow.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

  // Signing in takes a code now; the same one does not serve again.
  await narrow.keyboard.press('Escape')
  await button(narrow, en.signOut).click()
  await signIn(narrow, staff.en, 'li.mei', 'four-words-of-mine')
  await narrow.getByRole('heading', { name: en.codeTitle }).waitFor(PATIENCE)
  await expectAccessible(narrow)
  await field(narrow, en.code).fill('000000')
  await narrow.keyboard.press('Enter')
  await narrow.getByText(en.errorCodeWrong).waitFor(PATIENCE)
  await field(narrow, en.code).fill(recovery.toUpperCase())
  await narrow.keyboard.press('Enter')
  await button(narrow, en.myAccount).waitFor(PATIENCE)

  // The admin sees all of it, and ends the session.
  await page.reload()
  await button(page, fill(zh.accountOpenOf, { name: '<b>李梅</b>' })).click(PATIENCE)
  const panel = page.getByRole('dialog')
  await panel.getByText('account.second-factor-on').waitFor(PATIENCE)
  await panel.getByText(zh.accountFactor).waitFor()
  await expectAccessible(page)
  await panel.getByRole('button', { name: zh.deedFactor }).click()
  await panel.getByText(fill(zh.deedFactorAsk, { name: '<b>李梅</b>' })).waitFor()
  await panel.getByRole('button', { name: zh.deedFactor }).click()
  await panel.getByText(zh.accountNoFactor).waitFor(PATIENCE)
  await page.keyboard.press('Escape')
  await narrow.reload()
  await field(narrow, en.password).waitFor(PATIENCE)

  // The only admin cannot be shut out.
  await button(page, fill(zh.accountOpenOf, { name: '陈主管' })).click()
  await panel.getByRole('button', { name: zh.deedDisable }).click()
  await panel.getByRole('button', { name: zh.deedDisable }).click()
  await panel.getByText(zh.errorLastAdmin).waitFor(PATIENCE)
  await page.keyboard.press('Escape')

  // The log.
  await page.getByRole('link', { name: zh.audit, exact: true }).click()
  await button(page, zh.auditVerify).click()
  await page.getByText(/日志完整/).waitFor(PATIENCE)
  await field(page, zh.auditAction).fill('account.second')
  await button(page, zh.auditSearch).click()
  await expect.poll(() => page.locator('.audit tbody tr').count(), PATIENCE).toBe(2)
  await expectAccessible(page)

  // Narrow and dark.
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate("location.hash = '#/administration/accounts'")
  await button(page, fill(zh.accountOpenOf, { name: '<b>李梅</b>' })).click(PATIENCE)
  await panel.getByText('account.second-factor-reset').waitFor(PATIENCE)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await expectAccessible(page)
  for (const { errors } of windows) {
    // The browser reports each refusal that was meant: not signed in yet, a code that was wrong, the last admin.
    expect(errors.filter((error) => !/status of (401|403|409)/.test(error))).toEqual([])
  }
}, 120_000)
