/** Decisions about groups: does them one at a time, says what was done, and takes the last ones back. */

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ClusterAnswer, ClusterDeed, DeedAnswer, PastDeed } from '../../../console/unanswered-types.ts'
import { ApiError } from '../../staff/calls.ts'
import { type Attempt, useAttempt } from '../../staff/use-attempt.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { Strings } from '../strings.ts'
import type { UnansweredApi } from './unanswered-api.ts'

/** So many decisions can be taken back. */
const KEPT = 20
/** The group is not as it was read. */
const STALE = ['ClusterNotFound', 'QuestionGone']
/** A decision that cannot be taken back any more: it is not offered again. */
const PAST = [404, 409]

export interface Deeds {
  readonly attempt: Attempt
  /** Oldest first. */
  readonly done: readonly PastDeed[]
  readonly said: { readonly text: string; readonly changes: readonly string[] } | undefined
  /** @returns whether it was done */
  decide(cluster: ClusterAnswer, deed: ClusterDeed): Promise<boolean>
  /** Takes the newest back. @returns what was taken back */
  undo(): Promise<PastDeed | undefined>
  say(text: string): void
  quiet(): void
}

/**
 * @param mayEdit whoever may not decide has nothing to take back
 * @param stale the server refused, since the group is not as it was read
 */
export function useDeeds(api: UnansweredApi, mayEdit: boolean, stale: () => void): Deeds {
  const { words } = useWords()
  const [done, setDone] = useState<readonly PastDeed[]>([])
  const [said, setSaid] = useState<Deeds['said']>()
  const busy = useRef(false)
  const attempt = useAttempt({
    ClusterNotFound: words.unErrorGone,
    QuestionGone: words.unErrorChanged,
    DraftConflict: words.unErrorUndo,
    DraftChangedSince: words.unErrorUndo,
    ChangeNotFound: words.unErrorUndo,
    DeedNotFound: words.unErrorUndo,
    EntryNotFound: words.unErrorEntryGone,
    EntryTaken: words.unIdTaken,
  })
  // What was decided before the page was opened comes first.
  useEffect(() => {
    if (!mayEdit) return
    let isGone = false
    api.deeds().then(
      ({ deeds }) => {
        if (!isGone) setDone((own) => [...deeds.filter((past) => !has(own, past)), ...own].slice(-KEPT))
      },
      () => undefined, // without it the page takes back what is decided from here on
    )
    return () => {
      isGone = true
    }
  }, [api, mayEdit])
  const quiet = useCallback(() => setSaid(undefined), [])
  /** One at a time, also for keys that come faster than the page is drawn. */
  const alone = async (act: () => Promise<void>) => {
    if (busy.current) return false
    busy.current = true
    const isDone = await attempt.run(act)
    busy.current = false
    return isDone
  }
  return {
    attempt,
    done,
    said,
    decide: (cluster, deed) =>
      alone(async () => {
        try {
          const answer = await api.decide(cluster.id, deed)
          const one = { deed: answer.deed, cluster: cluster.id, title: cluster.title }
          setDone((before) => [...before, one].slice(-KEPT))
          setSaid({ text: sayingOf(deed, answer, words), changes: [answer.deed] })
        } catch (error) {
          if (error instanceof ApiError && STALE.includes(error.code)) stale()
          throw error
        }
      }),
    undo: async () => {
      const last = done.at(-1)
      if (!last) {
        setSaid({ text: words.unNoUndo, changes: [] })
        return undefined
      }
      const isDone = await alone(async () => {
        try {
          await api.undo(last.deed)
        } catch (error) {
          if (error instanceof ApiError && PAST.includes(error.status)) setDone(done.slice(0, -1))
          throw error
        }
        setDone(done.slice(0, -1))
        setSaid({ text: fill(words.unUndone, { title: last.title }), changes: [] })
      })
      return isDone ? last : undefined
    },
    say: (text) => setSaid({ text, changes: [] }),
    quiet,
  }
}

function has(deeds: readonly PastDeed[], { deed }: PastDeed): boolean {
  return deeds.some((one) => one.deed === deed)
}

function sayingOf(deed: ClusterDeed, answer: DeedAnswer, words: Strings): string {
  const { questions, phrases, passed } = answer
  const sentences = {
    accept: words.unDoneAccept,
    create: words.unDoneCreate,
    'out-of-scope': words.unDoneOut,
    dismiss: words.unDoneDismiss,
    split: words.unDoneSplit,
  }
  const entry = deed.deed === 'accept' ? deed.entry : deed.deed === 'create' ? deed.id : ''
  const text = fill(sentences[deed.deed], { questions, phrases, entry })
  return passed.length === 0 ? text : `${text} ${fill(words.unPassed, { count: passed.length })}`
}
