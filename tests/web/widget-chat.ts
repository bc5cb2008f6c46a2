/** The widget on a page, as a customer finds it: by role, name and text. */

import type { Page } from 'playwright-core'
import { strings } from '../../src/web/widget/strings.ts'

/** One chat on one page. */
export class Chat {
  readonly page: Page
  readonly words: (typeof strings)['zh']

  constructor(page: Page, language: 'zh' | 'en') {
    this.page = page
    this.words = strings[language]
  }

  get panel() {
    return this.page.getByRole('dialog')
  }

  get field() {
    return this.panel.getByRole('textbox')
  }

  get log() {
    return this.panel.getByRole('log')
  }

  /** The customer's own messages, and the company's. */
  get mine() {
    return this.log.locator('.message.mine')
  }

  get theirs() {
    return this.log.locator('.message:not(.mine)')
  }

  async open(): Promise<void> {
    await this.page.locator('liuke-chat .launcher').click()
    await this.theirs.first().waitFor()
  }

  /** The conversation this browser takes part in. */
  async conversationId(): Promise<string> {
    return await this.page.evaluate(
      "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('liuke-chat:')))).access.conversationId",
    )
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Enter')
  }

  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: this.words.close, exact: true }).click()
    await this.panel.waitFor({ state: 'hidden' })
  }

  async menu(item: string): Promise<void> {
    await this.panel.getByRole('button', { name: this.words.menu }).click()
    await this.panel.getByRole('menuitem', { name: item }).click()
  }
}
