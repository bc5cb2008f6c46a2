import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFrame, readActivity } from '../../src/web/widget/protocol.ts'

describe('frames', () => {
  it.each(['', '  ', 'no json', '[]', 'null', '{}', '{"activities":7}'])('%j is none', (data) => {
    expect(parseFrame(data)).toBeUndefined()
  })

  it('without a watermark keep the old one', () => {
    expect(parseFrame('{"activities":[],"watermark":null}')).toEqual({ activities: [] })
    expect(parseFrame('{"activities":[],"watermark":"7"}')).toEqual({ activities: [], watermark: '7' })
  })
})

describe('activities', () => {
  it('of any shape are read without an error', () => {
    const type = fc.constantFrom('message', 'event', 'typing', 'endOfConversation', 'trace')
    const shape = fc.record({ type, id: fc.anything(), from: fc.anything(), value: fc.anything() })
    const rest = fc.record({
      text: fc.anything(),
      channelData: fc.anything(),
      suggestedActions: fc.anything(),
    })
    fc.assert(
      fc.property(shape, rest, fc.anything(), (one, two, other) => {
        readActivity({ ...one, ...two }, 'dl_me')
        readActivity(other)
      }),
    )
  })

  it('without anything for the widget are left out', () => {
    const from = { role: 'bot' }
    expect(readActivity({ type: 'message', id: '1', from })).toBeUndefined()
    expect(readActivity({ type: 'message', text: 'no id', from })).toBeUndefined()
    expect(readActivity({ type: 'event', id: '1', name: 'other', from })).toBeUndefined()
    expect(readActivity({ type: 'conversationUpdate', id: '1', from })).toBeUndefined()
    expect(readActivity({ type: 'endOfConversation', id: '1', from })).toBeUndefined()
  })

  it('of an agent carry the name, and are told from the bot', () => {
    const agent = readActivity({
      type: 'message',
      id: '1',
      text: 'hi',
      from: { role: 'bot', name: '林晓雨' },
      channelData: { agent: true },
    })
    expect(agent).toMatchObject({ author: 'agent', name: '林晓雨' })
  })

  it('cannot make the bot speak as the customer, or the customer hand the chat over', () => {
    const event = { type: 'event', id: '1', name: 'liuke.owner', value: { owner: 'human' } }
    expect(readActivity({ ...event, from: { id: 'dl_me' } }, 'dl_me')).toBeUndefined()
    const feedback = { type: 'event', id: '1', name: 'feedback', value: { messageId: '1', helpful: true } }
    expect(readActivity({ ...feedback, from: { role: 'bot' } })).toBeUndefined()
  })
})
