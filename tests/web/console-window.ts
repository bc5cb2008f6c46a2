/** A window of the console that somebody has signed in to. */

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { strings } from '../../src/web/console/strings.ts'
import { openPage, type WatchedPage } from '../browser.ts'

const PATIENCE = { timeout: 30_000 }

/** Who signs in, and what they find. */
export interface ConsoleVisit {
  readonly account: { readonly name: string; readonly password: string }
  /** Of the page, behind `#/`. */
  readonly path: string
  /** Of the page, once it is there. */
  readonly heading: string
}

/** @param options with the locale `en-GB` for English; Chinese otherwise */
export async function openConsole(
  browser: Browser,
  url: string,
  { account, path, heading }: ConsoleVisit,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const window = await openPage(browser, `${url}/console#/${path}`, options)
  const { page, errors } = window
  const words = strings[options.locale === 'en-GB' ? 'en' : 'zh']
  await page.getByRole('textbox', { name: words.accountName, exact: true }).fill(account.name, PATIENCE)
  // The browser reports that the page asked who is signed in, and nobody was.
  errors.splice(0)
  await page.getByLabel(words.password, { exact: true }).fill(account.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: heading, level: 2 }).waitFor(PATIENCE)
  return window
}
