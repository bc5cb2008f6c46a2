/** Checks of databases, their keys, the disk they lie on, and the backups of them. */

import { stat, statfs } from 'node:fs/promises'
import { loadCompany } from '../../company/load.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import { policyOf } from '../../jobs/erase/periods.ts'
import { openRequests } from '../../jobs/erase/staff-requests.ts'
import { newestAt } from '../../jobs/nightly-turn.ts'
import { readKeySettings, standingOf } from '../../storage/master-key.ts'
import { type Check, counted, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { type Found, folderOf, type Installation, walOf } from './installation.ts'

const MB = 1024 * 1024
const GB = 1024 * MB
const HOUR_MS = 3_600_000

/** The checks of this group. */
export function storageChecks(installation: Installation): Check[] {
  const check = (id: string, title: Words, run: Check['run']): Check => ({
    id: `storage.${id}`,
    group: 'storage',
    title,
    run,
  })
  const { main, keys } = installation
  return [
    check('main', { en: 'Main database', zh: '主数据库' }, () => databaseFinding(main, 'DATABASE_URL')),
    check('keys', { en: 'Key database', zh: '密钥数据库' }, () => databaseFinding(keys, 'KEYSTORE_URL')),
    check('master-key', { en: 'Master key', zh: '主密钥' }, () => masterKeyFinding(installation)),
    check('periods', { en: 'Retention periods', zh: '数据保留期限' }, () => periodsFinding(installation)),
    check('requests', { en: 'Privacy requests', zh: '隐私申请' }, () => requestsFinding(installation)),
    check('disk', { en: 'Free space', zh: '磁盘剩余空间' }, () => diskFinding(installation)),
    check('wal', { en: 'Write-ahead log', zh: '预写日志（WAL）' }, () => walFinding(installation)),
    check('backup', { en: 'Newest backup', zh: '最近的备份' }, () => backupFinding(installation)),
  ]
}

const NOT_STARTED: Words = {
  en: 'There is no database yet; the first start makes it.',
  zh: '还没有数据库，第一次启动时会建立。',
}

function databaseFinding<S>(found: Found<S>, setting: string): Finding {
  if (found.state === 'missing') return skipped(NOT_STARTED)
  if (found.state === 'failed')
    return fail(
      { en: `It cannot be opened: ${found.reason}`, zh: `打不开：${found.reason}` },
      {
        en: `Check ${setting}, that PostgreSQL runs if it is one, and that this user may read it.`,
        zh: `请检查 ${setting}；如果是 PostgreSQL，看它是否在运行；并确认当前用户有读取权限。`,
      },
    )
  const { address, missing, unknown } = found
  const where = address.engine === 'sqlite' ? `SQLite, ${address.file}` : 'PostgreSQL'
  if (unknown.length > 0)
    return fail(
      {
        en: `${where}: last used by a newer version (${unknown.join(', ')}).`,
        zh: `${where}：被更新的版本用过（${unknown.join('、')}）。`,
      },
      {
        en: 'Start that version, or restore a backup made before the upgrade.',
        zh: '请启动那个版本，或恢复升级之前的备份。',
      },
    )
  if (missing.length > 0)
    return warn(
      {
        en: `${where}: ${counted(missing.length, 'migration')} still to be run.`,
        zh: `${where}：还有 ${missing.length} 个迁移没有执行。`,
      },
      {
        en: 'The next start of the server runs them; make a backup before.',
        zh: '下次启动服务时会自动执行，请先做一次备份。',
      },
    )
  return ok({ en: `${where}, up to date.`, zh: `${where}，结构是最新的。` })
}

async function masterKeyFinding({ keys, secrets }: Installation): Promise<Finding> {
  if (secrets instanceof LiukeError || keys.state !== 'open' || keys.missing.length > 0)
    return skipped({ en: 'Needs key and key database.', zh: '需要先有主密钥和密钥数据库。' })
  const standing = standingOf(await readKeySettings(keys.db), secrets.masterKey)
  if (standing === 'unused') return skipped({ en: 'The key database is empty.', zh: '密钥数据库是空的。' })
  if (standing === 'in-force') return ok({ en: 'It belongs to the key database.', zh: '与密钥数据库相符。' })
  if (standing === 'next')
    return warn(
      { en: 'The change to this key was not finished.', zh: '换成这把主密钥的过程还没有做完。' },
      {
        en: 'Finish it with the former key set: npm run -s liuke -- privacy rotate-key',
        zh: '请先设回旧的主密钥，再执行 npm run -s liuke -- privacy rotate-key 把它做完。',
      },
    )
  if (standing === 'former')
    return fail(
      {
        en: 'LIUKE_MASTER_KEY is the key from before it was changed.',
        zh: 'LIUKE_MASTER_KEY 是更换之前的旧主密钥。',
      },
      {
        en: 'Set the new key and start again; the former one is for backups made before the change.',
        zh: '请设成新的主密钥后重新启动；旧的只用来恢复更换之前的备份。',
      },
    )
  return fail(
    {
      en: 'LIUKE_MASTER_KEY is not the key this key database was made with.',
      zh: 'LIUKE_MASTER_KEY 不是建立这个密钥数据库时用的那一把。',
    },
    {
      en: 'Set the original key, or point KEYSTORE_URL and DATABASE_URL to the databases it belongs to.',
      zh: '请换回原来的主密钥，或者让 KEYSTORE_URL 和 DATABASE_URL 指向它对应的数据库。',
    },
  )
}

async function periodsFinding({ config }: Installation): Promise<Finding> {
  const { missing, unreadable } = policyOf(await loadCompany(config.LIUKE_COMPANY))
  const open = [...missing, ...unreadable]
  if (open.length === 0)
    return ok({ en: 'retention.yaml says all of them.', zh: 'retention.yaml 都写明了。' })
  return warn(
    {
      en: `Kept for ever, because retention.yaml gives no days for: ${open.join(', ')}.`,
      zh: `retention.yaml 没有写天数，因此会永久保留：${open.join('、')}。`,
    },
    {
      en: 'Write them into retention.yaml in LIUKE_COMPANY; docs/privacy.md has a proposal for each.',
      zh: '请写进 LIUKE_COMPANY 里的 retention.yaml，docs/privacy.md 给出了每一项的建议。',
    },
  )
}

async function requestsFinding({ store, now }: Installation): Promise<Finding> {
  if (store === null) return skipped(NOT_STARTED)
  const requests = await openRequests(store)
  const late = requests.filter(({ dueAt }) => dueAt < now())
  if (requests.length === 0) return ok({ en: 'None is open.', zh: '没有待办的申请。' })
  const seen = {
    en: `${counted(requests.length, 'request')} open, ${late.length} overdue.`,
    zh: `待办 ${requests.length} 件，其中逾期 ${late.length} 件。`,
  }
  const advice = {
    en: 'An administrator sees them with: npm run -s liuke -- privacy requests',
    zh: '管理员可以用 npm run -s liuke -- privacy requests 查看。',
  }
  return late.length > 0 ? fail(seen, advice) : warn(seen, advice)
}

async function diskFinding({ config, main }: Installation): Promise<Finding> {
  const folder = (main.state === 'failed' ? null : folderOf(main.address)) ?? config.LIUKE_HOME
  let free: number
  try {
    const { bavail, bsize } = await statfs(folder)
    free = bavail * bsize
  } catch (error) {
    return skipped({ en: `Not known: ${messageOf(error)}`, zh: `查不到：${messageOf(error)}` })
  }
  const seen = { en: `${sizeText(free)} at ${folder}.`, zh: `${folder} 还剩 ${sizeText(free)}。` }
  const advice = {
    en: 'Make room, or move data and backups to a larger disk: without space no message can be stored.',
    zh: '请清理磁盘，或把数据和备份移到更大的盘上：没有空间就存不下消息。',
  }
  if (free < 200 * MB) return fail(seen, advice)
  return free < 2 * GB ? warn(seen, advice) : ok(seen)
}

async function walFinding({ main }: Installation): Promise<Finding> {
  const file = main.state === 'open' ? walOf(main.address) : null
  if (file === null) return skipped({ en: 'There is none with this database.', zh: '这个数据库没有。' })
  let bytes = 0
  try {
    bytes = (await stat(file)).size
  } catch {
    // SQLite takes it away when the last process has closed the database.
    return ok({ en: 'Empty: all is in the database.', zh: '空的，内容都已写入数据库。' })
  }
  const seen = { en: sizeText(bytes), zh: sizeText(bytes) }
  if (bytes < 512 * MB) return ok(seen)
  return warn(seen, {
    en: 'A process keeps an old state of the database open for long; look for one, such as a copy or a backup that hangs.',
    zh: '有进程长时间占着数据库的旧状态，比如卡住的备份或复制，请找出来结束它。',
  })
}

async function backupFinding({ config, main, now }: Installation): Promise<Finding> {
  if (main.state !== 'open') return skipped(NOT_STARTED)
  const newest = await newestAt(config)
  const off = config.BACKUP_HOUR === 'off'
  const nightly = {
    en: 'Set BACKUP_HOUR, or make one now: npm run -s liuke -- backup create',
    zh: '请设置 BACKUP_HOUR，或现在做一次：npm run -s liuke -- backup create',
  }
  if (newest === null) {
    const seen = { en: 'There is none yet.', zh: '还没有备份。' }
    return config.mode === 'demo' ? skipped(seen) : warn(seen, nightly)
  }
  const hours = Math.floor((now() - newest) / HOUR_MS)
  const seen =
    hours < 48 ? { en: `${hours} h old.`, zh: `${hours} 小时之前。` } : daysOld(Math.floor(hours / 24))
  if (hours < 48) return ok(seen)
  if (off || config.mode === 'demo') return warn(seen, nightly)
  const look = {
    en: 'The nightly backup does not get done: look into the log for "nightly backup failed", and check BACKUP_FOLDER.',
    zh: '夜间备份没有成功：请在日志里找 nightly backup failed，并检查 BACKUP_FOLDER。',
  }
  return hours < 7 * 24 ? warn(seen, look) : fail(seen, look)
}

function daysOld(days: number): Words {
  return { en: `${days} days old.`, zh: `${days} 天之前。` }
}

function sizeText(bytes: number): string {
  return bytes >= GB ? `${(bytes / GB).toFixed(1)} GB` : `${Math.ceil(bytes / MB)} MB`
}
