/** What every part of the desk has at hand: the words, the calls, the stream of changes, the account. */

import { createContext, use, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import type { Calendar } from '../staff/calendar.ts'
import type { ServerClock } from '../staff/server-clock.ts'
import { type WordsIn, wordsHook } from '../staff/words.ts'
import type { Api } from './api.ts'
import type { InboxApi } from './inbox-api.ts'
import type { Live } from './live.ts'
import type { RetentionApi } from './retention-api.ts'
import { type Strings, strings } from './strings.ts'
import type { UnsentStore } from './unsent.ts'
import type { WorkApi } from './work-api.ts'

export interface DeskContext {
  readonly api: Api
  readonly retention: RetentionApi
  readonly inbox: InboxApi
  readonly work: WorkApi
  readonly live: Live
  readonly clock: ServerClock
  readonly unsent: UnsentStore
  readonly account: SessionAnswer['account']
}

export const DeskProvider = createContext<DeskContext | undefined>(undefined)

export const useWords: () => WordsIn<Strings> = wordsHook<Strings>(strings)

export function useDesk(): DeskContext {
  const value = use(DeskProvider)
  if (value === undefined) throw new TypeError('Rendered outside of its provider: see app.tsx.')
  return value
}

/** The server's time, renewed every second and with every answer. */
export function useNow(): number {
  const { clock } = useDesk()
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => {
    const renew = () => setNow(clock.now())
    const timer = setInterval(renew, 1000)
    const stop = clock.onSet(renew)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [clock])
  return now
}

/** Language and time zone in which moments are told. */
export function useCalendar(): Calendar {
  const { language } = useWords()
  const { clock } = useDesk()
  const subscribe = useCallback((changed: () => void) => clock.onSet(changed), [clock])
  const timeZone = useSyncExternalStore(subscribe, () => clock.timeZone)
  return useMemo(() => ({ language, timeZone }), [language, timeZone])
}
