/** Sessions of a person, and ending them. */

import { Button } from 'antd'
import type { SessionItem } from '../../console/staff-accounts-types.ts'
import { fill } from '../widget/strings.ts'
import { stampWords } from './stamps.ts'
import { useWords } from './words.ts'

export interface SessionListProps {
  readonly sessions: readonly SessionItem[]
  readonly busy: boolean
  /** An IANA name; the reader's own where not given. */
  readonly timeZone?: string
  end(session: SessionItem): void
}

export function SessionList({ sessions, busy, timeZone, end }: SessionListProps) {
  const { words, language } = useWords()
  return (
    <ul className="sessions">
      {sessions.map((session) => {
        const browser = session.browser ?? words.browserUnknown
        const name = session.system === null ? browser : `${browser} · ${session.system}`
        return (
          <li key={session.id}>
            <div>
              <strong>{name}</strong>
              {session.current && <span className="mark">{words.sessionCurrent}</span>}
              <p className="note">
                {fill(words.sessionTimes, {
                  since: stampWords(session.since, language, timeZone),
                  seen: stampWords(session.lastSeen, language, timeZone),
                })}
              </p>
            </div>
            {!session.current && (
              <Button
                size="small"
                disabled={busy}
                aria-label={fill(words.sessionEndOf, { name })}
                onClick={() => end(session)}
              >
                {words.sessionEnd}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
