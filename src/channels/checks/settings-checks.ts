/** Checks of the settings: addresses, proxies, secrets, and who may read the files secrets lie in. */

import { access, constants, stat } from 'node:fs/promises'
import path from 'node:path'
import { LiukeError } from '../../errors.ts'
import { isLoopback } from '../teams/loopback.ts'
import { type Check, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { failure } from './failures.ts'
import type { Installation } from './installation.ts'

/** The checks of this group. */
export function settingsChecks(installation: Installation): Check[] {
  const { config } = installation
  const check = (id: string, title: Words, run: Check['run']): Check => ({
    id: `settings.${id}`,
    group: 'settings',
    title,
    run,
  })
  return [
    check('mode', { en: 'Judged as', zh: '检查标准' }, () => ok(MODES[config.mode])),
    check('secrets', { en: 'Secrets', zh: '密钥' }, () => secretsFinding(installation)),
    check('files', { en: 'Who can read the secrets', zh: '密钥文件的权限' }, () =>
      filesFinding(installation),
    ),
    check('home', { en: 'LIUKE_HOME', zh: 'LIUKE_HOME' }, () => homeFinding(config.LIUKE_HOME)),
    check('public-url', { en: 'PUBLIC_URL', zh: 'PUBLIC_URL' }, () => publicUrlFinding(config)),
    check('proxy', { en: 'TRUST_PROXY', zh: 'TRUST_PROXY' }, () => proxyFinding(config)),
  ]
}

const MODES: Readonly<Record<Installation['config']['mode'], Words>> = {
  demo: {
    en: 'the demo, as neither LIUKE_MASTER_KEY nor DIRECTLINE_SECRET is set.',
    zh: '演示（LIUKE_MASTER_KEY 和 DIRECTLINE_SECRET 都没有设置）。',
  },
  serve: { en: 'production.', zh: '正式运行。' },
}

function secretsFinding({ config, secrets }: Installation): Finding {
  if (!(secrets instanceof LiukeError))
    return ok({
      en: 'The master key and the Direct Line secret are there.',
      zh: '主密钥和 Direct Line 密钥都有。',
    })
  if (secrets.code !== 'secrets_missing' || config.mode === 'serve') return failure(secrets)
  return warn(
    {
      en: 'There are none yet: the demo makes them at its first start, `liuke serve` refuses to start without.',
      zh: '还没有：演示第一次启动时会自动生成；正式运行（liuke serve）没有密钥不会启动。',
    },
    {
      en: 'For production set LIUKE_MASTER_KEY and DIRECTLINE_SECRET; docs/configuration.md says how to make them.',
      zh: '正式运行请设置 LIUKE_MASTER_KEY 和 DIRECTLINE_SECRET，生成方法见 docs/configuration.md。',
    },
  )
}

/** Files that hold secrets where they exist. */
async function filesFinding({ config }: Installation): Promise<Finding> {
  if (process.platform === 'win32')
    return skipped({
      en: 'Windows keeps permissions in another way.',
      zh: 'Windows 的权限方式不同，没有检查。',
    })
  const inHome = ['secrets.json', 'demo-accounts.json'].map((name) => path.join(config.LIUKE_HOME, name))
  const files = [...inHome, '.env', ...(config.WECHAT_ACCOUNTS ? [config.WECHAT_ACCOUNTS] : [])]
  const modes = await Promise.all(files.map(async (file) => ({ file, mode: await modeOf(file) })))
  const open = modes.filter(({ mode }) => mode !== null && (mode & 0o007) !== 0).map(({ file }) => file)
  if (open.length > 0)
    return warn(
      {
        en: `Every user of this machine can read ${open.join(', ')}.`,
        zh: `本机任何用户都能读到：${open.join('、')}。`,
      },
      { en: `Run: chmod o-rwx ${open.join(' ')}`, zh: `请执行：chmod o-rwx ${open.join(' ')}` },
    )
  return ok({ en: 'No file with secrets is open to everybody.', zh: '没有对所有人开放的密钥文件。' })
}

async function modeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mode
  } catch {
    // A file that is not there gives nothing away, nor does one behind a closed folder.
    return null
  }
}

async function homeFinding(home: string): Promise<Finding> {
  if ((await modeOf(home)) === null)
    return skipped({
      en: `${home} is not there yet; the first start makes it.`,
      zh: `${home} 还不存在，第一次启动时会建立。`,
    })
  try {
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok({ en: `${home} can be written to.`, zh: `${home} 可以读写。` })
  } catch {
    // Whatever forbids it, the remedy is the same.
    return fail(
      { en: `This user cannot write to ${home}.`, zh: `当前用户不能写 ${home}。` },
      {
        en: 'Run this as the user the server runs as; if it is that one, give the folder to it.',
        zh: '请用运行服务的那个用户来检查；如果就是它，请把目录的所有权交给它。',
      },
    )
  }
}

function publicUrlFinding({ PUBLIC_URL: url, mode }: Installation['config']): Finding {
  const set: Words = {
    en: 'Set PUBLIC_URL to the https address customers reach the server at, such as https://chat.example.com.',
    zh: '请把 PUBLIC_URL 设为客户访问的 https 地址，例如 https://chat.example.com。',
  }
  if (url === undefined)
    return mode === 'demo'
      ? skipped({ en: 'Not set, as is usual for the demo.', zh: '没有设置，演示时一般不需要。' })
      : warn(
          {
            en: 'Not set: links in messages and stream addresses are then guessed from the request.',
            zh: '没有设置：消息里的链接和推送地址只能从请求里猜。',
          },
          set,
        )
  const { pathname, protocol } = new URL(url)
  if (pathname !== '/')
    return warn(
      { en: `${url} has a path, which is not supported.`, zh: `${url} 带了路径，这样不支持。` },
      { en: 'Give Liuke a host name of its own.', zh: '请给留客一个独立的域名。' },
    )
  if (isLoopback(url))
    return mode === 'demo'
      ? ok({ en: `${url}, on this machine.`, zh: `${url}，仅本机。` })
      : warn(
          { en: `${url} is this machine: no customer reaches it.`, zh: `${url} 是本机地址，客户访问不到。` },
          set,
        )
  if (protocol === 'https:') return ok({ en: url, zh: url })
  return warn(
    {
      en: `${url} is not https: what customers write can be read on the way.`,
      zh: `${url} 不是 https：客户的消息在途中会被人看到。`,
    },
    set,
  )
}

function proxyFinding({ PUBLIC_URL: url, HOST, TRUST_PROXY: count, PORT }: Installation['config']): Finding {
  const behind = url?.startsWith('https:') ?? false
  if (count === 0 && behind)
    return warn(
      {
        en: 'PUBLIC_URL is https, so a reverse proxy stands in front, and TRUST_PROXY is 0: all customers count as one address.',
        zh: 'PUBLIC_URL 是 https，说明前面有反向代理，而 TRUST_PROXY 是 0：所有客户会被当成同一个地址限流。',
      },
      {
        en: 'Set TRUST_PROXY to the number of proxies, usually 1.',
        zh: '请把 TRUST_PROXY 设为代理的层数，一般是 1。',
      },
    )
  if (count > 0 && url === undefined)
    return warn(
      {
        en: `TRUST_PROXY is ${count}, but PUBLIC_URL is not set.`,
        zh: `信任 ${count} 层代理，但没有设置 PUBLIC_URL。`,
      },
      {
        en: 'Set PUBLIC_URL; without a proxy in front set TRUST_PROXY to 0, or clients choose their own address.',
        zh: '请设置 PUBLIC_URL；前面没有代理就把 TRUST_PROXY 设为 0，否则客户端可以伪造自己的地址。',
      },
    )
  if (count > 0 && !isLoopback(`http://${HOST}`))
    return ok({
      en: `It is ${count}. Port ${PORT} must be reachable through the proxy only.`,
      zh: `信任 ${count} 层代理。注意：${PORT} 端口只能让代理访问到。`,
    })
  return ok(
    count === 0
      ? { en: 'No proxy is believed.', zh: '不信任任何代理。' }
      : { en: `It is ${count}.`, zh: `信任 ${count} 层代理。` },
  )
}
