/** `liuke retention`: the worklist of customers who may leave, on the command line; the desk shows the same. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadOffers } from '../churn/offers.ts'
import { loadCompany } from '../company/load.ts'
import type { Store } from '../conversations/store.ts'
import { messageOf } from '../errors.ts'
import { buildWorklist } from '../jobs/retention/build.ts'
import {
  listEntries,
  RETENTION_FILTERS,
  type RetentionFilter,
  reasonsOf,
  stateAt,
} from '../jobs/retention/entries.ts'
import { maskedNames } from '../services/customer-card.ts'
import type { RetentionItemsTable } from '../storage/schema.ts'
import { actorOf } from './actor.ts'
import type { Command } from './command.ts'
import type { OpenInstallation } from './open-installation.ts'
import { createProgress } from './progress.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke retention build [--json]
liuke retention list [--filter open|done|all] [--account NUMBER] [--json]

  build  puts those worth most on the worklist, as many as the week has room for (corpus/offers.yaml);
         the server does the same every morning at six
  list   who is on it, by expected value; names are masked

  --filter   open (as it comes), done, or all
  --account  only this customer
  --json     the last line printed is one JSON object

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

export const command: Command = {
  name: 'retention',
  summary: 'customers to look after: build the worklist, see who is on it',
  usage,
  run: (args) =>
    runCall(readCall(args), usage, async (call) => {
      await withInstallation((open) =>
        call.action === 'build' ? build(open, call.json) : list(open.store, call),
      )
      return 0
    }),
}

interface Call {
  readonly action: 'build' | 'list'
  readonly filter: RetentionFilter
  readonly account: string | undefined
  readonly json: boolean
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        filter: { type: 'string', default: 'open' },
        account: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [action, ...more] = positionals
    if ((action !== 'build' && action !== 'list') || more.length > 0) return 'What to do with the worklist?'
    const filter = RETENTION_FILTERS.find((name) => name === values.filter && name !== 'mine')
    if (filter === undefined) return `--filter ${values.filter} is none of open, done, all.`
    return { action, filter, account: values.account, json: values.json }
  } catch (error) {
    return messageOf(error)
  }
}

async function build({ store, config }: OpenInstallation, json: boolean): Promise<void> {
  const company = await loadCompany(config.LIUKE_COMPANY)
  const book = await loadOffers(path.join(config.LIUKE_CORPUS, 'offers.yaml'), company)
  const progress = createProgress(process.stderr)
  const began = performance.now()
  const result = await buildWorklist({
    store,
    book,
    timeZone: company.timeZone,
    actor: actorOf(),
    onProgress: (share) => progress.report('looking at customers', share),
  }).finally(progress.done)
  const milliseconds = Math.round(performance.now() - began)
  if (json) return console.log(JSON.stringify({ ...result, milliseconds }))
  const { looked, added, held, roomLeft } = result
  if (looked === 0)
    return console.log('No customer has a score yet. Score them with: npm run -s liuke -- churn score')
  console.log(
    `${looked} customers looked at: ${added} put on the worklist, ${held} left alone at random to measure the effect.`,
  )
  console.log(`The week has room for ${roomLeft} more.`)
}

async function list(store: Store, { filter, account, json }: Call): Promise<void> {
  const { rows, after } = await listEntries(store, { filter, account: '', customer: account })
  const names = await maskedNames(
    store,
    rows.map(({ customer_id }) => customer_id),
  )
  const now = store.now()
  const items = rows.map((row) => ({
    id: row.id,
    customer: row.customer_id,
    name: names.get(row.customer_id) ?? null,
    state: stateAt(row, now),
    source: row.source,
    owner: row.owner,
    probability: row.probability,
    ev: row.ev,
    offer: row.offer,
    outcome: row.outcome,
    dueAt: row.due_at,
  }))
  if (json) return console.log(JSON.stringify({ items, more: after !== null }))
  if (rows.length === 0)
    return console.log(
      'Nobody is on the worklist. / 名单上没有人。\nFill it with: npm run -s liuke -- retention build',
    )
  for (const [at, row] of rows.entries()) console.log(lineOf(row, items[at]?.name ?? null, now))
  if (after !== null) console.log('… and more; the desk shows them all.')
}

function lineOf(row: RetentionItemsTable, name: string | null, now: number): string {
  const ev = row.ev === null ? '      -' : `¥${row.ev.toFixed(0)}`.padStart(7)
  const risk = row.probability === null ? '   -' : `${Math.round(row.probability * 100)} %`.padStart(4)
  const reasons = reasonsOf(row.reasons).map(({ title }) => `${title.zh} / ${title.en}`)
  const state = row.outcome ?? (row.owner === null ? stateAt(row, now) : `${stateAt(row, now)} ${row.owner}`)
  return `${ev}  ${risk}  ${(name ?? '(erased)').padEnd(16)}  ${state}  ${reasons.join('; ')}`
}
