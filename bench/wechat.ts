/**
 * `npm run bench:wechat`: encrypted WeChat callbacks at a steady rate against a server of its own, with an
 * independent library on the customers' side and a local WeChat API for what does not go in reply.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startFakeWeixin } from '../tests/channels/wechat/fake-weixin.ts'
import { account, ENCODING_KEY, text, Weixin } from '../tests/channels/wechat/weixin.ts'
import { quantile } from './load.ts'
import { freePort, ready, residentMb } from './server-process.ts'

const { values: args } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    customers: { type: 'string', default: '2000' },
  },
})
const RATE = Number(args.rate)
const SECONDS = Number(args.seconds)
const CUSTOMERS = Number(args.customers)
/** WeChat gives up after this, in milliseconds. */
const GIVE_UP_MS = 5_000
/** One message in so many is brought twice, as WeChat does when it is not sure. */
const REPEATED = 25
const WARM_UP_SECONDS = 5
const QUESTIONS = [
  '怎么设置自动扣费',
  '路由器怎么设置',
  '你是机器人吗',
  'PUK码在哪查',
  '怎么开通国际漫游',
  'how do i set up autopay',
  'what payment methods do you take',
]

const say = (line: string): void => {
  if (!args.json) console.log(line)
}

/** One message of a customer and what came of it. */
interface Sent {
  readonly openid: string
  readonly ms: number
  readonly outcome: 'said' | 'silent' | 'timeout' | 'failed'
}

const us = account()
const home = await mkdtemp(path.join(tmpdir(), 'liuke-bench-'))
const fake = await startFakeWeixin()
fake.addAccount(us.appid, us.secret ?? '')
const children: ChildProcess[] = []
try {
  await measure()
} finally {
  for (const child of children) child.kill('SIGKILL')
  await fake.close()
  await rm(home, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const port = await freePort()
  say('starting the server; the bot is trained first …')
  const bot = fork(path.resolve(import.meta.dirname, '../src/main.ts'), ['start'], {
    env: {
      ...process.env,
      PORT: String(port),
      LIUKE_HOME: home,
      LOG_LEVEL: 'silent',
      BACKUP_HOUR: 'off',
      RATE_MESSAGES_PER_MINUTE: '100000',
      WECHAT_APPID: us.appid,
      WECHAT_SECRET: us.secret ?? '',
      WECHAT_TOKEN: us.token,
      WECHAT_AES_KEY: ENCODING_KEY,
      WECHAT_API_URL: fake.url,
    },
    stdio: 'ignore',
  })
  children.push(bot)
  await ready(port)
  const weixin = new Weixin(`http://127.0.0.1:${port}`, us)
  const agent = new Agent({ keepAlive: true, maxSockets: 500 })
  await drive(weixin, agent, WARM_UP_SECONDS, 'w')
  say(`${RATE} messages a second for ${SECONDS} s …`)
  const sent = await drive(weixin, agent, SECONDS, 'c')
  // Whatever goes by the API has come by now.
  await new Promise((resolve) => setTimeout(resolve, 8_000))
  agent.destroy()
  const first = sent.filter(({ repeat }) => !repeat)
  const answers = new Map<string, number>()
  const count = (openid: string): void => void answers.set(openid, (answers.get(openid) ?? 0) + 1)
  for (const { openid, outcome } of sent) if (outcome === 'said') count(openid)
  for (const { openid } of fake.received) if (openid.startsWith('c')) count(openid)
  const asked = new Map<string, number>()
  for (const { openid } of first) asked.set(openid, (asked.get(openid) ?? 0) + 1)
  let answered = 0
  let duplicates = 0
  for (const [openid, questions] of asked) {
    const heard = answers.get(openid) ?? 0
    answered += Math.min(questions, heard)
    duplicates += Math.max(0, heard - questions)
  }
  const times = first.map(({ ms }) => ms)
  const figures = {
    sent: first.length,
    repeats: sent.length - first.length,
    answered,
    byApi: fake.received.filter(({ openid }) => openid.startsWith('c')).length,
    timeouts: sent.filter(({ outcome }) => outcome === 'timeout').length,
    failed: sent.filter(({ outcome }) => outcome === 'failed').length,
    duplicates,
    perSecond: RATE,
    p50Ms: Number(quantile(times, 0.5).toFixed(1)),
    p99Ms: Number(quantile(times, 0.99).toFixed(1)),
    rssMb: await residentMb(bot.pid),
    load1: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
  if (!args.json) console.table(figures)
  console.log(JSON.stringify(figures))
}

/** Sends at the rate, whatever the answers do (an open loop). */
async function drive(
  weixin: Weixin,
  agent: Agent,
  seconds: number,
  prefix: string,
): Promise<(Sent & { readonly repeat: boolean })[]> {
  const total = RATE * seconds
  const begun = performance.now()
  const running: Promise<Sent & { readonly repeat: boolean }>[] = []
  for (let number = 0; number < total; number++) {
    const wait = begun + (number * 1_000) / RATE - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    const openid = `${prefix}_${number % CUSTOMERS}`
    fake.userWrote(us.appid, openid)
    const question = QUESTIONS[number % QUESTIONS.length] ?? ''
    const fields = text(question, { FromUserName: openid, MsgId: `${prefix}${number}` })
    running.push(deliver(weixin, agent, openid, fields).then((sent) => ({ ...sent, repeat: false })))
    if (number % REPEATED === 0)
      running.push(deliver(weixin, agent, openid, fields).then((sent) => ({ ...sent, repeat: true })))
  }
  return Promise.all(running)
}

function deliver(
  weixin: Weixin,
  agent: Agent,
  openid: string,
  fields: Parameters<Weixin['request']>[0],
): Promise<Sent> {
  const { url, body } = weixin.request(fields)
  const begun = performance.now()
  return new Promise((resolve) => {
    const end = (outcome: Sent['outcome']): void =>
      resolve({ openid, ms: performance.now() - begun, outcome })
    const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) }
    const outgoing = request(url, { method: 'POST', agent, headers, timeout: GIVE_UP_MS }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        answer += part
      })
      response.on('end', () => {
        if (response.statusCode !== 200) return end('failed')
        const { said } = weixin.read(200, answer)
        end(said === null ? 'silent' : 'said')
      })
    })
    outgoing.on('timeout', () => {
      outgoing.destroy()
      end('timeout')
    })
    outgoing.on('error', () => end('failed'))
    outgoing.end(body)
  })
}
