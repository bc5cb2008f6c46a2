/** Sets, shows and takes away the menu of an account at WeChat, and draws a menu as lines of text. */

import { z } from 'zod'
import { callApi } from './api.ts'
import { WechatError } from './errors.ts'
import type { Menu } from './menu.ts'
import type { TokenAccount, WechatTokens } from './tokens.ts'

/** What calls about menus need. */
export interface MenuOptions {
  readonly tokens: WechatTokens
  /** Base address of the WeChat API. */
  readonly apiUrl: string
}

/** A button as WeChat shows it; one made in the WeChat console may have any type. */
export interface ShownButton {
  readonly name: string
  readonly type?: string | undefined
  readonly key?: string | undefined
  readonly url?: string | undefined
  readonly value?: string | undefined
  readonly appid?: string | undefined
  readonly pagepath?: string | undefined
  readonly sub_button?: readonly ShownButton[] | undefined
}

const action = z.object({
  name: z.string(),
  ...{ type: z.string().optional(), key: z.string().optional(), url: z.string().optional() },
  ...{ value: z.string().optional(), appid: z.string().optional(), pagepath: z.string().optional() },
})
const shownShape = z.object({
  is_menu_open: z.number(),
  selfmenu_info: z
    .object({
      button: z
        .array(action.extend({ sub_button: z.object({ list: z.array(action) }).optional() }))
        .default([]),
    })
    .optional(),
})

/** Sets the menu; customers see it within 5 minutes. @throws WechatError */
export async function setMenu(options: MenuOptions, account: TokenAccount, menu: Menu): Promise<void> {
  await call(options, account, '/cgi-bin/menu/create', menu)
}

/** Takes the menu away; without one nothing happens. @throws WechatError */
export async function deleteMenu(options: MenuOptions, account: TokenAccount): Promise<void> {
  await call(options, account, '/cgi-bin/menu/delete')
}

/** The menu customers see, also one made in the WeChat console; null when there is none. @throws WechatError */
export async function menuNow(
  options: MenuOptions,
  account: TokenAccount,
): Promise<readonly ShownButton[] | null> {
  const answer = shownShape.safeParse(await call(options, account, '/cgi-bin/get_current_selfmenu_info'))
  if (!answer.success) throw WechatError.unanswered('WeChat described the menu in a form that is not known.')
  const buttons = answer.data.selfmenu_info?.button ?? []
  if (answer.data.is_menu_open === 0 || buttons.length === 0) return null
  return buttons.map(({ sub_button, ...button }) => ({ ...button, sub_button: sub_button?.list }))
}

function call({ tokens, apiUrl }: MenuOptions, account: TokenAccount, path: string, body?: Menu) {
  return tokens.use(account, (access_token) => callApi({ apiUrl, path, query: { access_token }, body }))
}

/** The menu as lines of text, lists indented below their name. */
export function menuTree(buttons: readonly ShownButton[]): string {
  return buttons
    .flatMap((button) => [
      lineOf(button, ''),
      ...(button.sub_button ?? []).map((below, at, all) => lineOf(below, at < all.length - 1 ? '├ ' : '└ ')),
    ])
    .join('\n')
}

function lineOf({ name, type, key, url, value, appid, pagepath, sub_button }: ShownButton, branch: string) {
  const does: Readonly<Record<string, string | undefined>> = {
    click: `says: ${key}`,
    view: `opens ${url}`,
    miniprogram: `opens the mini program ${appid}, ${pagepath}`,
  }
  const what =
    sub_button && sub_button.length > 0 ? '' : ((type && does[type]) ?? `${type}: ${key ?? url ?? value}`)
  // What somebody wrote in the console may hold commands to the terminal.
  return `${branch}${name}${what === '' ? '' : `   ${what}`}`.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
}
