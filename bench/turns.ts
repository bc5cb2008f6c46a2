/** `npm run bench:turns`: full turns from POST to reply stored and readable, against a bare echo, alternating. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { drive, quantile, type Round, type Shot } from './load.ts'
import { freePort, ready, residentMb } from './server-process.ts'

const CONNECTIONS = 50
const ROUNDS = 4
const ROUND_MS = 4_000
const SECRET = 'bench-bench-bench-bench'
/** Customers of the sample, `data/customers/demo.yaml`. */
const ACCOUNTS = ['8000000011', '8000000029', '8000000037', '8000000045', '8000000052']
const QUESTIONS = [
  'how do i set up autopay',
  'when is my bill due',
  'what payment methods do you take',
  'how do i activate roaming',
  '怎么设置自动扣费',
  '路由器怎么设置',
  '你是机器人吗',
  'PUK码在哪查',
]

const json = process.argv.includes('--json')
const say = (line: string): void => {
  if (!json) console.log(line)
}

const home = await mkdtemp(path.join(tmpdir(), 'liuke-bench-'))
const children: ChildProcess[] = []
try {
  await measure()
} finally {
  for (const child of children) child.kill('SIGKILL')
  await rm(home, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  say('starting both servers; the bot is trained first …')
  const [echoPort, turnPort] = [await freePort(), await freePort()]
  const echo = fork(path.resolve(import.meta.dirname, 'echo-server.ts'), {
    env: { ...process.env, PORT: String(echoPort) },
    stdio: 'ignore',
  })
  children.push(echo)
  await once(echo, 'message')
  const bot = fork(path.resolve(import.meta.dirname, '../src/main.ts'), ['start'], {
    env: {
      ...process.env,
      PORT: String(turnPort),
      LIUKE_HOME: home,
      DIRECTLINE_SECRET: SECRET,
      LOG_LEVEL: 'silent',
      BACKUP_HOUR: 'off',
      LIUKE_TRACE: '1',
      RATE_MESSAGES_PER_MINUTE: '100000',
    },
    stdio: 'ignore',
  })
  children.push(bot)
  await ready(turnPort)
  const conversations = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, number) => startConversation(turnPort, number)),
  )
  const questions = await answeredQuestions(turnPort)
  const echoShot = (connection: number): Shot => ({
    path: '/api/messages',
    headers: {},
    body: JSON.stringify({
      type: 'message',
      id: '1',
      text: questions[connection % questions.length],
      deliveryMode: 'expectReplies',
      channelId: 'test',
      serviceUrl: 'http://127.0.0.1/',
      from: { id: 'user' },
      recipient: { id: 'bot' },
      conversation: { id: String(connection) },
    }),
  })
  const turnShot = (connection: number, number: number): Shot => {
    // As many conversations as connections.
    const { id, token } = conversations[connection]!
    return {
      path: `/v3/directline/conversations/${id}/activities`,
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({
        type: 'message',
        text: questions[(connection + number) % questions.length],
        from: { id: 'user' },
        channelData: { clientActivityID: `${Date.now()}-${connection}-${number}` },
      }),
    }
  }
  await drive(echoPort, CONNECTIONS, 2_000, echoShot)
  await drive(turnPort, CONNECTIONS, 2_000, turnShot)
  const echoes: Round[] = []
  const turns: Round[] = []
  for (let round = 0; round < ROUNDS; round++) {
    echoes.push(await drive(echoPort, CONNECTIONS, ROUND_MS, echoShot))
    turns.push(await drive(turnPort, CONNECTIONS, ROUND_MS, turnShot))
    say(
      `round ${round + 1}: echo ${echoes.at(-1)?.perSecond.toFixed(0)}/s, turns ${turns.at(-1)?.perSecond.toFixed(0)}/s`,
    )
  }
  const failures = [...echoes, ...turns].reduce((sum, round) => sum + round.failures, 0)
  if (failures > 0) throw new Error(`${failures} requests failed; the figures would mean nothing.`)
  const echoPerSecond = mean(echoes.map((round) => round.perSecond))
  const turnsPerSecond = mean(turns.map((round) => round.perSecond))
  const figures = {
    echoPerSecond: Math.round(echoPerSecond),
    turnsPerSecond: Math.round(turnsPerSecond),
    ratio: Number((turnsPerSecond / echoPerSecond).toFixed(3)),
    echoP99Ms: Number(
      quantile(
        echoes.flatMap((round) => round.times),
        0.99,
      ).toFixed(1),
    ),
    turnP99Ms: Number(
      quantile(
        turns.flatMap((round) => round.times),
        0.99,
      ).toFixed(1),
    ),
    rssMb: await residentMb(bot.pid),
    load1: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
  if (!json) console.table(figures)
  console.log(JSON.stringify(figures))
}

/** A conversation of a customer the site vouches for, so that every turn reads record, risk and rules. */
async function startConversation(port: number, number: number): Promise<{ id: string; token: string }> {
  const post = async (path: string, bearer: string, body: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/v3/directline/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.json()
  }
  const account = ACCOUNTS[number % ACCOUNTS.length]
  const generated = (await post('tokens/generate', SECRET, { account })) as { token: string }
  const started = (await post('conversations', generated.token, { locale: 'zh-CN' })) as {
    conversationId: string
    token: string
  }
  return { id: started.conversationId, token: started.token }
}

/** Those questions the bot answers: an unclear one would wait for its second half and measure that. */
async function answeredQuestions(port: number): Promise<string[]> {
  const answered: string[] = []
  for (const text of QUESTIONS) {
    const { id, token } = await startConversation(port, answered.length)
    const url = `http://127.0.0.1:${port}/v3/directline/conversations/${id}/activities`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ type: 'message', text }) })
    const page = (await (await fetch(url, { headers })).json()) as {
      activities: { channelData?: { liuke?: { decision: string } } }[]
    }
    if (page.activities.some(({ channelData }) => channelData?.liuke?.decision === 'answer'))
      answered.push(text)
  }
  if (answered.length < 4)
    throw new Error('The bot answers too few of the questions; is the corpus the sample?')
  return answered
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
