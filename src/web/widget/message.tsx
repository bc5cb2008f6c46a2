/** One message or note of the conversation. Text becomes text nodes and links only: nothing is parsed as HTML. */

import { splitLinks } from '../shared/links.ts'
import type { CardAnswer } from './card/renderer.ts'
import type { CardLoader } from './card-loader.ts'
import { CardView } from './card-view.tsx'
import { FileView } from './file-view.tsx'
import { AssistantIcon, ClockIcon, DownThumbIcon, RetryIcon, TickIcon, UpThumbIcon } from './icons.tsx'
import type { Row } from './reading.ts'
import { fill, type Strings, type Words } from './strings.ts'
import { clock } from './times.ts'
import type { Message, Note } from './transcript.ts'

/** The face beside what the company says: an agent's first letter, or the assistant's sign. */
export function Face({ agent, sign }: { agent?: string | undefined; sign: string | undefined }) {
  const initial = agent?.trim() ? [...agent.trim()][0]!.toUpperCase() : undefined
  return (
    <span class="face" aria-hidden="true">
      {initial ?? sign ?? <AssistantIcon />}
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
  readonly words: Words
  /** Whether it is the newest one of the customer that a person has read. */
  readonly read: boolean
  readonly cards: CardLoader
  /** Address of the Liuke server. */
  readonly server: string
  retry(key: string): void
  cancel(key: string): void
  discard(key: string): void
  rate(messageId: string, helpful: boolean): void
  answer(answer: CardAnswer): void
  refreshFiles(): Promise<boolean>
  unopened(): void
}

/** What stands below a message that has not been sent. */
function Unsent({ row, words, retry, discard }: MessageProps) {
  const { key, problem, files } = row.entry
  const reasons = {
    tooLarge: words.refusedSize,
    kind: words.refusedKind,
    cancelled: words.cancelled,
    lost: words.lostFiles,
  }
  return (
    <div class="below failed">
      {problem ? reasons[problem] : words.failed}
      {(!problem || problem === 'cancelled') && (
        <button type="button" class="retry" onClick={() => retry(key)}>
          <RetryIcon />
          {words.retry}
        </button>
      )}
      {(problem || files.length > 0) && (
        <button type="button" class="retry" onClick={() => discard(key)}>
          {words.discard}
        </button>
      )}
    </div>
  )
}

/** How far the files are; the bar's value is no news to be read out at every step. */
function Uploading({ row, words, cancel }: MessageProps) {
  const { key, state, progress = 0 } = row.entry
  return (
    <div class="below">
      {state === 'waiting' ? (
        <>
          <ClockIcon />
          {words.waiting}
        </>
      ) : (
        <progress max={1} value={progress} aria-label={words.uploading} />
      )}
      <button type="button" class="retry" onClick={() => cancel(key)}>
        {words.stopUpload}
      </button>
    </div>
  )
}

function Below(props: MessageProps) {
  const { row, words, rate } = props
  const { entry: message, last } = row
  const { id, state, files } = message
  if (state === 'failed') return <Unsent {...props} />
  if (state !== 'sent' && files.length > 0) return <Uploading {...props} />
  if (state === 'waiting') {
    return (
      <div class="below">
        <ClockIcon />
        {words.waiting}
      </div>
    )
  }
  if (!last && !message.feedback && !props.read) return null
  return (
    <div class="below">
      <span>{state === 'sending' ? words.sending : clock(message.at)}</span>
      {props.read && <span>{words.read}</span>}
      {message.feedback && id !== undefined && (
        <Rating message={message} words={words} rate={(helpful) => rate(id, helpful)} />
      )}
    </div>
  )
}

export function MessageBubble(props: MessageProps) {
  const { row, words, server } = props
  const { entry: message, first, last } = row
  const mine = message.author === 'user'
  const sender = mine
    ? words.you
    : message.author === 'agent'
      ? (message.name ?? words.agent)
      : words.assistant
  const pending = message.state === 'waiting' || message.state === 'failed'
  const classes = ['message', mine && 'mine', first && 'first', last && 'last', pending && 'pending']
  const { text, cards, files } = message
  return (
    <div class={classes.filter(Boolean).join(' ')}>
      {!mine && first && <Face agent={message.author === 'agent' ? sender : undefined} sign={words.sign} />}
      <div class="stack">
        {message.author === 'agent' && first && (
          <bdi class="name" aria-hidden="true">
            {sender}
          </bdi>
        )}
        <span class="hidden-text">{sender}: </span>
        {text !== '' && (
          <div class="bubble" dir="auto">
            <LinkedText text={text} words={words} />
          </div>
        )}
        {files.map((file, index) => (
          <FileView
            key={index}
            file={file}
            server={server}
            words={words}
            refresh={props.refreshFiles}
            unopened={props.unopened}
          />
        ))}
        {cards && (
          <div class="bubble wide" dir="auto">
            <CardView cards={cards} loader={props.cards} words={words} answer={props.answer} />
          </div>
        )}
        <Below {...props} />
      </div>
    </div>
  )
}
