import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'

/** What the customer is in the middle of when the wish comes; an empty text is nothing. */
const MIDST = {
  zh: ['', '我要投诉', '给我回个电话', '查话费', '我要取消宽带', '我们这边是不是断网了', '关于号码的问题'],
  en: [
    '',
    'i want to complain',
    'call me back',
    'show me my bill',
    'cancel my broadband',
    'is there an outage',
  ],
} as const
const HOURS = ['10:00', '13:30', '21:59', '22:01', '03:00', '07:59']

const folder = path.join(import.meta.dirname, '../understanding/person-wish')
const lines = (file: string): string[] =>
  readFileSync(path.join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))

let server: TestServer
let clock = Date.parse('2026-11-23T10:00:00+08:00')

beforeAll(async () => {
  server = await testServer({ now: () => clock, env: { DIRECTLINE_TOKEN_MINUTES: '1440' } })
})
afterAll(() => server.close())

async function ownerAfter(language: 'zh' | 'en', text: string, at: number): Promise<string> {
  clock = Date.parse(`2026-11-23T${HOURS[at % HOURS.length]}:00+08:00`)
  const customer = await Customer.start(server.url, language === 'zh' ? 'zh-CN' : 'en-US')
  const midst = MIDST[language][at % MIDST[language].length] ?? ''
  if (midst !== '') await customer.ask(midst)
  await customer.say(text)
  const { owner } = await server.open.store.db
    .selectFrom('conversations')
    .select('owner')
    .where('id', '=', customer.id)
    .executeTakeFirstOrThrow()
  return owner
}

/** Phrases after which the conversation does not have this owner. */
async function others(language: 'zh' | 'en', files: readonly string[], owner: string): Promise<string[]> {
  const found: string[] = []
  for (const [at, text] of files.flatMap(lines).entries())
    if ((await ownerAfter(language, text, at)) !== owner) found.push(text)
  return found
}

describe('an explicit wish for a person', () => {
  it.each(['zh', 'en'] as const)(
    'is honoured in one turn in %s, whatever dialog is active and at any hour',
    async (language) => {
      expect(await others(language, [`${language}.txt`], 'queued')).toEqual([])
    },
    120_000,
  )

  it.each([
    ['不用转人工'],
    ['不要人工客服'],
    ['你是机器人吗？'],
    ['are you a robot?'],
    ['am i talking to a human?'],
    ["no need for an agent, I'll manage"],
  ])('is not in “%s”, in the middle of anything', async (text) => {
    const language = /[a-z]/.test(text) ? 'en' : 'zh'
    for (const at of MIDST[language].keys()) expect(await ownerAfter(language, text, at)).toBe('bot')
  })
})
