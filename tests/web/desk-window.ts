/** The windows of a conversation with two sides: the customer's chat, the agent's desk, and the demo inbox. */

import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { strings as deskStrings } from '../../src/web/desk/strings.ts'
import { strings as chatStrings, type Language } from '../../src/web/widget/strings.ts'
import { openPage, type WatchedPage } from '../browser.ts'

/** How long a window may take to show something, in milliseconds. */
const PATIENCE_MS = 20_000

/** Browser profile of somebody who reads a language. */
export const READS = { zh: { locale: 'zh-CN' }, en: { locale: 'en-GB' } } as const

/** What the browser itself reports of an answer with such a status. */
export const refused = (status: number): unknown => expect.stringContaining(`status of ${status}`)

/** A customer on the company's page with the chat open. */
export class ChatWindow {
  readonly #watched: WatchedPage
  readonly words: (typeof chatStrings)[Language]

  private constructor(watched: WatchedPage, language: Language) {
    this.#watched = watched
    this.words = chatStrings[language]
  }

  static async open(
    browser: Browser,
    url: string,
    language: Language,
    options: BrowserContextOptions = {},
  ): Promise<ChatWindow> {
    const watched = await openPage(browser, `${url}/?lang=${language}`, { ...READS[language], ...options })
    const chat = new ChatWindow(watched, language)
    await chat.page.locator('liuke-chat .launcher').click()
    await chat.theirs.first().waitFor()
    return chat
  }

  get page(): Page {
    return this.#watched.page
  }

  get errors(): readonly string[] {
    return this.#watched.errors
  }

  get panel(): Locator {
    return this.page.getByRole('dialog')
  }

  /** The name of who answers, on top. */
  answering(name: string): Locator {
    return this.panel.getByRole('heading', { name })
  }

  /** Messages of the company: bot, agents and notices. */
  get theirs(): Locator {
    return this.panel.getByRole('log').locator('.message:not(.mine)')
  }

  /** Sends a message as the customer. */
  async say(text: string): Promise<void> {
    const field = this.panel.getByRole('textbox')
    await field.fill(text)
    await field.press('Enter')
  }

  /** Waits for a message of the company with such a text. */
  async reads(text: string): Promise<void> {
    await this.theirs.filter({ hasText: text }).last().waitFor({ timeout: PATIENCE_MS })
  }

  /** Sends a message, waits for an answer with such a text, and gives it in full. */
  async ask(text: string, answer: string | RegExp): Promise<string> {
    const before = await this.theirs.count()
    await this.say(text)
    const answers = async () => (await this.theirs.allTextContents()).slice(before)
    const found = async () => (await answers()).find((message) => message.match(answer) !== null)
    await expect.poll(found, { timeout: PATIENCE_MS }).toBeDefined()
    return (await found()) ?? ''
  }

  close(): Promise<void> {
    return this.#watched.close()
  }
}

/** Reads of a page that can be held back, so that the page does not hear of something too soon for a test. */
export class HeldReads {
  readonly #held = Promise.withResolvers<void>()
  #frozen = false
  #reading = 0

  /** @param address of the reads; what was asked for before is not held */
  static async of(page: Page, address: RegExp): Promise<HeldReads> {
    const reads = new HeldReads()
    await page.route(address, async (route) => {
      if (reads.#frozen) await reads.#held.promise
      reads.#reading += 1
      await route.fulfill({ response: await route.fetch() })
      reads.#reading -= 1
    })
    return reads
  }

  /** From now on the page reads nothing; resolves when it has all it had asked for. */
  async freeze(): Promise<void> {
    this.#frozen = true
    await expect.poll(() => this.#reading, { timeout: PATIENCE_MS }).toBe(0)
  }

  release(): void {
    this.#frozen = false
    this.#held.resolve()
  }
}

/** The newest code in the demo inbox for a customer of a language, read in a window of its own. */
export async function codeFromInbox(browser: Browser, url: string, language: Language): Promise<string> {
  const { page, errors, close } = await openPage(
    browser,
    `${url}/demo/inbox?lang=${language}`,
    READS[language],
  )
  const message = page.locator('#messages li', { has: page.locator(`.text:lang(${language})`) }).first()
  const code = (await message.locator('.code strong').textContent({ timeout: PATIENCE_MS })) ?? ''
  expect(errors).toEqual([])
  await close()
  return code
}

/** Somebody at the desk. */
export class DeskWindow {
  readonly #watched: WatchedPage
  readonly words: (typeof deskStrings)[Language]

  private constructor(watched: WatchedPage, language: Language) {
    this.#watched = watched
    this.words = deskStrings[language]
  }

  /** Opens the desk, where nobody is signed in. */
  static async open(
    browser: Browser,
    url: string,
    language: Language,
    options: BrowserContextOptions = {},
  ): Promise<DeskWindow> {
    const watched = await openPage(browser, `${url}/desk`, { ...READS[language], ...options })
    const desk = new DeskWindow(watched, language)
    await desk.nameField.waitFor({ timeout: PATIENCE_MS })
    // The browser reports that the page asked who is signed in, and nobody was.
    expect(desk.takeErrors()).toEqual([refused(401)])
    return desk
  }

  get page(): Page {
    return this.#watched.page
  }

  get errors(): readonly string[] {
    return this.#watched.errors
  }

  /** The errors up to now, which then are forgotten. */
  takeErrors(): string[] {
    return this.#watched.errors.splice(0)
  }

  get nameField(): Locator {
    return this.page.getByRole('textbox', { name: this.words.accountName, exact: true })
  }

  get passwordField(): Locator {
    return this.page.getByLabel(this.words.password, { exact: true })
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: this.words.queue })
  }

  /** The open conversation. */
  get conversation(): Locator {
    return this.page.getByRole('main')
  }

  get transcript(): Locator {
    return this.page.getByRole('log', { name: this.words.transcript })
  }

  /** What the customer has said, as the agent reads it. */
  get linesOfCustomer(): Locator {
    return this.transcript.getByRole('article').filter({ hasText: new RegExp(`^${this.words.roleUser}`) })
  }

  get replyField(): Locator {
    return this.page.getByRole('textbox', { name: this.words.reply })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** What is wrong, as it is told. */
  alert(text: string): Locator {
    return this.page.getByRole('alert').filter({ hasText: text })
  }

  /** A conversation in the list. */
  entry(id: string): Locator {
    return this.list.locator(`[data-conversation="${id}"]`)
  }

  async trySignIn(name: string, password: string): Promise<void> {
    await this.nameField.fill(name)
    await this.passwordField.fill(password)
    await this.passwordField.press('Enter')
  }

  async signIn({ name, password }: { name: string; password: string }): Promise<void> {
    await this.trySignIn(name, password)
    await this.list.waitFor({ timeout: PATIENCE_MS })
  }

  /** Opens a conversation from the list. */
  async openConversation(id: string): Promise<void> {
    await this.entry(id).click()
    await this.transcript.waitFor({ timeout: PATIENCE_MS })
  }

  /** Takes the open conversation over; the reply box then has the focus. */
  async claim(): Promise<void> {
    await this.button(this.words.claim).click()
    await this.focused(this.replyField)
  }

  async reply(text: string): Promise<void> {
    await this.replyField.fill(text)
    await this.button(this.words.send).click()
    await this.sees(text)
  }

  /** Waits for a line of the transcript. */
  async sees(text: string | RegExp): Promise<void> {
    await this.transcript.getByText(text).last().waitFor({ timeout: PATIENCE_MS })
  }

  /** Waits until something has the focus. */
  async focused(element: Locator): Promise<void> {
    await expect
      .poll(async () => element.and(this.page.locator(':focus')).count(), { timeout: PATIENCE_MS })
      .toBe(1)
  }

  close(): Promise<void> {
    return this.#watched.close()
  }
}
