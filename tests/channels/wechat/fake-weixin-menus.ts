/** Menus of the fake WeChat, checked as menu/create does. */

import { failed } from './fake-weixin.ts'

/** A button as it is posted. */
interface Button {
  readonly name?: unknown
  readonly type?: unknown
  readonly key?: unknown
  readonly url?: unknown
  readonly appid?: unknown
  readonly pagepath?: unknown
  readonly sub_button?: unknown
}

const OK = { errcode: 0, errmsg: 'ok' }
const bytes = (value: unknown): number => (typeof value === 'string' ? Buffer.byteLength(value) : 0)

/** The menu of each account. */
export class FakeMenus {
  readonly #menus = new Map<string, readonly Button[]>()

  create(appid: string, body: Readonly<Record<string, unknown>>): object {
    const { button } = body
    if (!Array.isArray(button) || button.length < 1 || button.length > 3) return failed(40_016)
    const buttons = button as readonly Button[]
    for (const one of buttons) {
      if (bytes(one.name) < 1 || bytes(one.name) > 16) return failed(40_018)
      const { sub_button: below } = one
      if (!Array.isArray(below) || below.length === 0) {
        const code = wrongWith(one, 40_017, 40_019, 40_020)
        if (code !== 0) return failed(code)
        continue
      }
      if (below.length > 5) return failed(40_023)
      for (const sub of below as readonly Button[]) {
        if (Array.isArray(sub.sub_button) && sub.sub_button.length > 0) return failed(40_022)
        if (bytes(sub.name) < 1 || bytes(sub.name) > 60) return failed(40_025)
        const code = wrongWith(sub, 40_024, 40_026, 40_027)
        if (code !== 0) return failed(code)
      }
    }
    this.#menus.set(appid, buttons)
    return OK
  }

  get(appid: string): object {
    const button = this.#menus.get(appid)
    return button === undefined ? failed(46_003) : { menu: { button } }
  }

  current(appid: string): object {
    const button = this.#menus.get(appid)
    if (button === undefined) return { is_menu_open: 0, selfmenu_info: { button: [] } }
    const shown = button.map(({ sub_button, ...one }) =>
      Array.isArray(sub_button) && sub_button.length > 0 ? { ...one, sub_button: { list: sub_button } } : one,
    )
    return { is_menu_open: 1, selfmenu_info: { button: shown } }
  }

  remove(appid: string): object {
    this.#menus.delete(appid)
    return OK
  }
}

function wrongWith({ type, key, url, appid, pagepath }: Button, kind: number, key_: number, url_: number) {
  if (type !== 'click' && type !== 'view' && type !== 'miniprogram') return kind
  if (type === 'click') return bytes(key) < 1 || bytes(key) > 128 ? key_ : 0
  if (bytes(url) < 1 || bytes(url) > 1_024 || !/^https?:\/\//.test(String(url))) return url_
  return type === 'miniprogram' && (bytes(appid) < 1 || bytes(pagepath) < 1) ? 40_035 : 0
}
