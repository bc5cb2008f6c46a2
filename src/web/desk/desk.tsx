/** The desk of a signed-in agent: the list, the open conversation, and who the customer is. */

import { ClusterOutlined, TeamOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { ProblemBanner } from '../staff/problem-banner.tsx'
import { TopBar } from '../staff/top-bar.tsx'
import { useKeyCommands } from '../staff/use-key-commands.ts'
import { useMedia } from '../staff/use-preferences.ts'
import { otherStatus } from './agent-words.ts'
import { CompanyTime } from './company-time.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { Conversation, type ConversationHandle } from './conversation.tsx'
import { useDesk, useNow, useWords } from './desk-context.ts'
import { Details } from './details.tsx'
import { errorWords } from './error-words.ts'
import { type Command, commandOf } from './keys.ts'
import { OfferBanner } from './offer-banner.tsx'
import { sectionsOf } from './queue-order.ts'
import { RetentionItem } from './retention-item.tsx'
import { openConversation } from './route.ts'
import { Shortcuts } from './shortcuts.tsx'
import { SideColumn, type SideHandle } from './side-column.tsx'
import { mayTransfer, standingOf, type Taking } from './standing.ts'
import { StatusSwitch } from './status-switch.tsx'
import { TeamPanel } from './team-panel.tsx'
import { TransferDialog } from './transfer-dialog.tsx'
import { useArrivals } from './use-arrivals.ts'
import { useConversation } from './use-conversation.ts'
import { useNews } from './use-news.ts'
import { useOffers } from './use-offers.ts'
import { useQueue } from './use-queue.ts'
import { leave, useRoute } from './use-route.ts'
import { useTeam } from './use-team.ts'

/** Room for list and conversation, and for the customer beside them; desk.css has the same. */
const TWO_COLUMNS = '(min-width: 768px)'
const THREE_COLUMNS = '(min-width: 1200px)'

/** The entries of all lists, between which arrows move. */
const LISTED = '[data-conversation], [data-task], [data-retention]'

export function Desk({ signOut }: { signOut(): Promise<void> }) {
  const { words, language } = useWords()
  const { api, inbox, live, account } = useDesk()
  const place = useRoute()
  const { view, id } = place
  const queue = useQueue()
  const conversation = useConversation(openConversation(place))
  const team = useTeam()
  const now = useNow()
  const two = useMedia(TWO_COLUMNS)
  const three = useMedia(THREE_COLUMNS)
  const [window, setWindow] = useState<'none' | 'details' | 'shortcuts' | 'team' | 'transfer'>('none')
  const [problem, setProblem] = useState<unknown>()
  const list = useRef<SideHandle>(null)
  const middle = useRef<ConversationHandle>(null)
  const before = useRef(id)
  const announcement = useArrivals(queue.items, words, language)
  const [said, setSaid] = useState('')

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said about one conversation ends with it
  useEffect(() => {
    setProblem(undefined)
    setWindow((open) => (open === 'details' || open === 'transfer' ? 'none' : open))
    if (!two && before.current !== id) {
      if (id === undefined) list.current?.focus(before.current)
      else middle.current?.focus()
    }
    before.current = id
  }, [view, id])

  const refresh = async () => {
    await Promise.all([queue.refresh(), conversation.refresh(), team.refresh()])
  }
  const failed = (error: unknown) => {
    setProblem(error)
    void refresh()
  }
  const act = async (action: Taking, of: string) => {
    setProblem(undefined)
    try {
      await api[action](of)
    } catch (error) {
      failed(error)
      return false
    }
    await refresh()
    return true
  }
  const offers = useOffers(queue.items, refresh, failed)
  const me = team.answer?.me
  useNews(queue.items, { open: openConversation(place), available: me?.status !== 'away' })
  const setStatus = async (status: 'available' | 'away') => {
    setProblem(undefined)
    try {
      await inbox.setStatus(status)
      setSaid(status === 'away' ? words.statusNowAway : words.statusNowAvailable)
    } catch (error) {
      setProblem(error)
    }
    await team.refresh()
  }
  const opened = view === 'retention' ? undefined : conversation.answer?.conversation
  const rights = {
    mayAnswer: account.permissions.includes('conversation.answer'),
    mayAssign: account.permissions.includes('conversation.assign'),
  }
  const transferable = opened !== undefined && mayTransfer(standingOf(opened), rights) ? opened : undefined
  const firstOffer = offers.offers[0]
  const goBack = () => {
    leave(place)
    if (id !== undefined) list.current?.focus(id)
  }
  const commands: Readonly<Record<Command, () => void>> = {
    next: () => list.current?.move(1),
    previous: () => list.current?.move(-1),
    claim: () => middle.current?.claim(),
    reply: () => middle.current?.focusReply(),
    note: () => {
      if (view !== 'retention' && middle.current && 'focusNote' in middle.current) middle.current.focusNote()
    },
    transfer: () => {
      if (transferable) setWindow('transfer')
    },
    search: () => list.current?.showInbox('search'),
    inbox: () => list.current?.showInbox('list'),
    status: () => {
      if (me) void setStatus(otherStatus(me))
    },
    accept: () => {
      if (firstOffer) void offers.accept(firstOffer.id)
    },
    decline: () => {
      if (firstOffer) void offers.decline(firstOffer.id)
    },
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
      <button type="button" className="skip" onClick={() => list.current?.focus()}>
        {words.skipList}
      </button>
      <TopBar
        product={words.product}
        account={account}
        signOut={signOut}
        showShortcuts={() => setWindow('shortcuts')}
        failed={setProblem}
      >
        <CompanyTime />
        {me && <StatusSwitch me={me} change={setStatus} />}
        <Button
          type="text"
          icon={<TeamOutlined aria-hidden />}
          aria-label={words.teamOpen}
          title={words.teamOpen}
          onClick={() => setWindow('team')}
        />
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
      <OfferBanner state={offers} />
      <div className="columns">
        <SideColumn
          ref={list}
          hidden={!two && id !== undefined}
          sections={queue.items && sectionsOf(queue.items, now)}
          error={queue.error}
          place={place}
          offers={offers}
          team={team.answer}
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
            transfer={transferable && (() => setWindow('transfer'))}
          />
        )}
        {three && view !== 'retention' && id !== undefined && (
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
      {window === 'team' && <TeamPanel team={team} close={() => setWindow('none')} />}
      {window === 'transfer' && transferable && (
        <TransferDialog
          conversation={{
            id: transferable.id,
            name: transferable.customerName ?? words.visitor,
            queue: transferable.queue?.id ?? null,
            holder: transferable.agent,
          }}
          close={() => setWindow('none')}
          done={async () => {
            setSaid(words.transferDone)
            await refresh()
            middle.current?.focus()
          }}
        />
      )}
      {window === 'shortcuts' && <Shortcuts close={() => setWindow('none')} />}
      <p className="unseen" role="status">
        {announcement}
      </p>
      <p className="unseen" role="status">
        {said}
      </p>
    </div>
  )
}

/** Whether a reading failed because no answer came. */
function isNetwork(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'network'
}
