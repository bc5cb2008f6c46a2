/** From "the bot did not know" to a better corpus and back, as people do it: customers in the widget, a lead in the console. */

import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { strings } from '../../src/web/console/strings.ts'
import { fill } from '../../src/web/widget/strings.ts'
import { openPage } from '../browser.ts'
import type { TestServer } from '../server.ts'
import { openConsole } from './console-window.ts'
import { Chat } from './widget-chat.ts'

type Language = 'zh' | 'en'
type Both<T> = Readonly<Record<Language, T>>

/** Something customers ask about that no entry says. */
export interface Matter {
  readonly asked: Both<readonly string[]>
  readonly id: string
  readonly title: Both<string>
  readonly answer: Both<string>
  /** Asked once it is published, in words nobody has used. */
  readonly again: Both<string>
}

/** Who takes part, and in which language the lead works. */
export interface Loop {
  readonly browser: Browser
  readonly server: TestServer
  readonly language: Language
  readonly lead: { readonly name: string; readonly password: string }
  /** Training takes as long as the corpus is large. */
  readonly patience: number
}

const SOON = { timeout: 30_000 }

/** Goes round once; nothing but what is on the pages is used, and no page may report an error. */
export async function goRound(loop: Loop, matter: Matter): Promise<void> {
  for (const language of ['zh', 'en'] as const)
    await Promise.all(
      matter.asked[language].map(async (text) =>
        expect(await answerTo(loop, language, text), text).not.toContain(matter.answer[language]),
      ),
    )
  const { page, errors, close } = await signedIn(loop)
  const words = strings[loop.language]
  const slowly = { timeout: loop.patience }

  await decideOnOneGroup(page, loop, matter)
  await publishDraft(page, loop, slowly)
  const published = await liveNumber(page, loop)
  for (const language of ['zh', 'en'] as const)
    expect(await answerOnceLive(loop, published, language, matter)).toContain(matter.answer[language])

  // An answer that quotes what the company does not have: nobody can publish that.
  await breakAnswer(page, loop, matter)
  await go(page, loop, 'publish')
  await page.getByRole('button', { name: words.pbCheckAgain, exact: true }).click(SOON)
  await page
    .getByText(fill(words.gateErrors, { count: 1 }))
    .first()
    .waitFor(slowly)
  expect(await page.getByRole('button', { name: words.pbPublish, exact: true }).count()).toBe(0)
  expect(await liveNumber(page, loop)).toBe(published)

  await goBackTo(page, loop, published - 1)
  await expect.poll(() => loop.server.revision(), SOON).toBe(published - 1)
  for (const language of ['zh', 'en'] as const)
    expect(await answerTo(loop, language, matter.again[language])).not.toContain(matter.answer[language])

  // What was broken is put back, so that the next round begins where this one did.
  await go(page, loop, 'corpus')
  await page.getByText(words.coDraftShow, { exact: true }).click(SOON)
  page.once('dialog', (dialog) => void dialog.accept())
  await page.getByRole('button', { name: words.coDiscardAll, exact: true }).click(SOON)
  await page.getByText(words.coDraftNone).waitFor(SOON)
  expect(errors).toEqual([])
  await close()
}

/** What the bot says to somebody who comes with one question. */
async function answerTo({ browser, server }: Loop, language: Language, text: string): Promise<string> {
  const { page, errors, close } = await openPage(browser, `${server.url}/?lang=${language}`)
  const chat = new Chat(page, language)
  await chat.open()
  const greetings = await chat.theirs.count()
  await chat.say(text)
  await chat.theirs.nth(greetings).waitFor(SOON)
  const said = (await chat.theirs.nth(greetings).textContent()) ?? ''
  expect(errors).toEqual([])
  await close()
  return said
}

async function answerOnceLive(
  loop: Loop,
  revision: number,
  language: Language,
  matter: Matter,
): Promise<string> {
  await expect.poll(() => loop.server.revision(), SOON).toBe(revision)
  return answerTo(loop, language, matter.again[language])
}

/** The console in a window of the lead's. */
function signedIn({ browser, server, language, lead }: Loop) {
  return openConsole(
    browser,
    server.url,
    { account: lead, path: 'knowledge/unanswered', heading: strings[language].unanswered },
    { locale: language === 'zh' ? 'zh-CN' : 'en-GB', viewport: { width: 1280, height: 900 } },
  )
}

/** Has what waits grouped; one group holds all that was asked and nothing else, and becomes an entry. */
async function decideOnOneGroup(page: Page, { language }: Loop, matter: Matter): Promise<void> {
  const words = strings[language]
  const { zh, en } = { zh: matter.asked.zh.length, en: matter.asked.en.length }
  const whole = page.getByRole('button', { name: fill(words.unQuestionsZhEn, { count: zh + en, zh, en }) })
  // One press is enough, unless a run that began before the last question is still under way.
  await expect
    .poll(async () => {
      for (const name of [words.unShowFresh, words.unBegin]) {
        const button = page.getByRole('button', { name, exact: true })
        if (await button.isVisible()) await button.click()
      }
      await whole.waitFor({ timeout: 5_000 }).catch(() => undefined)
      return whole.count()
    }, SOON)
    .toBe(1)
  await whole.click()
  for (const text of [...matter.asked.zh, ...matter.asked.en].slice(0, 3))
    await page.locator('.un-examples').getByText(text).first().waitFor(SOON)
  await page.getByRole('button', { name: words.unCreate }).first().click()
  const form = page.getByRole('form', { name: words.unCreate })
  for (const [label, text] of [
    [words.unId, matter.id],
    [words.unTitleZh, matter.title.zh],
    [words.unTitleEn, matter.title.en],
    [words.unAnswerZh, matter.answer.zh],
    [words.unAnswerEn, matter.answer.en],
  ] as const)
    await form.getByLabel(label, { exact: true }).fill(text)
  await page.keyboard.press('Control+Enter')
  await whole.waitFor({ ...SOON, state: 'detached' })
}

async function publishDraft(page: Page, loop: Loop, slowly: { readonly timeout: number }): Promise<void> {
  const words = strings[loop.language]
  await go(page, loop, 'publish')
  await page
    .getByRole('button', { name: new RegExp(`^(${words.pbCheck}|${words.pbCheckAgain})$`) })
    .click(SOON)
  await page.getByText(words.pbPassed).waitFor(slowly)
  await page.getByRole('table', { name: words.pbFigures }).waitFor(SOON)
  await page.getByLabel(words.pbNote, { exact: true }).fill('What customers asked')
  await page.keyboard.press('Enter')
  await page.getByText(words.pbNoChanges).waitFor(SOON)
}

async function breakAnswer(page: Page, loop: Loop, matter: Matter): Promise<void> {
  const words = strings[loop.language]
  await go(page, loop, 'corpus')
  await page.getByRole('searchbox', { name: words.coSearch }).fill(matter.id, SOON)
  await page.getByRole('button', { name: matter.id }).first().click(SOON)
  await page.getByRole('heading', { name: matter.id, level: 3 }).waitFor(SOON)
  const answer = page.getByLabel(fill(words.coVariant, { language: words.coEn, number: 1 }), { exact: true })
  await answer.fill('It costs {plan.nowhere.price}.', SOON)
  await page.keyboard.press('Control+s')
  await page.getByText(words.coSaved, { exact: true }).waitFor(SOON)
}

async function goBackTo(page: Page, { language }: Loop, number: number): Promise<void> {
  const words = strings[language]
  await page.getByText(words.pbRevisions, { exact: true }).first().click(SOON)
  const revision = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: `${words.pbNumber} ${number}`, exact: true }) })
  await revision.getByRole('button', { name: words.pbRollback, exact: true }).click(SOON)
  await page.getByLabel(words.pbRollbackNote, { exact: true }).fill('As it was before')
  await page.keyboard.press('Enter')
  await page.getByText(fill(words.pbRollbackDone, { number })).waitFor(SOON)
}

/** The number the publish page says is live. */
async function liveNumber(page: Page, { language }: Loop): Promise<number> {
  const [before = '', after = ''] = strings[language].pbLive.split('{number}')
  const line = await page.getByText(before).first().textContent(SOON)
  return Number(line?.split(before)[1]?.split(after === '' ? ' ' : after)[0])
}

async function go(page: Page, { language }: Loop, where: 'publish' | 'corpus'): Promise<void> {
  const words = strings[language]
  await page.goto(page.url().replace(/#.*$/, `#/knowledge/${where}`))
  await page.getByRole('heading', { name: words[where], level: 2 }).waitFor(SOON)
}
