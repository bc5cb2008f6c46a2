/** `liuke customers`: imports customers, shows them masked, and makes the sample. */

import { userInfo } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadCompany } from '../company/load.ts'
import { invoicesOf } from '../customers/billing.ts'
import { type ImportReport, importCustomers } from '../customers/import.ts'
import { loadMapping } from '../customers/mapping.ts'
import { masked, type Profile, revealable } from '../customers/profile.ts'
import { findByAccount, openProfile, unknownCustomer } from '../customers/records.ts'
import { ensureSample, SAMPLE_SIZE } from '../customers/sample.ts'
import { ticketsOf } from '../customers/tickets.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'
import type { Command } from './command.ts'
import type { OpenInstallation } from './open-installation.ts'
import { createProgress, type Progress } from './progress.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke customers import FILE --map MAPPING.yaml [--dry-run] [--json]
liuke customers list [--last N] [--json]
liuke customers show ACCOUNT [--json]
liuke customers sample [--count N] [--seed N]

  import    reads a CSV table of customers; with anything wrong in it nothing is written
  list      shows the newest customers, masked
  show      shows one customer, masked
  sample    fills an installation without customers with invented ones

  --map FILE   what the columns mean; data/mappings/telco.yaml is one
  --dry-run    says what an import would do
  --last N     how many (default: 20, at most 1000)
  --count N    how many invented customers (default: ${SAMPLE_SIZE})
  --seed N     the same seed gives the same customers (default: 1)

Exit code: 0 done, 1 refused or failed, 2 called wrongly. docs/customers.md explains it all.`

interface Call {
  readonly action: 'import' | 'list' | 'show' | 'sample'
  /** File or account. */
  readonly what: string
  readonly map: string
  readonly dryRun: boolean
  readonly json: boolean
  readonly last: number
  readonly count: number
  readonly seed: number
}

type Open = OpenInstallation

export const command: Command = {
  name: 'customers',
  summary: 'import customers, look one up, make the sample',
  usage,
  run: (args) => {
    const progress = createProgress(process.stderr)
    return runCall(readCall(args), usage, (call) => perform(call, progress)).finally(progress.done)
  },
}

async function perform(call: Call, progress: ReturnType<typeof createProgress>): Promise<number> {
  // A mapping that is wrong is told before anything is opened.
  const mapping = call.action === 'import' ? await loadMapping(call.map) : null
  return withInstallation(async (open) => {
    if (mapping !== null) {
      const { timeZone } = await loadCompany(open.config.LIUKE_COMPANY)
      const { what: file, dryRun } = call
      const now = open.store.now()
      const onProgress = progress.report
      const report = await importCustomers(open.store, {
        ...{ file, mapping, now, timeZone, actor: actor(), dryRun, onProgress },
      }).finally(progress.done)
      console.log(call.json ? JSON.stringify(report) : textOf(report, file, dryRun))
      return report.problemCount > 0 ? 1 : 0
    }
    if (call.action === 'list') await list(open, call)
    else if (call.action === 'show') await show(open, call)
    else await sample(open, call, progress)
    return 0
  })
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        map: { type: 'string', default: '' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        last: { type: 'string', default: '20' },
        count: { type: 'string', default: String(SAMPLE_SIZE) },
        seed: { type: 'string', default: '1' },
      },
    })
    const [action = '', what = '', ...more] = positionals
    if (action !== 'import' && action !== 'list' && action !== 'show' && action !== 'sample')
      return 'What to do with customers?'
    if (action === 'import' && what === '') return 'Which file?'
    if (action === 'import' && values.map === '') return '--map is missing: what do the columns mean?'
    if (action === 'show' && what === '') return 'Which account?'
    if (more.length > 0 || (what !== '' && (action === 'list' || action === 'sample')))
      return 'There is a word too many.'
    const [last, count, seed] = [Number(values.last), Number(values.count), Number(values.seed)]
    if (!Number.isInteger(last) || last < 1 || last > 1_000) return '--last is a number from 1 to 1000.'
    if (!Number.isInteger(count) || count < 1) return '--count is a whole number from 1.'
    if (!Number.isInteger(seed) || seed < 0) return '--seed is a whole number from 0.'
    const { map, json } = values
    return { action, what, map, dryRun: values['dry-run'], json, last, count, seed }
  } catch (error) {
    return messageOf(error)
  }
}

function actor(): string {
  try {
    return `cli:${userInfo().username}`
  } catch {
    // A container may run under a number that has no name.
    return `cli:${process.getuid?.() ?? 'unknown'}`
  }
}

function textOf(report: ImportReport, file: string, dryRun: boolean): string {
  if (report.problemCount > 0) {
    const lines = report.problems.map(
      ({ line, column, message }) => `${file}:${line}: ${column === null ? '' : `${column} `}${message}`,
    )
    const more = report.problemCount - report.problems.length
    if (more > 0) lines.push(`… and ${more} more.`)
    lines.push(`Nothing was written. ${report.rows} rows, ${quantity(report.problemCount, 'problem')}.`)
    return lines.join('\n')
  }
  const { rows, added, updated, unchanged } = report
  if (rows === 0) return 'The file has no rows.'
  const counts = `${rows} rows: ${added} added, ${updated} updated, ${unchanged} unchanged.`
  if (dryRun) return `${counts} Nothing was written, as asked.`
  return report.written ? counts : `${counts} Everything was there already.`
}

function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

async function list({ store }: Open, { last, json }: Call): Promise<void> {
  const rows = await store.db
    .selectFrom('customers')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(last)
    .execute()
  const shown: Shown[] = []
  for (const row of rows) shown.push(await shownOf(store, row))
  if (json) return console.log(JSON.stringify(shown))
  if (shown.length === 0) return console.log('There are no customers.')
  for (const { account, name, status, plan, district, source } of shown)
    console.log(
      plain(
        `${account ?? 'erased'}  ${name ?? '—'}  ${status}  ${plan ?? '—'}  ${district ?? '—'}  ${source}`,
      ),
    )
}

interface Shown extends Record<string, string | number | boolean | null> {
  readonly account: string | null
  readonly name: string | null
  readonly status: string
  readonly plan: string | null
  readonly district: string | null
  readonly source: string
}

async function shownOf(store: Open['store'], row: CustomersTable): Promise<Shown> {
  const profile = await profileOf(store, row)
  const personal = Object.fromEntries(
    revealable.map((field) => [field, profile === null ? null : masked(field, profile[field])]),
  )
  return {
    ...personal,
    account: personal['account'] ?? null,
    name: personal['name'] ?? null,
    language: profile?.language ?? null,
    ...{ status: row.status, plan: row.plan, home: row.home, district: row.district },
    ...{ contract: row.contract, contractEnd: row.contract_end, joined: row.joined, payment: row.payment },
    monthlyYuan: row.monthly_fen === null ? null : row.monthly_fen / 100,
    source: row.source,
  }
}

async function profileOf(store: Open['store'], row: CustomersTable): Promise<Profile | null> {
  try {
    return await openProfile(store, row)
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return null
    throw error
  }
}

async function show({ store }: Open, { what, json }: Call): Promise<void> {
  const row = await findByAccount(store, what)
  if (row === undefined) throw unknownCustomer()
  const erased = (await profileOf(store, row)) === null
  const shown = await shownOf(store, row)
  const invoices = erased ? [] : await invoicesOf(store, row, 1)
  const tickets = erased ? [] : await ticketsOf(store, row, 5)
  const more = {
    lastInvoice: invoices.map(({ month, totalFen }) => ({ month, yuan: totalFen / 100 }))[0] ?? null,
    tickets: tickets.map(({ number, topic, status }) => ({ number, topic, status })),
  }
  if (json) return console.log(JSON.stringify({ ...shown, ...more }))
  if (erased) console.log('This customer was erased.')
  for (const [name, value] of Object.entries(shown))
    if (value !== null) console.log(plain(`${name.padEnd(12)} ${value}`))
  if (more.lastInvoice !== null)
    console.log(`${'last invoice'.padEnd(12)} ${more.lastInvoice.month}, ${more.lastInvoice.yuan} yuan`)
  for (const { number, topic, status } of more.tickets)
    console.log(plain(`${'ticket'.padEnd(12)} ${number} ${topic}, ${status}`))
}

/** Control characters would be commands to the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
}

async function sample({ store, config }: Open, { count, seed }: Call, progress: Progress): Promise<void> {
  const company = await loadCompany(config.LIUKE_COMPANY)
  const wrote = await ensureSample(store, {
    folder: path.join(path.dirname(config.LIUKE_COMPANY), 'customers'),
    ...{ company, seed, count, now: store.now(), actor: actor() },
    onProgress: (share) => progress.report('making customers', share),
  }).finally(progress.done)
  console.log(
    wrote
      ? 'Made the sample. All of them are invented; docs/customers.md names five to try things with.'
      : 'There are customers already; nothing was made.',
  )
}
