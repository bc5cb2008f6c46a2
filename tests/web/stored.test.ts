import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStored, Store } from '../../src/web/widget/stored.ts'

const access = { conversationId: 'c', token: 't', expiresAt: 5, userId: 'dl_me' }
const unsent = {
  clientId: 'x',
  text: 'hi',
  at: 1,
  hidden: false,
  failed: true,
  activity: { type: 'message' },
}

describe('what the widget keeps in the browser', () => {
  it('is there again after a reload, for the same server only', () => {
    const shelf = new Map<string, string>()
    const storage = {
      getItem: (key: string) => shelf.get(key) ?? null,
      setItem: (key: string, value: string) => void shelf.set(key, value),
    }
    new Store('https://a.example/', storage).update({ access, unsent: [unsent], seen: '7', language: 'zh' })
    expect(new Store('https://a.example/', storage).value).toEqual({
      access,
      unsent: [unsent],
      seen: '7',
      language: 'zh',
    })
    expect(new Store('https://b.example/', storage).value).toEqual({ unsent: [] })
  })

  it('has of files not sent yet only what they are called, so that their loss can be told', () => {
    const shelf = new Map<string, string>()
    const storage = {
      getItem: (key: string) => shelf.get(key) ?? null,
      setItem: (key: string, value: string) => void shelf.set(key, value),
    }
    const facts = { name: 'a.png', mediaType: 'image/png', size: 3 }
    const files = [{ ...facts, blob: new Blob(['abc']) }]
    new Store('https://a.example/', storage).update({ access, unsent: [{ ...unsent, files }] })
    expect(new Store('https://a.example/', storage).value.unsent).toEqual([{ ...unsent, files: [facts] }])
    expect(readStored('{"unsent":[{"clientId":"x","text":"","at":1,"activity":{},"files":[{}]}]}')).toEqual({
      unsent: [{ clientId: 'x', text: '', at: 1, activity: {}, hidden: false, failed: false }],
    })
  })

  it('stays in memory where storage is blocked', () => {
    const refuse = (): never => {
      throw new Error('blocked')
    }
    for (const storage of [undefined, { getItem: refuse, setItem: refuse }]) {
      const store = new Store('https://a.example/', storage)
      store.update({ access })
      expect(store.value.access).toEqual(access)
    }
  })

  it('is read whatever somebody else put there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (json) => {
        expect(Array.isArray(readStored(json).unsent)).toBe(true)
      }),
    )
    expect(readStored('{"access":{"token":7},"unsent":[{"clientId":1}],"language":"fr"}')).toEqual({
      unsent: [],
    })
  })
})
