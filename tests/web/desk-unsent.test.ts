import { describe, expect, it } from 'vitest'
import type { TranscriptItem } from '../../src/console/desk-types.ts'
import { notYetShown, type Outgoing, readDrafts, UnsentStore } from '../../src/web/desk/unsent.ts'

const line = (seq: number, text: string, role: TranscriptItem['role'] = 'agent'): TranscriptItem => ({
  id: `m${seq}`,
  seq,
  role,
  at: seq,
  text,
  agent: null,
  choices: [],
  files: [],
  delivery: null,
  decision: null,
  helpful: null,
})
const reply = (clientId: string, text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  clientId,
  text,
  at: 0,
  afterSeq: 5,
  status: 'sending',
  ...more,
})

class Memory {
  readonly #values = new Map<string, string>()
  getItem(key: string): string | null {
    return this.#values.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.#values.set(key, value)
  }
}

describe('replies on their way', () => {
  it('disappear when the transcript shows them, one line for one reply', () => {
    const replies = [reply('1', '好的'), reply('2', '好的'), reply('3', '再见')]
    const shown = notYetShown(replies, [line(6, '好的'), line(7, '再见', 'user')])
    expect(shown.map(({ clientId }) => clientId)).toEqual(['2', '3'])
  })

  it('are not taken for the same words said before', () => {
    expect(notYetShown([reply('1', '好的')], [line(5, '好的')])).toHaveLength(1)
  })

  it('also disappear when their answer was lost but they arrived', () => {
    expect(notYetShown([reply('1', '好的', { status: 'failed' })], [line(8, '好的')])).toEqual([])
  })
})

describe('what is unsent', () => {
  it('survives a reload as far as drafts go, for the same account only', () => {
    const storage = new Memory()
    const store = new UnsentStore('chen', storage)
    store.setDraft('a', '您好')
    store.setDraft('b', 'x')
    store.setDraft('b', '')
    store.putOutgoing('a', reply('1', '好的'))
    expect(new UnsentStore('chen', storage).of('a')).toEqual({ draft: '您好', outgoing: [] })
    expect(new UnsentStore('chen', storage).of('b')).toEqual({ draft: '', outgoing: [] })
    expect(new UnsentStore('zhou', storage).of('a').draft).toBe('')
    store.clear()
    expect(new UnsentStore('chen', storage).of('a').draft).toBe('')
  })

  it('is one reply for one id, whatever becomes of it', () => {
    const store = new UnsentStore('chen', undefined)
    let told = 0
    const end = store.onChange(() => {
      told += 1
    })
    store.putOutgoing('a', reply('2', 'second', { at: 2 }))
    store.putOutgoing('a', reply('1', 'first', { at: 1 }))
    store.putOutgoing('a', reply('2', 'second', { at: 2, status: 'failed' }))
    expect(store.of('a').outgoing.map(({ clientId, status }) => [clientId, status])).toEqual([
      ['1', 'sending'],
      ['2', 'failed'],
    ])
    store.dropOutgoing('a', '1')
    store.dropOutgoing('a', '2')
    expect(told).toBe(5)
    end()
    store.setDraft('a', 'x')
    expect(told).toBe(5)
  })

  it('is the same object as long as nothing changes', () => {
    const store = new UnsentStore('chen', undefined)
    expect(store.of('a')).toBe(store.of('b'))
    store.setDraft('a', 'x')
    expect(store.of('a')).toBe(store.of('a'))
  })

  it('stays in memory where storage refuses', () => {
    const refusing = {
      getItem(): string {
        throw new Error('blocked')
      },
      setItem(): void {
        throw new Error('full')
      },
    }
    const store = new UnsentStore('chen', refusing)
    store.setDraft('a', 'x')
    expect(store.of('a').draft).toBe('x')
  })

  it.each([null, '', '{', 'null', '7', '{"a":1}'])('reads no drafts from %j', (json) => {
    expect([...readDrafts(json)]).toEqual([])
  })
})
