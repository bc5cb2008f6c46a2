/** The open conversation: what was said, what the agent may do with it, and the reply. */

import { IdcardOutlined } from '@ant-design/icons'
import { Alert, Button, Skeleton } from 'antd'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { ChannelMark, SharedTag } from './channel-mark.tsx'
import { useDesk, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { NothingOpened, OpenedHead } from './opened.tsx'
import { ReachLine } from './reach-line.tsx'
import { ReplyBox } from './reply-box.tsx'
import { RiskBadge } from './risk-badge.tsx'
import { type Action, mayClaim, standingOf } from './standing.ts'
import { StandingBar } from './standing-bar.tsx'
import { Transcript } from './transcript.tsx'
import type { ConversationState } from './use-conversation.ts'
import { useReplies } from './use-replies.ts'

/** What the keyboard can do with the open conversation. */
export interface ConversationHandle {
  focus(): void
  focusReply(): void
  /** @returns whether the focus was in the reply box */
  leaveReply(): boolean
  claim(): void
}

export interface ConversationProps {
  readonly ref: Ref<ConversationHandle>
  readonly hidden: boolean
  /** Undefined while none is open. */
  readonly id: string | undefined
  readonly state: ConversationState
  /** @returns whether it was done */
  act(action: Action, id: string): Promise<boolean>
  failed(error: unknown): void
  /** Undefined where the list stands beside. */
  readonly goBack: (() => void) | undefined
  /** Undefined where the customer stands beside. */
  readonly showDetails: (() => void) | undefined
}

export function Conversation(props: ConversationProps) {
  const { ref, hidden, id, state, act, failed, goBack, showDetails } = props
  const { words, language } = useWords()
  const { account } = useDesk()
  const main = useRef<HTMLElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const claiming = useRef(false)
  const [busy, setBusy] = useState<Action>()
  const [asking, setAsking] = useState(false)
  const replies = useReplies(id ?? '', state.refresh, failed)
  const { answer, error } = state
  const item = answer?.conversation
  const mayAnswer = account.permissions.includes('conversation.answer')
  const standing = item && standingOf(item)

  const run = async (action: Action) => {
    if (id === undefined || busy) return
    setBusy(action)
    claiming.current = action === 'claim' || action === 'takeOver'
    if (!(await act(action, id))) claiming.current = false
    setBusy(undefined)
  }
  const focusReply = () => {
    const { current } = field
    if (!current || current.readOnly) return main.current?.focus()
    current.focus()
    current.setSelectionRange(current.value.length, current.value.length)
  }
  // The reply box can be written in only once the conversation is drawn as taken over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment in which the standing changes
  useEffect(() => {
    if (standing !== 'mine' || !claiming.current) return
    claiming.current = false
    focusReply()
  }, [standing])
  useImperativeHandle(ref, () => ({
    focus: () => main.current?.focus(),
    focusReply,
    leaveReply: () => {
      if (!field.current || document.activeElement !== field.current) return false
      main.current?.focus()
      return true
    },
    claim: () => {
      if (standing && mayClaim(standing) && mayAnswer) void run('claim')
    },
  }))

  const name = item ? (item.customerName ?? words.visitor) : ''
  return (
    <main
      className="conversation"
      id="conversation"
      ref={main}
      hidden={hidden}
      tabIndex={-1}
      aria-label={name === '' ? words.conversation : `${words.conversation}: ${name}`}
    >
      {id === undefined && (
        <NothingOpened title={words.choose}>
          <span className="with-keyboard">{words.chooseHint}</span>
        </NothingOpened>
      )}
      {id !== undefined && (
        <OpenedHead
          name={name}
          goBack={goBack}
          about={
            item && (
              <>
                <span>
                  <ChannelMark channel={item.channel} /> ·{' '}
                  {[item.language === 'zh' ? words.chinese : words.english, item.queue?.name[language]]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                {item.shared && <SharedTag />}
                {item.riskBand && <RiskBadge band={item.riskBand} />}
              </>
            )
          }
        >
          {showDetails && (
            <Button
              icon={<IdcardOutlined aria-hidden />}
              aria-label={words.showCustomer}
              title={words.showCustomer}
              onClick={showDetails}
            />
          )}
        </OpenedHead>
      )}
      {id !== undefined && !answer && error === undefined && (
        <div className="placeholder" aria-busy="true">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      )}
      {error !== undefined && !answer && (
        <div className="placeholder">
          <Alert type="error" showIcon role="alert" title={errorWords(error, words)} />
          <Button onClick={() => void state.refresh()}>{words.tryAgain}</Button>
        </div>
      )}
      {answer && item && standing && (
        <>
          <Transcript answer={answer} outgoing={replies.unsent.outgoing} replies={replies} />
          <StandingBar
            standing={standing}
            agent={item.agent}
            mayAnswer={mayAnswer}
            mayAssign={account.permissions.includes('conversation.assign')}
            busy={busy}
            run={(action) => {
              if (action === 'close') setAsking(true)
              else void run(action)
            }}
          />
          {answer.reach && standing === 'mine' && mayAnswer && (
            <ReachLine channel={item.channel} reach={answer.reach} />
          )}
          <ReplyBox
            field={field}
            disabled={standing !== 'mine' || !mayAnswer}
            draft={replies.unsent.draft}
            setDraft={replies.setDraft}
            send={(text) => replies.send(text, answer.lastSeq)}
          />
        </>
      )}
      {asking && (
        <Dialog
          title={words.closeTitle}
          close={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{words.cancel}</Button>
              <Button
                type="primary"
                danger
                onClick={() => {
                  setAsking(false)
                  void run('close')
                }}
              >
                {words.closeConfirm}
              </Button>
            </>
          }
        >
          <p>{words.closeText}</p>
        </Dialog>
      )}
    </main>
  )
}
