/** Checks of what did not get through: messages on their way to channels, files to be fetched from them, webhooks. */

import type { Store } from '../../conversations/store.ts'
import { type Check, counted, type Finding, ok, skipped, type Words, warn } from './check.ts'
import { type Installation, NEEDS_STORE } from './installation.ts'

const MINUTE_MS = 60_000
/** What is older has been seen, or nobody waits for it any more. */
const LOOK_BACK_MS = 7 * 24 * 60 * MINUTE_MS
/** How long after its time a message or file may still wait. */
const LATE_MS = 15 * MINUTE_MS

/** The checks of this group. */
export function deliveryChecks({ store }: Installation): Check[] {
  const check = (id: string, title: Words, look: (store: Store) => Promise<Finding>): Check => ({
    id: `deliveries.${id}`,
    group: 'deliveries',
    title,
    run: () => (store ? look(store) : NEEDS_STORE),
  })
  return [
    check('messages', { en: 'Messages of 7 days', zh: '最近 7 天的消息' }, messagesFinding),
    check('files', { en: 'Files of 7 days', zh: '最近 7 天的文件' }, filesFinding),
    check('webhooks', { en: 'Webhooks', zh: 'Webhook' }, webhooksFinding),
  ]
}

async function messagesFinding({ db, now }: Store): Promise<Finding> {
  const rows = await db
    .selectFrom('outbox')
    .select((e) => ['status', e.fn.countAll().as('n')])
    .where('status', 'in', ['dead', 'unknown', 'held'])
    .where('created_at', '>', now() - LOOK_BACK_MS)
    .groupBy('status')
    .execute()
  const count = (status: string): number => Number(rows.find((row) => row.status === status)?.n ?? 0)
  const { n } = await db
    .selectFrom('outbox')
    .select((e) => e.fn.countAll().as('n'))
    .where('status', '=', 'pending')
    .where('due_at', '<', now() - LATE_MS)
    .executeTakeFirstOrThrow()
  return messagesJudged({
    dead: count('dead'),
    unknown: count('unknown'),
    held: count('held'),
    late: Number(n),
  })
}

/** What counts of messages say. */
export function messagesJudged(counts: {
  readonly dead: number
  readonly unknown: number
  readonly held: number
  /** Due for a while, and not tried. */
  readonly late: number
}): Finding {
  const { dead, unknown, held, late } = counts
  const waiting =
    held === 0
      ? { en: '', zh: '' }
      : { en: ` ${held} wait until the customer writes again.`, zh: `有 ${held} 条等客户再次来信后发出。` }
  if (dead + unknown + late === 0)
    return ok({ en: `None failed.${waiting.en}`, zh: `没有发送失败的。${waiting.zh}` })
  return warn(
    {
      en: `${dead} could not be delivered, ${unknown} may or may not have arrived, ${late} are overdue.${waiting.en}`,
      zh: `${dead} 条没有送达，${unknown} 条不确定是否送达，${late} 条早该发出还没发。${waiting.zh}`,
    },
    late > 0
      ? {
          en: 'What is overdue is sent while the server runs with that channel set up; the desk marks the others in their conversations.',
          zh: '过期未发的，要服务在运行、且配置了对应渠道才会发；其余的在工作台的会话里有标记。',
        }
      : {
          en: 'The desk marks them in their conversations; the log says why.',
          zh: '工作台的会话里会标出这些消息，原因见日志。',
        },
  )
}

async function filesFinding({ db, now }: Store): Promise<Finding> {
  const rows = await db
    .selectFrom('files')
    .select((e) => ['status', e.fn.countAll().as('n')])
    .where('created_at', '>', now() - LOOK_BACK_MS)
    .groupBy('status')
    .execute()
  const count = (status: string): number => Number(rows.find((row) => row.status === status)?.n ?? 0)
  const { n } = await db
    .selectFrom('files')
    .select((e) => e.fn.countAll().as('n'))
    .where('status', '=', 'waiting')
    .where('due_at', '<', now() - LATE_MS)
    .executeTakeFirstOrThrow()
  const [failed, late, stored] = [count('failed'), Number(n), count('stored')]
  if (failed + late === 0)
    return ok({ en: `${stored} stored, none failed.`, zh: `收存 ${stored} 个，没有失败的。` })
  return warn(
    {
      en: `${failed} could not be fetched or were refused, ${late} are overdue.`,
      zh: `${failed} 个没有取到或不予接收，${late} 个早该取回还没取。`,
    },
    {
      en: 'The log says why. WeChat keeps files for three days; after that only the customer can send them again.',
      zh: '原因见日志。微信只保存三天，过期后只能请客户重发。',
    },
  )
}

async function webhooksFinding({ db, now }: Store): Promise<Finding> {
  const rows = await db.selectFrom('webhooks').select(['status', 'failing_since']).execute()
  const { n } = await db
    .selectFrom('webhook_deliveries')
    .select((e) => e.fn.countAll().as('n'))
    .where('status', '=', 'dead')
    .where('settled_at', '>', now() - LOOK_BACK_MS)
    .executeTakeFirstOrThrow()
  return webhooksJudged({
    all: rows.length,
    disabled: rows.filter(({ status }) => status === 'disabled').length,
    failing: rows.filter((row) => row.status === 'active' && (row.failing_since ?? now()) < now() - LATE_MS)
      .length,
    dead: Number(n),
  })
}

/** What counts of webhooks say. */
export function webhooksJudged(counts: {
  readonly all: number
  readonly disabled: number
  /** In force, and not reached for a while. */
  readonly failing: number
  /** Deliveries of the last days that were given up. */
  readonly dead: number
}): Finding {
  const { all, disabled, failing, dead } = counts
  if (all === 0) return skipped({ en: 'There are none.', zh: '没有设置。' })
  if (disabled + failing + dead === 0)
    return ok({
      en: `${counted(all, 'webhook')}, all of them reached.`,
      zh: `共 ${all} 个，都能送达。`,
    })
  return warn(
    {
      en: `${disabled} of ${counted(all, 'webhook')} disabled, ${failing} not reached, ${dead} given up in 7 days.`,
      zh: `共 ${all} 个：${disabled} 个已停用，${failing} 个一直连不上，最近 7 天有 ${dead} 次投递已放弃。`,
    },
    {
      en: 'See `liuke api webhook list` and `liuke api webhook deliveries ID --status dead`; enable and resend once the receiver answers.',
      zh: '用 `liuke api webhook list` 和 `liuke api webhook deliveries ID --status dead` 查看原因；对方恢复后用 enable 启用，再用 resend 补发。',
    },
  )
}
