/** What `liuke privacy` does, each action with its report for people and as JSON. */

import { readFile, writeFile } from 'node:fs/promises'
import { loadCompany } from '../company/load.ts'
import type { Store } from '../conversations/store.ts'
import { erasedAmong } from '../customers/erased-accounts.ts'
import { accountHash } from '../customers/records.ts'
import { LiukeError } from '../errors.ts'
import { countRows, eraseLeftovers, type RowCounts, resumeErasures } from '../jobs/erase/erase.ts'
import { eraseWithProof } from '../jobs/erase/erase-customer.ts'
import { Needles, needlesOf } from '../jobs/erase/needles.ts'
import { type Policy, periodNames, policyOf } from '../jobs/erase/periods.ts'
import { findPerson } from '../jobs/erase/person.ts'
import { productTexts } from '../jobs/erase/product-texts.ts'
import { countDue, type PeriodCounts, runPeriods } from '../jobs/erase/run-periods.ts'
import { placesOf, type ScanReport, scan } from '../jobs/erase/scan.ts'
import { exportFor, openRequests } from '../jobs/erase/staff-requests.ts'
import { everyErasure } from '../storage/erasure-orders.ts'
import { actorOf } from './actor.ts'
import type { OpenInstallation } from './open-installation.ts'
import type { PrivacyCall } from './privacy-call.ts'
import type { Progress } from './progress.ts'
import { rotateKey } from './rotate-key.ts'
import { withInstallation } from './run-call.ts'

type Report = Progress['report']

/** What an action found: `text` for people, `data` for `--json`. */
interface Outcome {
  readonly ok: boolean
  readonly text: string
  readonly data: object
}

/** Does what was called for. @returns the exit code */
export async function actOnPrivacy(call: PrivacyCall, report: Report, done: () => void): Promise<number> {
  const print = ({ ok, text, data }: Outcome): number => {
    done()
    console.log(call.json ? JSON.stringify({ ok, ...data }) : text)
    return ok ? 0 : 1
  }
  try {
    if (call.action === 'rotate-key') return print(await rotateKey(call.newKeyFile, report))
    return print(await withInstallation((open) => act(call, open, report)))
  } catch (error) {
    if (!call.json || !(error instanceof LiukeError)) throw error
    const { code, message, advice } = error
    return print({ ok: false, text: '', data: { code, message, advice } })
  }
}

async function act(call: PrivacyCall, open: OpenInstallation, report: Report): Promise<Outcome> {
  // What a kill has cut short comes first, whatever else is asked for.
  const resumed = await resumeErasures(open.store)
  if (resumed > 0) report(`finished ${resumed} erasures that were cut short`, null)
  switch (call.action) {
    case 'export':
      return give(call, open)
    case 'erase':
      return erase(call, open, report, resumed)
    case 'requests':
      return requests(open)
    case 'scan':
      return search(call, open, report)
    default:
      return retention(call, open, report)
  }
}

async function give(call: PrivacyCall, { store }: OpenInstallation): Promise<Outcome> {
  const copy = await exportFor(store, actorOf(), call.id, call.language)
  if (call.out === undefined)
    return { ok: true, text: copy.trimEnd(), data: { copy: JSON.parse(copy) as object } }
  try {
    await writeFile(call.out, copy, { mode: 0o600, flag: 'wx', flush: true })
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    throw new LiukeError(
      'export_file_unusable',
      exists ? `${call.out} is there already.` : `${call.out} cannot be written.`,
      'Name a new file in a folder you may write to.',
      { cause },
    )
  }
  const bytes = Buffer.byteLength(copy)
  return {
    ok: true,
    text: `Wrote ${call.out} (${bytes} bytes, readable by you alone). Delete it once it is handed over.`,
    data: { file: call.out, bytes },
  }
}

async function erase(
  call: PrivacyCall,
  { store, config }: OpenInstallation,
  report: Report,
  resumed: number,
): Promise<Outcome> {
  const person = await findPerson(store, call.id).catch(async (error: unknown) => {
    const unknown = error instanceof LiukeError && error.code === 'person_unknown'
    if (unknown && (resumed > 0 || (await wasErased(store, call.id)))) return null
    throw error
  })
  if (person === null) return unproven(resumed)
  if (!call.yes) {
    const rows = await countRows(store, person)
    return {
      ok: false,
      text: `This would be erased for good:\n${listed(rows)}\nRepeat the command with --yes to do it.`,
      data: { code: 'not_confirmed', rows },
    }
  }
  const isCommon = await productTexts(store, [config.LIUKE_CORPUS, config.LIUKE_COMPANY])
  const erased = await eraseWithProof(store, person, {
    actor: actorOf(),
    force: call.force,
    search: { places: placesOf(config), isCommon },
    onProgress: (doing) => report(doing, null),
  })
  const { order, rows, scan: proof } = erased
  return {
    ok: proof?.ok === true,
    text: `Erased. Keys destroyed: ${order.subjectIds.length}. Rows deleted:\n${listed(rows)}\n${proof ? scanText(proof) : ''}`,
    data: { erasure: order.id, keys: order.subjectIds.length, rows, scan: proof },
  }
}

/** Whether an account number or id is of somebody on the list of erasures. */
async function wasErased(store: Store, id: string): Promise<boolean> {
  if ((await erasedAmong(store, [accountHash(store.vault, id)])).size > 0) return true
  const { orders } = await everyErasure(store.vault.keystore)
  return orders.some(({ customerId, conversationIds }) => customerId === id || conversationIds.includes(id))
}

/** What was looked for afterwards was in the memory of the process that began; no other can prove it. */
function unproven(resumed: number): Outcome {
  const text = [
    resumed > 0
      ? `Finished ${resumed} erasures that were cut short: keys and rows are gone.`
      : 'Nobody of that name is left: they were erased before.',
    'This call has NOT proved that nothing is left elsewhere. Write what to look for into a file, a line each,',
    'and run: liuke privacy scan --needle-file FILE',
  ].join('\n')
  return { ok: false, text, data: { code: 'erasure_unproven', resumed } }
}

function listed(rows: RowCounts | PeriodCounts): string {
  const lines = Object.entries(rows).map(([name, n]) => `  ${name.padEnd(24)} ${n}`)
  return lines.length === 0 ? '  nothing' : lines.join('\n')
}

function scanText({ ok, findings, rows, needles, values, files, bytes }: ScanReport): string {
  if (needles === 0) return 'No text was searched for; an ID or --needle-file says which.'
  const seen = `Searched for ${needles} texts and keys in ${values} values and ${files} files (${(bytes / 1e6).toFixed(1)} MB)`
  if (ok) return `${seen}: nothing is left.`
  return [
    `${seen}, and FOUND:`,
    ...findings.map(({ place, kind, times }) => `  ${kind} in ${place}, ${times} times`),
    ...Object.entries(rows).map(([table, n]) => `  ${n} rows of ${table}`),
  ].join('\n')
}

async function requests({ store }: OpenInstallation): Promise<Outcome> {
  const open = await openRequests(store)
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const lines = open.map(({ kind, customerId, dueAt }) => `${day(dueAt)}  ${kind.padEnd(5)}  ${customerId}`)
  return {
    ok: true,
    text:
      lines.length === 0
        ? 'Nobody has asked for anything.'
        : `due         what   customer\n${lines.join('\n')}`,
    data: { requests: open },
  }
}

/** Most lines of a file that are searched for. */
const MOST_NEEDLES = 10_000

async function search(
  call: PrivacyCall,
  { store, config }: OpenInstallation,
  report: Report,
): Promise<Outcome> {
  const isCommon = await productTexts(store, [config.LIUKE_CORPUS, config.LIUKE_COMPANY])
  const person = call.id === '' ? null : await findPerson(store, call.id)
  const needles = person === null ? new Needles() : await needlesOf(store, person, isCommon)
  let short = 0
  if (call.needleFile !== undefined) {
    const lines = (await readNeedles(call.needleFile)).slice(0, MOST_NEEDLES)
    for (const line of lines) if (!needles.add('given', line)) short += 1
  }
  // Of somebody who is still a customer rows are no finding.
  const found = await scan(store, null, needles, placesOf(config), (place) =>
    report(`searching ${place}`, null),
  )
  const leftovers = await eraseLeftovers(store)
  const text = [
    scanText(found),
    ...(short > 0 ? [`${short} lines are too short to be searched for (6 bytes at least).`] : []),
    leftovers === 0
      ? 'No rows of erased people are left.'
      : `${leftovers} rows of erased people were left, and are erased now.`,
  ].join('\n')
  return { ok: found.ok && leftovers === 0, text, data: { scan: found, tooShort: short, leftovers } }
}

async function readNeedles(file: string): Promise<string[]> {
  try {
    const text = await readFile(file, 'utf8')
    return text.split(/\r?\n/).filter((line) => line.trim() !== '')
  } catch (cause) {
    throw new LiukeError(
      'needle_file_unreadable',
      `${file} cannot be read.`,
      'Name a text file with one text a line.',
      {
        cause,
      },
    )
  }
}

async function retention(call: PrivacyCall, open: OpenInstallation, report: Report): Promise<Outcome> {
  const { store, config } = open
  const { policy, missing, unreadable } = policyOf(await loadCompany(config.LIUKE_COMPANY))
  const rows = call.dryRun
    ? await countDue(store, policy)
    : await runPeriods(store, policy, actorOf(), (period, n) => report(`${period} ${n}`, null))
  const text = [
    call.dryRun ? 'Would be taken away now:' : 'Taken away:',
    ...periodNames.map((name) => `  ${name.padEnd(24)} ${daysText(policy, name)}  ${rows[name] ?? 0}`),
    ...(missing.length > 0 ? [`Not in retention.yaml, so kept for ever: ${missing.join(', ')}.`] : []),
    ...(unreadable.length > 0 ? [`No whole number of days: ${unreadable.join(', ')}.`] : []),
  ].join('\n')
  return {
    ok: unreadable.length === 0,
    text,
    data: { dryRun: call.dryRun, policy, rows, missing, unreadable },
  }
}

function daysText(policy: Policy, name: keyof Policy): string {
  const days = policy[name]
  return (days === null ? 'for ever' : `${days} days`).padEnd(10)
}
