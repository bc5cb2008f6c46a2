/** One message or note of the conversation. Text becomes text nodes and links only: nothing is parsed as HTML. */

import { splitLinks } from '../shared/links.ts'
import { AssistantIcon, ClockIcon, DownThumbIcon, RetryIcon, TickIcon, UpThumbIcon } from './icons.tsx'
import type { Row } from './reading.ts'
import { fill, type Strings } from './strings.ts'
import { clock } from './times.ts'
import type { Message, Note } from './transcript.ts'

/** The face beside what the company says: an agent's first letter, or the assistant's sign. */
export function Face({ agent }: { agent?: string | undefined }) {
  const initial = agent?.trim() ? [...agent.trim()][0]!.toUpperCase() : undefined
  return (
    <span class="face" aria-hidden="true">
      {initial ?? <AssistantIcon />}
    </span>
  )
}

function LinkedText({ text, words }: { text: string; words: Strings }) {
  return (
    <>
      {splitLinks(text).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {part.text}
            <span class="hidden-text">{words.linkNewTab}</span>
          </a>
        ),
      )}
    </>
  )
}

export function NoteLine({ note, words }: { note: Note; words: Strings }) {
  const name = note.name ?? words.agent
  const text = { joined: fill(words.joined, { name }), left: words.left, closed: words.noteClosed }[note.note]
  return (
    <p class="note" dir="auto">
      {text}
    </p>
  )
}

function Rating({
  message,
  words,
  rate,
}: {
  message: Message
  words: Strings
  rate(helpful: boolean): void
}) {
  if (message.feedback !== 'asked') {
    return (
      <span class="rated">
        <TickIcon />
        {words.thanks}
      </span>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand inside a line of text
    <span class="rate" role="group" aria-label={words.feedback}>
      <button type="button" aria-label={words.helpful} title={words.helpful} onClick={() => rate(true)}>
        <UpThumbIcon />
      </button>
      <button type="button" aria-label={words.unhelpful} title={words.unhelpful} onClick={() => rate(false)}>
        <DownThumbIcon />
      </button>
    </span>
  )
}

export interface MessageProps {
  readonly row: Row & { readonly entry: Message }
  readonly words: Strings
  retry(key: string): void
  rate(messageId: string, helpful: boolean): void
}

export function MessageBubble({ row, words, retry, rate }: MessageProps) {
  const { entry: message, first, last } = row
  const mine = message.author === 'user'
  const sender = mine
    ? words.you
    : message.author === 'agent'
      ? (message.name ?? words.agent)
      : words.assistant
  const pending = message.state === 'waiting' || message.state === 'failed'
  const classes = ['message', mine && 'mine', first && 'first', last && 'last', pending && 'pending']
  const { id } = message
  return (
    <div class={classes.filter(Boolean).join(' ')}>
      {!mine && first && <Face agent={message.author === 'agent' ? sender : undefined} />}
      <div class="stack">
        {message.author === 'agent' && first && (
          <bdi class="name" aria-hidden="true">
            {sender}
          </bdi>
        )}
        <div class="bubble" dir="auto">
          <span class="hidden-text">{sender}: </span>
          <LinkedText text={message.text} words={words} />
        </div>
        {message.state === 'failed' ? (
          <div class="below failed">
            {words.failed}
            <button type="button" class="retry" onClick={() => retry(message.key)}>
              <RetryIcon />
              {words.retry}
            </button>
          </div>
        ) : message.state === 'waiting' ? (
          <div class="below">
            <ClockIcon />
            {words.waiting}
          </div>
        ) : last || message.feedback ? (
          <div class="below">
            <span>{message.state === 'sending' ? words.sending : clock(message.at)}</span>
            {message.feedback && id !== undefined && (
              <Rating message={message} words={words} rate={(helpful) => rate(id, helpful)} />
            )}
          </div>
        ) : null}
      </div>
    </div>
  )
}
