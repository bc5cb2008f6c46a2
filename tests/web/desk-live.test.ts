import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Change, Live, readEvent, type StreamEars } from '../../src/web/desk/live.ts'
import { Refresher } from '../../src/web/staff/refresher.ts'

describe('an event', () => {
  it.each([
    ['{"type":"queue"}', { type: 'queue' }],
    ['{"type":"ping","at":1}', { type: 'ping' }],
    ['{"type":"conversation","id":"a"}', { type: 'conversation', id: 'a' }],
    ['{"type":"agents"}', { type: 'agents' }],
    ['{"type":"typing","id":"a"}', { type: 'typing', id: 'a' }],
    ['{"type":"presence","id":"a"}', { type: 'presence', id: 'a' }],
  ])('%s is read', (data, event) => expect(readEvent(data)).toEqual(event))
  it.each(['', '{', 'null', '{"type":"later"}', '{"type":"conversation"}', undefined])(
    '%s is passed over',
    (data) => expect(readEvent(data)).toBeUndefined(),
  )
})

describe('the stream of changes', () => {
  let streams: { ears: StreamEars; closed: boolean }[]
  let changes: Change[]
  let live: Live
  const last = () => {
    const stream = streams.at(-1)
    if (!stream) throw new Error('No stream was opened.')
    return stream
  }

  beforeEach(() => {
    vi.useFakeTimers()
    streams = []
    changes = []
    live = new Live((ears) => {
      const stream = { ears, closed: false }
      streams.push(stream)
      return () => {
        stream.closed = true
      }
    })
    live.onChange((change) => changes.push(change))
    live.start()
  })
  afterEach(() => {
    live.stop()
    vi.useRealTimers()
  })

  it('asks for everything when it opens, because something may have been missed', () => {
    expect(live.state).toBe('connecting')
    last().ears.opened()
    expect(live.state).toBe('live')
    expect(changes).toEqual([{ type: 'everything' }])
  })

  it('passes on what the server tells, but no pings', () => {
    last().ears.opened()
    for (const data of ['{"type":"ping"}', '{"type":"queue"}', 'x']) last().ears.heard(data)
    expect(changes.slice(1)).toEqual([{ type: 'queue' }])
  })

  it('comes back after a loss without bothering anybody', () => {
    last().ears.opened()
    last().ears.failed()
    expect(live.state).toBe('connecting')
    expect(last().closed).toBe(true)
    vi.advanceTimersByTime(500)
    expect(streams).toHaveLength(2)
    last().ears.opened()
    expect(live.state).toBe('live')
    expect(changes).toHaveLength(2)
  })

  it('says that it is lost when it does not come back, and polls every ten seconds until it does', () => {
    last().ears.failed()
    vi.advanceTimersByTime(500)
    last().ears.failed()
    expect(live.state).toBe('lost')
    vi.advanceTimersByTime(30_000)
    expect(changes).toEqual([{ type: 'everything' }, { type: 'everything' }, { type: 'everything' }])
    last().ears.opened()
    vi.advanceTimersByTime(30_000)
    expect(changes).toHaveLength(4)
  })

  it('takes long silence for a loss', () => {
    last().ears.opened()
    vi.advanceTimersByTime(60_000)
    last().ears.heard('{"type":"ping"}')
    vi.advanceTimersByTime(60_000)
    expect(live.state).toBe('live')
    vi.advanceTimersByTime(10_001)
    expect(live.state).toBe('connecting')
  })

  it('tries at once when told to', () => {
    last().ears.failed()
    live.tryNow()
    expect(streams).toHaveLength(2)
    expect(changes).toEqual([{ type: 'everything' }])
  })

  it('tells nothing more once stopped', () => {
    last().ears.failed()
    live.stop()
    vi.advanceTimersByTime(120_000)
    expect(streams).toHaveLength(1)
    expect(changes).toEqual([])
  })
})

describe('refreshing', () => {
  it('answers requests during a load together by one load after it', async () => {
    const loads: (() => void)[] = []
    const refresher = new Refresher(() => new Promise((resolve) => loads.push(resolve)))
    const first = refresher.refresh()
    const [second, third] = [refresher.refresh(), refresher.refresh()]
    expect(loads).toHaveLength(1)
    loads[0]?.()
    await first
    await Promise.resolve()
    expect(loads).toHaveLength(2)
    loads[1]?.()
    await Promise.all([second, third])
    expect(loads).toHaveLength(2)
    void refresher.refresh()
    expect(loads).toHaveLength(3)
  })
})
