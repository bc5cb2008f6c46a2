import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { conversationOf } from '../../../src/channels/wechat/intake.ts'
import { until } from '../deadline.ts'
import { postCut } from './cutting-client.ts'
import { type Stage, saying, startStage } from './stage.ts'
import { account, text, type Weixin } from './weixin.ts'

/** WeChat's times, made twenty times shorter: a try every 250 ms, answers in place within 200 ms. */
const SCALE = 1 / 20
const REPLY_MS = 4_000 * SCALE
const TRY_EVERY_MS = 5_000 * SCALE
const SLOWEST_MS = 20_000 * SCALE

let stage: Stage
let weixin: Weixin
beforeAll(async () => {
  stage = await startStage({
    replyMs: REPLY_MS,
    think: async (turn) => {
      // The message says how long the bot takes.
      await sleep(Number(turn.text.split(' ')[0]))
      await saying(`回答 ${turn.text}`)(turn)
    },
  })
  weixin = stage.weixin()
})
afterAll(() => stage.close())

/** One message and its tries; each gives what the customer reads, or null. */
type Tries = (
  request: () => Promise<string | null>,
  cut: (afterMs: number) => Promise<string | null>,
) => Promise<(string | null)[]>

const inTurn =
  (count: number): Tries =>
  async (request) => {
    const said: (string | null)[] = []
    for (let at = 0; at < count; at++) {
      said.push(await request())
      await sleep(TRY_EVERY_MS / 2)
    }
    return said
  }
/** Every try is cut after a while but the last; nothing is tried again after an answer. */
const cutThenWait =
  (...cuts: readonly number[]): Tries =>
  async (request, cut) => {
    for (const afterMs of cuts) {
      const said = await cut(afterMs)
      if (said !== null) return [said]
      await sleep(TRY_EVERY_MS - Math.min(afterMs, TRY_EVERY_MS))
    }
    return [await request()]
  }
const ways: Readonly<Record<string, Tries>> = {
  'one try': inTurn(1),
  'three tries, whatever was answered': inTurn(3),
  'three tries at once': (request) => Promise.all([request(), request(), request()]),
  'three tries half a budget apart': (request) =>
    Promise.all(
      [0, 0.5, 1].map(async (part) => {
        await sleep(part * REPLY_MS)
        return request()
      }),
    ),
  'a first try that is cut at once': cutThenWait(1),
  'a first try that is cut when the answer may come': cutThenWait(REPLY_MS / 2),
  'two tries that are cut': cutThenWait(REPLY_MS / 4, REPLY_MS),
  'three tries that are cut': async (_request, cut) => {
    const said: (string | null)[] = []
    for (const part of [0.1, 0.6, 0.9]) {
      said.push(await cut(part * REPLY_MS))
      if (said.at(-1) !== null) break
    }
    return said
  },
  'one that is cut beside one that waits': (request, cut) => Promise.all([cut(REPLY_MS / 3), request()]),
  'three at once, of which two are cut': (request, cut) =>
    Promise.all([cut(REPLY_MS / 5), request(), cut(REPLY_MS / 2)]),
}
const delays = [0, 0.02, 0.1, 0.19, 0.2, 0.21, 0.3, 0.5, 0.8, 1].map((part) => Math.round(part * SLOWEST_MS))

it('gives each message exactly one answer, in place or through the API, however it is tried and how slow the bot is', async () => {
  const cases = Object.entries(ways).flatMap(([way, tries], at) =>
    delays.map((delay, nth) => ({ way, tries, delay, openid: `o_once-${at}-${nth}` })),
  )
  const results = await Promise.all(
    cases.map(async ({ way, tries, delay, openid }) => {
      const fields = text(`${delay} ms`, { FromUserName: openid })
      const send = async (cutAfterMs: number | null) => {
        const answer = await postCut(weixin.request(fields), cutAfterMs)
        return answer && weixin.read(answer.status, answer.body).said
      }
      const said = await tries(
        () => send(null),
        (afterMs) => send(afterMs),
      )
      return { way, delay, openid, inPlace: said.filter((each) => each !== null).length }
    }),
  )
  const { store } = stage.server.open
  await until('all answers have gone out', async () => {
    const answered = await store.db
      .selectFrom('messages')
      .select('id')
      .where('status', '=', 'answered')
      .execute()
    const open = await store.db
      .selectFrom('outbox')
      .select('id')
      .where('status', 'in', ['pending', 'sending'])
      .execute()
    return answered.length === cases.length && open.length === 0
  })
  for (const { way, delay, openid, inPlace } of results) {
    const conversationId = conversationOf(store, account().appid, openid)
    const byApi = stage.sent.filter((each) => each.conversationId === conversationId).length
    const rows = await store.db
      .selectFrom('outbox')
      .select('status')
      .where('conversation_id', '=', conversationId)
      .execute()
    // A connection that broke while it was answered leaves a doubt, which is shown and not repeated.
    const doubt = rows.some(({ status }) => status === 'unknown')
    const answers = inPlace + byApi
    expect({ way, delay, answers: doubt && answers === 0 ? 1 : answers }).toEqual({ way, delay, answers: 1 })
  }
  const inPlace = results.filter((result) => result.inPlace > 0).length
  // Both ways are walked, or this test would show nothing.
  expect(inPlace).toBeGreaterThan(10)
  expect(stage.sent.length).toBeGreaterThan(10)
}, 60_000)
