import { describe, expect, it, vi } from 'vitest'
import { WorkerThread } from '../src/worker-thread.ts'

const threadOf = (idleMs: number, ended = () => {}) =>
  new WorkerThread<'count' | 'refuse' | 'die' | 'end', number>({
    ...{ url: new URL('./worker-thread-tasks.ts', import.meta.url), idleMs, ended },
  })

describe('a thread that does tasks', () => {
  it('does them in order, and remembers what it has done', async () => {
    const thread = threadOf(60_000)
    const order: number[] = []
    const tell = (number: number) => order.push(number)
    await Promise.all([thread.ask('count').then(tell), thread.ask('count').then(tell)])
    expect(order).toEqual([1, 2])
    expect(await thread.ask('count')).toBe(3)
  })

  it('refuses one task with its error, and goes on', async () => {
    const thread = threadOf(60_000)
    const refused = thread.ask('refuse')
    const next = thread.ask('count')
    await expect(refused).rejects.toMatchObject({ code: 'test_refused', advice: 'Ask for something else.' })
    expect(await next).toBe(1)
  })

  it('that dies fails all who wait, says that it has ended, and is started anew', async () => {
    const ended = vi.fn()
    const thread = threadOf(60_000, ended)
    const waiting = await Promise.allSettled([thread.ask('count'), thread.ask('die'), thread.ask('count')])
    expect(waiting.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(ended).toHaveBeenCalledTimes(1)
    expect(await thread.ask('count')).toBe(1)
  })

  it('that dies has still done what it had done', async () => {
    for (let round = 0; round < 12; round++) {
      const threads = [threadOf(60_000), threadOf(60_000), threadOf(60_000)]
      const statuses = await Promise.all(
        threads.map(async (thread) => {
          const waiting = await Promise.allSettled([thread.ask('count'), thread.ask('die')])
          return waiting.map(({ status }) => status)
        }),
      )
      expect(statuses).toEqual(threads.map(() => ['fulfilled', 'rejected']))
    }
  })

  it('that ends by itself fails all who wait', async () => {
    const ended = vi.fn()
    const thread = threadOf(60_000, ended)
    const waiting = await Promise.allSettled([thread.ask('end'), thread.ask('count')])
    expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(ended).toHaveBeenCalledTimes(1)
    expect(await thread.ask('count')).toBe(1)
  })

  it('ends when it has nothing to do, and forgets', async () => {
    const ended = vi.fn()
    const thread = threadOf(1, ended)
    expect(await thread.ask('count')).toBe(1)
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1))
    expect(await thread.ask('count')).toBe(1)
  })
})
