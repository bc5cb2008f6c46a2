/** Whether, why not, and when a customer is written to first. */

import { describe, expect, it } from 'vitest'
import {
  type ContactPlace,
  type ContactSituation,
  endOfQuiet,
  mayContact,
} from '../../../src/jobs/retention/may-contact.ts'

const SHANGHAI = 'Asia/Shanghai'
const TERMS = {
  quiet: { from: '21:00', to: '09:00' },
  at_most: { times: 1, days: 30 },
  capacity_per_week: 50,
}
const DAY = 86_400_000
/** Three in the afternoon in Shanghai. */
const NOON = Date.parse('2026-11-23T07:00:00Z')
const website: ContactPlace = {
  channel: 'directline',
  owner: 'bot',
  connected: true,
  windowed: false,
  reach: null,
}
const wechat = (windowUntil: number | null, messagesLeft: number | null): ContactPlace => ({
  ...website,
  channel: 'wechat',
  windowed: true,
  reach: { windowUntil, messagesLeft },
})
const fine: ContactSituation = {
  itemOver: false,
  status: 'active',
  contact: 'granted',
  pending: false,
  sentAt: [],
  place: website,
}

describe('a customer', () => {
  it.each<[string, Partial<ContactSituation>]>([
    ['over', { itemOver: true }],
    ['cancelled', { status: 'cancelled' }],
    ['refused', { contact: 'refused' }],
    ['no-consent', { contact: 'unknown' }],
    ['pending', { pending: true }],
    ['no-conversation', { place: null }],
    ['with-person', { place: { ...website, owner: 'human' } }],
    ['with-person', { place: { ...website, owner: 'queued' } }],
    ['channel-off', { place: { ...website, channel: 'msteams', connected: false } }],
    ['window-closed', { place: wechat(NOON - 1, 5) }],
    ['window-closed', { place: wechat(NOON + 3_600_000, 1) }],
    ['window-closed', { place: wechat(null, null) }],
    // What the customer said comes before what we could do.
    ['refused', { contact: 'refused', pending: true, place: null }],
  ])('is not written to: %s', (reason, changes) => {
    expect(mayContact({ ...fine, ...changes }, TERMS, NOON, SHANGHAI)).toMatchObject({ ok: false, reason })
  })

  it('is written to at once, wherever they wrote last', () => {
    for (const place of [website, { ...website, owner: 'closed' as const }, wechat(NOON + 3_600_000, 2)])
      expect(mayContact({ ...fine, place }, TERMS, NOON, SHANGHAI)).toEqual({ ok: true, sendAt: NOON })
  })

  it('is written to only so often, and may be again when the oldest of these is long enough ago', () => {
    const twice = { ...TERMS, at_most: { times: 2, days: 10 } }
    const at = (...days: number[]) => ({ ...fine, sentAt: days.map((ago) => NOON - ago * DAY) })
    expect(mayContact(at(9, 1), twice, NOON, SHANGHAI)).toEqual({
      ok: false,
      reason: 'cap',
      until: NOON + DAY,
    })
    expect(mayContact(at(1, 10, 30), twice, NOON, SHANGHAI)).toMatchObject({ ok: true })
  })

  it('is left in peace at night; the message waits for the morning, if the channel still takes it then', () => {
    const night = Date.parse('2026-11-23T14:30:00Z')
    const morning = Date.parse('2026-11-24T01:00:00Z')
    expect(mayContact(fine, TERMS, night, SHANGHAI)).toEqual({ ok: true, sendAt: morning })
    expect(mayContact({ ...fine, place: wechat(morning + 1, 5) }, TERMS, night, SHANGHAI)).toMatchObject({
      ok: true,
    })
    expect(mayContact({ ...fine, place: wechat(morning - 1, 5) }, TERMS, night, SHANGHAI)).toMatchObject({
      reason: 'window-closed',
    })
  })
})

describe('quiet hours', () => {
  it.each([
    // In Shanghai: 20:59, 21:00, 00:10, 08:59, 09:00.
    ['2026-11-23T12:59:00Z', null],
    ['2026-11-23T13:00:00Z', '2026-11-24T01:00:00Z'],
    ['2026-11-23T16:10:00Z', '2026-11-24T01:00:00Z'],
    ['2026-11-24T00:59:59Z', '2026-11-24T01:00:00Z'],
    ['2026-11-24T01:00:00Z', null],
  ])('over midnight: at %s they end at %s', (at, end) => {
    expect(endOfQuiet(Date.parse(at), TERMS.quiet, SHANGHAI)).toBe(end === null ? null : Date.parse(end))
  })

  it('within a day, and none where both times are the same', () => {
    const noon = { from: '12:00', to: '14:00' }
    expect(endOfQuiet(Date.parse('2026-11-23T05:00:00Z'), noon, SHANGHAI)).toBe(
      Date.parse('2026-11-23T06:00:00Z'),
    )
    expect(endOfQuiet(Date.parse('2026-11-23T06:00:00Z'), noon, SHANGHAI)).toBeNull()
    expect(endOfQuiet(NOON, { from: '00:00', to: '00:00' }, SHANGHAI)).toBeNull()
  })

  it('end by the clock on the wall on the day it is put forward', () => {
    // New York, 8 March 2026: at two in the morning it is three.
    const night = Date.parse('2026-03-08T04:00:00Z')
    expect(endOfQuiet(night, TERMS.quiet, 'America/New_York')).toBe(Date.parse('2026-03-08T13:00:00Z'))
  })
})
