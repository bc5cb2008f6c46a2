/** `liuke wechat menu`: shows, sets and takes away the menu of a WeChat Official Account. */

import { parseArgs } from 'node:util'
import { loadWechatAccounts, type WechatAccount } from '../channels/wechat/accounts.ts'
import { loadMenu } from '../channels/wechat/menu.ts'
import { deleteMenu, menuNow, menuTree, setMenu } from '../channels/wechat/menu-service.ts'
import { WechatTokens } from '../channels/wechat/tokens.ts'
import { type Config, readConfig } from '../config.ts'
import { loadCorpus } from '../corpus/load.ts'
import { LiukeError, messageOf } from '../errors.ts'
import { createLogger } from '../log.ts'
import type { Command } from './command.ts'
import { runCall, withInstallation } from './run-call.ts'

const FILE = 'data/wechat/menu.yaml'
const usage = `liuke wechat menu [show] [--account APPID]
liuke wechat menu push [--file FILE.yaml] [--account APPID] [--dry-run]
liuke wechat menu delete [--account APPID] [--dry-run]

  show      shows the menu customers see now
  push      checks a menu and sets it
  delete    takes the menu away

  --account APPID   which Official Account, where several are set up
  --file FILE       the menu (default: ${FILE})
  --dry-run         says what would be done; push checks the file without asking WeChat

A menu has up to 3 buttons, and each does something or opens a list of up to 5. The key of a button of type
click is what the customer says by tapping it, or the id of an entry of the corpus.

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

interface Call {
  readonly action: 'show' | 'push' | 'delete'
  readonly account: string | undefined
  readonly file: string
  readonly dryRun: boolean
}

export const command: Command = {
  name: 'wechat',
  summary: 'show, set or delete the menu of a WeChat account',
  usage,
  run: (args) => runCall(readCall(args), usage, perform),
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        account: { type: 'string' },
        file: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    })
    const [what, action = 'show', ...more] = positionals
    if (what !== 'menu') return 'What to do with WeChat? There is `menu`.'
    if (action !== 'show' && action !== 'push' && action !== 'delete')
      return 'What to do with the menu: show, push or delete?'
    if (more.length > 0) return 'There is a word too many.'
    if (values.file !== undefined && action !== 'push') return '--file goes with push.'
    if (values['dry-run'] && action === 'show') return '--dry-run goes with push and delete.'
    return { action, account: values.account, file: values.file ?? FILE, dryRun: values['dry-run'] }
  } catch (error) {
    return messageOf(error)
  }
}

async function perform(call: Call): Promise<number> {
  const config = readConfig(process.env, 'demo')
  const menu = call.action === 'push' ? await menuFrom(call.file, config) : null
  if (menu !== null && call.dryRun) {
    console.log(`${menuTree(menu.button)}\n\nThe menu is fine. Nothing was set, as asked.`)
    return 0
  }
  const account = accountOf(await loadWechatAccounts(config), call.account)
  const label = account.name === account.appid ? account.appid : `${account.name} (${account.appid})`
  if (call.dryRun) {
    console.log(`The menu of ${label} would be taken away. Nothing was done, as asked.`)
    return 0
  }
  return withInstallation(async ({ store }) => {
    const apiUrl = config.WECHAT_API_URL
    const tokens = new WechatTokens({ store, apiUrl, log: createLogger('silent') })
    const options = { tokens, apiUrl }
    if (menu !== null) {
      await setMenu(options, account, menu)
      console.log(
        `${menuTree(menu.button)}\n\n${label} has this menu now. Customers see it within 5 minutes.`,
      )
    } else if (call.action === 'delete') {
      await deleteMenu(options, account)
      console.log(`${label} has no menu any more. Customers see it within 5 minutes.`)
    } else {
      const shown = await menuNow(options, account)
      console.log(shown === null ? `${label} has no menu.` : `${label}\n\n${menuTree(shown)}`)
    }
    await tokens.settled()
    return 0
  })
}

async function menuFrom(file: string, config: Config) {
  const corpus = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
  const { menu, warnings } = await loadMenu(file, new Set(corpus.entries.keys()))
  for (const { file: where, line, message, fix } of warnings)
    console.error(`${where}:${line}: warning: ${message} ${fix}`)
  return menu
}

function accountOf(accounts: readonly WechatAccount[], appid: string | undefined): WechatAccount {
  const [first, ...others] = appid === undefined ? accounts : accounts.filter((one) => one.appid === appid)
  if (first !== undefined && others.length === 0) return first
  const known = accounts.map(({ name, appid: id }) => `${id} (${name})`).join(', ')
  if (accounts.length === 0)
    throw new LiukeError(
      'wechat_account_missing',
      'No WeChat account is set up.',
      'Set WECHAT_APPID and what goes with it, or WECHAT_ACCOUNTS; docs/configuration.md lists them.',
    )
  throw appid === undefined
    ? new LiukeError(
        'wechat_account_unclear',
        'There are several WeChat accounts.',
        `Add --account: ${known}.`,
      )
    : new LiukeError('wechat_account_unknown', `There is no WeChat account ${appid}.`, `There is: ${known}.`)
}
