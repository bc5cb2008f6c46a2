/** The desk of a signed-in agent: the list, the open conversation, and who the customer is. */

import { ClusterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { ProblemBanner } from '../staff/problem-banner.tsx'
import { TopBar } from '../staff/top-bar.tsx'
import { useKeyCommands } from '../staff/use-key-commands.ts'
import { useMedia } from '../staff/use-preferences.ts'
import { CompanyTime } from './company-time.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { Conversation, type ConversationHandle } from './conversation.tsx'
import { useDesk, useWords } from './desk-context.ts'
import { Details } from './details.tsx'
import { errorWords } from './error-words.ts'
import { type Command, commandOf } from './keys.ts'
import type { QueueListHandle } from './queue-list.tsx'
import { sectionsOf } from './queue-order.ts'
import { RetentionItem } from './retention-item.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { SideColumn } from './side-column.tsx'
import type { Action } from './standing.ts'
import { useArrivals } from './use-arrivals.ts'
import { useConversation } from './use-conversation.ts'
import { useQueue } from './use-queue.ts'
import { leave, useRoute } from './use-route.ts'

/** Room for list and conversation, and for the customer beside them; desk.css has the same. */
const TWO_COLUMNS = '(min-width: 768px)'
const THREE_COLUMNS = '(min-width: 1200px)'

/** The entries of all lists, between which arrows move. */
const LISTED = '[data-conversation], [data-task], [data-retention]'

export function Desk({ signOut }: { signOut(): Promise<void> }) {
  const { words, language } = useWords()
  const { api, live, account } = useDesk()
  const place = useRoute()
  const { view, id } = place
  const queue = useQueue()
  const conversation = useConversation(view === 'conversations' ? id : undefined)
  const two = useMedia(TWO_COLUMNS)
  const three = useMedia(THREE_COLUMNS)
  const [window, setWindow] = useState<'none' | 'details' | 'shortcuts'>('none')
  const [problem, setProblem] = useState<unknown>()
  const list = useRef<QueueListHandle>(null)
  const middle = useRef<ConversationHandle>(null)
  const before = useRef(place)
  const announcement = useArrivals(queue.items, words, language)

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said about one conversation ends with it
  useEffect(() => {
    setProblem(undefined)
    setWindow((open) => (open === 'details' ? 'none' : open))
    if (!two && before.current !== place) {
      if (id === undefined) list.current?.focus(before.current.id)
      else middle.current?.focus()
    }
    before.current = place
  }, [place])

  const refresh = async () => {
    await Promise.all([queue.refresh(), conversation.refresh()])
  }
  const failed = (error: unknown) => {
    setProblem(error)
    void refresh()
  }
  const act = async (action: Action, of: string) => {
    setProblem(undefined)
    try {
      await api[action](of)
    } catch (error) {
      failed(error)
      return false
    }
    await refresh()
    if (action !== 'claim' && action !== 'takeOver') middle.current?.focus()
    return true
  }
  const goBack = () => {
    leave(place)
    if (id !== undefined) list.current?.focus(id)
  }
  const commands: Readonly<Record<Command, () => void>> = {
    next: () => list.current?.move(1),
    previous: () => list.current?.move(-1),
    claim: () => middle.current?.claim(),
    reply: () => middle.current?.focusReply(),
    shortcuts: () => setWindow('shortcuts'),
    back: () => {
      if (middle.current?.leaveReply()) return
      goBack()
    },
  }
  useKeyCommands(
    (press, target) => commandOf({ ...press, inList: target?.closest(LISTED) != null }),
    (command: Command) => commands[command](),
  )

  const details = <Details key={id} answer={conversation.answer} failed={failed} />
  return (
    <div className="desk">
      <button type="button" className="skip" onClick={() => middle.current?.focus()}>
        {view === 'retention' ? words.retentionSkip : words.skip}
      </button>
      <TopBar
        product={words.product}
        account={account}
        signOut={signOut}
        showShortcuts={() => setWindow('shortcuts')}
        failed={setProblem}
      >
        <CompanyTime />
        {account.permissions.includes('insight.read') && (
          <Button
            type="text"
            href="console"
            icon={<ClusterOutlined aria-hidden />}
            aria-label={words.toConsole}
          >
            <span className="wide">{words.toConsole}</span>
          </Button>
        )}
      </TopBar>
      <ConnectionBanner reachable={!isNetwork(queue.error)} tryNow={() => live.tryNow()} />
      <ProblemBanner
        problem={problem === undefined ? undefined : errorWords(problem, words)}
        dismiss={() => setProblem(undefined)}
      />
      <div className="columns">
        <SideColumn
          ref={list}
          hidden={!two && id !== undefined}
          sections={queue.items && sectionsOf(queue.items)}
          error={queue.error}
          place={place}
          failed={setProblem}
        />
        {view === 'retention' ? (
          <RetentionItem
            key={id ?? ''}
            ref={middle}
            hidden={!two && id === undefined}
            id={id}
            failed={setProblem}
            goBack={two ? undefined : goBack}
          />
        ) : (
          <Conversation
            key={id ?? ''}
            ref={middle}
            hidden={!two && id === undefined}
            id={id}
            state={conversation}
            act={act}
            failed={failed}
            goBack={two ? undefined : goBack}
            showDetails={three ? undefined : () => setWindow('details')}
          />
        )}
        {three && view === 'conversations' && id !== undefined && (
          <aside className="details-column" aria-label={words.customer}>
            {details}
          </aside>
        )}
      </div>
      {window === 'details' && !three && (
        <Dialog kind="side" title={words.customer} close={() => setWindow('none')}>
          {details}
        </Dialog>
      )}
      {window === 'shortcuts' && <Shortcuts close={() => setWindow('none')} />}
      <p className="unseen" role="status">
        {announcement}
      </p>
    </div>
  )
}

/** Whether a reading failed because no answer came. */
function isNetwork(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'network'
}
