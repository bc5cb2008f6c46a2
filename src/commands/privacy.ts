/** `liuke privacy`: gives people their data, erases them, proves it, keeps retention periods, changes the master key. */

import { parseArgs } from 'node:util'
import { messageOf } from '../errors.ts'
import type { Command } from './command.ts'
import { actOnPrivacy } from './privacy-actions.ts'
import { ACTIONS, type PrivacyCall } from './privacy-call.ts'
import { createProgress } from './progress.ts'
import { runCall } from './run-call.ts'

const usage = `liuke privacy export ID [--out FILE] [--lang zh|en]
liuke privacy erase ID [--yes] [--force] [--json]
liuke privacy requests [--json]
liuke privacy scan [ID] [--needle-file FILE] [--json]
liuke privacy retention [--dry-run] [--json]
liuke privacy rotate-key [--new-key-file FILE] [--json]

  export      a complete copy as JSON, on standard output or in a new file that only you may read
  erase       destroys keys, deletes every row, searches everything for what may be left; without --yes it only
              says what that would be. Nothing brings it back; it is done again after a restore.
  requests    what customers have asked for in chats and a person has to do
  scan        searches databases, their files and LIUKE_HOME: for somebody's data in the clear, and for the lines of
              a file; rows of people who were erased, should there be any, it erases
  retention   takes away what has been kept long enough, as every night; retention.yaml says how long that is
  rotate-key  changes LIUKE_MASTER_KEY: reads the new one from the file or from LIUKE_NEW_MASTER_KEY. The demo makes
              one by itself. May be cut short and run again. Restart every process afterwards.

  ID       account number, customer id or conversation id
  --force  erases also a customer who still has a running service
  --json   prints one JSON object and no progress

Exit code: 0 done, 1 refused, failed or something found, 2 called wrongly. docs/privacy.md explains it all.`

export const command: Command = {
  name: 'privacy',
  summary: 'give people their data, erase them, prove it; retention periods; change the master key',
  usage,
  run: (args) => {
    const call = readCall(args)
    const progress = createProgress(process.stderr)
    const shown = typeof call !== 'string' && call.json ? () => undefined : progress.report
    return runCall(call, usage, (read) => actOnPrivacy(read, shown, progress.done)).finally(progress.done)
  },
}

function readCall(args: string[]): PrivacyCall | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        lang: { type: 'string', default: 'zh' },
        yes: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        'needle-file': { type: 'string' },
        'new-key-file': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [name = '', id = '', ...more] = positionals
    const action = ACTIONS.find((one) => one === name)
    if (!action) return `What to do: ${ACTIONS.join(', ')}?`
    if (more.length > 0) return 'There is a word too many.'
    if (id === '' && (action === 'export' || action === 'erase')) return 'Whose data? Give an ID.'
    if (id !== '' && !['export', 'erase', 'scan'].includes(action))
      return `\`privacy ${action}\` takes no ID.`
    const { lang } = values
    if (lang !== 'zh' && lang !== 'en') return '--lang is zh or en.'
    const onlyWith = (given: boolean, option: string, of: readonly string[]): string | null =>
      given && !of.includes(action) ? `${option} goes with \`privacy ${of.join('` or `privacy ')}\`.` : null
    const misplaced =
      onlyWith(values.out !== undefined, '--out', ['export']) ??
      onlyWith(values.yes, '--yes', ['erase']) ??
      onlyWith(values.force, '--force', ['erase']) ??
      onlyWith(values['dry-run'], '--dry-run', ['retention']) ??
      onlyWith(values['needle-file'] !== undefined, '--needle-file', ['scan']) ??
      onlyWith(values['new-key-file'] !== undefined, '--new-key-file', ['rotate-key'])
    if (misplaced !== null) return misplaced
    return {
      action,
      id,
      out: values.out,
      language: lang,
      yes: values.yes,
      force: values.force,
      dryRun: values['dry-run'],
      needleFile: values['needle-file'],
      newKeyFile: values['new-key-file'],
      json: values.json,
    }
  } catch (thrown) {
    return messageOf(thrown)
  }
}
