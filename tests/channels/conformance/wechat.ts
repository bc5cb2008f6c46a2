/** WeChat for the conformance suite: signed and encrypted callbacks, and a local api.weixin.qq.com. */

import { randomBytes, randomUUID } from 'node:crypto'
import { conversationOf } from '../../../src/channels/wechat/intake.ts'
import type { TestServer } from '../../server.ts'
import { startFakeWeixin } from '../wechat/fake-weixin.ts'
import { account, ENCODING_KEY, type Fields, message, text, Weixin } from '../wechat/weixin.ts'
import type { Channel, ChannelCustomer, SentFile, Shown } from './channel.ts'

const SEND = '/cgi-bin/message/custom/send'
const TYPING = '/cgi-bin/message/custom/typing'
/** WeChat gives a try up after this, in milliseconds. */
const GIVE_UP_MS = 5_000

export async function wechatChannel(): Promise<Channel> {
  const us = account()
  const { appid, token, secret } = us
  const fake = await startFakeWeixin()
  fake.addAccount(appid, secret ?? '')
  let server: TestServer
  const arrive = (): ChannelCustomer => {
    const openid = `o_${randomBytes(8).toString('hex')}`
    /** What came in reply to a callback; the rest came by the API. */
    const inReply: { readonly text: string; readonly at: number }[] = []
    const deliver = async (fields: Fields): Promise<void> => {
      fake.userWrote(appid, openid)
      const said = await new Weixin(server.url, us).deliver({ ...fields, FromUserName: openid }, GIVE_UP_MS)
      if (said !== null) inReply.push({ text: said, at: Date.now() })
    }
    const shown = async (): Promise<readonly Shown[]> =>
      [...inReply, ...fake.received.filter((each) => each.openid === openid)]
        .sort((a, b) => a.at - b.at)
        .map((each) => shownOf(each.text))
    return {
      id: conversationOf(server.open.store, appid, openid),
      say: (said, id = randomUUID()) => deliver(text(said, { MsgId: id })),
      choose: async (at) => {
        if ((await shown()).at(-1)?.choices[at] === undefined) throw new Error(`There is no choice ${at}.`)
        await deliver(text(String(at + 1)))
      },
      send: ({ mediaType, bytes }: SentFile) => {
        const id = fake.media.add(appid, bytes, mediaType, 'x.png')
        return deliver(message('image', { MediaId: id, PicUrl: 'http://mmbiz.qpic.cn/x' }))
      },
      shown,
      typing: () =>
        fake.calls.filter(({ path, body }) => path === TYPING && body['touser'] === openid).length,
      leave: async () => undefined,
    }
  }
  return {
    name: 'wechat',
    env: {
      WECHAT_APPID: appid,
      WECHAT_SECRET: secret ?? '',
      WECHAT_TOKEN: token,
      WECHAT_AES_KEY: ENCODING_KEY,
      WECHAT_API_URL: fake.url,
    },
    hasCards: false,
    maxBytes: 2_048,
    use: (next) => {
      server = next
    },
    customer: async () => arrive(),
    refuse: (times) => {
      fake.next(SEND, ...Array.from({ length: times }, () => ({ errcode: -1 })))
      return true
    },
    close: () => fake.close(),
  }
}

/** A message, with the choices that stand below it by number. */
function shownOf(text: string): Shown {
  const choices = [...text.matchAll(/^【(\d)】(.+)$/gm)].map(([, , title = '']) => title)
  return { text, choices, isCard: false }
}
