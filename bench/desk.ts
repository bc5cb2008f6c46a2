/**
 * `npm run bench:desk`: customers on the website and agents at the desk against a server of its own, over HTTP, streams
 * and server-sent events; every message is counted on both sides, and who was taken when.
 */

import { execFile, fork } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { addAccount } from '../src/accounts/accounts.ts'
import { openInstallation } from '../src/commands/open-installation.ts'
import { transcript } from '../src/conversations/reading.ts'
import type { Store } from '../src/conversations/store.ts'
import { setAgent } from '../src/services/agents.ts'
import { DeskAgent, OFFER_MS } from './desk-agent.ts'
import { DeskCustomer } from './desk-customer.ts'
import { delaysOf, faultsOf, starvedIn } from './desk-faults.ts'
import { quantile } from './load.ts'
import { freePort, ready, residentMb } from './server-process.ts'

const { values: args } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '3' },
    conversations: { type: 'string', default: '500' },
    agents: { type: 'string', default: '50' },
    /** Leaves the rules out. */
    'no-rules': { type: 'boolean', default: false },
    /** A folder with a trained bot, to save training one. */
    models: { type: 'string' },
  },
})
const MINUTES = Number(args.minutes)
const CUSTOMERS = Number(args.conversations)
const AGENTS = Number(args.agents)
const SECRET = 'bench-secret-of-the-desk'
const PASSWORD = 'kuzo-mira-tepa-lodu'
/** Conversations an agent has at a time: few, so that a line forms. */
const CAPACITY = 3
/** One agent in so many takes what nobody was asked for. */
const PICKERS = 5
/** The longest wait of all queues, in milliseconds: the shortest there is. */
const LONGEST_WAIT_MS = 60_000
/** What an agent sees in a list may be so old when it is taken, in milliseconds. */
const LIST_AGE_MS = 2_000
/** All customers come within this, in milliseconds. */
const COMING_MS = 30_000
/** Before the end nobody begins anything new, in milliseconds. */
const WIND_DOWN_MS = 20_000
/** How long after the end what is on its way may still arrive, in milliseconds. */
const SETTLE_MS = 30_000

const say = (line: string): void => {
  if (!args.json) console.log(line)
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const home = await mkdtemp(path.join(tmpdir(), 'liuke-bench-desk-'))
const rulesFigures = args['no-rules'] ? {} : await benchRules()
const corpus = await corpusWithOffers()
const port = await freePort()
const settings = {
  PORT: String(port),
  LIUKE_HOME: home,
  LIUKE_CORPUS: corpus,
  DIRECTLINE_SECRET: SECRET,
  LOG_LEVEL: 'silent',
  BACKUP_HOUR: 'off',
  SAMPLE_CUSTOMERS: '0',
  RATE_MESSAGES_PER_MINUTE: '100000',
  RATE_TOKENS_PER_MINUTE: '100000',
}
if (args.models !== undefined) await cp(args.models, path.join(home, 'models'), { recursive: true })
const server = fork(path.resolve(import.meta.dirname, '../src/main.ts'), ['start'], {
  env: { ...process.env, ...settings },
  stdio: 'ignore',
})
try {
  await measure()
} finally {
  server.kill('SIGKILL')
  await rm(home, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  say('starting the server; the bot is trained first …')
  // On a busy machine training takes longer than others may wait for.
  await ready(port).catch(() => ready(port))
  Object.assign(process.env, settings)
  const open = await openInstallation()
  const { store } = open
  const url = `http://127.0.0.1:${port}`
  const names = Array.from({ length: AGENTS }, (_, at) => `agent-${at}`)
  for (const name of names) await addAccount(store, 'bench', { name, role: 'agent', password: PASSWORD })
  const agents = await Promise.all(names.map((name) => DeskAgent.signIn(url, { name, password: PASSWORD })))
  for (const name of names) await setAgent(store, 'bench', name, { capacity: CAPACITY })
  say(`${CUSTOMERS} customers and ${AGENTS} agents for ${MINUTES} min …`)
  const begun = performance.now()
  const until = begun + MINUTES * 60_000
  const customers: DeskCustomer[] = []
  const working = agents.map((agent, at) =>
    agent.work(until, { capacity: CAPACITY, picks: at % PICKERS === 0, colleagues: names }),
  )
  const coming = Array.from({ length: CUSTOMERS }, async (_, at) => {
    await pause((at * COMING_MS) / CUSTOMERS)
    const customer = await DeskCustomer.start(url, SECRET, at)
    customers.push(customer)
    await customer.live(until - WIND_DOWN_MS)
  })
  await Promise.all(coming)
  await Promise.all(working)
  const settled = performance.now() + SETTLE_MS
  while (performance.now() < settled && isOnItsWay(customers, agents)) await pause(500)
  const load = loadavg().map((value) => Math.round(value * 100) / 100)
  const figures = { ...(await figuresOf(store, customers, agents)), ...rulesFigures, load }
  for (const each of [...agents, ...customers]) each.close()
  await open.close()
  if (!args.json) console.table(figures)
  console.log(JSON.stringify(figures))
}

async function figuresOf(store: Store, customers: readonly DeskCustomer[], agents: readonly DeskAgent[]) {
  const said = new Map<string, string[]>()
  for (const agent of agents)
    for (const { conversation, text } of agent.sent)
      said.set(conversation, [...(said.get(conversation) ?? []), text])
  const faults = { sent: 0, delivered: 0, lost: 0, doubled: 0, misordered: 0 }
  for (const customer of customers) {
    const stored = (await transcript(store, customer.id)).filter(
      ({ activity }) => activity.type === 'message',
    )
    const heard = stored.filter(({ role }) => role === 'user').map(({ activity }) => activity.text ?? '')
    // Of agents' messages the order in which the server took them counts: two may have written.
    const written = stored.filter(({ role }) => role === 'agent').map(({ activity }) => activity.text ?? '')
    const acknowledged = new Set(said.get(customer.id) ?? [])
    const order = written.filter((text) => acknowledged.has(text))
    const missing = [...acknowledged].filter((text) => !order.includes(text))
    for (const part of [faultsOf(customer.sent, heard), faultsOf([...order, ...missing], customer.heard)])
      for (const key of Object.keys(faults) as (keyof typeof faults)[]) faults[key] += part[key]
  }
  const rows = await store.db
    .selectFrom('handoffs')
    .select(['id', 'conversation_id', 'started_at', 'claimed_at', 'priority', 'ended_at'])
    .execute()
  const claims = agents.flatMap((agent) => agent.claimMs)
  const waits = rows.flatMap(({ started_at, claimed_at }) =>
    claimed_at === null ? [] : [claimed_at - started_at],
  )
  const replies = new Map(
    agents.flatMap(({ sent }) => sent.map(({ text, at }): [string, number] => [text, at])),
  )
  const asked = new Map(customers.flatMap(({ sentAt }) => [...sentAt]))
  const toCustomers = customers.flatMap(({ heardAt }) => delaysOf(replies, heardAt))
  const toAgents = agents.flatMap(({ readAt }) => delaysOf(asked, readAt))
  const round = (value: number): number => Math.round(value * 10) / 10
  return {
    ...faults,
    starved: starvedIn(
      rows,
      agents.flatMap(({ takes }) => takes),
      { boundMs: LONGEST_WAIT_MS, offerMs: OFFER_MS + LIST_AGE_MS },
    ),
    claimP99Ms: round(quantile(claims, 0.99)),
    claimP50Ms: round(quantile(claims, 0.5)),
    claims: claims.length,
    refusedClaims: agents.reduce((sum, { refused }) => sum + refused, 0),
    accepted: agents.reduce((sum, { accepted }) => sum + accepted, 0),
    transfers: agents.reduce((sum, { transfers }) => sum + transfers, 0),
    notes: agents.reduce((sum, { notes }) => sum + notes, 0),
    closed: agents.reduce((sum, { closed }) => sum + closed, 0),
    failures:
      agents.reduce((sum, { failures }) => sum + failures, 0) +
      customers.reduce((sum, { failures }) => sum + failures, 0),
    reconnects: customers.reduce((sum, { reconnects }) => sum + reconnects, 0),
    toCustomerP50Ms: round(quantile(toCustomers, 0.5)),
    toCustomerP99Ms: round(quantile(toCustomers, 0.99)),
    toAgentP50Ms: round(quantile(toAgents, 0.5)),
    toAgentP99Ms: round(quantile(toAgents, 0.99)),
    waitP50Ms: quantile(waits, 0.5),
    waitMaxMs: waits.reduce((most, each) => Math.max(most, each), 0),
    handoffs: rows.length,
    rssMb: await residentMb(server.pid),
  }
}

/** Whether something agents wrote has not come yet. */
function isOnItsWay(customers: readonly DeskCustomer[], agents: readonly DeskAgent[]): boolean {
  const heard = new Set(customers.flatMap((customer) => customer.heard))
  return agents.some(({ sent }) => sent.some(({ text }) => !heard.has(text)))
}

/** The sample's corpus with queues that are always open, offer, and let nobody wait longer than a minute behind others. */
async function corpusWithOffers(): Promise<string> {
  const folder = path.join(home, 'corpus')
  await cp(path.resolve(import.meta.dirname, '../corpus'), folder, { recursive: true })
  const file = path.join(folder, 'handoff.yaml')
  const written = await readFile(file, 'utf8')
  const quick = written
    .replace(/longest_wait: \w+/g, 'longest_wait: 1m')
    .replace(
      /( {2}general:\n)/,
      `$1    assign: offer\n    offer_for: ${OFFER_MS / 1_000}s\n    hours: always\n    timeout: 1h\n`,
    )
  await writeFile(file, quick)
  return folder
}

/** Decisions with their trace, and a what-if over stored ones. */
async function benchRules(): Promise<object> {
  say('rules first …')
  const file = path.resolve(import.meta.dirname, 'rules.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [file, '--json'])
  const { load: _load, ...figures } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<
    string,
    unknown
  >
  return { rules: figures }
}
