/** One's own sessions. */

import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import type { SessionItem } from '../../console/staff-accounts-types.ts'
import type { AccountApi } from './account-api.ts'
import { SessionList } from './session-list.tsx'
import { useAttempt } from './use-attempt.ts'
import { useWords } from './words.ts'

export function AccountSessions({ api }: { readonly api: AccountApi }) {
  const { words } = useWords()
  const [sessions, setSessions] = useState<readonly SessionItem[]>([])
  const { busy, problem, run } = useAttempt()
  const load = async () => setSessions((await api.sessions()).sessions)
  const act = (deed: () => Promise<void>) =>
    void run(async () => {
      await deed()
      await load()
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => void run(load), [])
  return (
    <section className="card" aria-labelledby="own-sessions">
      <h3 id="own-sessions">{words.mySessions}</h3>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      <SessionList sessions={sessions} busy={busy} end={(session) => act(() => api.endSession(session.id))} />
      {sessions.length > 1 && (
        <Button disabled={busy} onClick={() => act(() => api.endOtherSessions())}>
          {words.sessionsEndOthers}
        </Button>
      )}
    </section>
  )
}
