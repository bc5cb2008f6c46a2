/** One person, for admins: what is written about them, what can be done, their sessions, what was done to the account. */

import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import type { AccountItem, AuditItem, SessionItem } from '../../console/staff-accounts-types.ts'
import { Dialog } from '../staff/dialog.tsx'
import { SessionList } from '../staff/session-list.tsx'
import { stampWords } from '../staff/stamps.ts'
import { useAttempt } from '../staff/use-attempt.ts'
import { fill } from '../widget/strings.ts'
import { AccountDeeds } from './account-deeds.tsx'
import { AccountFieldsForm, areComplete } from './account-fields.tsx'
import { AccountMarks } from './account-marks.tsx'
import { type AccountsApi, searchAudit } from './accounts-api.ts'
import { useConsole, useWords } from './console-context.ts'

export interface AccountPanelProps {
  readonly account: AccountItem
  readonly api: AccountsApi
  readonly timeZone: string
  /** Something was changed. */
  changed(): void
  close(): void
}

export function AccountPanel({ account, api, timeZone, changed, close }: AccountPanelProps) {
  const { words, language } = useWords()
  const { lastSeen, createdAt } = account
  // Each change makes what was done to the account longer, and may end sessions.
  const [round, setRound] = useState(0)
  const renew = () => {
    setRound(round + 1)
    changed()
  }
  return (
    <Dialog kind="side" title={account.displayName} close={close}>
      <div className="own-account">
        <p className="note">
          {account.name} · {fill(words.accountSince, { time: stampWords(createdAt, language, timeZone) })} ·{' '}
          {lastSeen === null
            ? words.accountNeverSeen
            : fill(words.accountSeen, { time: stampWords(lastSeen, language, timeZone) })}
        </p>
        <AccountMarks account={account} timeZone={timeZone} />
        <Profile account={account} api={api} changed={renew} />
        <AccountDeeds account={account} api={api} changed={renew} />
        <Sessions key={`sessions-${round}`} account={account} api={api} timeZone={timeZone} changed={renew} />
        <Trail key={`trail-${round}`} name={account.name} timeZone={timeZone} />
      </div>
    </Dialog>
  )
}

type PartProps = Pick<AccountPanelProps, 'account' | 'api' | 'changed'>

function Profile({ account, api, changed }: PartProps) {
  const { words } = useWords()
  const [fields, setFields] = useState({
    displayName: account.displayName,
    role: account.role,
    languages: account.languages,
  })
  const [saved, setSaved] = useState(false)
  const { busy, problem, run } = useAttempt({ BadArgument: words.errorDisplayName })
  const save = async () => {
    setSaved(false)
    if (!areComplete(fields)) return
    const done = await run(async () => void (await api.edit(account.name, fields)))
    setSaved(done)
    if (done) changed()
  }
  return (
    <form
      className="card"
      noValidate
      aria-label={words.profileAndRole}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3>{words.profileAndRole}</h3>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      <AccountFieldsForm value={fields} change={setFields} tried />
      <div className="form-buttons">
        <Button htmlType="submit" loading={busy}>
          {words.save}
        </Button>
        <span role="status">{saved && words.saved}</span>
      </div>
    </form>
  )
}

function Sessions({ account, api, timeZone, changed }: Omit<AccountPanelProps, 'close'>) {
  const { words } = useWords()
  const [sessions, setSessions] = useState<readonly SessionItem[]>()
  const { busy, problem, run } = useAttempt()
  const { name } = account
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => void run(async () => setSessions((await api.sessions(name)).sessions)), [])
  const act = async (deed: () => Promise<void>) => {
    if (await run(deed)) changed()
  }
  return (
    <section className="card" aria-labelledby="account-sessions">
      <h3 id="account-sessions">{words.accountSessions}</h3>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      {sessions?.length === 0 && <p className="note">{words.accountNoSessions}</p>}
      <SessionList
        sessions={sessions ?? []}
        busy={busy}
        timeZone={timeZone}
        end={(session) => void act(() => api.endSession(name, session.id))}
      />
      {sessions?.some(({ current }) => !current) && (
        <Button disabled={busy} onClick={() => void act(() => api.endSessions(name))}>
          {account.own ? words.sessionsEndOthers : words.accountSessionsEnd}
        </Button>
      )}
    </section>
  )
}

/** Newest entries about an account that are shown; the audit page has all. */
const TRAIL = 20

function Trail({ name, timeZone }: { readonly name: string; readonly timeZone: string }) {
  const { words, language } = useWords()
  const { calls } = useConsole()
  const [entries, setEntries] = useState<readonly AuditItem[]>([])
  const { problem, run } = useAttempt()
  const target = `account:${name}`
  const load = async () => {
    const found = (await searchAudit(calls, { target, limit: TRAIL })).entries
    // The server looks for what begins so.
    setEntries(found.filter((entry) => entry.target === target))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => void run(load), [])
  return (
    <section className="card" aria-labelledby="account-trail">
      <h3 id="account-trail">{words.accountTrail}</h3>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      <ul className="trail">
        {entries.map(({ seq, at, actor, action, detail }) => (
          <li key={seq}>
            <strong>{action}</strong> <span className="note">{stampWords(at, language, timeZone)}</span>
            <p className="note">
              {actor}
              {detail !== null && detail !== '{}' && ` · ${detail}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
