import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Incoming, readActivity } from '../../src/web/widget/protocol.ts'
import { openActions, readKey, unreadCount, visible } from '../../src/web/widget/reading.ts'
import {
  discard,
  emptyTranscript,
  markFeedback,
  markProgress,
  markSent,
  queue,
  receive,
  type Transcript,
} from '../../src/web/widget/transcript.ts'

const TIME = '2026-03-09T08:00:00.000Z'

function incoming(...activities: object[]): Incoming[] {
  return activities.flatMap((activity) => readActivity({ timestamp: TIME, ...activity }, 'dl_me') ?? [])
}
const bot = (number: number, text: string, more: object = {}) => ({
  type: 'message',
  id: `c|${String(number).padStart(7, '0')}`,
  from: { id: 'bot', role: 'bot' },
  text,
  ...more,
})
const mine = (number: number, text: string, clientActivityID?: string) => ({
  ...bot(number, text),
  from: { id: 'dl_me' },
  ...(clientActivityID && { channelData: { clientActivityID } }),
})
const owner = (number: number, value: object) => ({
  type: 'event',
  name: 'liuke.owner',
  id: `c|${String(number).padStart(7, '0')}`,
  from: { role: 'bot' },
  value,
})
const outgoing = (clientId: string, text: string, hidden = false) => ({ clientId, text, hidden, at: 1 })
const texts = (transcript: Transcript) =>
  visible(transcript).map((entry) => (entry.kind === 'message' ? entry.text : entry.note))
const add = (transcript: Transcript, ...activities: object[]) => receive(transcript, incoming(...activities))

describe('order of messages', () => {
  it('is the order of the server, whatever order they arrive in', () => {
    const activities = [1, 2, 3, 4, 5, 6].map((number) => bot(number, String(number)))
    fc.assert(
      fc.property(
        fc.shuffledSubarray(activities, { minLength: 6 }),
        fc.array(fc.constantFrom(...activities)),
        fc.nat(6),
        (shuffled, again, cut) => {
          const first = add(emptyTranscript, ...shuffled.slice(0, cut))
          expect(texts(add(first, ...shuffled.slice(cut), ...again))).toEqual(['1', '2', '3', '4', '5', '6'])
        },
      ),
    )
  })

  it('is the order of arrival where ids carry no number', () => {
    const transcript = add(emptyTranscript, bot(1, 'a', { id: 'zz' }), bot(1, 'b', { id: 'aa' }))
    expect(texts(transcript)).toEqual(['a', 'b'])
  })

  it('does not mix the numbers of two conversations', () => {
    const transcript = add(emptyTranscript, bot(9, 'old'), bot(1, 'new', { id: 'd|0000001' }))
    expect(texts(transcript)).toEqual(['old', 'new'])
  })

  it('shows one message for one id', () => {
    expect(texts(add(emptyTranscript, bot(1, 'a'), bot(2, 'b'), bot(1, 'a')))).toEqual(['a', 'b'])
  })

  it('takes in a long replay in one go', () => {
    const replay = Array.from({ length: 20_000 }, (_, number) => bot(number, String(number)))
    expect(add(emptyTranscript, ...replay).entries).toHaveLength(20_000)
  })
})

describe('a message of the customer', () => {
  const sending = queue(add(emptyTranscript, bot(1, 'hello')), outgoing('x', 'hi'), 'sending')

  it('is shown at once, and once only', () => {
    expect(texts(sending)).toEqual(['hello', 'hi'])
    expect(queue(sending, outgoing('x', 'hi'), 'sending')).toBe(sending)
  })

  it('becomes the one the server sends back, under the same key', () => {
    const confirmed = add(sending, mine(2, 'hi', 'x'))
    expect(confirmed.entries.at(-1)).toMatchObject({ key: 'x', id: 'c|0000002', state: 'sent' })
    expect(texts(confirmed)).toEqual(['hello', 'hi'])
  })

  it('moves before an answer that was faster than its confirmation', () => {
    expect(texts(add(sending, bot(3, 'answer'), mine(2, 'hi', 'x')))).toEqual(['hello', 'hi', 'answer'])
  })

  it('stays failed when it was recorded but its turn failed, until a retry succeeds', () => {
    const failed = markSent(add(sending, mine(2, 'hi', 'x')), 'x', { state: 'failed', silent: false })
    const replayed = add(failed, mine(2, 'hi', 'x'))
    expect(replayed.entries.at(-1)).toMatchObject({ state: 'failed' })
    expect(markSent(replayed, 'x', { state: 'sent', silent: false }).entries.at(-1)).toMatchObject({
      state: 'sent',
    })
  })

  it('that waited for the connection is sent once the server sends it back', () => {
    const waiting = markSent(sending, 'x', { state: 'waiting', silent: false })
    expect(add(waiting, mine(2, 'hi', 'x')).entries.at(-1)).toMatchObject({ state: 'sent' })
  })

  it('posted silently is not shown, unless it fails', () => {
    const silent = queue(emptyTranscript, outgoing('x', 'Yes', true), 'sending')
    expect(texts(silent)).toEqual([])
    const failed = markSent(silent, 'x', { state: 'failed', silent: true })
    expect(texts(failed)).toEqual(['Yes'])
    expect(texts(markSent(failed, 'x', { state: 'sending', silent: true }))).toEqual([])
    const echo = { ...mine(1, 'yes_id', 'x'), channelData: { clientActivityID: 'x', postBack: true } }
    expect(texts(add(silent, echo))).toEqual([])
    expect(texts(add(emptyTranscript, echo))).toEqual([])
  })
})

describe('suggested replies', () => {
  const actions = [{ type: 'imBack', title: 'A', value: 'a' }]
  const asked = add(emptyTranscript, bot(1, 'Which?', { suggestedActions: { actions } }))

  it('are those of the last message', () => {
    expect(openActions(asked).map(({ title }) => title)).toEqual(['A'])
  })

  it('disappear once anything follows, a silent answer included', () => {
    expect(openActions(add(asked, bot(2, 'well')))).toEqual([])
    expect(openActions(queue(asked, outgoing('x', 'a'), 'sending'))).toEqual([])
    expect(openActions(queue(asked, outgoing('x', 'a', true), 'sending'))).toEqual([])
  })

  it('of a kind or shape the widget does not know are left out', () => {
    const odd = [{ type: 'call', title: 'B' }, { type: 'imBack' }, null, 7, ...actions]
    const transcript = add(emptyTranscript, bot(1, 'Which?', { suggestedActions: { actions: odd } }))
    expect(openActions(transcript).map(({ title }) => title)).toEqual(['A'])
  })
})

describe('who answers', () => {
  it('is told by events, and noted where the customer should notice', () => {
    const queued = add(emptyTranscript, owner(1, { owner: 'queued' }))
    expect(queued).toMatchObject({ owner: 'queued', entries: [] })
    const human = add(queued, owner(2, { owner: 'human', agent: '林晓雨' }))
    expect(human).toMatchObject({ owner: 'human', agent: '林晓雨' })
    const back = add(human, owner(3, { owner: 'bot' }))
    expect(back).toMatchObject({ owner: 'bot' })
    expect(back.agent).toBeUndefined()
    const closed = add(back, owner(4, { owner: 'closed' }))
    expect(texts(closed)).toEqual(['joined', 'left', 'closed'])
    expect(closed.ended).toBe(false)
  })

  it('is noted once, however often the event arrives', () => {
    const event = owner(2, { owner: 'human', agent: 'Lin' })
    expect(texts(add(emptyTranscript, event, event))).toEqual(['joined'])
  })

  it('is nobody after the customer has ended the chat', () => {
    const ended = add(emptyTranscript, { type: 'endOfConversation', from: { id: 'dl_me' } })
    expect(ended).toMatchObject({ owner: 'closed', ended: true })
  })
})

describe('typing, feedback and unread messages', () => {
  it('marks the newest message of the customer that a person has read', () => {
    const said = add(add(add(emptyTranscript, mine(1, 'one')), mine(2, 'two')), bot(3, 'hi'))
    const two = said.entries[1]
    const seen = {
      type: 'event',
      id: 'r',
      name: 'liuke.read',
      from: { role: 'bot' },
      value: { messageId: two?.id },
    }
    expect(readKey(said)).toBeUndefined()
    const typing = add(said, { type: 'typing', from: { role: 'bot' } })
    const read = add(typing, seen)
    expect([readKey(read), read.typing]).toEqual([two?.key, true])
    // What follows is not read yet; an unknown message marks nothing.
    expect(readKey(add(read, mine(4, 'four')))).toBe(two?.key)
    expect(readKey(add(said, { ...seen, value: { messageId: 'other' } }))).toBeUndefined()
    expect(add(said, { ...seen, from: { role: 'user' } })).not.toHaveProperty('readId')
  })

  it('typing ends with the message it announced', () => {
    const typing = add(emptyTranscript, { type: 'typing', from: { role: 'bot' } })
    expect(typing.typing).toBe(true)
    expect(add(typing, mine(1, 'hi')).typing).toBe(true)
    expect(add(typing, bot(1, 'hi')).typing).toBe(false)
    expect(add(emptyTranscript, { type: 'typing', from: { id: 'dl_me' } }).typing).toBe(false)
  })

  it('feedback given is still there after a reload', () => {
    const answer = bot(1, 'answer', { channelData: { liukeFeedback: true } })
    const rating = {
      type: 'event',
      name: 'feedback',
      id: 'c|0000002',
      from: { id: 'dl_me' },
      value: { messageId: 'c|0000001', helpful: true },
    }
    const asked = add(emptyTranscript, answer)
    expect(asked.entries[0]).toMatchObject({ feedback: 'asked' })
    expect(add(asked, rating).entries[0]).toMatchObject({ feedback: 'helpful' })
    expect(add(add(asked, rating), answer).entries[0]).toMatchObject({ feedback: 'helpful' })
    expect(markFeedback(asked, 'c|0000001', 'unhelpful').entries[0]).toMatchObject({ feedback: 'unhelpful' })
  })

  it('unread are the messages of the company after the last one seen', () => {
    const transcript = add(emptyTranscript, bot(1, 'a'), mine(2, 'b'), bot(3, 'c'), bot(4, 'd'))
    expect(unreadCount(transcript, undefined)).toBe(3)
    expect(unreadCount(transcript, 'c|0000002')).toBe(2)
    expect(unreadCount(transcript, 'c|0000004')).toBe(0)
  })
})

describe('a message with files', () => {
  const file = { name: 'a.png', mediaType: 'image/png', size: 3, blob: new Blob(['abc']) }
  const sent = { contentType: 'image/png', name: 'a.png', contentUrl: 'https://a.example/files/1' }
  const sending = queue(emptyTranscript, { ...outgoing('x', ''), files: [file] }, 'sending')
  const echo = (more: object = {}) => ({ ...mine(1, '', 'x'), attachments: [sent], ...more })

  it('is shown without any words, and has its link once the server has it', () => {
    expect(visible(sending)).toHaveLength(1)
    expect(add(sending, echo()).entries).toMatchObject([
      { id: 'c|0000001', state: 'sent', files: [{ name: 'a.png', url: sent.contentUrl }] },
    ])
  })

  it('tells how far it is only while it is on its way', () => {
    const halfway = markProgress(sending, 'x', 0.5)
    expect(halfway.entries[0]).toMatchObject({ progress: 0.5 })
    const cancelled = markSent(halfway, 'x', { state: 'failed', problem: 'cancelled', silent: false })
    expect(cancelled.entries[0]).not.toHaveProperty('progress')
    expect(markProgress(cancelled, 'x', 0.6)).toEqual(cancelled)
  })

  it('that was called off too late, or believed lost, is sent after all', () => {
    const cancelled = markSent(sending, 'x', { state: 'failed', problem: 'cancelled', silent: false })
    expect(add(cancelled, echo()).entries[0]).toMatchObject({ state: 'sent' })
    const lost = queue(emptyTranscript, { ...outgoing('x', ''), files: [file] }, 'failed', 'lost')
    expect(add(lost, echo()).entries[0]).toMatchObject({ state: 'sent' })
    expect(add(lost, echo()).entries[0]).not.toHaveProperty('problem')
  })

  it('can be taken back until the server has it', () => {
    expect(discard(sending, 'x').entries).toEqual([])
    const there = add(sending, echo())
    expect(discard(there, 'x')).toEqual(there)
  })

  it('gets new links when it is sent again', () => {
    const again = echo({ attachments: [{ ...sent, contentUrl: 'https://a.example/files/1?new' }] })
    const entries = add(add(sending, echo()), again).entries
    expect(entries).toMatchObject([{ files: [{ url: 'https://a.example/files/1?new' }] }])
  })

  it('of the company counts as unread, as a card does', () => {
    const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: {} }
    const transcript = add(
      emptyTranscript,
      bot(1, '', { attachments: [sent] }),
      bot(2, '', { attachments: [card], summary: 'Bill' }),
      bot(3, ''),
    )
    expect(unreadCount(transcript, undefined)).toBe(2)
    expect(visible(transcript)).toHaveLength(2)
  })
})
