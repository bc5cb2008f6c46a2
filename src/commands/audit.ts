/** `liuke audit`: reads the audit log, and proves that nobody changed it. */

import { parseArgs } from 'node:util'
import type { Store } from '../conversations/store.ts'
import { messageOf } from '../errors.ts'
import type { AuditRecord } from '../storage/audit.ts'
import type { AuditProblem, AuditReport, Expected } from '../storage/audit-chain.ts'
import type { Command } from './command.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke audit list [--last N] [--json]
liuke audit verify [--expect NUMBER:HASH] [--json]

  list      shows the newest entries, newest last
  verify    checks that no entry was changed, added, moved or deleted

  --last N               how many (default: 20, at most 1000)
  --expect NUMBER:HASH   what an earlier check printed; shows whether the log was replaced since

Exit code: 0 done, 1 the log was tampered with, 2 called wrongly. docs/accounts.md explains it all.`

interface Call {
  readonly action: 'list' | 'verify'
  readonly last: number
  readonly expected: Expected | undefined
  readonly json: boolean
}

export const command: Command = {
  name: 'audit',
  summary: 'read the audit log, and check that nobody changed it',
  usage,
  run: (args) =>
    runCall(readCall(args), usage, (call) => withInstallation((open) => perform(open.store, call))),
}

async function perform({ audit, db }: Store, call: Call): Promise<number> {
  if (call.action === 'list') {
    const records = (await audit.list(db, call.last)).reverse()
    console.log(call.json ? JSON.stringify(records) : records.map(lineOf).join('\n') || 'The log is empty.')
    return 0
  }
  const report = await audit.verify(db, call.expected)
  console.log(call.json ? JSON.stringify(report) : textOf(report))
  return report.ok ? 0 : 1
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        last: { type: 'string', default: '20' },
        expect: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [action, ...more] = positionals
    if ((action !== 'list' && action !== 'verify') || more.length > 0) return 'Say list or verify.'
    const last = Number(values.last)
    if (!Number.isInteger(last) || last < 1 || last > 1_000) return '--last is a number from 1 to 1000.'
    if (values.expect === undefined) return { action, last, expected: undefined, json: values.json }
    const parts = /^(\d{1,15}):([\w-]{43})$/.exec(values.expect)
    if (!parts?.[1] || !parts[2]) return '--expect is what `audit verify` prints after "Head:".'
    return { action, last, expected: { seq: Number(parts[1]), hash: parts[2] }, json: values.json }
  } catch (error) {
    return messageOf(error)
  }
}

function lineOf({ seq, at, actor, action, target, detail, unreadable }: AuditRecord): string {
  const more = unreadable ? `(${unreadable})` : detail ? JSON.stringify(detail) : ''
  return plain(
    `${String(seq).padStart(6)}  ${new Date(at).toISOString()}  ${actor}  ${action}  ${target}  ${more}`,
  )
}

function textOf({ ok, rows, head, problems }: AuditReport): string {
  const lines = ok
    ? [`The audit log is whole: ${rows} entries.`]
    : ['The audit log was tampered with:', ...problems.map((problem) => `  - ${sentenceOf(problem)}`)]
  if (ok && head) lines.push(`Head: ${head.seq}:${head.hash}`)
  return lines.join('\n')
}

function sentenceOf({ kind, seq, until }: AuditProblem): string {
  switch (kind) {
    case 'changed':
      return `Entry ${seq} is not what was written.`
    case 'missing':
      return until === seq ? `Entry ${seq} is missing.` : `Entries ${seq} to ${until} are missing.`
    case 'head':
      return `The head does not belong to entry ${seq}: newer entries were cut off, or the head was changed.`
    case 'replaced':
      return `Entry ${seq} is not the one that was expected: the log was replaced, or cut off before it.`
  }
}

/** Control characters would be commands to the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
}
