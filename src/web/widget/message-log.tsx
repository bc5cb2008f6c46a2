/** The scrolling part of the panel: what was said, what may be answered, and whether someone is typing. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { safeHref } from '../shared/links.ts'
import { DownIcon } from './icons.tsx'
import { Face, MessageBubble, type MessageProps, NoteLine } from './message.tsx'
import type { SuggestedAction } from './protocol.ts'
import { layOut, openActions, type Row, readKey, visible } from './reading.ts'
import type { ChatState } from './session.ts'
import type { Language, Words } from './strings.ts'
import { dayLabel, dayOf } from './times.ts'
import type { Message } from './transcript.ts'

/** Closer than this to the end counts as being at the end, in pixels. */
const NEAR_END = 48

export interface LogProps extends Omit<MessageProps, 'row' | 'read' | 'answer'> {
  readonly state: ChatState
  readonly open: boolean
  readonly language: Language
  choose(action: SuggestedAction): void
  answerCard(action: SuggestedAction): void
}

function Suggestion({ action, choose }: { action: SuggestedAction; choose(action: SuggestedAction): void }) {
  if (action.type !== 'openUrl') {
    return (
      <button type="button" dir="auto" onClick={() => choose(action)}>
        {action.title}
      </button>
    )
  }
  const href = typeof action.value === 'string' ? safeHref(action.value) : undefined
  if (!href) return null
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" dir="auto">
      {action.title}
    </a>
  )
}

function isMessage(row: Row): row is Row & { entry: Message } {
  return row.entry.kind === 'message'
}

function Empty({ words, connecting }: { words: Words; connecting: boolean }) {
  return (
    <div class="empty">
      <Face sign={words.sign} />
      {connecting ? (
        <span>{words.connecting}</span>
      ) : (
        <>
          <strong>{words.emptyTitle}</strong>
          <span>{words.emptyText}</span>
        </>
      )}
    </div>
  )
}

/** Keeps the end in view unless the reader has scrolled up; the customer's own message always comes into view. */
function useStickyEnd({ state, open }: LogProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  /** Where the log was scrolled to last. */
  const lastTop = useRef(0)
  const [behind, setBehind] = useState(false)
  const entries = visible(state.transcript)
  const lastKey = entries.at(-1)?.key
  const seenKey = useRef(lastKey)

  const toEnd = () => {
    const element = scroller.current
    if (!element) return
    element.scrollTop = element.scrollHeight
    atEnd.current = true
    setBehind(false)
  }
  useLayoutEffect(() => {
    const last = entries.at(-1)
    const own = last?.kind === 'message' && last.author === 'user' && last.state === 'sending'
    if (atEnd.current || own) toEnd()
    else if (lastKey !== seenKey.current) setBehind(true)
    seenKey.current = lastKey
  }, [lastKey, state.transcript.typing, state.transcript.entries.length, open])
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atEnd.current) toEnd()
    })
    if (scroller.current) observer.observe(scroller.current)
    if (content.current) observer.observe(content.current)
    return () => observer.disconnect()
  }, [])
  const onScroll = () => {
    const element = scroller.current
    if (!element || element.clientHeight === 0) return
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END
    // A picture that has just loaded makes the log longer; only who scrolls up wants to be elsewhere.
    if (isNear || element.scrollTop < lastTop.current) atEnd.current = isNear
    lastTop.current = element.scrollTop
    if (atEnd.current) setBehind(false)
  }
  return { scroller, content, entries, behind, toEnd, onScroll }
}

export function MessageLog(props: LogProps) {
  const { state, words, language, choose, answerCard } = props
  const { scroller, content, entries, behind, toEnd, onScroll } = useStickyEnd(props)
  const connecting = state.connection === 'connecting'
  const actions = openActions(state.transcript)
  const agent = state.transcript.owner === 'human' ? (state.transcript.agent ?? words.agent) : undefined
  const now = Date.now()
  const read = readKey(state.transcript)
  return (
    <div class="middle">
      {/* biome-ignore lint/a11y/useSemanticElements: this is the scrolling box, whose section is the dialog */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to be reachable by keyboard */}
      <div class="log" ref={scroller} onScroll={onScroll} tabIndex={0} role="region" aria-label={words.log}>
        <div ref={content}>
          {entries.length === 0 && <Empty words={words} connecting={connecting} />}
          <div role="log" aria-live="polite" aria-relevant="additions text" aria-busy={connecting}>
            {layOut(entries, dayOf).map((row) => (
              <div key={row.entry.key}>
                {row.newDay !== undefined && <p class="day">{dayLabel(row.newDay, now, language)}</p>}
                {isMessage(row) ? (
                  <MessageBubble
                    {...props}
                    row={row}
                    read={row.entry.key === read}
                    answer={({ title, value }) =>
                      answerCard({ type: typeof value === 'string' ? 'imBack' : 'postBack', title, value })
                    }
                  />
                ) : row.entry.kind === 'note' ? (
                  <NoteLine note={row.entry} words={words} />
                ) : null}
              </div>
            ))}
          </div>
          {actions.length > 0 && (
            // biome-ignore lint/a11y/useSemanticElements: these are replies, not fields of a form
            <div class="actions" role="group" aria-label={words.suggestions}>
              {actions.map((action, index) => (
                <Suggestion key={index} action={action} choose={choose} />
              ))}
            </div>
          )}
          {state.transcript.typing && (
            <div class="typing" aria-hidden="true">
              <Face agent={agent} sign={words.sign} />
              <span class="dots">
                <i />
                <i />
                <i />
              </span>
            </div>
          )}
        </div>
      </div>
      {behind && (
        <button type="button" class="jump" onClick={toEnd}>
          <DownIcon />
          {words.newMessages}
        </button>
      )}
    </div>
  )
}
