/** The draft, what it changes, and what the corpus folder holds otherwise; read again when a colleague changes the draft. */

import { useCallback, useEffect, useState } from 'react'
import type { DifferenceAnswer, DraftAnswer, FolderAnswer } from '../../../console/corpus-types.ts'
import type { PublishApi } from './publish-api.ts'

/** How often it is looked whether somebody has changed the draft, or the folder. */
const LOOK_MS = 5_000

export interface ReadDraft {
  readonly draft: DraftAnswer | undefined
  readonly difference: DifferenceAnswer | undefined
  readonly folder: FolderAnswer | undefined
  /** Why it could not be read. */
  readonly error: unknown
  load(): Promise<void>
}

export function useDraft(api: PublishApi): ReadDraft {
  const [draft, setDraft] = useState<DraftAnswer>()
  const [difference, setDifference] = useState<DifferenceAnswer>()
  const [folder, setFolder] = useState<FolderAnswer>()
  const [error, setError] = useState<unknown>()
  const load = useCallback(async () => {
    try {
      const [now, changes, otherwise] = await Promise.all([
        api.draft(),
        api.difference('live', 'draft'),
        api.folder(),
      ])
      setDraft(now)
      setDifference(changes)
      setFolder(otherwise)
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [api])
  useEffect(() => void load(), [load])
  const shown = draft && stateOf(draft)
  useEffect(() => {
    if (shown === undefined) return
    const timer = setInterval(() => {
      if (document.hidden) return
      api.draft().then(
        (now) => {
          if (stateOf(now) !== shown) void load()
        },
        () => undefined, // told at the next thing somebody does here
      )
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [api, load, shown])
  return { draft, difference, folder, error, load }
}

function stateOf({ contentHash, live, folder }: DraftAnswer): string {
  return `${contentHash} ${live} ${folder?.differences} ${folder?.problems}`
}
