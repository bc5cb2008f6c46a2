/** Checks of the company's systems, and of the orders that are on their way to them. Nothing is asked about a customer. */

import type { Store } from '../../conversations/store.ts'
import { type Check, counted, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { type Installation, NEEDS_STORE } from './installation.ts'
import { probe, unreachable } from './probe.ts'

const HOUR_MS = 3_600_000
/** What is older has been seen: each refusal is a task at the desk. */
const LOOK_BACK_MS = 7 * 24 * HOUR_MS

/** The checks of this group. */
export function systemsChecks(installation: Installation): Check[] {
  const { COMPANY_SYSTEMS_URL: url, COMPANY_SYSTEMS_TOKEN: token } = installation.config
  const check = (id: string, title: Words, run: Check['run'], remote = false): Check => ({
    id: `systems.${id}`,
    group: 'systems',
    title,
    remote,
    run,
  })
  const isSet = url !== undefined && token !== undefined
  return [
    isSet
      ? check('answer', { en: 'Answer', zh: '连通' }, () => answerFinding(installation, url, token), true)
      : check('answer', { en: 'Set up', zh: '配置' }, () => NOT_SET),
    check('orders', { en: 'Orders', zh: '业务办理' }, () =>
      installation.store ? ordersFinding(installation.store, isSet) : NEEDS_STORE,
    ),
  ]
}

const NOT_SET = skipped({
  en: 'COMPANY_SYSTEMS_URL is not set: orders are kept in our own tables.',
  zh: '没有设置 COMPANY_SYSTEMS_URL：业务办理只记在本系统的表里。',
})

async function answerFinding({ timeoutMs, now }: Installation, url: string, token: string): Promise<Finding> {
  const { host } = new URL(url)
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  const answer = await probe(`${url.replace(/\/+$/, '')}/health`, { method: 'GET', headers, timeoutMs, now })
  if ('failure' in answer) return unreachable(host, answer.failure)
  if (answer.status === 401 || answer.status === 403)
    return fail(
      { en: `${host} does not accept the token.`, zh: `${host} 不接受这个令牌。` },
      { en: 'Check COMPANY_SYSTEMS_TOKEN on both sides.', zh: '请核对两边的 COMPANY_SYSTEMS_TOKEN。' },
    )
  if (answer.status === 200 && /"status"\s*:\s*"ok"/.test(answer.text))
    return ok({ en: `${host} says it can be used.`, zh: `${host} 可以使用。` })
  return fail(
    {
      en: `${host} answers ${answer.status} to /health, and not that it can be used.`,
      zh: `${host} 的 /health 返回 ${answer.status}，没有说可以使用。`,
    },
    {
      en: 'Check the path in COMPANY_SYSTEMS_URL, and the log of those systems; see docs/company-systems.md.',
      zh: '请检查 COMPANY_SYSTEMS_URL 里的路径，以及对方系统的日志；见 docs/company-systems.md。',
    },
  )
}

async function ordersFinding({ db, now }: Store, isSet: boolean): Promise<Finding> {
  const count = async (
    statuses: readonly ('accepted' | 'undoing' | 'refused')[],
    since: number,
    until: number,
  ): Promise<number> => {
    const { n } = await db
      .selectFrom('orders')
      .select((e) => e.fn.countAll().as('n'))
      .where('status', 'in', statuses)
      .where('updated_at', '>', since)
      .where('updated_at', '<=', until)
      .executeTakeFirstOrThrow()
    return Number(n)
  }
  return ordersJudged({
    waiting: await count(['accepted', 'undoing'], 0, now() - (isSet ? HOUR_MS : 0)),
    refused: await count(['refused'], now() - LOOK_BACK_MS, now()),
    isSet,
  })
}

/** What counts of orders say. */
export function ordersJudged(counts: {
  /** Not carried out for an hour, or at all where nobody carries them out. */
  readonly waiting: number
  /** Refused, or given up, in the last 7 days. */
  readonly refused: number
  readonly isSet: boolean
}): Finding {
  const { waiting, refused, isSet } = counts
  if (waiting > 0 && !isSet)
    return fail(
      {
        en: `${counted(waiting, 'order')} wait for systems that are not set up any more.`,
        zh: `有 ${waiting} 笔业务在等已经不再配置的系统办理。`,
      },
      {
        en: 'Set COMPANY_SYSTEMS_URL again until they are carried out.',
        zh: '请重新设置 COMPANY_SYSTEMS_URL，等它们办完。',
      },
    )
  if (waiting + refused === 0)
    return ok({ en: 'None waits, none was refused.', zh: '没有积压，也没有被拒绝的。' })
  return warn(
    {
      en: `${waiting} not carried out for an hour or longer; ${refused} refused or given up in 7 days.`,
      zh: `${waiting} 笔超过一小时还没办成；7 天内有 ${refused} 笔被拒绝或放弃。`,
    },
    waiting > 0
      ? {
          en: 'They are tried again for three days; the log says why they fail.',
          zh: '系统会连续重试三天；失败原因见日志。',
        }
      : { en: 'Each is a task at the desk.', zh: '每一笔在工作台都有一条待办。' },
  )
}
