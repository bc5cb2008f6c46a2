/** `node bench/insight.ts`: segments, rules, forecast and words of a hundred thousand customers and messages, each in a process. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { openStore } from '../src/conversations/open.ts'
import { newId, type Store, sealBody } from '../src/conversations/store.ts'
import { loadCorpus } from '../src/corpus/load.ts'
import { insertCustomers, prepareCustomers } from '../src/customers/records.ts'
import { parseMasterKey } from '../src/storage/vault.ts'
import { createRandom } from '../src/understanding/classifier/random.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    customers: { type: 'string', default: '100000' },
    messages: { type: 'string', default: '100000' },
  },
})
const CUSTOMERS = Number(values.customers)
const MESSAGES = Number(values.messages)
const AT_ONCE = 1_000
const DAYS = 60
const IN_A_CONVERSATION = 4
const DAY_MS = 86_400_000

const say = (line: string): void => {
  if (!values.json) console.log(line)
}
const random = createRandom(1)
const below = (count: number): number => Math.floor(random() * count)
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!

const home = await mkdtemp(path.join(tmpdir(), 'liuke-bench-insight-'))
const key = randomBytes(32).toString('base64')
const environment = {
  ...process.env,
  LIUKE_HOME: home,
  LIUKE_MASTER_KEY: key,
  DIRECTLINE_SECRET: 'bench-bench-bench-bench',
}
try {
  await fill()
  const figures: Record<string, number> = { customers: CUSTOMERS, messages: MESSAGES }
  for (const kind of ['segments', 'rules', 'forecast', 'words']) {
    const { seconds, computing, peakRssMb } = await measured(kind)
    Object.assign(figures, { [`${kind}Seconds`]: seconds, [`${kind}PeakRssMb`]: peakRssMb })
    say(
      `${kind.padEnd(9)} ${seconds.toFixed(1)} s in all, ${computing.toFixed(1)} s of it computing, ${peakRssMb} MB at most`,
    )
  }
  figures['load'] = loadavg()[0] ?? 0
  if (values.json) console.log(JSON.stringify(figures))
} finally {
  await rm(home, { recursive: true, force: true })
}

async function fill(): Promise<void> {
  const config = readConfig(environment, 'serve')
  const open = await openStore(config, parseMasterKey(key))
  try {
    say(`writing ${CUSTOMERS} customers and ${MESSAGES} messages …`)
    for (let at = 0; at < CUSTOMERS; at += AT_ONCE)
      await writeCustomers(open.store, at, Math.min(AT_ONCE, CUSTOMERS - at))
    const { entries } = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
    const asked = [...entries.values()].filter(({ kind }) => kind !== 'small-talk')
    for (let at = 0; at < MESSAGES; at += AT_ONCE * IN_A_CONVERSATION)
      await writeConversations(open.store, asked)
  } finally {
    await open.close()
  }
}

async function writeCustomers(store: Store, first: number, count: number): Promise<void> {
  const day = (monthsAgo: number): string =>
    new Date(Date.now() - monthsAgo * 30 * DAY_MS).toISOString().slice(0, 10)
  const nobody = {
    name: null,
    phone: null,
    email: null,
    language: null,
    address: null,
    gender: null,
    birthYear: null,
  }
  const drafts = Array.from({ length: count }, (_, at) => ({
    profile: { ...nobody, account: `9${String(first + at).padStart(9, '0')}` },
    ...{ source: 'bench', status: 'active' as const, plan: oneOf(['basic', 'plus', 'max']), district: null },
    ...{
      home: oneOf(['none', 'f300', 'f500']),
      contract: null,
      contractEnd: null,
      payment: null,
      churned: null,
    },
    ...{ joined: day(below(80)), monthlyFen: 3_000 + below(30_000), attributes: {} },
  }))
  const prepared = await prepareCustomers(store, drafts)
  const now = Date.now()
  await store.db.transaction().execute(async (trx) => {
    await insertCustomers(store, trx, prepared)
    const months = [0, 1, 2, 3, 4, 5].map((ago) => day(ago).slice(0, 7))
    const usage = prepared.flatMap(({ id }) =>
      months.map((month) => ({ customer_id: id, month, data_mb: below(20_000), minutes: 0, texts: 0 })),
    )
    for (let at = 0; at < usage.length; at += AT_ONCE)
      await trx
        .insertInto('usage')
        .values(usage.slice(at, at + AT_ONCE))
        .execute()
    const products = prepared.flatMap(({ id }) =>
      ['tv', 'roaming_pack', 'family_line'].flatMap((product) =>
        random() < 0.25 ? [{ customer_id: id, product, since: day(3), until: null }] : [],
      ),
    )
    await trx.insertInto('products').values(products).execute()
    const scores = prepared.map(({ id }) => {
      const probability = random() ** 2
      return { customer_id: id, logit: 0, probability, reasons: '[]', model: 'bench', scored_at: now }
    })
    await trx.insertInto('scores').values(scores).execute()
  })
}

type Asked =
  Awaited<ReturnType<typeof loadCorpus>>['entries'] extends ReadonlyMap<string, infer Entry> ? Entry : never

async function writeConversations(store: Store, asked: readonly Asked[]): Promise<void> {
  const ids = Array.from({ length: AT_ONCE }, () => ({ subject: newId(), id: newId() }))
  await store.vault.createMany(ids.map(({ subject }) => subject))
  const rows = await Promise.all(
    ids.map(async ({ subject, id }) => {
      const sealing = await store.vault.keyOf(subject)
      const begun = Date.now() - below(DAYS) * DAY_MS - below(DAY_MS)
      const first = oneOf(asked)
      return Array.from({ length: IN_A_CONVERSATION }, (_, seq) => {
        const entry = seq === 0 || random() < 0.4 ? first : oneOf(asked)
        const [message, at] = [newId(), begun + seq * 30_000]
        const text = oneOf(entry.phrases[random() < 0.7 ? 'zh' : 'en'])
        return {
          message: {
            ...{ conversation_id: id, seq: seq + 1, id: message, role: 'user' as const, type: 'message' },
            ...{ status: 'answered' as const, dedupe: null, reply_to: null, visible: 1 },
            ...{
              body: sealBody(sealing, message, { type: 'message', text }),
              created_at: at,
              answered_at: at,
            },
          },
          decision: {
            ...{ id: newId(), conversation_id: id, message_id: message, decision: 'answer', entry: entry.id },
            ...{ confidence: 0.9, language: 'zh', model: 'bench', created_at: at },
            trace: sealing.seal('trace', '{}'),
          },
          conversation: {
            ...{
              id,
              channel: 'bench',
              subject_id: subject,
              user_hash: id,
              owner: 'bot' as const,
              agent: null,
            },
            ...{ version: 1, last_seq: IN_A_CONVERSATION, language: 'zh', locale: null, queued_at: null },
            ...{ closed_at: null, created_at: at, updated_at: at, customer_id: null, verified_until: null },
            ...{ queue: null, priority: null, answer_due_at: null, value_yuan: null, queue_reason: null },
            ...{ handoff_ended_at: null, shared: 0 },
          },
        }
      })
    }),
  )
  await store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('subjects')
      .values(ids.map(({ subject }) => ({ id: subject, created_at: Date.now() })))
      .execute()
    await trx
      .insertInto('conversations')
      .values(rows.map(([first]) => first!.conversation))
      .execute()
    for (let at = 0; at < rows.length; at += AT_ONCE / 10) {
      const some = rows.slice(at, at + AT_ONCE / 10).flat()
      await trx
        .insertInto('messages')
        .values(some.map(({ message }) => message))
        .execute()
      await trx
        .insertInto('decisions')
        .values(some.map(({ decision }) => decision))
        .execute()
    }
  })
}

async function measured(kind: string): Promise<{ seconds: number; computing: number; peakRssMb: number }> {
  const began = performance.now()
  const main = path.resolve(import.meta.dirname, '../src/main.ts')
  const child = spawn(process.execPath, [main, 'insight', kind, '--json'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let [out, peakRssMb] = ['', 0]
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    peakRssMb = Math.max(peakRssMb, Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024))
  }, 50)
  const [code] = await once(child, 'close')
  clearInterval(watch)
  if (code !== 0) throw new Error(`insight ${kind} ended with code ${code}.`)
  const { took, empty } = JSON.parse(out.trim().split('\n').at(-1) ?? '{}')
  if (empty !== null) throw new Error(`insight ${kind} found nothing to compute.`)
  return { seconds: (performance.now() - began) / 1_000, computing: took / 1_000, peakRssMb }
}
