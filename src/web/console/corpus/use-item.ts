/** One item that is being edited: read, kept while unsaved, saved, and put together with what others saved meanwhile. */

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ItemAnswer, ItemContent, PresenceAnswer } from '../../../console/corpus-types.ts'
import { ApiError } from '../../staff/calls.ts'
import type { CorpusApi } from './corpus-api.ts'
import { isSame } from './merge.ts'
import { tidied } from './tidied.ts'
import type { UnsavedTexts } from './unsaved.ts'

/** How often the server hears that an item is open, in milliseconds. */
const PRESENCE_MS = 10_000

/** What is being edited, and from what it was made. */
interface Editing {
  readonly version: number
  readonly base: ItemContent | null
  readonly content: ItemContent | null
  /** Of an entry that was never saved. */
  readonly file?: string
}

/** Somebody else saved first. */
export interface Conflict {
  /** Null: taken out. */
  readonly theirs: ItemAnswer | null
}

export interface EditedItem {
  /** As the server has it; undefined for one that was never saved, and until it is read. */
  readonly answer: ItemAnswer | undefined
  readonly content: ItemContent | null | undefined
  readonly base: ItemContent | null
  readonly isNew: boolean
  readonly isDirty: boolean
  readonly isRestored: boolean
  readonly isNewer: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly open: PresenceAnswer['open']
  readonly conflict: Conflict | undefined
  change(content: ItemContent): void
  revert(): void
  save(): Promise<void>
  remove(): Promise<void>
  /** Goes on with `content`, made from what the other side saved. */
  resolve(content: ItemContent): void
  load(): Promise<void>
}

export interface EditedItemOptions {
  readonly api: CorpusApi
  readonly texts: UnsavedTexts
  readonly itemKey: string
  readonly mayEdit: boolean
  /** Hears of every change of the draft, with its id. */
  onSaved(change: string | null, isRemoval: boolean): void
}

export function useItem({ api, texts, itemKey: key, mayEdit, onSaved }: EditedItemOptions): EditedItem {
  const [answer, setAnswer] = useState<ItemAnswer>()
  const [editing, setEditing] = useState<Editing>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [isRestored, setRestored] = useState(false)
  const [isNewer, setNewer] = useState(false)
  const [open, setOpen] = useState<PresenceAnswer['open']>([])
  const [conflict, setConflict] = useState<Conflict>()
  const isNew = answer === undefined && editing !== undefined
  const isDirty = editing !== undefined && !isSame(editing.content, editing.base)

  const load = useCallback(async () => {
    setError(undefined)
    const unsaved = mayEdit ? texts.read(key) : undefined
    try {
      const read = await api.item(key)
      setAnswer(read)
      setOpen(read.open)
      const isKept = unsaved !== undefined && !isSame(unsaved.content, read.content)
      if (!isKept) texts.drop(key)
      setRestored(isKept)
      setNewer(isKept && unsaved.version !== read.version)
      setEditing(isKept ? unsaved : { version: read.version, base: read.content, content: read.content })
    } catch (problem) {
      const isMissing = problem instanceof ApiError && problem.status === 404
      if (!isMissing || unsaved === undefined) return setError(problem)
      setAnswer(undefined)
      setEditing({ ...unsaved, version: 0, base: null })
    }
  }, [api, texts, key, mayEdit])
  useEffect(() => void load(), [load])

  const now = useRef({ isDirty, answer })
  now.current = { isDirty, answer }
  useEffect(() => {
    let isGone = false
    const tell = async () => {
      try {
        const { open: others, version } = await api.presence(key, mayEdit && now.current.isDirty)
        if (isGone) return
        setOpen(others)
        const before = now.current.answer
        if (before === undefined || version === before.version) return
        if (now.current.isDirty) setNewer(true)
        else await load()
      } catch {
        // Who else is here is told again in a moment; saving says what is wrong.
      }
    }
    void tell()
    const timer = setInterval(() => {
      if (!document.hidden) void tell()
    }, PRESENCE_MS)
    return () => {
      isGone = true
      clearInterval(timer)
    }
  }, [api, key, mayEdit, load])

  const put = (next: Editing) => {
    setEditing(next)
    if (next.content === null || isSame(next.content, next.base)) texts.drop(key)
    else {
      const { version, base, content, file } = next
      texts.keep(key, { version, base, content, ...(file === undefined ? {} : { file }) })
    }
  }

  const send = async (content: ItemContent | null) => {
    if (editing === undefined || busy) return
    setBusy(true)
    setError(undefined)
    try {
      const { version, file } = editing
      const saved = await api.save({ key, version, content, ...(file === undefined ? {} : { file }) })
      texts.drop(key)
      setRestored(false)
      setNewer(false)
      if ('gone' in saved) return onSaved(saved.change, true)
      setAnswer(saved)
      setEditing({ version: saved.version, base: saved.content, content: saved.content })
      onSaved(saved.history[0]?.change ?? null, content === null)
    } catch (problem) {
      if (!(problem instanceof ApiError && problem.code === 'DraftConflict')) setError(problem)
      else setConflict({ theirs: await api.item(key).catch(() => null) })
    } finally {
      setBusy(false)
    }
  }

  return {
    answer,
    content: editing?.content,
    base: editing?.base ?? null,
    ...{ isNew, isDirty, isRestored, isNewer, busy, error, open, conflict },
    change: (content) => {
      if (editing !== undefined) put({ ...editing, content })
    },
    revert: () => {
      texts.drop(key)
      setRestored(false)
      setConflict(undefined)
      void load()
    },
    save: async () => {
      if (editing?.content && isDirty) await send(tidied(editing.content))
    },
    remove: () => send(null),
    resolve: (content) => {
      const theirs = conflict?.theirs ?? null
      setConflict(undefined)
      setNewer(false)
      setAnswer(theirs ?? undefined)
      const file = theirs?.file ?? answer?.file
      put({
        version: theirs?.version ?? 0,
        base: theirs?.content ?? null,
        content,
        ...(theirs === null && file !== undefined ? { file } : {}),
      })
    },
    load,
  }
}
