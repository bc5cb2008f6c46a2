import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WechatError } from '../../../src/channels/wechat/errors.ts'
import { WechatTokens } from '../../../src/channels/wechat/tokens.ts'
import { createLogger } from '../../../src/log.ts'
import { engines } from '../../databases.ts'
import { APPID, account, type Outbound, outbound } from './outbound.ts'

const TOKEN_PATH = '/cgi-bin/stable_token'
const MINUTE = 60_000
/** A call that WeChat takes any valid token for. */
const MENU = '/cgi-bin/get_current_selfmenu_info'

describe.each(engines)('tokens on %s', (engine) => {
  let world: Outbound
  beforeEach(async () => {
    world = await outbound(engine)
  })
  afterEach(() => world.close())

  /** Uses a token at WeChat. @returns the token that was taken in the end */
  const call = (tokens: WechatTokens): Promise<string> =>
    tokens.use(account, async (token) => {
      const response = await fetch(`${world.weixin.url}${MENU}?access_token=${token}`)
      const { errcode = 0 } = (await response.json()) as { errcode?: number }
      if (errcode !== 0) throw WechatError.refused(errcode)
      return token
    })
  const asked = (): number => world.weixin.callsTo(TOKEN_PATH)

  it('are fetched once for all calls of all processes', async () => {
    const [one, two] = [await world.process(), await world.process()]
    const used = await Promise.all(
      Array.from({ length: 20 }, (_, at) => call(at % 2 === 0 ? one.tokens : two.tokens)),
    )
    expect(new Set(used).size).toBe(1)
    expect(asked()).toBe(1)
    await call((await world.process()).tokens)
    expect(asked()).toBe(1)
  })

  it('do not stand in the database in clear', async () => {
    const token = await call((await world.process()).tokens)
    const rows = await world.store.db.selectFrom('channel_tokens').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(rows[0]?.name).toBe(`wechat:${APPID}`)
    expect(rows[0]?.sealed?.includes(token)).toBe(false)
    expect(rows[0]?.lease_until).toBeNull()
  })

  it('are renewed behind the calls in their last minutes, not before, and once for all', async () => {
    const [one, two] = [await world.process(), await world.process()]
    const first = await call(one.tokens)
    await call(two.tokens)
    world.clock.now += 115 * MINUTE
    expect(await call(one.tokens)).toBe(first)
    await one.tokens.settled()
    expect(asked()).toBe(1)

    world.clock.now += 1 * MINUTE
    // WeChat takes the old one for a while, so nobody waits.
    expect(await Promise.all([call(one.tokens), call(two.tokens)])).toEqual([first, first])
    await Promise.all([one.tokens.settled(), two.tokens.settled()])
    expect(asked()).toBe(2)
    const renewed = await call(one.tokens)
    expect(renewed).not.toBe(first)
    expect(await call(two.tokens)).toBe(renewed)
    expect(asked()).toBe(2)
  })

  it('that cannot be renewed are used as long as they hold, and asked for every half minute', async () => {
    const { tokens } = await world.process()
    const first = await call(tokens)
    world.clock.now += 116 * MINUTE
    world.weixin.next(TOKEN_PATH, { errcode: -1 }, { cut: 'before' })
    expect(await call(tokens)).toBe(first)
    await tokens.settled()
    expect(await call(tokens)).toBe(first)
    await tokens.settled()
    expect(asked()).toBe(2)
    world.clock.now += MINUTE
    expect(await call(tokens)).toBe(first)
    await tokens.settled()
    world.clock.now += MINUTE
    await call(tokens)
    await tokens.settled()
    expect(await call(tokens)).not.toBe(first)
    expect(asked()).toBe(4)
  })

  it('that have run out are waited for', async () => {
    const { tokens } = await world.process()
    const first = await call(tokens)
    world.clock.now += 121 * MINUTE
    expect(await call(tokens)).not.toBe(first)
    expect(asked()).toBe(2)
  })

  it('replaced by another system are fetched again, without forcing a new one', async () => {
    const [one, two] = [await world.process(), await world.process()]
    await call(one.tokens)
    await call(two.tokens)
    world.weixin.tokens.replace(APPID)
    const used = await Promise.all([call(one.tokens), call(one.tokens), call(two.tokens)])
    expect(new Set(used).size).toBe(1)
    expect([asked(), world.weixin.tokens.forced(APPID)]).toEqual([2, 0])
  })

  it('that WeChat refuses and still hands out are replaced by force, once for all processes', async () => {
    const [one, two] = [await world.process(), await world.process()]
    const first = await call(one.tokens)
    await call(two.tokens)
    world.weixin.tokens.spoil(APPID)
    const used = await Promise.all(
      Array.from({ length: 10 }, (_, at) => call(at % 2 === 0 ? one.tokens : two.tokens)),
    )
    expect(new Set(used).size).toBe(1)
    expect(used[0]).not.toBe(first)
    expect(world.weixin.tokens.forced(APPID)).toBe(1)
  })

  it('are not forced again and again when that does not help', async () => {
    const { tokens } = await world.process()
    await call(tokens)
    const always = () => tokens.use(account, () => Promise.reject(WechatError.refused(40_001)))
    for (let at = 0; at < 5; at++) {
      await expect(always()).rejects.toMatchObject({ outcome: 'refused', errcode: 40_001 })
      world.clock.now += 31_000
    }
    expect(world.weixin.tokens.forced(APPID)).toBe(1)
  })

  it('are refused with advice for a wrong AppSecret, without asking at every message', async () => {
    const { tokens } = await world.process()
    const wrong = { ...account, secret: 'wrong' }
    const use = () => tokens.use(wrong, async (token) => token)
    await expect(use()).rejects.toMatchObject({
      code: 'wechat_no_token',
      outcome: 'refused',
      effect: 'warn',
      errcode: 40_125,
      advice: expect.stringContaining('WECHAT_SECRET'),
    })
    await expect(use()).rejects.toMatchObject({ errcode: 40_125 })
    expect(asked()).toBe(1)
    world.clock.now += 31_000
    await expect(use()).rejects.toMatchObject({ errcode: 40_125 })
    expect(asked()).toBe(2)
  })

  it('are not asked for without an AppSecret', async () => {
    const { tokens } = await world.process()
    await expect(tokens.use({ ...account, secret: null }, async (token) => token)).rejects.toMatchObject({
      code: 'wechat_no_secret',
      outcome: 'never',
    })
    expect(asked()).toBe(0)
  })

  it.each([
    ['cut', { cut: 'after' }],
    ['a page of a proxy', { status: 502 }],
    ['busy', { errcode: -1 }],
  ] as const)(
    'that do not come (%s) leave the message unsent for certain, and the way free',
    async (_, mishap) => {
      const { tokens } = await world.process()
      world.weixin.next(TOKEN_PATH, mishap)
      await expect(call(tokens)).rejects.toMatchObject({ outcome: 'refused', effect: 'none' })
      expect(world.weixin.callsTo(MENU)).toBe(0)
      world.clock.now += 31_000
      await call(tokens)
    },
  )

  it('are fetched by others when the process that was at it died', async () => {
    const { tokens } = await world.process()
    await world.store.db
      .insertInto('channel_tokens')
      .values({ name: `wechat:${APPID}`, sealed: null, expires_at: 0, lease_until: world.clock.now + 1_000 })
      .execute()
    const used = call(tokens)
    world.clock.now += 2_000
    await used
    expect(asked()).toBe(1)
  })

  it('of a process that was too slow do not overwrite those of the next', async () => {
    const [slow, next] = [await world.process(), await world.process()]
    world.weixin.next(TOKEN_PATH, { delayMs: 300 })
    const late = call(slow.tokens)
    while (asked() === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    world.clock.now += 60 * MINUTE
    world.weixin.tokens.replace(APPID)
    const used = await call(next.tokens)
    // The late one comes back with a token that is no longer taken, and goes on with the one that is.
    expect(await late).toBe(used)
    expect(await call((await world.process()).tokens)).toBe(used)
  })

  it('are kept apart by account', async () => {
    const { tokens } = await world.process()
    const other = { appid: 'wxfedcba9876543210', secret: 'other' }
    world.weixin.addAccount(other.appid, other.secret)
    const [one, two] = [await call(tokens), await tokens.use(other, async (token) => token)]
    expect(one).not.toBe(two)
    expect(await world.store.db.selectFrom('channel_tokens').select('name').execute()).toHaveLength(2)
  })
})

it('tokens are given up when WeChat is not there', async () => {
  const world = await outbound()
  const tokens = new WechatTokens({
    store: world.store,
    apiUrl: 'http://127.0.0.1:9',
    log: createLogger('silent'),
  })
  await expect(tokens.use(account, async (token) => token)).rejects.toMatchObject({ outcome: 'refused' })
  await world.close()
})
