import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conversationOf } from '../../../src/channels/wechat/intake.ts'
import type { StoredActivity } from '../../../src/conversations/activity.ts'
import { transcript } from '../../../src/conversations/reading.ts'
import { type Stage, saying, startStage } from './stage.ts'
import { account, type Changes, event, type Fields, message, text } from './weixin.ts'

const APPID = account().appid
const plain = account({ appid: 'wx0000000000000001', mode: 'plain', aesKey: null, token: 'plaintoken' })
const compatible = account({ appid: 'wx0000000000000002', mode: 'compatible', token: 'bothtoken' })
const now = () => Math.floor(Date.now() / 1_000)

let stage: Stage
beforeAll(async () => {
  stage = await startStage({
    accounts: [account(), plain, compatible],
    think: async (turn) => saying(`echo:${turn.activity.type}:${turn.text}`)(turn),
    textOfKey: (key) => (key === 'bill.amount' ? '查话费' : null),
    takeFile: async (_conversation, { name, mediaType, source }) => ({
      contentType: mediaType,
      name,
      contentUrl: `liuke-file:${source.mediaId}`,
    }),
  })
})
afterAll(() => stage.close())

async function rowsOf(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of ['conversations', 'messages', 'addresses', 'subjects', 'outbox', 'files']) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
      stage.server.open.store.db,
    )
    counts[table] = Number(rows[0]?.n)
  }
  return counts
}

async function saidBy(openid: string, appid = APPID): Promise<StoredActivity[]> {
  const lines = await transcript(
    stage.server.open.store,
    conversationOf(stage.server.open.store, appid, openid),
  )
  return lines.filter(({ role }) => role === 'user' || role === 'system').map(({ activity }) => activity)
}

describe.each([
  ['safe', account()],
  ['plain', plain],
  ['compatible', compatible],
])('an account of the %s mode', (_mode, chosen) => {
  const weixin = () => stage.weixin(chosen)

  it('passes the URL check of the console, and nobody else does', async () => {
    expect(await weixin().check('5837397520665436492')).toEqual({ status: 200, body: '5837397520665436492' })
    const wrong: Changes[] = [
      { query: { signature: '0'.repeat(40) } },
      { query: { signature: null } },
      { query: { nonce: 'other' } },
      { timestamp: now() - 301 },
      { timestamp: now() + 330 },
    ]
    for (const changes of wrong) expect((await weixin().check('1', changes)).status).toBe(401)
  })

  it('answers a text in place', async () => {
    const answer = await weixin().send(text('你好 <b>&amp;]]&gt;</b>', { FromUserName: 'o_text' }))
    expect(answer.said).toBe('echo:message:你好 <b>&amp;]]&gt;</b>')
    expect(Object.fromEntries(answer.fields)).toMatchObject({
      ToUserName: 'o_text',
      FromUserName: 'gh_0123456789ab',
      MsgType: 'text',
    })
  })

  it('takes clocks that are off by less than five minutes', async () => {
    for (const seconds of [-295, 295]) {
      const { said } = await weixin().send(text('早'), { timestamp: now() + seconds })
      expect(said).toBe('echo:message:早')
    }
  })

  const xml = (inside: string) => `<xml>${inside}</xml>`
  const refusals: readonly (readonly [string, Changes, number])[] = [
    ['a wrong signature', { query: { signature: 'f'.repeat(40), msg_signature: 'f'.repeat(40) } }, 401],
    ['no signature', { query: { signature: null, msg_signature: null } }, 401],
    ['an empty signature', { query: { signature: '', msg_signature: '' } }, 401],
    ['a signature for another time', { query: { timestamp: String(now() - 1) } }, 401],
    ['a signature for another nonce', { query: { nonce: '1' } }, 401],
    ['a request of yesterday', { timestamp: now() - 86_400 }, 401],
    ['a request of tomorrow', { timestamp: now() + 86_400 }, 401],
    ['a time that is no number', { query: { timestamp: '1e9' } }, 401],
    ['an account that is not here', { appid: 'wxffffffffffffffff' }, 404],
    ['the address of another account', { appid: chosen === plain ? APPID : plain.appid }, 401],
    [
      'entities that multiply',
      { body: '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>' },
      400,
    ],
    [
      'entities from outside',
      { body: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>' },
      400,
    ],
    ['malformed XML', { body: '<xml><MsgType>text</xml>' }, 400],
    ['an unknown root', { body: '<html><body>hi</body></html>' }, 400],
    [
      'a message without a sender',
      {
        body: xml(
          '<ToUserName>gh_1</ToUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId><Content>x</Content>',
        ),
      },
      400,
    ],
    [
      'a message without a number',
      {
        body: xml(
          '<ToUserName>gh_1</ToUserName><FromUserName>o_1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content>',
        ),
      },
      400,
    ],
    [
      'a message with two contents',
      {
        body: xml(
          '<ToUserName>gh_1</ToUserName><FromUserName>o_1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId><Content>x</Content><Content>y</Content>',
        ),
      },
      400,
    ],
    [
      'a sender that is no id',
      {
        body: xml(
          "<ToUserName>gh_1</ToUserName><FromUserName>o';drop</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId><Content>x</Content>",
        ),
      },
      400,
    ],
    ['more than 64 KB', { body: xml(`<A>${'a'.repeat(70_000)}</A>`) }, 413],
    ['a NUL', { body: xml('<A>\0</A>') }, 400],
  ]
  it.each(refusals)('refuses %s before any work', async (_what, changes, status) => {
    const before = await rowsOf()
    const answer = await weixin().send(text('hi', { FromUserName: 'o_nobody' }), changes)
    expect(answer.status).toBe(status)
    expect(await rowsOf()).toEqual(before)
  })

  it('never says which part of a request is wrong', async () => {
    const bodies = new Set<string>()
    for (const changes of [
      { query: { signature: 'f'.repeat(40), msg_signature: 'f'.repeat(40) } },
      { timestamp: now() - 86_400 },
      { query: { nonce: '1' } },
    ])
      bodies.add((await weixin().send(text('hi'), changes)).body)
    expect(bodies.size).toBe(1)
  })

  it('takes the same request again as a repeat, and runs one turn', async () => {
    const request = weixin().request(text('一次', { FromUserName: 'o_repeat' }))
    expect((await weixin().post(request)).said).toBe('echo:message:一次')
    expect((await weixin().post(request)).body).toBe('success')
    expect(await saidBy('o_repeat', chosen.appid)).toHaveLength(1)
  })
})

describe('signatures that do not cover everything', () => {
  it('do not let another body in under an address that was overheard', async () => {
    const weixin = stage.weixin(plain)
    const request = weixin.request(text('真的', { FromUserName: 'o_heard' }))
    expect((await weixin.post(request)).status).toBe(200)
    const before = await rowsOf()
    const forged = weixin.request(text('假的', { FromUserName: 'o_heard' }))
    expect((await weixin.post({ url: request.url, body: forged.body })).status).toBe(401)
    expect(await rowsOf()).toEqual(before)
  })

  it('do not let a plain body in where encryption is on', async () => {
    for (const chosen of [account(), compatible]) {
      const weixin = stage.weixin(chosen)
      const { url } = weixin.request(text('真的'))
      const body = stage.weixin(plain).request(text('假的')).body
      url.searchParams.delete('encrypt_type')
      expect((await weixin.post({ url, body })).status).toBe(401)
    }
  })

  it('do not let another encrypted body in, nor one under another name', async () => {
    const weixin = stage.weixin()
    const one = weixin.request(text('一', { FromUserName: 'o_swap' }))
    const two = weixin.request(text('二', { FromUserName: 'o_swap' }))
    const before = await rowsOf()
    expect((await weixin.post({ url: one.url, body: two.body })).status).toBe(401)
    expect(await rowsOf()).toEqual(before)
  })

  it('use what was signed where a body carries both', async () => {
    const weixin = stage.weixin(compatible)
    const request = weixin.request(text('真的', { FromUserName: 'o_both' }))
    const body = request.body.replace('真的', '假的')
    expect(body).toContain('假的')
    expect((await weixin.post({ url: request.url, body })).said).toBe('echo:message:真的')
  })

  it('do not help a message that was encrypted for another account', async () => {
    const other = stage.weixin(account({ appid: 'wxffffffffffffffff' }))
    const { url, body } = other.request(text('hi', { FromUserName: 'o_other' }), { appid: APPID })
    const before = await rowsOf()
    expect((await other.post({ url, body })).status).toBe(403)
    expect(await rowsOf()).toEqual(before)
  })
})

describe('what customers send', () => {
  const kinds: readonly (readonly [string, Fields, Partial<StoredActivity>])[] = [
    ['a text', text('查话费'), { type: 'message', text: '查话费' }],
    [
      'an image',
      message('image', { PicUrl: 'http://x', MediaId: 'M-1' }),
      {
        type: 'message',
        attachments: [{ contentType: 'image/jpeg', name: 'image.jpg', contentUrl: 'liuke-file:M-1' }],
      },
    ],
    [
      'a voice message that was recognised',
      message('voice', { MediaId: 'M2', Format: 'amr', Recognition: '我要退订。' }),
      {
        type: 'message',
        text: '我要退订。',
        attachments: [{ contentType: 'audio/amr', name: 'voice.amr', contentUrl: 'liuke-file:M2' }],
      },
    ],
    [
      'a voice message that was not',
      message('voice', { MediaId: 'M3', Format: 'speex', Recognition: '' }),
      {
        type: 'message',
        attachments: [{ contentType: 'audio/speex', name: 'voice.speex', contentUrl: 'liuke-file:M3' }],
      },
    ],
    [
      'a video',
      message('video', { MediaId: 'M4', ThumbMediaId: 'T4' }),
      {
        type: 'message',
        attachments: [{ contentType: 'video/mp4', name: 'video.mp4', contentUrl: 'liuke-file:M4' }],
      },
    ],
    [
      'a short video',
      message('shortvideo', { MediaId: 'M5', ThumbMediaId: 'T5' }),
      {
        type: 'message',
        attachments: [{ contentType: 'video/mp4', name: 'video.mp4', contentUrl: 'liuke-file:M5' }],
      },
    ],
    [
      'a place',
      message('location', {
        Location_X: '23.134521',
        Location_Y: '113.358803',
        Scale: '20',
        Label: '天河路 1 号',
      }),
      {
        type: 'message',
        text: '天河路 1 号',
        entities: [
          {
            type: 'Place',
            name: '天河路 1 号',
            geo: { type: 'GeoCoordinates', latitude: 23.134521, longitude: 113.358803 },
          },
        ],
      },
    ],
    [
      'a place without a name',
      message('location', { Location_X: '-23.5', Location_Y: '113', Scale: '20', Label: '' }),
      {
        type: 'message',
        text: '-23.5, 113',
        entities: [{ type: 'Place', geo: { type: 'GeoCoordinates', latitude: -23.5, longitude: 113 } }],
      },
    ],
    [
      'a link',
      message('link', { Title: '公告', Description: '停机', Url: 'https://example.com/a?b=1' }),
      { type: 'message', text: '公告\n停机\nhttps://example.com/a?b=1' },
    ],
    ['a kind WeChat has added since', message('hologram', { Thing: '1' }), { type: 'message', text: '' }],
    [
      'a tap on a menu that holds a text',
      event('CLICK', { EventKey: '流量还剩多少' }),
      { type: 'message', text: '流量还剩多少' },
    ],
    [
      'a tap on a menu that names an entry',
      event('CLICK', { EventKey: 'bill.amount' }),
      { type: 'message', text: '查话费' },
    ],
    ['following the account', event('subscribe'), { type: 'conversationUpdate' }],
    [
      'following by a code',
      event('subscribe', { EventKey: 'qrscene_7', Ticket: 'T' }),
      { type: 'conversationUpdate' },
    ],
    ['scanning a code again', event('SCAN', { EventKey: '7', Ticket: 'T' }), { type: 'conversationUpdate' }],
  ]
  it.each(kinds.map((kind, at) => [...kind, `o_kind-${at}`] as const))(
    'reaches the bot: %s',
    async (_what, fields, expected, openid) => {
      const { said } = await stage.weixin().send({ ...fields, FromUserName: openid })
      expect(said).toBe(`echo:${expected.type}:${expected.text ?? ''}`)
      expect(await saidBy(openid)).toMatchObject([{ ...expected, channelId: 'wechat', from: { id: openid } }])
    },
  )

  it.each([
    ['opening a page', event('VIEW', { EventKey: 'https://example.com' })],
    ['reporting a position', event('LOCATION', { Latitude: '23.1', Longitude: '113.2', Precision: '100' })],
    ['the end of a template', event('TEMPLATESENDJOBFINISH', { Status: 'success' })],
    ['a menu without a key', event('CLICK', { EventKey: '' })],
    ['what nobody knows', event('some_new_event')],
    ['leaving, by somebody who never wrote', event('unsubscribe')],
  ])('is taken and leaves nothing behind: %s', async (_what, fields) => {
    const before = await rowsOf()
    expect((await stage.weixin().send({ ...fields, FromUserName: 'o_quiet' })).body).toBe('success')
    expect(await rowsOf()).toEqual(before)
  })

  it('is one message however often it comes, and two when they are two', async () => {
    const one = text('重复', { FromUserName: 'o_twice' })
    for (const fields of [one, one, { ...one, MsgId: '99' }]) await stage.weixin().send(fields)
    expect(await saidBy('o_twice')).toHaveLength(2)
    const follow = event('subscribe', { FromUserName: 'o_twice', CreateTime: '1700000000' })
    for (const fields of [follow, follow, { ...follow, CreateTime: '1700000001' }])
      await stage.weixin().send(fields)
    expect(await saidBy('o_twice')).toHaveLength(4)
  })

  it('belongs to the account it came to', async () => {
    await stage.weixin().send(text('甲', { FromUserName: 'o_shared' }))
    await stage.weixin(compatible).send(text('乙', { FromUserName: 'o_shared' }))
    expect((await saidBy('o_shared')).map((said) => said.text)).toEqual(['甲'])
    expect((await saidBy('o_shared', compatible.appid)).map((said) => said.text)).toEqual(['乙'])
  })
})

describe('how often the customer may be written to', () => {
  const left = async (openid: string) => {
    const { store } = stage.server.open
    const row = await store.db
      .selectFrom('addresses')
      .select(['window_until', 'messages_left'])
      .where('conversation_id', '=', conversationOf(store, APPID, openid))
      .executeTakeFirstOrThrow()
    return [Math.round(((row.window_until ?? 0) - Date.now()) / 60_000), row.messages_left]
  }
  it.each([
    ['a message', text('hi'), 48 * 60, 5],
    ['a tap on the menu', event('CLICK', { EventKey: 'x' }), 1, 3],
    ['following', event('subscribe'), 1, 3],
    ['a scan', event('SCAN', { EventKey: '1' }), 1, 3],
  ])('follows from %s', async (what, fields, minutes, messages) => {
    const openid = `o_window-${what.replace(/\W/g, '')}`
    await stage.weixin().send({ ...fields, FromUserName: openid })
    expect(await left(openid)).toEqual([minutes, messages])
  })

  it('does not grow by a repeat, nor by a tap on a menu message', async () => {
    const { store } = stage.server.open
    const openid = 'o_window-repeat'
    const fields = text('hi', { FromUserName: openid })
    await stage.weixin().send(fields)
    await store.db.updateTable('addresses').set({ messages_left: 2 }).execute()
    await stage.weixin().send(fields)
    expect(await left(openid)).toEqual([48 * 60, 2])
    await stage.weixin().send(text('转人工', { FromUserName: openid, bizmsgmenuid: 'x.0' }))
    expect(await left(openid)).toEqual([48 * 60, 2])
    await stage.weixin().send(event('unsubscribe', { FromUserName: openid }))
    expect(await left(openid)).toEqual([48 * 60, 0])
  })
})
