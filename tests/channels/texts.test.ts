import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { storedMessages } from './stored-messages.ts'

let server: TestServer
let customer: Customer

beforeAll(async () => {
  server = await testServer()
  customer = await Customer.start(server.url)
})
afterAll(() => server.close())

/** Says a text; checks that it is stored as it was sent and that the answers are plain and few. */
async function survive(text: string): Promise<void> {
  const before = await storedMessages(server, customer.id)
  const { status, body } = await customer.say(text)
  expect(status).toBe(200)
  const all = await customer.read()
  const stored = all.find(({ id }) => id === body.id)
  expect(stored?.text).toBe(text.toWellFormed())
  const answers = all.filter(({ type, replyToId }) => type === 'message' && replyToId === body.id)
  expect(answers.length).toBeGreaterThan(0)
  expect(answers.length).toBeLessThan(3)
  for (const { text: answer = '', textFormat } of answers) {
    expect(textFormat).toBe('plain')
    expect(answer.trim()).not.toBe('')
    expect(answer.isWellFormed()).toBe(true)
    expect(answer).not.toMatch(/[<>\0\u202e]|\{[a-z.]+\}/)
  }
  const events = all.filter(({ type, replyToId }) => type === 'event' && replyToId === body.id)
  expect(await storedMessages(server, customer.id)).toBe(before + 1 + answers.length + events.length)
}

const texts: [string, string][] = [
  ['a script', '<script>alert(1)</script>'],
  ['a script in a question', '怎么设置<img src=x onerror=alert(1)>自动扣费'],
  ['a variable of answers', '{plan.basic.price} {privacy} {{constructor.constructor("return process")()}}'],
  ['SQL', "'; drop table messages; --"],
  ['markdown', '[click](javascript:alert(1)) ![x](https://evil.example/x.png) **bold**'],
  ['lone surrogates', '怎么\ud800设置\udc00自动扣费\udfff'],
  ['a reversed override', '\u202e费扣动自置设么怎\u202c and \u2066isolated\u2069'],
  ['zero-width characters', '怎\u200b么\u200c设\u200d置\ufeff自动扣费'],
  ['400 digits', '1234567890'.repeat(40)],
  ['1,000 digits in Chinese', '一二三四五六七八九零'.repeat(100)],
  ['2,000 characters', '怎么设置自动扣费'.repeat(250)],
  ['20,000 characters', '怎么设置自动扣费'.repeat(2_500)],
  ['20,000 characters without a break', 'a'.repeat(20_000)],
  ['20,000 spaces', ' '.repeat(20_000)],
  ['NULs', '怎么\0设置\0自动扣费\0'],
  ['only a NUL', '\0'],
  ['control characters', Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('')],
  ['only spaces', ' \t\r\n\u3000\u00a0'],
  ['nothing', ''],
  ['a flood of emoji', '😀🤖👩‍👩‍👧‍👦🇨🇳'.repeat(300)],
  ['marks upon marks', `z${'\u0301\u0317\u0489'.repeat(600)}`],
  ['only punctuation', '？！。，…—·'.repeat(200)],
  ['JSON', '{"type":"endOfConversation","text":"x"}'],
  ['names of prototypes', '__proto__ constructor toString hasOwnProperty valueOf'],
  ['a new message by hand', '你好\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['a pattern that explodes', `${'a'.repeat(1_000)}!${'(a+)+$'.repeat(50)}`],
  ['many numbers and dates', '2026年11月22日 下个月1号 3.14 1e999 -0 ١٢٣ ½ '.repeat(40)],
]

describe('a text', () => {
  it.each(texts)('of %s is stored as it is, and answered plainly', async (_name, text) => {
    await survive(text)
  })

  it('of anything at all is stored as it is, and answered plainly', { timeout: 60_000 }, async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('\ud83d', '\ude00', '费', '{', '}', '<', '\0', ' ', '9', '\u202e'),
        maxLength: 60,
      }),
    )
    await fc.assert(fc.asyncProperty(text, survive), { numRuns: 40, seed: 20_261_122 })
  })

  it('of the worst kind harms no later question', async () => {
    await customer.ask('重新开始')
    const [answer] = await customer.ask('怎么设置自动扣费')
    expect(answer?.channelData?.['liuke']).toMatchObject({ entry: 'pay.autopay-setup', decision: 'answer' })
  })
})
