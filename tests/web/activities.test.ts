import { describe, expect, it } from 'vitest'
import {
  chosenReply,
  endOfChat,
  feedbackEvent,
  fileMessage,
  newClientId,
  textMessage,
} from '../../src/web/widget/activities.ts'
import { reasonOf } from '../../src/web/widget/direct-line.ts'

const writer = { userId: 'dl_me', locale: 'zh-CN', timeZone: 'Asia/Shanghai' }
const envelope = { from: { id: 'dl_me', role: 'user' }, locale: 'zh-CN', localTimezone: 'Asia/Shanghai' }

describe('what the widget posts', () => {
  it('carries language, time zone and a client id', () => {
    const { activity } = textMessage(writer, 'x', '你好', 1)
    expect(activity).toEqual({
      ...envelope,
      type: 'message',
      text: '你好',
      textFormat: 'plain',
      channelData: { clientActivityID: 'x' },
    })
    expect(feedbackEvent(writer, 'x', 'm', true)).toMatchObject({
      ...envelope,
      type: 'event',
      name: 'feedback',
      value: { messageId: 'm', helpful: true },
    })
    expect(endOfChat(writer, 'x')).toMatchObject({ ...envelope, type: 'endOfConversation' })
  })

  it('with files says nothing of them: they travel beside it, and are shown meanwhile', () => {
    const file = new File(['abc'], '账单.png', { type: 'image/png' })
    const silent = fileMessage(writer, 'x', '', [file], 1)
    expect(silent.activity).toEqual({
      ...envelope,
      type: 'message',
      channelData: { clientActivityID: 'x' },
    })
    expect(silent.files).toEqual([{ name: '账单.png', mediaType: 'image/png', size: 3, blob: file }])
    const spoken = fileMessage(writer, 'x', '账单不对', [file], 1)
    expect(spoken).toMatchObject({ text: '账单不对', hidden: false, activity: { text: '账单不对' } })
  })

  it('for a chosen reply follows its kind', () => {
    const imBack = chosenReply(writer, 'x', { type: 'imBack', title: 'A', value: 'a' }, 1)
    expect(imBack).toMatchObject({ text: 'a', hidden: false, activity: { text: 'a' } })
    const postBack = chosenReply(writer, 'x', { type: 'postBack', title: 'B', value: { pick: 1 } }, 1)
    expect(postBack).toMatchObject({
      text: 'B',
      hidden: true,
      activity: { value: { pick: 1 }, channelData: { clientActivityID: 'x', postBack: true } },
    })
    expect(postBack.activity).not.toHaveProperty('text')
    const action = {
      type: 'messageBack',
      title: 'C',
      value: { pick: 2 },
      text: 'c',
      displayText: 'See',
    } as const
    expect(chosenReply(writer, 'x', action, 1)).toMatchObject({
      text: 'See',
      hidden: false,
      activity: { text: 'c', value: { pick: 2 }, channelData: { messageBack: { displayText: 'See' } } },
    })
  })

  it('has client ids that are UUIDs and never the same', () => {
    const ids = new Set(Array.from({ length: 1000 }, newClientId))
    expect(ids.size).toBe(1000)
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })
})

describe('a failed call', () => {
  it.each([
    [401, 'expired'],
    [403, 'expired'],
    [404, 'gone'],
    [429, 'busy'],
    [502, 'failed'],
    [400, 'refused'],
    [413, 'tooLarge'],
    [415, 'kind'],
  ] as const)('with status %i is %s', (status, reason) => {
    expect(reasonOf(status)).toBe(reason)
  })
})
