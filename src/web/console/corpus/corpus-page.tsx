/** The corpus: what the bot knows as a list, and an editor for each item beside it. */

import { ArrowLeftOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { BulkDeed, ChoicesAnswer, DraftAnswer, EntryContent } from '../../../console/corpus-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { useAttempt } from '../../staff/use-attempt.ts'
import { useMedia } from '../../staff/use-preferences.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { itemAt, itemHref } from '../route.ts'
import { useReading } from '../use-reading.ts'
import { useHash } from '../use-route.ts'
import { BulkBar } from './bulk-bar.tsx'
import { corpusCalls } from './corpus-api.ts'
import { DraftBar } from './draft-bar.tsx'
import { ItemEditor } from './item-editor.tsx'
import { BULK_MOST, ItemList } from './item-list.tsx'
import { NewEntry } from './new-entry.tsx'
import { Toast, type ToastText } from './toast.tsx'
import { TryIt } from './try-it.tsx'
import { UnsavedTexts } from './unsaved.ts'
import { type ItemSearch, useItems } from './use-items.ts'

/** Room for list and editor side by side; corpus.css has the same. */
const BESIDE = '(min-width: 1100px)'
/** Which item is open, so that a reload opens it again. */
const OPEN = 'liuke.corpus-open'
/** How often the draft is read again, in milliseconds. */
const DRAFT_MS = 30_000

export function CorpusPage() {
  const { words } = useWords()
  const { calls, account } = useConsole()
  const api = useMemo(() => corpusCalls(calls), [calls])
  const texts = useMemo(() => new UnsavedTexts(account.name, sessionStorage), [account.name])
  const mayEdit = account.permissions.includes('corpus.edit')
  const beside = useMedia(BESIDE)
  const [search, setSearch] = useState<ItemSearch>({ q: '', kind: 'entry', state: '', tag: '' })
  const named = itemAt(useHash())
  const [openKey, setOpenKey] = useState(() => named ?? sessionStorage.getItem(OPEN) ?? undefined)
  const [reads, setReads] = useState(0)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isCreating, setCreating] = useState(false)
  const [toast, setToast] = useState<ToastText>()
  const [isDirty, setDirty] = useState(false)
  const items = useItems(calls, search)
  const draft = useReading<DraftAnswer>('api/console/corpus/draft', DRAFT_MS)
  const choices = useReading<ChoicesAnswer>('api/console/corpus/choices')
  const attempt = useAttempt({
    DraftConflict: words.coConflictShort,
    DraftChangedSince: words.coConflictShort,
  })

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (texts.keys().length > 0) event.preventDefault()
    }
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [texts])

  // A link leads to an item. What is unsaved in the one that was open is kept, and marked in the list.
  useEffect(() => {
    if (named !== undefined) setOpenKey(named)
  }, [named])

  const open = (key: string | undefined) => {
    setOpenKey(key)
    history.replaceState(null, '', itemHref(key))
    if (key === undefined) sessionStorage.removeItem(OPEN)
    else sessionStorage.setItem(OPEN, key)
  }
  const refresh = () => Promise.all([items.load(), draft.load(), choices.load()])
  const told = (text: string, changes: readonly string[]) => {
    setToast({ text, changes })
    void refresh()
  }
  const closeToast = useCallback(() => setToast(undefined), [])
  const onDirty = useCallback((dirty: boolean) => setDirty(dirty), [])
  const reread = () => setReads((count) => count + 1)
  const undo = (changes: readonly string[]) =>
    attempt.run(async () => {
      await api.undo(changes)
      told(words.coUndone, [])
      reread()
    })
  const discard = (keys: readonly string[]) =>
    attempt.run(async () => {
      const added = draft.answer?.changes.filter(({ change }) => change === 'added').map(({ key }) => key)
      await api.discard(keys)
      for (const key of keys) texts.drop(key)
      // What only the draft had is gone.
      if (openKey !== undefined && keys.includes(openKey) && added?.includes(openKey)) open(undefined)
      told(words.coDiscarded, [])
      reread()
    })
  const bulk = (deed: BulkDeed) =>
    attempt.run(async () => {
      const keys = [...chosen]
      const { changed, changes } = await api.bulk(keys, deed)
      const count = deed.deed === 'discard' ? keys.length : changed
      told(count === 0 ? words.coBulkNone : fill(words.coBulkDone, { count }), changes)
      setChosen(new Set())
      reread()
    })
  const create = (entry: EntryContent, file: string) => {
    const key = `entry:${entry.id}`
    texts.keep(key, { version: 0, base: null, content: { kind: 'entry', entry }, file })
    setCreating(false)
    open(key)
  }

  const listed = new Set(items.answer?.items.map(({ key }) => key))
  const hidden = [...chosen].filter((key) => !listed.has(key)).length
  const problem = items.error ?? draft.error
  const showsList = beside || openKey === undefined
  return (
    <article className="page co-page">
      <header className="page-head">
        <h2>{words.corpus}</h2>
        <p>{words.coAbout}</p>
      </header>
      <div role="alert">
        {problem !== undefined && (
          <Alert role="none" type="error" showIcon title={errorWords(problem, words)} />
        )}
        {attempt.problem !== '' && <Alert role="none" type="error" showIcon title={attempt.problem} />}
      </div>
      {showsList && draft.answer && (
        <DraftBar
          draft={draft.answer}
          mayEdit={mayEdit}
          busy={attempt.busy}
          open={open}
          discard={(keys) => void discard(keys)}
          folder={(deed) =>
            void attempt.run(async () => {
              await api.folder(deed)
              await refresh()
            })
          }
        />
      )}
      {showsList && <TryIt api={api} />}
      {showsList && mayEdit && chosen.size > 0 && (
        <BulkBar
          count={chosen.size}
          hidden={hidden}
          busy={attempt.busy}
          run={(deed) => void bulk(deed)}
          cancel={() => setChosen(new Set())}
        />
      )}
      <div className="co-columns">
        {showsList && (
          <ItemList
            search={search}
            answer={items.answer}
            busy={items.busy}
            openKey={openKey}
            unsaved={texts.keys().filter((key) => key !== openKey || isDirty)}
            chosen={chosen}
            mayEdit={mayEdit}
            look={(next) => {
              setSearch(next)
              setChosen(new Set())
            }}
            more={() => void items.more()}
            open={open}
            choose={setChosen}
            chooseAll={() => void attempt.run(async () => setChosen(new Set(await items.keys(BULK_MOST))))}
            create={() => setCreating(true)}
          />
        )}
        {openKey === undefined ? (
          beside && <p className="note co-choose">{words.coChooseOne}</p>
        ) : (
          <div>
            {!beside && (
              <Button icon={<ArrowLeftOutlined aria-hidden />} onClick={() => open(undefined)}>
                {words.coBack}
              </Button>
            )}
            <ItemEditor
              key={`${openKey} ${reads}`}
              api={api}
              texts={texts}
              itemKey={openKey}
              mayEdit={mayEdit}
              choices={choices.answer}
              onSaved={(change, isRemoval) => {
                told(isRemoval ? words.coRemovedNow : words.coSaved, change === null ? [] : [change])
                if (isRemoval) open(undefined)
              }}
              undo={(change) => void undo([change])}
              discard={(key) => void discard([key])}
              close={() => open(undefined)}
              onDirty={onDirty}
            />
          </div>
        )}
      </div>
      {isCreating && <NewEntry choices={choices.answer} create={create} close={() => setCreating(false)} />}
      <Toast toast={toast} undo={(changes) => void undo(changes)} close={closeToast} />
    </article>
  )
}
