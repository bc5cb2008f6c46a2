/** Kills servers at random moments while customers talk, starts them again, and audits what is left. */

import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/conversations/open.ts'
import { loadSecrets } from '../../src/storage/secrets.ts'
import { createRandom, mixSeed } from '../../src/understanding/classifier/random.ts'
import type { TestHome } from '../databases.ts'
import { testEnvironment } from '../server.ts'
import { type Audit, audit } from './audit.ts'
import { ChaoticCustomer, QUESTIONS } from './customer.ts'
import { ServerProcess } from './server-process.ts'

/** What is to happen. */
export interface ChaosPlan {
  readonly home: TestHome
  readonly seed: number
  /** How often a server is killed. */
  readonly rounds: number
  readonly customers: number
  /** Servers at the same time on the same database; one of them is killed in each round. */
  readonly servers: number
}

/** What happened. */
export interface ChaosReport extends Audit {
  readonly kills: number
  /** Messages sent, each counted once. */
  readonly messages: number
  /** Messages that had to be sent more than once. */
  readonly repeated: number
}

/** Messages that are begun between a start and the next kill, however slow the machine is. */
const LEAST_SAID = 5
/** Longest time customers talk on after these, in milliseconds. */
const TALK_MS = 500
const LOOK_MS = 10
/** Longest time after its start at which a server is killed before it is ready, in milliseconds. */
const START_MS = 1_200
/** One round in so many also kills the server while it starts. */
const KILLED_WHILE_STARTING = 5

/** Runs a plan. Throws when a server refuses a customer, does not start, or a customer is not heard in time. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  const environment = { ...(await testEnvironment(plan.home)), DIRECTLINE_TOKEN_MINUTES: '1440' }
  const random = createRandom(plan.seed)
  const running: ServerProcess[] = []
  const urls: (string | null)[] = []
  const kills: number[] = []
  const printed: string[] = []
  const start = async (slot: number): Promise<void> => {
    running[slot] = new ServerProcess(environment)
    urls[slot] = await running[slot].ready
  }
  const kill = async (slot: number): Promise<void> => {
    urls[slot] = null
    kills.push(Date.now())
    await running[slot]?.kill()
    printed.push(running[slot]?.output ?? '')
  }
  const customers = Array.from(
    { length: plan.customers },
    (_, at) =>
      new ChaoticCustomer(createRandom(mixSeed(plan.seed, at)), () => urls.filter((url) => url !== null)),
  )
  const said = (): number => customers.reduce((sum, { sent }) => sum + sent.length, 0)
  let over = false
  try {
    for (let slot = 0; slot < plan.servers; slot++) await start(slot)
    await customers[0]?.start()
    const talking = customers.map(async (customer, at) => {
      // All but the first start while servers are being killed.
      if (at > 0) await customer.start()
      await customer.talk(() => over)
    })
    const failed = Promise.all(talking)
    const torture = async (): Promise<void> => {
      for (let round = 0; round < plan.rounds; round++) {
        const slot = Math.floor(random() * plan.servers)
        const before = said()
        while (!over && said() < before + LEAST_SAID) await pause(LOOK_MS)
        await pause(random() * TALK_MS)
        await kill(slot)
        if (random() * KILLED_WHILE_STARTING < 1) {
          running[slot] = new ServerProcess(environment)
          await pause(random() * START_MS)
          await kill(slot)
        }
        await start(slot)
      }
      over = true
    }
    await Promise.all([torture(), failed])
    for (const customer of customers) await customer.poll()
    for (const server of running) await server.stop()
    printed.push(...running.map(({ output }) => output))
    const { problems, interrupted } = await auditHome(environment, customers, kills)
    const sent = customers.flatMap((customer) => customer.sent)
    return {
      problems: [...problems, ...printedTexts(printed)],
      interrupted,
      kills: kills.length,
      messages: sent.length,
      repeated: sent.filter(({ attempts }) => attempts > 1).length,
    }
  } finally {
    over = true
    await Promise.all(running.map((server) => server.kill()))
  }
}

async function auditHome(
  environment: Record<string, string>,
  customers: readonly ChaoticCustomer[],
  kills: readonly number[],
): Promise<Audit> {
  const config = readConfig(environment, 'demo')
  const open = await openStore(config, (await loadSecrets(config)).masterKey)
  try {
    return await audit(open, customers, kills)
  } finally {
    await open.close()
  }
}

/** What customers wrote must not be in anything a server prints, even at its end. */
function printedTexts(printed: readonly string[]): string[] {
  const texts = QUESTIONS.filter((question) => printed.some((output) => output.includes(question)))
  return texts.map((text) => `a server printed "${text}"`)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
