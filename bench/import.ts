/** `npm run bench:import`: a million generated rows imported into an installation whose server answers turns meanwhile. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { quantile } from './load.ts'
import { freePort, ready } from './server-process.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
    /** Imports the same file a second time, which has to change nothing. */
    again: { type: 'boolean', default: false },
    /** Imports the file a third time with so many rows changed. */
    changed: { type: 'string', default: '0' },
  },
})
const ROWS = Number(values.rows)
const CHANGED = Number(values.changed)
const SECRET = 'bench-bench-bench-bench'
/** Turns begin this often, whether earlier ones are answered or not: customers do not wait for each other. */
const EVERY_MS = 100
const QUIET_MS = 10_000
const QUESTIONS = ['how do i set up autopay', 'when is my bill due', '怎么设置自动扣费', 'PUK码在哪查']

const MAPPING = `
name: bench
about: { zh: 测速, en: a measurement }
id: account
label: { column: left, churned: "Y", stayed: "N" }
missing: { marks: [N/A], policy: average }
columns:
  account: { type: category }
  name: { type: category }
  phone: { type: category }
  email: { type: category }
  district: { type: category }
  plan: { type: category }
  contract: { type: category }
  joined: { type: category, clean: date }
  fee: { type: number, clean: money }
  payment: { type: category }
  data_mb: { type: number }
  calls: { type: number }
  paperless: { type: category, clean: boolean }
  left: { type: category }
customers:
  account: account
  name: name
  phone: phone
  email: email
  district: district
  plan: plan
  contract: contract
  joined: joined
  monthly_charge: fee
  payment: payment
  status: { column: left, values: { "Y": cancelled, "N": active } }
churn:
  groups: { all: { zh: 全部, en: all } }
  features: [{ group: all, log: data_mb }, { group: all, category: contract, reference: month }]
`
const HEADER =
  'account,name,phone,email,district,plan,contract,joined,fee,payment,data_mb,calls,paperless,left'

const say = (line: string): void => {
  if (!values.json) console.log(line)
}
const home = await mkdtemp(path.join(tmpdir(), 'liuke-bench-import-'))
const children: ChildProcess[] = []
const environment = {
  ...process.env,
  LIUKE_HOME: home,
  DIRECTLINE_SECRET: SECRET,
  LOG_LEVEL: 'silent',
  BACKUP_HOUR: 'off',
  RATE_MESSAGES_PER_MINUTE: '100000',
}
const main = path.resolve(import.meta.dirname, '../src/main.ts')
try {
  await measure()
} finally {
  for (const child of children) child.kill('SIGKILL')
  await rm(home, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const file = path.join(home, 'customers.csv')
  const map = path.join(home, 'bench.yaml')
  await writeFile(map, MAPPING)
  say(`writing ${ROWS} rows …`)
  await generate(file, 0)
  say('starting the server; the bot is trained first …')
  const port = await freePort()
  const server = fork(main, ['start'], { env: { ...environment, PORT: String(port) }, stdio: 'ignore' })
  children.push(server)
  await ready(port)
  const quiet = await turnsWhile(port, new Promise((resolve) => setTimeout(resolve, QUIET_MS)))
  const first = await importing(port, file, map)
  if (first.added !== ROWS) throw new Error(`${first.added} of ${ROWS} rows were added.`)
  const figures: Record<string, number | null> = {
    rows: ROWS,
    fileMb: Math.round((await stat(file)).size / 1e6),
    seconds: first.seconds,
    rowsPerSecond: Math.round(ROWS / first.seconds),
    cpuSeconds: first.cpuSeconds,
    peakRssMb: first.peakRssMb,
    turns: first.times.length,
    turnP50Ms: rounded(quantile(first.times, 0.5)),
    turnP99Ms: rounded(quantile(first.times, 0.99)),
    turnMaxMs: rounded(Math.max(...first.times)),
    quietP50Ms: rounded(quantile(quiet, 0.5)),
    quietP99Ms: rounded(quantile(quiet, 0.99)),
  }
  if (values.again) {
    const again = await importing(port, file, map)
    if (again.unchanged !== ROWS) throw new Error(`${again.unchanged} of ${ROWS} rows were unchanged.`)
    Object.assign(figures, {
      againSeconds: again.seconds,
      againPeakRssMb: again.peakRssMb,
      againTurnP99Ms: rounded(quantile(again.times, 0.99)),
    })
  }
  if (CHANGED > 0) {
    await generate(file, CHANGED)
    const changed = await importing(port, file, map)
    if (changed.updated !== CHANGED) throw new Error(`${changed.updated} of ${CHANGED} rows were updated.`)
    Object.assign(figures, {
      changedSeconds: changed.seconds,
      changedTurnP99Ms: rounded(quantile(changed.times, 0.99)),
      changedTurnMaxMs: rounded(Math.max(...changed.times)),
    })
  }
  figures['load1'] = Number((loadavg()[0] ?? 0).toFixed(2))
  if (!values.json) console.table(figures)
  console.log(JSON.stringify(figures))
}

/** Rows as systems export them: a few of a hundred cells need cleaning. @param changed rows with another plan */
async function generate(file: string, changed: number): Promise<void> {
  const stream = createWriteStream(file)
  stream.write(`${HEADER}\r\n`)
  let text = ''
  for (let at = 0; at < ROWS; at++) {
    text += rowOf(at, at < changed)
    if (text.length < 1_000_000 && at < ROWS - 1) continue
    if (!stream.write(text)) await once(stream, 'drain')
    text = ''
  }
  stream.end()
  await once(stream, 'finish')
}

function rowOf(at: number, isChanged: boolean): string {
  // Accounts in an order that has nothing to do with their hashes, as everywhere.
  const account = String(30_000_000 + at)
  const names = ['王晓雯', 'Emma Clarke', '陈建国', '"Hughes, Daniel"', '林静怡']
  const pick = (list: readonly string[], by: number) => list[Math.floor(at / by) % list.length] ?? ''
  const day = `${2012 + (at % 13)}-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`
  return `${[
    account,
    pick(names, 1),
    at % 50 === 7 ? `+86 190-0${String(at).padStart(7, '0')}` : `1900${String(at).padStart(7, '0')}`,
    at % 20 === 3 ? '' : `customer${at}@example.com`,
    pick(['central', 'airport', 'north', 'harbour'], 3),
    isChanged ? 'other' : pick(['lite', 'basic', 'plus', 'max'], 7),
    pick(['month', 'one-year', 'two-year'], 2),
    at % 40 === 9 ? day.replaceAll('-', '/') : day,
    at % 60 === 11 ? `"¥1,${String(100 + (at % 900))}.50"` : `${19 + (at % 180)}.90`,
    pick(['autopay', 'wallet', 'card', 'cash'], 5),
    at % 90 === 5 ? 'N/A' : String((at * 7919) % 60_000),
    String(at % 9),
    at % 30 === 2 ? '是' : pick(['yes', 'no'], 11),
    at % 6 === 1 ? 'Y' : 'N',
  ].join(',')}\r\n`
}

interface Imported {
  readonly seconds: number
  /** What it took of the processors, which does not depend on what else they had to do. */
  readonly cpuSeconds: number | null
  readonly peakRssMb: number | null
  /** Milliseconds of each turn that began while it ran. */
  readonly times: readonly number[]
  readonly added: number
  readonly updated: number
  readonly unchanged: number
}

async function importing(port: number, file: string, map: string): Promise<Imported> {
  say('importing …')
  const began = performance.now()
  const child = fork(main, ['customers', 'import', file, '--map', map, '--json'], {
    env: environment,
    stdio: ['ignore', 'pipe', values.json ? 'ignore' : 'inherit', 'ipc'],
  })
  children.push(child)
  let out = ''
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  let peakRssMb: number | null = null
  let cpuSeconds: number | null = null
  const watch = setInterval(() => {
    void peakMb(child.pid).then((mb) => {
      peakRssMb = mb ?? peakRssMb
    })
    void processorSeconds(child.pid).then((used) => {
      cpuSeconds = used ?? cpuSeconds
    })
  }, 250)
  const closed = once(child, 'close')
  const times = await turnsWhile(port, closed)
  const seconds = Number(((performance.now() - began) / 1_000).toFixed(1))
  clearInterval(watch)
  const [code] = await closed
  if (code !== 0) throw new Error(`The import ended with ${code}: ${out.slice(0, 2_000)}`)
  // What the command prints with --json, as its last line.
  const report = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Pick<
    Imported,
    'added' | 'updated' | 'unchanged'
  >
  const { added, updated, unchanged } = report
  return { seconds, cpuSeconds, peakRssMb, times, added, updated, unchanged }
}

/** The most memory a process ever had, in megabytes. */
async function peakMb(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1]
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024)
}

/** Time of processors a process has used, in seconds. */
async function processorSeconds(pid: number | undefined): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return user === undefined || system === undefined ? null : (Number(user) + Number(system)) / 100
}

/** Milliseconds of turns, from the request to the answer stored, begun at an even pace until something is over. */
async function turnsWhile(port: number, over: Promise<unknown>): Promise<number[]> {
  const conversations = await Promise.all(Array.from({ length: 20 }, () => startConversation(port)))
  let isOver = false
  void over.finally(() => {
    isOver = true
  })
  const times: number[] = []
  const running: Promise<void>[] = []
  for (let number = 0; !isOver; number++) {
    const conversation = conversations[number % conversations.length]
    const text = QUESTIONS[number % QUESTIONS.length]
    if (conversation !== undefined && text !== undefined)
      running.push(turn(port, conversation, text).then((milliseconds) => void times.push(milliseconds)))
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  await Promise.all(running)
  return times
}

interface Conversation {
  readonly id: string
  readonly token: string
}

async function turn(port: number, { id, token }: Conversation, text: string): Promise<number> {
  const began = performance.now()
  const response = await fetch(`http://127.0.0.1:${port}/v3/directline/conversations/${id}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', text, from: { id: 'user' } }),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`A turn failed with ${response.status}; the figures would mean nothing.`)
  return performance.now() - began
}

async function startConversation(port: number): Promise<Conversation> {
  const post = async (where: string, bearer: string, body: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/v3/directline/${where}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.json()
  }
  // What the Direct Line protocol answers.
  const { token } = (await post('tokens/generate', SECRET, { account: '8000000011' })) as { token: string }
  const started = (await post('conversations', token, { locale: 'zh-CN' })) as {
    conversationId: string
    token: string
  }
  return { id: started.conversationId, token: started.token }
}

function rounded(milliseconds: number): number {
  return Number(milliseconds.toFixed(1))
}
