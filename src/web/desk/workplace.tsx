/** A conversation that can be worked on: what was said, what may be done with it, and where one writes. */

import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { untilWords } from '../staff/calendar.ts'
import { useFileDrop } from '../staff/use-file-drop.ts'
import { fill } from '../widget/strings.ts'
import { BlockDialog } from './block-dialog.tsx'
import { Composer, type ComposerHandle, type Mode } from './composer.tsx'
import { useCalendar, useDesk, useWords } from './desk-context.ts'
import { NoticeLine } from './notice-line.tsx'
import { ReachLine } from './reach-line.tsx'
import { ResolveDialog } from './resolve-dialog.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { StaleAlert } from './stale-alert.tsx'
import { type Action, mayClaim, standingOf, type Taking } from './standing.ts'
import { StandingBar } from './standing-bar.tsx'
import { SummaryCard } from './summary-card.tsx'
import { Transcript } from './transcript.tsx'
import { isolated } from './upload-list.tsx'
import { useDeeds } from './use-deeds.ts'
import { useNoteText } from './use-note-text.ts'
import { useNotice } from './use-notice.ts'
import { saidSince, staleParting, useParting } from './use-parting.ts'
import { usePresence } from './use-presence.ts'
import { useReplies } from './use-replies.ts'
import { useSettingsState } from './use-settings-state.ts'
import { useTyping } from './use-typing.ts'
import { useUploads } from './use-uploads.ts'
import { VerdictBar } from './verdict-bar.tsx'
import type { OpenConversation } from './work-api.ts'
import { WorkStrip } from './work-strip.tsx'

/** What the keyboard can do with it. */
export interface WorkplaceHandle {
  /** @returns whether there is such a field to write in */
  focus(mode: Mode): boolean
  /** Whether something is being written. */
  holdsFocus(): boolean
  claim(): void
}

export interface WorkplaceProps {
  readonly ref: Ref<WorkplaceHandle>
  readonly answer: OpenConversation
  readonly hidden: boolean
  refresh(): Promise<void>
  /** @returns whether it was done */
  act(action: Taking, id: string): Promise<boolean>
  failed(error: unknown): void
  /** Puts the focus where it belongs when there is nothing to write any more. */
  leave(): void
  readonly transfer: (() => void) | undefined
}

export function Workplace(props: WorkplaceProps) {
  const { ref, answer, hidden, refresh, act, failed, leave, transfer } = props
  const { words } = useWords()
  const { account, api, work } = useDesk()
  const calendar = useCalendar()
  const composer = useRef<ComposerHandle>(null)
  const claiming = useRef(false)
  const wasMine = useRef(false)
  const [acting, setActing] = useState<Action>()
  const [asking, setAsking] = useState<'end' | 'snooze' | 'block'>()
  /** Number of the newest message when the agent began to end it: what comes while they choose a reason is new. */
  const [endSeq, setEndSeq] = useState(answer.lastSeq)
  const [seenSeq, setSeenSeq] = useState(answer.lastSeq)
  const item = answer.conversation
  const { id } = item
  const standing = standingOf(item)
  const mayAnswer = account.permissions.includes('conversation.answer')
  const mayReply = mayAnswer && standing === 'mine'
  const known = useSettingsState()
  const notices = useNotice()
  const deeds = useDeeds(notices, refresh, failed)
  const replies = useReplies(id, answer.lastSeq, refresh, failed)
  const note = useNoteText(id)
  const presence = usePresence(id, seenSeq, mayAnswer && !hidden)
  const isTyping = useTyping(id, answer.lastSeq)
  const uploads = useUploads(id, (file) => {
    notices.show({ text: fill(words.attachSent, { name: isolated(file.name) }) })
    void refresh()
  })
  const drop = useFileDrop(mayReply, uploads.send)

  const parting = useParting(deeds, leave)
  const release = async (seq: number) => {
    setActing('release')
    await parting.part('release', seq, (seen) => api.release(id, seen))
    setActing(undefined)
  }
  const run = async (action: Action) => {
    if (acting) return
    if (action === 'release') return release(answer.lastSeq)
    setActing(action)
    claiming.current = true
    if (!(await act(action, id))) claiming.current = false
    setActing(undefined)
  }
  // The reply box can be written in only once the conversation is drawn as taken over.
  useEffect(() => {
    if (standing === 'mine') wasMine.current = true
    if (standing !== 'mine' || !claiming.current) return
    claiming.current = false
    composer.current?.focus('reply')
  }, [standing])
  useImperativeHandle(ref, () => ({
    focus: (mode) => composer.current?.focus(mode) ?? false,
    holdsFocus: () => composer.current?.holdsFocus() ?? false,
    claim: () => {
      if (mayClaim(standing) && mayAnswer) void run('claim')
    },
  }))

  const { handoff } = answer
  const mayJudge =
    handoff !== null &&
    handoff.claimedAt !== null &&
    handoff.verdict === null &&
    mayAnswer &&
    (standing === 'mine' ? hasAnswered(answer, handoff.claimedAt) : wasMine.current)
  const until = (at: number) => untilWords(at, answer.now, calendar)
  return (
    <div className={drop.isOver ? 'workplace over' : 'workplace'} {...drop.handlers}>
      <WorkStrip
        answer={answer}
        known={known}
        mayAnswer={mayAnswer}
        busy={deeds.isBusy}
        setTags={(tags, text) => {
          const before = answer.work.tags
          const undo = () => void deeds.run(() => work.setTags(id, before))
          void deeds.run(() => work.setTags(id, tags), { text, undo })
        }}
        wake={() => void deeds.run(() => work.wake(id), { text: words.snoozeWoken })}
        unblock={() => void deeds.run(() => work.unblock(id), { text: words.blockLifted })}
      />
      <SummaryCard id={id} lastSeq={answer.lastSeq} done={(text) => notices.show({ text })} />
      <NoticeLine notices={notices} />
      <Transcript
        answer={answer}
        outgoing={replies.unsent.outgoing}
        replies={replies}
        saw={setSeenSeq}
        takeBackNote={(taken) =>
          void deeds.run(() => work.takeBackNote(id, taken.id), { text: words.noteTakenBack })
        }
      >
        <p className="typing" role="status">
          {isTyping && words.customerTyping}
        </p>
      </Transcript>
      {drop.isOver && <p className="drop-here">{words.attachDrop}</p>}
      {mayJudge && (
        <VerdictBar
          handoff={handoff.id}
          busy={deeds.isBusy}
          judge={(verdict) => void deeds.run(() => work.judge(id, verdict), { text: words.verdictThanks })}
        />
      )}
      {parting.stopped && standing === 'mine' && (
        <StaleAlert
          since={saidSince(answer, parting.stopped.since)}
          said={staleParting[parting.stopped.kind]}
          goOn={() => void parting.again(answer.lastSeq)}
          back={parting.stay}
        />
      )}
      <StandingBar
        standing={standing}
        agent={item.agent}
        mayAnswer={mayAnswer}
        mayAssign={account.permissions.includes('conversation.assign')}
        mayBlock={account.permissions.includes('conversation.block') && answer.block === null}
        isSnoozed={answer.work.snoozedUntil !== null}
        busy={acting ?? (deeds.isBusy ? 'other' : undefined)}
        run={(action) => void run(action)}
        deeds={{
          end: () => {
            setEndSeq(answer.lastSeq)
            setAsking('end')
          },
          snooze: () => {
            setEndSeq(answer.lastSeq)
            setAsking('snooze')
          },
          block: () => setAsking('block'),
          note: () => composer.current?.focus('note'),
          transfer,
        }}
      />
      <Composer
        ref={composer}
        answer={answer}
        mayReply={mayReply}
        mayNote={mayAnswer}
        replies={replies}
        uploads={uploads}
        known={known}
        noteText={note.text}
        isNoting={deeds.isBusy}
        setNoteText={note.set}
        keepNote={async (text) => {
          const isKept = await deeds.run(() => work.addNote(id, text), { text: words.noteKept })
          if (isKept) note.set('')
          if (isKept && !mayReply) leave()
          return isKept
        }}
        wrote={presence.wrote}
        stopped={presence.stopped}
        reach={answer.reach && mayReply && <ReachLine channel={item.channel} reach={answer.reach} />}
      />
      {asking === 'end' && (
        <ResolveDialog
          known={known}
          close={() => setAsking(undefined)}
          resolve={(closing) => {
            setAsking(undefined)
            void parting.part('close', endSeq, (seen) => work.close(id, closing, seen))
          }}
        />
      )}
      {asking === 'snooze' && (
        <SnoozeDialog
          close={() => setAsking(undefined)}
          snooze={(at) => {
            setAsking(undefined)
            const undo = () => void deeds.run(() => work.wake(id), { text: words.snoozeWoken })
            void deeds.run(() => work.snooze(id, at, endSeq), {
              text: fill(words.snoozeDone, { time: until(at) }),
              undo,
            })
          }}
        />
      )}
      {asking === 'block' && (
        <BlockDialog
          known={known}
          close={() => setAsking(undefined)}
          block={(block) => {
            setAsking(undefined)
            void deeds
              .run(() => work.block(id, block), { text: words.blockDone })
              .then((isDone) => isDone && leave())
          }}
        />
      )}
    </div>
  )
}

/** Whether one of us has written since it was taken over. */
function hasAnswered({ transcript }: OpenConversation, since: number): boolean {
  return transcript.some(({ role, at }) => role === 'agent' && at >= since)
}
