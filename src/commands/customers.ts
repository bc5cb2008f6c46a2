/** `liuke customers`: imports customers, exports and shows them masked, and makes the sample. */

import { userInfo } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadCompany } from '../company/load.ts'
import { exportCustomers } from '../customers/export.ts'
import { ensureSample, SAMPLE_SIZE } from '../customers/sample.ts'
import { messageOf } from '../errors.ts'
import type { Command } from './command.ts'
import { type FileCall, filesOf, importFiles } from './customers-import.ts'
import { list, show } from './customers-show.ts'
import type { OpenInstallation } from './open-installation.ts'
import { createProgress, type Progress } from './progress.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke customers import FILE… --map MAPPING.yaml [--dry-run] [--report FOLDER] [--json]
liuke customers import FILE… --map A.yaml FILE… --map B.yaml …
liuke customers export FILE.csv [--reveal]
liuke customers list [--last N] [--json]
liuke customers show ACCOUNT [--json]
liuke customers sample [--count N] [--seed N]

  import    reads tables of customers (CSV, TSV, JSON Lines, Excel); with anything wrong in them
            nothing is written, and a report says where and why
  export    writes all customers as a table for a spreadsheet, masked
  list      shows the newest customers, masked
  show      shows one customer, masked
  sample    fills an installation without customers with invented ones

  --map FILE       what the columns mean; data/mappings/telco.yaml is one
  --dry-run        says what an import would do
  --report FOLDER  where the report goes (default: a folder under LIUKE_HOME/imports)
  --reveal         writes names, numbers and addresses in full, which is put on record
  --last N         how many (default: 20, at most 1000)
  --count N        how many invented customers (default: ${SAMPLE_SIZE})
  --seed N         the same seed gives the same customers (default: 1)

Exit code: 0 done, 1 refused or failed, 2 called wrongly. docs/customers.md explains it all.`

const ACTIONS = ['import', 'export', 'list', 'show', 'sample'] as const

interface Call {
  readonly action: (typeof ACTIONS)[number]
  /** File or account. */
  readonly what: string
  /** Of an import. */
  readonly files: readonly FileCall[]
  readonly report: string | null
  readonly dryRun: boolean
  readonly reveal: boolean
  readonly json: boolean
  readonly last: number
  readonly count: number
  readonly seed: number
}

export const command: Command = {
  name: 'customers',
  summary: 'import and export customers, look one up, make the sample',
  usage,
  run: (args) => {
    const progress = createProgress(process.stderr)
    return runCall(readCall(args), usage, (call) => perform(call, progress)).finally(progress.done)
  },
}

async function perform(call: Call, progress: Progress): Promise<number> {
  if (call.action === 'import') return importFiles(call, actor(), progress)
  return withInstallation(async (open) => {
    if (call.action === 'list') await list(open, call)
    else if (call.action === 'show') await show(open, call)
    else if (call.action === 'export') await exportAll(open, call, progress)
    else await sample(open, call, progress)
    return 0
  })
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals, tokens } = parseArgs({
      args,
      allowPositionals: true,
      tokens: true,
      options: {
        map: { type: 'string', multiple: true },
        report: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        reveal: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        last: { type: 'string', default: '20' },
        count: { type: 'string', default: String(SAMPLE_SIZE) },
        seed: { type: 'string', default: '1' },
      },
    })
    const [word = '', what = '', ...more] = positionals
    const action = ACTIONS.find((name) => name === word)
    if (action === undefined) return 'What to do with customers?'
    const words: { readonly kind: 'file' | 'map'; readonly value: string }[] = []
    for (const token of tokens) {
      if (token.kind === 'positional') words.push({ kind: 'file', value: token.value })
      else if (token.kind === 'option' && token.name === 'map')
        words.push({ kind: 'map', value: token.value })
    }
    // The first of the words is `import` itself.
    const first = words.findIndex(({ kind }) => kind === 'file')
    const files = action === 'import' ? filesOf(words.toSpliced(first, 1)) : []
    if (typeof files === 'string') return files
    if (action === 'show' && what === '') return 'Which account?'
    if (action === 'export' && what === '') return 'To which file?'
    if (
      action !== 'import' &&
      (more.length > 0 || (what !== '' && (action === 'list' || action === 'sample')))
    )
      return 'There is a word too many.'
    const [last, count, seed] = [Number(values.last), Number(values.count), Number(values.seed)]
    if (!Number.isInteger(last) || last < 1 || last > 1_000) return '--last is a number from 1 to 1000.'
    if (!Number.isInteger(count) || count < 1) return '--count is a whole number from 1.'
    if (!Number.isInteger(seed) || seed < 0) return '--seed is a whole number from 0.'
    const { json, reveal, report = null, 'dry-run': dryRun } = values
    return { action, what, files, report, dryRun, reveal, json, last, count, seed }
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

async function exportAll({ store }: OpenInstallation, call: Call, progress: Progress): Promise<void> {
  const { what: file, reveal } = call
  const onProgress = (share: number) => progress.report('writing', share)
  const count = await exportCustomers(store, { file, reveal, actor: actor(), onProgress }).finally(
    progress.done,
  )
  console.log(
    call.json
      ? JSON.stringify({ file, customers: count, reveal })
      : `${count} customers, ${reveal ? 'in full' : 'masked'}: ${file}`,
  )
}

async function sample(
  { store, config }: OpenInstallation,
  { count, seed }: Call,
  progress: Progress,
): Promise<void> {
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
