/** What a check of an installation is, what it finds, and how many of them are run. */

import { messageOf } from '../../errors.ts'

/** One text in both languages. */
export interface Words {
  readonly en: string
  readonly zh: string
}

/** `skipped`: there is nothing to check, or it could not be checked. */
export type Status = 'ok' | 'warn' | 'fail' | 'skipped'

/** What a check has found; it names no secret and nobody. */
export interface Finding {
  readonly status: Status
  /** What was seen. */
  readonly seen: Words
  /** What to do about it. */
  readonly advice?: Words | undefined
}

/** Parts of an installation, in the order they are told. */
export const groups = {
  settings: { en: 'Settings', zh: '配置' },
  storage: { en: 'Databases and backups', zh: '数据库与备份' },
  content: { en: 'Corpus, model and pages', zh: '语料、模型与页面' },
  website: { en: 'Server and website', zh: '服务与网站' },
  clock: { en: 'Clock', zh: '时钟' },
  teams: { en: 'Teams', zh: 'Teams' },
  wechat: { en: 'WeChat', zh: '微信公众号' },
  codes: { en: 'One-time codes', zh: '验证码' },
  systems: { en: "The company's systems", zh: '业务系统' },
  deliveries: { en: 'Messages and files', zh: '消息与文件' },
} as const satisfies Readonly<Record<string, Words>>
export type Group = keyof typeof groups

/** One thing that is checked. */
export interface Check {
  /** Stable, such as `teams.token`; programs may rely on it. */
  readonly id: string
  readonly group: Group
  readonly title: Words
  /** Whether it asks somebody outside this machine, and so waits for an answer. */
  readonly remote?: boolean
  run(): Finding | Promise<Finding>
}

/** A check and what it has found. */
export interface Result extends Finding {
  readonly id: string
  readonly group: Group
  readonly title: Words
}

export const ok = (seen: Words): Finding => ({ status: 'ok', seen })
export const skipped = (seen: Words, advice?: Words): Finding => ({ status: 'skipped', seen, advice })
export const warn = (seen: Words, advice: Words): Finding => ({ status: 'warn', seen, advice })
export const fail = (seen: Words, advice: Words): Finding => ({ status: 'fail', seen, advice })

/** A number with what it counts, in English. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** How checks are run. */
export interface RunOptions {
  /** Skips what asks others. */
  readonly offline: boolean
  /** How long a check that asks others may take, in milliseconds. */
  readonly timeoutMs: number
  /** Hears how many are done. */
  readonly onProgress?: (done: number, all: number) => void
}

/**
 * Runs checks: those on this machine one after the other, which keeps it free to hear the answers of
 * the others, which then run at once. Never throws.
 * @returns what they found, in the order given
 */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<Result[]> {
  const results = new Map<Check, Result>()
  const run = async (check: Check): Promise<void> => {
    results.set(check, await runOne(check, options))
    options.onProgress?.(results.size, checks.length)
  }
  for (const check of checks) if (!check.remote) await run(check)
  await Promise.all(checks.filter(({ remote }) => remote).map(run))
  return checks.flatMap((check) => results.get(check) ?? [])
}

async function runOne(check: Check, options: RunOptions): Promise<Result> {
  const { id, group, title, remote = false } = check
  const about = { id, group, title }
  if (remote && options.offline)
    return {
      ...about,
      ...skipped({ en: 'Not asked, because of --offline.', zh: '按 --offline 的要求没有联网检查。' }),
    }
  const seconds = options.timeoutMs / 1_000
  const late = fail(
    { en: `There was no answer within ${seconds} s.`, zh: `${seconds} 秒内没有得到回应。` },
    { en: 'Check network, firewall and proxy.', zh: '请检查网络、防火墙和代理。' },
  )
  let timer: NodeJS.Timeout | undefined
  try {
    const timeUp = new Promise<Finding>((resolve) => {
      if (remote) timer = setTimeout(resolve, options.timeoutMs, late)
    })
    return { ...about, ...(await Promise.race([check.run(), timeUp])) }
  } catch (error) {
    return { ...about, ...unforeseen(error) }
  } finally {
    clearTimeout(timer)
  }
}

function unforeseen(error: unknown): Finding {
  const message = messageOf(error)
  return fail(
    { en: `The check itself failed: ${message}`, zh: `检查本身出错：${message}` },
    { en: 'Report this with the line above.', zh: '请附上这一行反馈给我们。' },
  )
}
