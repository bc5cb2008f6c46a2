import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callApi } from '../../../src/channels/wechat/api.ts'
import { reactionTo, WechatError } from '../../../src/channels/wechat/errors.ts'
import { createMediaFetcher } from '../../../src/channels/wechat/media.ts'
import type { WechatTokens } from '../../../src/channels/wechat/tokens.ts'
import { startFakeWeixin } from './fake-weixin.ts'
import { APPID, account, type Outbound, outbound, SECRET } from './outbound.ts'

let world: Outbound
let tokens: WechatTokens
beforeEach(async () => {
  world = await outbound()
  tokens = (await world.process()).tokens
})
afterEach(() => world.close())

const PATH = '/cgi-bin/get_current_selfmenu_info'
const ask = (more: { timeoutMs?: number; limit?: number; apiUrl?: string } = {}) =>
  tokens.use(account, (access_token) =>
    callApi({ apiUrl: world.weixin.url, path: PATH, query: { access_token }, ...more }),
  )

describe('a call of the API', () => {
  it('gives the fields of the answer', async () => {
    expect(await ask()).toEqual({ is_menu_open: 0, selfmenu_info: { button: [] } })
    expect(await ask({ apiUrl: `${world.weixin.url}/` })).toHaveProperty('is_menu_open')
  })

  it.each([
    ['the error code of WeChat', { errcode: 50_002 }, 'wechat_refused', 'never'],
    ['a page', { status: 200 }, 'wechat_unanswered', 'unknown'],
    ['JSON that is no answer', { status: 200, body: '[1]' }, 'wechat_unanswered', 'unknown'],
    ['a code that is no number', { status: 200, body: '{"errcode":"x"}' }, 'wechat_unanswered', 'unknown'],
    ['a flood', { status: 200, body: ' '.repeat(300_000) }, 'wechat_unanswered', 'unknown'],
    ['500', { status: 500 }, 'wechat_unanswered', 'unknown'],
    ['504', { status: 504 }, 'wechat_unanswered', 'unknown'],
    ['403', { status: 403 }, 'wechat_unreachable', 'refused'],
    ['429', { status: 429 }, 'wechat_unreachable', 'refused'],
    ['a redirect', { status: 301 }, 'wechat_unreachable', 'refused'],
    ['a cut', { cut: 'after' }, 'wechat_unanswered', 'unknown'],
    ['silence', { delayMs: 5_000 }, 'wechat_unanswered', 'unknown'],
  ] as const)('that ends in %s', async (_, mishap, code, outcome) => {
    await ask()
    world.weixin.next(PATH, mishap)
    const patience = 'delayMs' in mishap ? { timeoutMs: 500 } : {}
    await expect(ask(patience)).rejects.toMatchObject({ name: 'WechatError', code, outcome })
  })

  it.each([
    ['nobody listens', ''],
    ['the name is unknown', 'http://weixin.invalid'],
    ['the port is for something else', 'http://127.0.0.1:9'],
    ['the address has a password', 'http://user:password@127.0.0.1'],
  ])('that never got there because %s is safe to repeat', async (_, address) => {
    await ask()
    const gone = await startFakeWeixin()
    await gone.close()
    const apiUrl = address === '' ? gone.url : address
    await expect(ask({ apiUrl })).rejects.toMatchObject({ code: 'wechat_unreachable', outcome: 'refused' })
  })

  it('never shows the token', async () => {
    const token = await tokens.use(account, async (value) => value)
    for (const apiUrl of ['http://127.0.0.1:9', 'http://weixin.invalid'])
      await ask({ apiUrl }).catch((error: WechatError) => {
        expect(JSON.stringify([error.message, error.advice, error.stack, error.cause])).not.toContain(token)
      })
    expect.assertions(2)
  })
})

describe('error codes', () => {
  it.each([
    [-1, 'refused', 'none'],
    [40_001, 'refused', 'renew-token'],
    [40_014, 'refused', 'renew-token'],
    [42_001, 'refused', 'renew-token'],
    [40_003, 'never', 'none'],
    [40_007, 'never', 'none'],
    [40_013, 'refused', 'warn'],
    [40_125, 'refused', 'warn'],
    [40_164, 'refused', 'warn'],
    [43_004, 'never', 'none'],
    [43_019, 'never', 'none'],
    [45_002, 'never', 'split'],
    [45_009, 'refused', 'warn'],
    [45_011, 'refused', 'none'],
    [45_015, 'held', 'close-window'],
    [45_047, 'held', 'close-window'],
    [48_001, 'never', 'warn'],
    [48_002, 'never', 'none'],
    [48_004, 'never', 'warn'],
    [50_002, 'never', 'warn'],
    [50_005, 'never', 'none'],
    [61_450, 'refused', 'none'],
    [61_452, 'never', 'warn'],
    [65_400, 'never', 'warn'],
    [12_345, 'never', 'warn'],
    [-12_345, 'refused', 'none'],
  ] as const)('%i: %s, %s', (code, outcome, effect) => {
    const reaction = reactionTo(code)
    expect(reaction).toMatchObject({ outcome, effect })
    expect(reaction.advice).toMatch(/^[A-Z].*\.$/)
  })

  it('wait as long as the limit lasts', () => {
    expect(reactionTo(45_011).retryAfterMs).toBe(60_000)
    expect(reactionTo(45_009).retryAfterMs).toBe(3_600_000)
  })

  it('keep of the message only the request id, and our own address where it must be allowed', () => {
    const text =
      'invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 652e6bbb-7d234df1-67f3f57c'
    expect(WechatError.refused(40_164, text).message).toBe(
      'WeChat answered 40164 (address 203.0.113.9, rid 652e6bbb-7d234df1-67f3f57c).',
    )
    expect(WechatError.refused(40_003, 'invalid openid oSecret').message).toBe('WeChat answered 40003.')
  })
})

describe('files of customers', () => {
  const fetchMedia = (maxBytes = 1_000) => createMediaFetcher({ tokens, apiUrl: world.weixin.url, maxBytes })
  const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

  it('come as they were sent', async () => {
    const id = world.weixin.media.add(APPID, picture, 'image/jpeg', 'photo.jpg')
    expect(await fetchMedia()(account, id)).toEqual({
      bytes: picture,
      mediaType: 'image/jpeg',
      name: 'photo.jpg',
    })
  })

  it('lose the folders of their names', async () => {
    const id = world.weixin.media.add(APPID, picture, 'image/jpeg', '..\\..\\etc/passwd')
    expect((await fetchMedia()(account, id)).name).toBe('passwd')
  })

  it('are gone after three days, and in other accounts', async () => {
    const id = world.weixin.media.add(APPID, picture, 'image/jpeg', 'photo.jpg')
    world.clock.now += 3 * 24 * 3_600_000
    await expect(fetchMedia()(account, id)).rejects.toMatchObject({ outcome: 'never', errcode: 40_007 })
    const foreign = world.weixin.media.add('wxfedcba9876543210', picture, 'image/jpeg', 'photo.jpg')
    await expect(fetchMedia()(account, foreign)).rejects.toMatchObject({ errcode: 40_007 })
  })

  it('are taken up to the limit, to the byte', async () => {
    const add = (size: number) =>
      world.weixin.media.add(APPID, Buffer.alloc(size, 7), 'image/jpeg', 'photo.jpg')
    expect((await fetchMedia(1_000)(account, add(1_000))).bytes).toHaveLength(1_000)
    await expect(fetchMedia(1_000)(account, add(1_001))).rejects.toMatchObject({
      code: 'wechat_file_refused',
      outcome: 'never',
    })
  })

  it('that are texts are not mistaken for errors', async () => {
    const id = world.weixin.media.add(APPID, Buffer.from('{"note":1}'), 'text/plain', 'note.txt')
    expect((await fetchMedia()(account, id)).bytes.toString()).toBe('{"note":1}')
  })

  it('get a new token when the old one is no longer taken', async () => {
    const id = world.weixin.media.add(APPID, picture, 'image/jpeg', 'photo.jpg')
    await fetchMedia()(account, id)
    world.weixin.tokens.replace(APPID)
    expect((await fetchMedia()(account, id)).bytes).toEqual(picture)
  })

  it('that WeChat keeps elsewhere are fetched only from WeChat', async () => {
    const video = (url: string) =>
      fetchMedia()(account, world.weixin.media.add(APPID, picture, 'text/plain', 'v.mp4', url))
    const kept = world.weixin.media.add(APPID, picture, 'video/mp4', 'clip.mp4')
    const token = await tokens.use(account, async (value) => value)
    const here = `${world.weixin.url}/cgi-bin/media/get?access_token=${token}&media_id=${kept}`
    expect(await video(here)).toEqual({ bytes: picture, mediaType: 'video/mp4', name: 'clip.mp4' })
    for (const url of [
      'http://169.254.169.254/latest/meta-data/',
      'http://127.0.0.1:9/x',
      'https://qq.com.evil.example/x',
      'https://evilqq.com/x',
      'https://video.qq.com:8443/x',
      'file:///etc/passwd',
      'nonsense',
    ])
      await expect(video(url)).rejects.toMatchObject({ code: 'wechat_file_refused', outcome: 'never' })
  })
})

describe('the fake WeChat', () => {
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(world.weixin.url + path, { method: 'POST', body: JSON.stringify(body) })
    return (await response.json()) as Record<string, unknown>
  }
  const token = (more: object = {}) =>
    post('/cgi-bin/stable_token', {
      ...{ grant_type: 'client_credential', appid: APPID, secret: SECRET },
      ...more,
    })
  const send = async (access_token: unknown, body: object) =>
    (await post(`/cgi-bin/message/custom/send?access_token=${String(access_token)}`, body))['errcode']
  const text = (touser: string, content = '您好') => ({ touser, msgtype: 'text', text: { content } })

  it.each([
    [{ grant_type: 'x' }, 40_002],
    [{ appid: 'wx' }, 40_013],
    [{ secret: 'x' }, 40_125],
  ])('refuses a token for %o with %i', async (more, code) => {
    expect(await token(more)).toMatchObject({ errcode: code })
  })

  it('hands out the same token until its last 5 minutes, and takes the old one for 5 more', async () => {
    const { access_token: first } = await token()
    world.clock.now += 114 * 60_000
    expect(await token()).toMatchObject({ access_token: first, expires_in: 360 })
    world.clock.now += 60_000
    const { access_token: second } = await token()
    expect(second).not.toBe(first)
    expect([await send(first, {}), await send(second, {})]).toEqual([40_003, 40_003])
    world.clock.now += 5 * 60_000
    expect([await send(first, {}), await send(second, {})]).toEqual([40_001, 40_003])
  })

  it('forces a token every 30 seconds, 20 times a day', async () => {
    const { access_token: first } = await token({ force_refresh: true })
    expect(await token({ force_refresh: true })).toMatchObject({ access_token: first })
    for (let at = 0; at < 18; at++) {
      world.clock.now += 31_000
      await token({ force_refresh: true })
    }
    world.clock.now += 31_000
    expect(await token({ force_refresh: true })).toMatchObject({ errcode: 45_009 })
  })

  it('keeps window, count, size and followers', async () => {
    const { access_token } = await token()
    expect(await send(access_token, text('nobody'))).toBe(40_003)
    world.weixin.userClicked(APPID, 'o1')
    for (const code of [0, 0, 0, 45_047]) expect(await send(access_token, text('o1'))).toBe(code)
    world.clock.now += 61_000
    expect(await send(access_token, text('o1'))).toBe(45_015)
    world.weixin.userWrote(APPID, 'o1')
    expect(await send(access_token, text('o1', '字'.repeat(683)))).toBe(45_002)
    expect(await send(access_token, text('o1', ''))).toBe(44_004)
    expect(await send(access_token, { ...text('o1'), msgtype: 'song' })).toBe(40_008)
    for (const code of [0, 0, 0, 0, 0, 45_047]) expect(await send(access_token, text('o1'))).toBe(code)
    world.weixin.userLeft(APPID, 'o1')
    expect(await send(access_token, text('o1'))).toBe(43_004)
    expect(await send('', text('o1'))).toBe(41_001)
  })

  it('takes uploads and sends them', async () => {
    const { access_token } = await token()
    const form = new FormData()
    form.append('media', new File([new Uint8Array([1, 2, 3])], 'a.png', { type: 'image/png' }))
    const url = `${world.weixin.url}/cgi-bin/media/upload?access_token=${String(access_token)}&type=image`
    const { media_id } = (await (await fetch(url, { method: 'POST', body: form })).json()) as {
      media_id: string
    }
    world.weixin.userWrote(APPID, 'o1')
    const image = (id: string) => ({ touser: 'o1', msgtype: 'image', image: { media_id: id } })
    expect(await send(access_token, image(media_id))).toBe(0)
    expect(await send(access_token, image('other'))).toBe(40_007)
  })
})
