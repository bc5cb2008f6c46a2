/** A real Chromium for tests: the one that comes from npm, and the system's where there is one. */

import { access } from 'node:fs/promises'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Where a Chromium comes from. */
export type BrowserSource = 'system' | 'bundled'

const SYSTEM = '/usr/bin/chromium'
/** Nothing but what the tests ask for leaves the browser. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Arguments the bundled browser proposes and tests must not have: with web security off, no mistake in CORS or
 * in the content policy would show; in a single process, closing one page ends the browser.
 */
const UNWANTED = ['--disable-web-security', '--single-process']

/** The browsers of this machine: the bundled one, which is always there and has no window to draw, then the system's. */
export async function browserSources(): Promise<BrowserSource[]> {
  try {
    await access(SYSTEM)
    return ['bundled', 'system']
  } catch {
    return ['bundled'] // no Chromium installed
  }
}

/** Starts a browser; close it when done. */
export async function launchBrowser(source: BrowserSource): Promise<Browser> {
  if (source === 'system') return chromium.launch({ executablePath: SYSTEM, args: QUIET })
  // Read while the module loads: without it the libraries the browser needs are not unpacked.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x'
  const { default: bundled } = await import('@sparticuz/chromium')
  const args = bundled.args.filter((arg) => !UNWANTED.includes(arg))
  const executablePath = await bundled.executablePath()
  // It says where its libraries are once, in our environment, which does not stay so for the next test file.
  bundledEnvironment = { ...bundledEnvironment, ...process.env }
  return chromium.launch({ executablePath, args: [...args, ...QUIET], env: bundledEnvironment })
}

let bundledEnvironment: NodeJS.ProcessEnv = {}

/** A page whose every error is kept. */
export interface WatchedPage {
  readonly page: Page
  /** Console errors, uncaught exceptions, and requests to other hosts. */
  readonly errors: string[]
  /** Closes the page with everything it stored. */
  close(): Promise<void>
}

/** Opens a page in a browser profile of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  const errors: string[] = []
  const { host } = new URL(url)
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('request', (request) => {
    if (new URL(request.url()).host !== host) errors.push(`request to ${request.url()}`)
  })
  await page.goto(url)
  return { page, errors, close: () => context.close() }
}
