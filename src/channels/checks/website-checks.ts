/** Checks of the server itself: whether it answers here and at its public address, and whom it lets in. */

import { type Check, counted, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { type Installation, NEEDS_STORE } from './installation.ts'
import { type Answer, probe, whyNot } from './probe.ts'

/** The checks of this group. */
export function websiteChecks(installation: Installation): Check[] {
  const check = (id: string, title: Words, run: Check['run'], remote = false): Check => ({
    id: `website.${id}`,
    group: 'website',
    title,
    remote,
    run,
  })
  return [
    check('running', { en: 'Server', zh: '服务' }, () => runningFinding(installation)),
    check('public', { en: 'From outside', zh: '公网访问' }, () => publicFinding(installation), true),
    check('origins', { en: 'Sites with the widget', zh: '允许嵌入的网站' }, () =>
      originsFinding(installation.config),
    ),
    check('accounts', { en: 'Sign-in to the desk', zh: '工作台账号' }, () => accountsFinding(installation)),
  ]
}

/**
 * What an address of ours answers when it is asked under PUBLIC_URL, judged by whether the server runs.
 * @param isOurs whether an answer can only come from this server
 * @returns null when it is ours
 */
export async function askPublicly(
  { config, running, timeoutMs, now }: Installation,
  path: string,
  isOurs: (answer: Extract<Answer, { status: number }>) => boolean,
  options: { readonly method?: 'GET' | 'POST'; readonly body?: string } = {},
): Promise<Finding | null> {
  const url = config.PUBLIC_URL
  if (url === undefined) return skipped({ en: 'PUBLIC_URL is not set.', zh: '没有设置 PUBLIC_URL。' })
  const headers: Record<string, string> =
    options.body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await probe(new URL(path, url).href, { method: 'GET', ...options, headers, timeoutMs, now })
  if ('status' in answer && isOurs(answer)) return null
  if (running === false)
    return skipped(
      { en: 'The server is not running.', zh: '服务没有在运行。' },
      { en: 'Start it, and check again.', zh: '请启动服务后再检查一次。' },
    )
  const host = new URL(url).host
  if ('failure' in answer) {
    const why = whyNot(answer.failure)
    return warn(
      {
        en: `${host} cannot be reached from this machine: ${why.en}.`,
        zh: `从本机连不上 ${host}：${why.zh}。`,
      },
      {
        en: `Try ${url}/healthz from another network; if that fails too, check DNS, certificate, firewall and proxy.`,
        zh: `请换一个网络打开 ${url}/healthz；也打不开的话，检查域名解析、证书、防火墙和反向代理。`,
      },
    )
  }
  return fail(
    {
      en: `${host} answers ${answer.status} at ${path.split('?', 1)[0]}, which is not this server.`,
      zh: `${host} 在 ${path.split('?', 1)[0]} 返回 ${answer.status}，不是本服务的回应。`,
    },
    {
      en: 'Check that the reverse proxy passes every path on, unchanged, to the port of this server; docs/operations.md has an example.',
      zh: '请检查反向代理是否把所有路径原样转到本服务的端口；示例见 docs/operations.md。',
    },
  )
}

function runningFinding({ running, config }: Installation): Finding {
  if (running === null)
    return skipped({ en: 'PORT is 0, so it cannot be asked.', zh: 'PORT 是 0，不知道该问哪个端口。' })
  if (running) return ok({ en: `It answers on port ${config.PORT}.`, zh: `${config.PORT} 端口正常回应。` })
  return skipped({
    en: `Nobody answers on ${config.HOST}:${config.PORT}: it is not running, or listens elsewhere.`,
    zh: `${config.HOST}:${config.PORT} 没有回应：服务没有运行，或监听在别处。`,
  })
}

async function publicFinding(installation: Installation): Promise<Finding> {
  const isOurs = ({ text }: { text: string }): boolean => /"status":"(ok|database unavailable)"/.test(text)
  const url = installation.config.PUBLIC_URL ?? ''
  return (
    (await askPublicly(installation, '/healthz', isOurs)) ??
    ok({ en: `${url} leads to this server.`, zh: `${url} 能访问到本服务。` })
  )
}

function originsFinding({ WIDGET_ORIGINS: origins = [], mode }: Installation['config']): Finding {
  const wrong = origins.filter((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin)
  if (wrong.length > 0)
    return warn(
      {
        en: `WIDGET_ORIGINS has what is no origin: ${wrong.join(', ')}`,
        zh: `WIDGET_ORIGINS 里有不是来源的内容：${wrong.join('、')}`,
      },
      {
        en: 'Write them like https://www.example.com, without path and without a slash at the end.',
        zh: '请写成 https://www.example.com 这样，不带路径，末尾不带斜杠。',
      },
    )
  if (origins.length > 0) return ok({ en: origins.join(', '), zh: origins.join('、') })
  return mode === 'demo'
    ? ok({ en: 'Pages of this machine, as it is a demo.', zh: '演示时允许本机的网页。' })
    : skipped(
        { en: 'Only the pages of the server itself.', zh: '只有服务自带的网页。' },
        {
          en: 'To show the widget on your own site, add its origin to WIDGET_ORIGINS.',
          zh: '要把聊天窗口放到自己的网站上，请把网站的来源写进 WIDGET_ORIGINS。',
        },
      )
}

async function accountsFinding({ store }: Installation): Promise<Finding> {
  if (!store) return NEEDS_STORE
  const { n } = await store.db
    .selectFrom('accounts')
    .select((e) => e.fn.countAll().as('n'))
    .executeTakeFirstOrThrow()
  const count = Number(n)
  if (count > 0) return ok({ en: `${counted(count, 'account')}.`, zh: `${count} 个账号。` })
  return warn(
    { en: 'Nobody can sign in, so nobody can answer customers.', zh: '还没有账号，没有人能登录接待客户。' },
    {
      en: 'Add one: npm run -s liuke -- accounts add NAME --role admin',
      zh: '请添加：npm run -s liuke -- accounts add 名字 --role admin',
    },
  )
}
