import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claim, release, say } from '../../src/conversations/ownership.ts'
import { transcript } from '../../src/conversations/reading.ts'
import { startConversation } from '../../src/conversations/start.ts'
import { LiukeError } from '../../src/errors.ts'
import { type TestServer, testServer } from '../server.ts'

/** What the customer and two agents do, each step begun without waiting for the ones before. */
type Step = 'customer' | 'claim' | 'rival claim' | 'agent' | 'release'

const step = fc.record({
  what: fc.constantFrom<Step>('customer', 'customer', 'customer', 'claim', 'rival claim', 'agent', 'release'),
  /** Event-loop rounds before the next step begins. */
  pause: fc.nat(4),
  /** Event-loop rounds the bot dawdles after it has computed its reply. */
  dawdle: fc.nat(6),
})

let server: TestServer
let dawdles: number[] = []

beforeAll(async () => {
  server = await testServer({
    wrapThink: (think) => async (turn) => {
      await think(turn)
      await rounds(dawdles.shift() ?? 0)
    },
  })
})
afterAll(() => server.close())

async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** A refused claim, release or message is a possible outcome; anything else is a fault. */
async function attempt(action: Promise<unknown>): Promise<void> {
  await action.catch((error: unknown) => {
    if (!(error instanceof LiukeError) || !/^conversation_/.test(error.code)) throw error
  })
}

async function play(steps: readonly { what: Step; pause: number; dawdle: number }[]): Promise<string> {
  const { store } = server.open
  const id = randomUUID()
  await startConversation(store, { id, channel: 'directline', userId: id, locale: 'zh-CN' })
  dawdles = steps.filter(({ what }) => what === 'customer').map(({ dawdle }) => dawdle)
  const notice = (text: string) => [{ type: 'message', text, from: { id: 'liuke' } }]
  const running: Promise<void>[] = []
  for (const { what, pause } of steps) {
    if (what === 'customer') {
      const activity = { type: 'message', text: '怎么设置自动扣费', from: { id, role: 'user' } }
      running.push(
        attempt(
          server.turns.receive({ conversationId: id, activity, dedupe: null, role: 'user', visible: true }),
        ),
      )
    } else if (what === 'claim') running.push(attempt(claim(store, id, 'Lin', notice('taken'))))
    else if (what === 'rival claim') running.push(attempt(claim(store, id, 'Wu', notice('taken'))))
    else if (what === 'release') running.push(attempt(release(store, id, 'Lin', notice('released'))))
    else running.push(attempt(say(store, id, 'Lin', { type: 'message', text: 'hello', from: { id: 'Lin' } })))
    await rounds(pause)
  }
  await Promise.all(running)
  return id
}

describe('who answers', () => {
  it('is never the bot after a person took over, in 1,000 random interleavings', {
    timeout: 240_000,
  }, async () => {
    let takeovers = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
        const id = await play(steps)
        let human = false
        let customers = 0
        let seq = 0
        for (const line of await transcript(server.open.store, id)) {
          expect(line.seq).toBe(++seq)
          if (line.role === 'system') {
            // Two agents never hold it at once: notices of taking and releasing alternate.
            expect(line.activity.text).toBe(human ? 'released' : 'taken')
            human = !human
            takeovers++
          }
          if (line.role === 'bot') expect(human).toBe(false)
          if (line.role === 'agent') expect(human).toBe(true)
          if (line.role === 'user') customers++
        }
        expect(customers).toBe(steps.filter(({ what }) => what === 'customer').length)
      }),
      { numRuns: 1_000, seed: 20_261_122 },
    )
    // The property would hold by itself if nobody ever took over.
    expect(takeovers).toBeGreaterThan(500)
  })
})
