/** Unanswered questions: groups in order of weight, and the open one beside them, to be decided about by keyboard. */

import { ArrowLeftOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ClusterDeed } from '../../../console/unanswered-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { useKeyCommands } from '../../staff/use-key-commands.ts'
import { useMedia } from '../../staff/use-preferences.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { Toast } from '../corpus/toast.tsx'
import { ClusterList } from './cluster-list.tsx'
import { ClusterPanel } from './cluster-panel.tsx'
import { type EntryDraft, proposedEntry, withAnswer } from './entry-draft.ts'
import { EntryForm } from './entry-form.tsx'
import { EntrySearch } from './entry-search.tsx'
import { type Command, commandOf, type UnansweredPress } from './keys.ts'
import { RunBar } from './run-bar.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { type ClusterSearch, unansweredCalls } from './unanswered-api.ts'
import { isOpen } from './unanswered-words.ts'
import { useCluster } from './use-cluster.ts'
import { useClusters } from './use-clusters.ts'
import { useDeeds } from './use-deeds.ts'

/** Room for list and group side by side; unanswered.css has the same. */
const BESIDE = '(min-width: 1100px)'
/** With so few left, more are read. */
const FEW = 3

export function UnansweredPage() {
  const { words } = useWords()
  const { calls, account } = useConsole()
  const api = useMemo(() => unansweredCalls(calls), [calls])
  const mayEdit = account.permissions.includes('corpus.edit')
  const beside = useMedia(BESIDE)
  const [search, setSearch] = useState<ClusterSearch>({ status: 'new', reason: '', language: '', days: '' })
  const [openId, setOpenId] = useState<string>()
  /** What is written stays with its group. */
  const [drafts, setDrafts] = useState<ReadonlyMap<string, EntryDraft>>(new Map())
  const [isWriting, setWriting] = useState(false)
  const [isHelp, setHelp] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const page = useRef<HTMLElement>(null)
  /** Whose heading is to have the focus as soon as it is there; `id` undefined: the page. */
  const [awaited, setAwaited] = useState<{ readonly id: string | undefined }>()

  const clusters = useClusters(api, search)
  const { list, answer } = clusters
  const at = list.findIndex(({ id }) => id === openId)
  const summary = list[at]
  const cluster = useCluster(api, summary?.id, list[at + 1]?.id)
  const deeds = useDeeds(api, mayEdit, () => {
    cluster.load()
    void clusters.load()
  })
  const { busy } = deeds.attempt

  const open = useCallback((id: string | undefined) => {
    setAwaited({ id })
    setWriting(false)
    setOpenId(id)
  }, [])
  useEffect(() => {
    if (awaited === undefined) return
    if (awaited.id !== undefined && awaited.id === summary?.id) heading.current?.focus()
    else if (awaited.id === undefined || !clusters.busy) page.current?.focus()
    else return
    setAwaited(undefined)
  }, [awaited, summary, clusters.busy])
  // The first group is open from the start where there is room beside the list.
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current || list.length === 0) return
    isFirst.current = false
    if (beside) setOpenId(list[0]?.id)
  }, [list, beside])
  const { more, put } = clusters
  const whole = cluster.answer
  useEffect(() => {
    if (whole) put(whole)
  }, [whole, put])
  const isShort =
    answer?.next != null && !clusters.busy && clusters.error === undefined && list.length - at <= FEW
  useEffect(() => {
    if (isShort) void more()
  }, [isShort, more])

  const look = (next: ClusterSearch) => {
    isFirst.current = true
    setOpenId(undefined)
    setWriting(false)
    setSearch(next)
  }
  const step = (by: 1 | -1) => {
    const next = at < 0 ? list[0] : list[at + by]
    if (next) open(next.id)
    else heading.current?.focus()
  }
  const decide = async (deed: ClusterDeed) => {
    if (!whole || !mayEdit || !isOpen(whole.status)) return
    const { chosen } = cluster
    if (chosen.size === 0) return deeds.say(words.unChooseSome)
    const isAll = whole.examples.every(({ id }) => chosen.has(id))
    if (deed.deed === 'split' && isAll) return deeds.say(words.unSplitSome)
    const next = list[at + 1] ?? list[at - 1]
    const isDone = await deeds.decide(whole, isAll ? deed : { ...deed, questions: [...chosen] })
    if (!isDone) return
    setWriting(false)
    setDrafts((before) => without(before, whole.id))
    if (isAll) {
      clusters.drop(whole.id)
      open(next?.id)
      void clusters.look()
    } else {
      heading.current?.focus()
      cluster.load()
      await clusters.freshen(whole.id)
    }
  }
  const undo = async () => {
    const back = await deeds.undo()
    if (!back) return
    cluster.load()
    await clusters.load()
    open(back.cluster)
  }
  const write = (change?: (draft: EntryDraft) => EntryDraft) => {
    if (!whole || !mayEdit || !isOpen(whole.status)) return
    const before = drafts.get(whole.id) ?? proposedEntry(whole)
    setDrafts(new Map(drafts).set(whole.id, change ? change(before) : before))
    setWriting(true)
  }
  const toggle = () => {
    const boxes = boxesIn(page.current)
    const box = boxes.find((one) => one === document.activeElement) ?? boxes[0]
    box?.focus()
    box?.click()
  }
  const run = (command: Command) => {
    if (command.is === 'next') step(1)
    else if (command.is === 'previous') step(-1)
    else if (command.is === 'candidate') {
      const candidate = cluster.answer?.candidates[command.at]
      if (candidate) void decide({ deed: 'accept', entry: candidate.entry })
    } else if (command.is === 'create') write()
    else if (command.is === 'search') field.current?.focus()
    else if (command.is === 'out-of-scope' || command.is === 'dismiss' || command.is === 'split')
      void decide({ deed: command.is })
    else if (command.is === 'toggle') toggle()
    else if (command.is === 'undo') void undo()
    else if (command.is === 'shortcuts') setHelp(true)
    else if (command.is === 'back') {
      setWriting(false)
      if (summary) heading.current?.focus()
    }
  }
  useKeyCommands((press, target) => commandOf(placed(press, target)), run, true)

  const draft = summary && isWriting ? drafts.get(summary.id) : undefined
  const problem = clusters.error ?? cluster.error
  const showsList = beside || summary === undefined
  return (
    <article className="page un-page" ref={page} tabIndex={-1}>
      <header className="page-head">
        <h2>{words.unanswered}</h2>
        {showsList && <p>{words.unAbout}</p>}
      </header>
      <div role="alert">
        {problem !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={errorWords(problem, words)}
            action={
              <Button size="small" onClick={() => void clusters.load().then(cluster.load)}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
        {deeds.attempt.problem !== '' && (
          <Alert role="none" type="error" showIcon title={deeds.attempt.problem} />
        )}
      </div>
      {answer && showsList && (
        <RunBar
          answer={answer}
          mayEdit={mayEdit}
          busy={busy}
          isFresh={clusters.isFresh}
          begin={() =>
            void deeds.attempt.run(async () => {
              await api.begin()
              deeds.say(words.unBegun)
              await clusters.look()
            })
          }
          showFresh={() => void clusters.load()}
        />
      )}
      <div className="un-buttons">
        {!beside && summary && (
          <Button icon={<ArrowLeftOutlined aria-hidden />} onClick={() => open(undefined)}>
            {words.unBack}
          </Button>
        )}
        {mayEdit && (
          <Button
            icon={<UndoOutlined aria-hidden />}
            aria-keyshortcuts="U"
            disabled={deeds.done.length === 0}
            onClick={() => void undo()}
          >
            {deeds.done.length === 0 ? words.unUndoNone : fill(words.unUndo, { count: deeds.done.length })}{' '}
            <kbd aria-hidden>U</kbd>
          </Button>
        )}
        <Button type="text" aria-keyshortcuts="?" onClick={() => setHelp(true)}>
          {words.shortcuts} <kbd aria-hidden>?</kbd>
        </Button>
      </div>
      <div className="un-columns">
        {showsList && (
          <ClusterList search={search} clusters={clusters} openId={summary?.id} look={look} open={open} />
        )}
        {summary ? (
          <ClusterPanel
            key={summary.id}
            summary={summary}
            cluster={cluster}
            mayEdit={mayEdit}
            busy={busy}
            timeZone={answer?.timeZone ?? 'UTC'}
            heading={heading}
            search={
              <EntrySearch
                api={api}
                busy={busy}
                ref={field}
                accept={(entry) => void decide({ deed: 'accept', entry })}
              />
            }
            form={
              draft && (
                <EntryForm
                  draft={draft}
                  busy={busy}
                  change={(next) => setDrafts(new Map(drafts).set(summary.id, next))}
                  save={() =>
                    void decide({
                      deed: 'create',
                      id: draft.id,
                      title: { zh: draft.titleZh.trim(), en: draft.titleEn.trim() },
                      answer: { zh: draft.answerZh.trim(), en: draft.answerEn.trim() },
                    })
                  }
                  cancel={() => run({ is: 'back' })}
                />
              )
            }
            accept={(entry) => void decide({ deed: 'accept', entry })}
            create={() => write()}
            decide={(deed) => void decide({ deed })}
            take={(text, language) => write((before) => withAnswer(before, text, language))}
          />
        ) : (
          beside && list.length > 0 && <p className="note">{words.unChooseOne}</p>
        )}
      </div>
      {isHelp && <Shortcuts close={() => setHelp(false)} />}
      <Toast toast={deeds.said} undo={() => void undo()} close={deeds.quiet} />
    </article>
  )
}

/** Where a key was pressed. In the questions of a group arrows move the focus by themselves; a box is no text. */
function placed(press: Omit<UnansweredPress, 'within'>, target: Element | undefined): UnansweredPress {
  const isChoice = target?.closest('input[type="radio"], input[type="checkbox"]') != null
  const boxes = boxesIn(document)
  if (isChoice && (press.key === 'ArrowDown' || press.key === 'ArrowUp')) {
    const from = target instanceof HTMLInputElement ? boxes.indexOf(target) : -1
    if (from >= 0) boxes[from + (press.key === 'ArrowDown' ? 1 : -1)]?.focus()
  }
  const inGroups = target?.closest('.un-groups, .un-panel h3') != null
  return { ...press, inText: press.inText && !isChoice, within: inGroups ? 'groups' : undefined }
}

function boxesIn(root: ParentNode | null): HTMLInputElement[] {
  return [...(root?.querySelectorAll<HTMLInputElement>('.un-examples li input[type="checkbox"]') ?? [])]
}

function without(drafts: ReadonlyMap<string, EntryDraft>, id: string): ReadonlyMap<string, EntryDraft> {
  const rest = new Map(drafts)
  rest.delete(id)
  return rest
}
