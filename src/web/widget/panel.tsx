/** The chat panel: puts head, log and composer together, and owns what is open inside it. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CardLoader } from './card-loader.ts'
import { copyText } from './clipboard.ts'
import { Composer } from './composer.tsx'
import { useDrop } from './drop.ts'
import { MessageLog } from './message-log.tsx'
import type { ChatState, Session } from './session.ts'
import type { Language, Strings, Words } from './strings.ts'
import { TopBar } from './top-bar.tsx'
import { transcriptText } from './transcript-text.ts'
import { usePicks } from './use-picks.ts'

const TOAST_MS = 3500

export interface PanelProps {
  readonly state: ChatState
  readonly session: Session
  readonly open: boolean
  readonly title: string
  readonly words: Words
  readonly language: Language
  readonly privacy: string | undefined
  readonly cards: CardLoader
  /** Address of the Liuke server. */
  readonly server: string
  switchLanguage(): void
  close(): void
}

function Banner({ state, words, tryNow }: { state: ChatState; words: Strings; tryNow(): void }) {
  return (
    <div role="status">
      {state.connection === 'lost' && (
        <div class="banner">
          {words.lost}
          <button type="button" onClick={tryNow}>
            {words.tryNow}
          </button>
        </div>
      )}
      {state.connection === 'back' && <div class="banner good">{words.back}</div>}
    </div>
  )
}

function ConfirmEnd({ words, stay, end }: { words: Strings; stay(): void; end(): void }) {
  const cancel = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => cancel.current?.focus(), [])
  return (
    <div class="confirm">
      <div role="alertdialog" aria-modal="true" aria-labelledby="liuke-end" aria-describedby="liuke-end-text">
        <h2 id="liuke-end">{words.endTitle}</h2>
        <p id="liuke-end-text">{words.endText}</p>
        <div class="choices">
          <button type="button" class="button" ref={cancel} onClick={stay}>
            {words.cancel}
          </button>
          <button type="button" class="button danger" onClick={end}>
            {words.endConfirm}
          </button>
        </div>
      </div>
    </div>
  )
}

function Over({ words, startOver }: { words: Strings; startOver(): void }) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => button.current?.focus(), [])
  return (
    <div class="composer">
      <div class="over">
        <p>{words.ended}</p>
        <button type="button" class="button main" ref={button} onClick={startOver}>
          {words.startOver}
        </button>
      </div>
    </div>
  )
}

/** A short word to the customer that goes away by itself. */
function useToast(): [string | undefined, (text: string) => void] {
  const [toast, setToast] = useState<string>()
  useEffect(() => {
    if (toast === undefined) return
    const timer = setTimeout(() => setToast(undefined), TOAST_MS)
    return () => clearTimeout(timer)
  }, [toast])
  return [toast, setToast]
}

/** Whether opening should put the cursor into the text field: not where that raises a keyboard over the panel. */
function hasRealKeyboard(): boolean {
  return !matchMedia('(pointer: coarse)').matches
}

export function Panel(props: PanelProps) {
  const { state, session, open, words, language } = props
  const [menuOpen, setMenuOpen] = useState(false)
  const [confirming, setConfirming] = useState(false)
  const [toast, setToast] = useToast()
  const panel = useRef<HTMLElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const picks = usePicks(session.uploadMb)
  const writable = !confirming && !state.transcript.ended
  const drop = useDrop(writable && picks.maxMb > 0, (files) => {
    picks.add(files)
    focusField()
  })

  const focusField = () => (hasRealKeyboard() && field.current ? field.current : panel.current)?.focus()
  const focusMenu = () => panel.current?.querySelector<HTMLElement>('[data-menu]')?.focus()
  useLayoutEffect(() => {
    if (open) focusField()
  }, [open])

  const copy = async () => {
    focusMenu()
    const copied = await copyText(transcriptText(state.transcript, language))
    setToast(copied ? words.copied : words.copyFailed)
  }
  const stay = () => {
    setConfirming(false)
    focusMenu()
  }
  const end = async () => {
    setConfirming(false)
    if (!(await session.end())) setToast(words.endFailed)
  }
  const startOver = () => {
    picks.clear()
    session.startOver()
    queueMicrotask(focusField)
  }
  const rate = async (messageId: string, helpful: boolean) => {
    focusField()
    if (!(await session.rate(messageId, helpful))) setToast(words.feedbackFailed)
  }
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.stopPropagation()
    if (menuOpen) {
      setMenuOpen(false)
      focusMenu()
    } else if (confirming) stay()
    else props.close()
  }
  return (
    <section
      class="panel"
      id="liuke-panel"
      ref={panel}
      hidden={!open}
      role="dialog"
      aria-labelledby="liuke-title"
      lang={language === 'zh' ? 'zh-CN' : 'en'}
      tabIndex={-1}
      onKeyDown={onEscape}
      {...drop.handlers}
    >
      <div class="content" inert={confirming}>
        <TopBar
          {...props}
          menuOpen={menuOpen}
          setMenuOpen={setMenuOpen}
          switchLanguage={() => {
            props.switchLanguage()
            focusMenu()
          }}
          copy={() => void copy()}
          askToEnd={() => setConfirming(true)}
        />
        <Banner state={state} words={words} tryNow={() => session.tryNow()} />
        <MessageLog
          {...props}
          choose={(action) => {
            session.choose(action)
            focusField()
          }}
          answerCard={(action) => {
            session.answerCard(action)
            focusField()
          }}
          retry={(key) => {
            session.retry(key)
            focusField()
          }}
          cancel={(key) => {
            session.cancel(key)
            focusField()
          }}
          discard={(key) => {
            session.discard(key)
            focusField()
          }}
          refreshFiles={() => session.refreshFiles()}
          unopened={() => setToast(words.fileFailed)}
          rate={(messageId, helpful) => void rate(messageId, helpful)}
        />
        {state.transcript.ended ? (
          <Over words={words} startOver={startOver} />
        ) : (
          <Composer
            words={words}
            field={field}
            picks={picks}
            writing={() => session.writing()}
            say={(text, files) => (files.length > 0 ? session.sendFiles(text, files) : session.say(text))}
          />
        )}
      </div>
      {drop.over && (
        <div class="drop" aria-hidden="true">
          {words.dropHere}
        </div>
      )}
      {confirming && <ConfirmEnd words={words} stay={stay} end={() => void end()} />}
      <div role="status">{toast !== undefined && <p class="toast">{toast}</p>}</div>
      <p class="hidden-text" role="status">
        {state.transcript.typing ? words.typing : ''}
      </p>
    </section>
  )
}
