import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CARD_TYPE } from '../../../src/bot/card.ts'
import { forClient } from '../../../src/channels/directline/for-client.ts'
import { fileReference } from '../../../src/conversations/files.ts'
import { keyOfConversation } from '../../../src/conversations/store.ts'
import { engines } from '../../databases.ts'
import { Customer } from '../../direct-line.ts'
import { type TestServer, testServer } from '../../server.ts'
import { attachmentsOf, filePart, send } from './multipart-form.ts'
import { GB18030_TEXT, samples } from './samples.ts'

describe.each(engines)('a link to a file on %s', (engine) => {
  let server: TestServer
  let ahead = 0
  beforeAll(async () => {
    server = await testServer({ engine, now: () => Date.now() + ahead })
  })
  afterAll(() => server.close())

  /** Sends a file. @returns its link */
  async function linkTo(name: string, bytes: Uint8Array): Promise<{ url: string; customer: Customer }> {
    const customer = await Customer.start(server.url)
    const { body } = await send(customer, [filePart(name, bytes)])
    const [attachment] = await attachmentsOf(customer, body.id)
    return { url: attachment!.contentUrl, customer }
  }

  it.each([
    ['a.png', samples.png, 'image/png', 'inline'],
    ['a.mp4', samples.mp4, 'video/mp4', 'inline'],
    ['a.amr', samples.amr, 'audio/amr', 'inline'],
    ['a.heic', samples.heic, 'image/heic', 'attachment'],
    ['a.pdf', samples.pdf, 'application/pdf', 'attachment'],
    ['a.txt', GB18030_TEXT, 'text/plain; charset=gb18030', 'attachment'],
  ])('gives %s so that no browser makes more of it', async (name, bytes, type, disposition) => {
    const response = await fetch((await linkTo(name, bytes)).url)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'content-disposition': `${disposition}; filename="${name}"; filename*=UTF-8''${name}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(bytes))
  })

  it.each([
    ['bytes=0-3', 206, 0, 4],
    ['bytes=4-', 206, 4, undefined],
    ['bytes=-5', 206, -5, undefined],
    ['bytes=2-999999', 206, 2, undefined],
    ['bytes=0-1,4-5', 200, 0, undefined],
    ['bytes=9-2', 416, 0, 0],
    ['bytes=999999-', 416, 0, 0],
    ['lines=1-2', 200, 0, undefined],
  ])('gives %s of a recording, as players ask for it', async (range, status, from, to) => {
    const { url } = await linkTo('a.mp4', samples.mp4)
    const response = await fetch(url, { headers: { range } })
    expect(response.status).toBe(status)
    const expected = Buffer.from(samples.mp4).subarray(from, to)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(expected)
    if (status === 206)
      expect(response.headers.get('content-range')).toMatch(new RegExp(`/${samples.mp4.length}$`))
  })

  it('holds a quarter of an hour, and is renewed with every look', async () => {
    const { url, customer } = await linkTo('a.png', samples.png)
    ahead += 899_000
    expect((await fetch(url)).status).toBe(200)
    ahead += 2_000
    const late = await fetch(url)
    expect([late.status, await late.json()]).toMatchObject([410, { error: { code: 'LinkExpired' } }])
    const message = (await customer.read()).find(({ attachments }) => attachments?.length)
    const [attachment] = await attachmentsOf(customer, message?.id ?? '')
    expect((await fetch(attachment!.contentUrl)).status).toBe(200)
  })

  it('that was changed in any part leads nowhere', async () => {
    const [{ url }, other] = [await linkTo('a.png', samples.png), await linkTo('b.png', samples.png)]
    const change = (act: (link: URL) => void): string => {
      const link = new URL(url)
      act(link)
      return String(link)
    }
    const set = (name: string, value: string) => change(({ searchParams }) => searchParams.set(name, value))
    const signature = new URL(url).searchParams.get('s') ?? ''
    for (const wrong of [
      set('e', '99999999999'),
      set('e', `${new URL(url).searchParams.get('e')} `),
      set('e', '-1'),
      set('s', ''),
      set('s', signature.slice(0, -1)),
      set('s', `${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`),
      set('s', 'é'.repeat(11)),
      change((link) => {
        link.search = ''
      }),
      change((link) => {
        link.pathname = new URL(other.url).pathname
      }),
      change((link) => {
        link.pathname = '/files/%00'
      }),
      change((link) => {
        link.pathname = '/files/..%2f..%2fetc%2fpasswd'
      }),
    ]) {
      const response = await fetch(wrong)
      expect([response.status, await response.json()]).toMatchObject([
        404,
        { error: { code: 'FileNotFound' } },
      ])
    }
  })

  it('leads nowhere once the person is erased', async () => {
    const { url, customer } = await linkTo('a.png', samples.png)
    const { store } = server.open
    await store.vault.destroy((await keyOfConversation(store, customer.id)).subjectId)
    expect((await fetch(url)).status).toBe(404)
  })

  it('is made for references of ours, and everything else of a message stays', () => {
    const { store } = server.open
    const others = [
      { contentType: 'x', contentUrl: 'https://example.com/liuke-file:a' },
      null,
      'liuke-file:a',
    ]
    const activity = {
      type: 'message',
      conversation: { id: 'c' },
      from: { id: 'u', role: 'user' },
      text: 'hi',
      attachments: [...others, { contentType: 'image/png', contentUrl: fileReference('a'), name: 'a.png' }],
    }
    const seen = forClient(store, activity, 'https://chat.example.com')
    expect(seen).toMatchObject({ type: 'message', text: 'hi' })
    expect(seen.attachments?.slice(0, 3)).toEqual(others)
    expect(seen.attachments?.[3]).toEqual({
      contentType: 'image/png',
      name: 'a.png',
      contentUrl: expect.stringMatching(/^https:\/\/chat\.example\.com\/files\/a\?e=\d+&s=.{22}$/),
    })
    const plain = { type: 'message', text: 'hi' }
    expect(forClient(store, plain, 'https://chat.example.com')).toBe(plain)
  })

  it('does not stand in the way of a card, which clients get as one they know, with its text as summary', () => {
    const card = { title: '七月账单', rows: [{ label: '月费', value: '59 元' }] }
    const actions = [{ type: 'imBack', title: '明细', value: '账单明细' }]
    const activity = {
      type: 'message',
      id: 'm1',
      conversation: { id: 'c' },
      text: '七月账单\n· 月费：59 元',
      suggestedActions: { actions },
      attachments: [{ contentType: CARD_TYPE, content: card }],
    }
    const seen = forClient(server.open.store, activity, 'https://chat.example.com')
    expect(seen).toMatchObject({ summary: activity.text, suggestedActions: { actions } })
    expect(seen).not.toHaveProperty('text')
    const [attachment, ...more] = seen.attachments ?? []
    expect(more).toEqual([])
    expect(attachment).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5' },
    })
    expect(JSON.stringify(attachment)).toContain('59 元')
  })
})
