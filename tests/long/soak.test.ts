import v8 from 'node:v8'
import vm from 'node:vm'
import { describe, expect, inject, it } from 'vitest'
import { WebSocket } from 'ws'
import { loadBrain } from '../../src/bot/load-brain.ts'
import { readConfig } from '../../src/config.ts'
import { createRandom } from '../../src/understanding/classifier/random.ts'
import { until, within } from '../channels/deadline.ts'
import { QUESTIONS } from '../chaos/customer.ts'
import { Customer, call } from '../direct-line.ts'
import { testServer } from '../server.ts'

const MEGABYTE = 1024 * 1024
const CONVERSATIONS = 100
const WARM_UP_MS = 40_000
const SOAK_MS = 150_000
const MEASURE_EVERY_MS = 10_000
/** Messages a customer sends before the page with its stream is opened again. */
const RELOAD_AFTER = 25

v8.setFlagsFromString('--expose-gc')
// The flag puts it into new contexts.
const gc: () => void = vm.runInNewContext('gc')

/** Memory in use after all garbage is gone, in bytes. */
async function memory(): Promise<number> {
  // What is freed by a finaliser is gone only after a second round.
  for (let round = 0; round < 2; round++) {
    gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

function median(values: readonly number[]): number {
  return [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** A customer with an open stream, who counts what comes and keeps nothing. */
class Listener {
  readonly customer: Customer
  answers = 0
  /** Frames that were no further than the one before. */
  repeats = 0
  #socket: WebSocket | undefined
  #watermark = ''

  constructor(customer: Customer) {
    this.customer = customer
  }

  /** Opens the stream, or opens it again from where it was. */
  async open(): Promise<void> {
    this.close()
    const { url, id, token } = this.customer
    const path = `/v3/directline/conversations/${id}?watermark=${this.#watermark}`
    const { body } = await call(url, 'GET', path, { bearer: token })
    const socket = new WebSocket(body.streamUrl)
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data))
      if (Number(frame.watermark) <= Number(this.#watermark)) this.repeats += 1
      this.#watermark = frame.watermark
      for (const { channelData } of frame.activities) if (channelData?.liuke) this.answers += 1
    })
    await within('a stream opens', new Promise((resolve) => socket.once('open', resolve)))
    this.#socket = socket
  }

  close(): void {
    this.#socket?.terminate()
  }
}

describe('memory stays flat', () => {
  it('while 100 customers with open streams ask for minutes', { timeout: 600_000 }, async () => {
    const server = await testServer()
    const random = createRandom(1)
    const listeners: Listener[] = []
    for (let at = 0; at < CONVERSATIONS; at++) {
      const listener = new Listener(await Customer.start(server.url))
      await listener.open()
      listeners.push(listener)
    }
    let asked = 0
    const started = Date.now()
    const measured: number[] = []
    let next = started + WARM_UP_MS
    // Customers take turns in small crowds, so that the machine is busy and the measurement sees none of them half done.
    while (Date.now() < started + WARM_UP_MS + SOAK_MS) {
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const listener = listeners[Math.floor(random() * listeners.length)]!
          const question = QUESTIONS[Math.floor(random() * QUESTIONS.length)]!
          asked += 1
          const { status } = await listener.customer.say(`${question} ${asked.toString(36)}`)
          expect(status).toBe(200)
          if (random() * RELOAD_AFTER < 1) await listener.open()
        }),
      )
      if (Date.now() < next) continue
      measured.push(await memory())
      next += MEASURE_EVERY_MS
    }
    const growth = median(measured.slice(-5)) - median(measured.slice(0, 5))
    console.log({
      asked,
      megabytes: measured.map((bytes) => Math.round(bytes / MEGABYTE)),
      growth: growth / MEGABYTE,
    })
    expect(growth).toBeLessThan(8 * MEGABYTE)
    const answers = (): number => listeners.reduce((sum, listener) => sum + listener.answers, 0)
    await until(
      () => `${asked} answers on the streams, of which ${answers()} came`,
      () => answers() >= asked,
    )
    expect(answers()).toBe(asked)
    expect(listeners.map(({ repeats }) => repeats)).toEqual(listeners.map(() => 0))
    for (const listener of listeners) listener.close()
    await within('the server closes', server.close())
  })

  it('while the engine reads 100,000 different messages', { timeout: 600_000 }, async () => {
    const config = readConfig({}, 'demo')
    const brain = await loadBrain({
      corpusFolder: config.LIUKE_CORPUS,
      companyFolder: config.LIUKE_COMPANY,
      modelFolder: inject('modelFolder'),
      seed: config.MODEL_SEED,
    })
    const random = createRandom(2)
    const letters = [...'abcdefghijklmnopqrstuvwxyz 我你他的套餐流量宽带话费自动扣费怎么办设置查询取消账单']
    const read = async (messages: number): Promise<number> => {
      for (let at = 0; at < messages; at++) {
        const noise = Array.from({ length: 12 }, () => letters[Math.floor(random() * letters.length)])
        await brain.understand(`${QUESTIONS[at % QUESTIONS.length]} ${noise.join('')}`)
      }
      return memory()
    }
    // The first part fills what is filled once.
    await read(20_000)
    const measured: number[] = []
    for (let part = 0; part < 4; part++) measured.push(await read(20_000))
    const growth = measured.at(-1)! - measured[0]!
    console.log({
      megabytes: measured.map((bytes) => Math.round(bytes / MEGABYTE)),
      growth: growth / MEGABYTE,
    })
    expect(growth).toBeLessThan(8 * MEGABYTE)
  })
})
