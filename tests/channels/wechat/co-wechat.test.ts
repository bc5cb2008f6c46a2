import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import coWechat from 'co-wechat'
import Koa from 'koa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stage, saying, startStage } from './stage.ts'
import { account, ENCODING_KEY, event, message, text, Weixin } from './weixin.ts'

const plain = account({ appid: 'wx0000000000000001', mode: 'plain', aesKey: null, token: 'plaintoken' })
const compatible = account({ appid: 'wx0000000000000002', mode: 'compatible', token: 'bothtoken' })

/** Says the same on both sides. */
const SAID = '您好 <b>&amp;</b> 😀\n第二行'

let stage: Stage
const peers: Server[] = []
/** Where the peer of each account answers. */
const addresses = new Map<string, string>()
beforeAll(async () => {
  stage = await startStage({ accounts: [account(), plain, compatible], think: saying(SAID) })
  for (const { appid, token, aesKey } of [account(), plain, compatible]) {
    const config = { appid, token, ...(aesKey ? { encodingAESKey: ENCODING_KEY } : {}) }
    const app = new Koa().use(coWechat(config).middleware(async () => SAID))
    // It throws at what it cannot read; that is its answer here.
    app.on('error', () => undefined)
    const peer = createServer(app.callback()).listen(0, '127.0.0.1')
    await once(peer, 'listening')
    peers.push(peer)
    // A server that listens on a port has an address of this kind.
    const { port } = peer.address() as AddressInfo
    addresses.set(appid, `http://127.0.0.1:${port}`)
  }
})
afterAll(async () => {
  for (const peer of peers) peer.close()
  await stage.close()
})

describe.each([
  ['safe', account()],
  ['plain', plain],
  ['compatible', compatible],
])('beside co-wechat, in the %s mode', (_mode, chosen) => {
  const both = (): [Weixin, Weixin] => {
    return [stage.weixin(chosen), new Weixin(addresses.get(chosen.appid) ?? '', chosen)]
  }

  it.each([
    ['a text', text('你好')],
    ['an image', message('image', { PicUrl: 'http://x', MediaId: 'M1' })],
    ['a voice message', message('voice', { MediaId: 'M2', Format: 'amr', Recognition: '你好' })],
    ['a place', message('location', { Location_X: '1.5', Location_Y: '2.5', Scale: '1', Label: '家' })],
    ['a tap on the menu', event('CLICK', { EventKey: '话费' })],
    ['a new follower', event('subscribe')],
  ])('the same callback is taken, and the reply has the same structure: %s', async (_what, fields) => {
    const [ours, theirs] = await Promise.all(both().map((weixin) => weixin.send(fields)))
    expect(ours?.said).toBe(SAID)
    expect(theirs?.said).toBe(SAID)
    const shape = (answer: typeof ours) =>
      // Their time is in milliseconds, ours in seconds, as WeChat documents it.
      answer?.fields.map(([name, value]) => [name, name === 'CreateTime' ? Number(value) > 0 : value])
    expect(shape(ours)).toEqual(shape(theirs))
  })

  it('the URL check is passed and failed alike', async () => {
    for (const changes of [{}, { query: { signature: 'f'.repeat(40) } }, { query: { nonce: '1' } }]) {
      const [ours, theirs] = await Promise.all(
        both().map((weixin) => weixin.check('5837397520665436492', changes)),
      )
      expect(ours?.status).toBe(theirs?.status)
      if (ours?.status === 200) expect(ours.body).toBe(theirs?.body)
    }
  })

  it('a wrong signature is refused alike', async () => {
    const query = { signature: 'f'.repeat(40), msg_signature: 'f'.repeat(40) }
    const [ours, theirs] = await Promise.all(both().map((weixin) => weixin.send(text('x'), { query })))
    expect([ours?.status, theirs?.status]).toEqual([401, 401])
  })
})
