/** The open conversation: nothing chosen yet, being read, not to be had, or there to be worked on. */

import { Alert, Button, Skeleton } from 'antd'
import { type Ref, useImperativeHandle, useRef } from 'react'
import { ConversationHead } from './conversation-head.tsx'
import { useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { NothingOpened } from './opened.tsx'
import type { Taking } from './standing.ts'
import type { ConversationState } from './use-conversation.ts'
import { Workplace, type WorkplaceHandle } from './workplace.tsx'

/** What the keyboard can do with the open conversation. */
export interface ConversationHandle {
  focus(): void
  focusReply(): void
  focusNote(): void
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
  act(action: Taking, id: string): Promise<boolean>
  failed(error: unknown): void
  /** Undefined where the list stands beside. */
  readonly goBack: (() => void) | undefined
  /** Undefined where the customer stands beside. */
  readonly showDetails: (() => void) | undefined
  /** Asks to whom it is given; undefined where nothing can be transferred. */
  readonly transfer?: (() => void) | undefined
}

export function Conversation(props: ConversationProps) {
  const { ref, hidden, id, state, act, failed, goBack, showDetails, transfer } = props
  const { words } = useWords()
  const main = useRef<HTMLElement>(null)
  const workplace = useRef<WorkplaceHandle>(null)
  const { answer, error } = state
  const item = answer?.conversation
  const focus = () => main.current?.focus()
  useImperativeHandle(ref, () => ({
    focus,
    focusReply: () => {
      if (!workplace.current?.focus('reply')) focus()
    },
    focusNote: () => workplace.current?.focus('note'),
    leaveReply: () => {
      if (!workplace.current?.holdsFocus()) return false
      focus()
      return true
    },
    claim: () => workplace.current?.claim(),
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
      {id !== undefined && <ConversationHead item={item} goBack={goBack} showDetails={showDetails} />}
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
      {answer && (
        <Workplace
          ref={workplace}
          answer={answer}
          hidden={hidden}
          refresh={state.refresh}
          act={act}
          failed={failed}
          leave={focus}
          transfer={transfer}
        />
      )}
    </main>
  )
}
