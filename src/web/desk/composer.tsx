/** Where an agent writes: to the customer, or to colleagues; with ready texts, suggestions and files. */

import { PaperClipOutlined, SnippetsOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import {
  type ReactNode,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Choice } from '../staff/choice.tsx'
import { CannedPicker } from './canned-picker.tsx'
import { insertedInto } from './canned-words.ts'
import { useWords } from './desk-context.ts'
import { NoteBox } from './note-box.tsx'
import { ReplyBox } from './reply-box.tsx'
import { StaleAlert, staleReply } from './stale-alert.tsx'
import { Suggestions, useSuggestions } from './suggestions.tsx'
import { UploadList } from './upload-list.tsx'
import type { Replies } from './use-replies.ts'
import type { SettingsState } from './use-settings-state.ts'
import type { Uploads } from './use-uploads.ts'
import type { OpenConversation } from './work-api.ts'

export type Mode = 'reply' | 'note'

/** What the keyboard can do with it. */
export interface ComposerHandle {
  /** Puts the focus into a field. @returns false where there is none to write in */
  focus(mode: Mode): boolean
  /** Whether the focus is in one of the fields. */
  holdsFocus(): boolean
}

export interface ComposerProps {
  readonly ref: Ref<ComposerHandle>
  readonly answer: OpenConversation
  /** Whether replies can be sent now. */
  readonly mayReply: boolean
  readonly mayNote: boolean
  readonly replies: Replies
  readonly uploads: Uploads
  readonly known: SettingsState
  readonly noteText: string
  readonly isNoting: boolean
  setNoteText(text: string): void
  /** @returns whether it was kept */
  keepNote(text: string): Promise<boolean>
  wrote(): void
  stopped(): void
  /** Above the reply: what the channel still allows. */
  readonly reach: ReactNode
}

export function Composer(props: ComposerProps) {
  const { ref, answer, mayReply, mayNote, replies, uploads, known, noteText, isNoting } = props
  const { words } = useWords()
  const [wish, setMode] = useState<Mode>(mayReply || noteText === '' ? 'reply' : 'note')
  const [isPicking, setPicking] = useState(false)
  const [, setDrawn] = useState(0)
  const reply = useRef<HTMLTextAreaElement>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const focusNext = useRef<{ readonly start: number; readonly end: number } | 'end'>(undefined)
  const { draft } = replies.unsent
  // Whoever may only write notes has no reply to switch to; what was left unsent stays in sight.
  const mode: Mode = wish === 'note' && mayNote ? 'note' : 'reply'
  const isShown = mayReply || draft !== '' || mode === 'note'

  // A field can be written in only once it is drawn.
  useLayoutEffect(() => {
    const place = focusNext.current
    const field = mode === 'note' ? note.current : reply.current
    if (place === undefined || !field || isPicking) return
    focusNext.current = undefined
    field.focus()
    const end = field.value.length
    if (place === 'end') field.setSelectionRange(end, end)
    else field.setSelectionRange(place.start, place.end)
  })
  useImperativeHandle(ref, () => ({
    focus: (wanted) => {
      if (wanted === 'note' ? !mayNote : !mayReply) return false
      setMode(wanted)
      setPicking(false)
      focusNext.current = 'end'
      // Drawn anew also where nothing changes, so that the focus moves.
      setDrawn((count) => count + 1)
      return true
    },
    holdsFocus: () =>
      document.activeElement !== null &&
      (document.activeElement === reply.current || document.activeElement === note.current),
  }))

  const { setDraft } = replies
  const insert = useCallback(
    (text: string) => {
      const field = reply.current
      const [start, end] = field ? [field.selectionStart, field.selectionEnd] : [draft.length, draft.length]
      const inserted = insertedInto(draft, start, end, text)
      setMode('reply')
      setPicking(false)
      setDraft(inserted.text)
      focusNext.current = { start: inserted.caret, end: inserted.caret }
    },
    [draft, setDraft],
  )
  const newestOfCustomer = answer.transcript.findLast(({ role }) => role === 'user')
  const suggestions = useSuggestions(answer.conversation.id, mayReply ? newestOfCustomer?.id : undefined)
  if (!isShown) return null

  const canned = known.settings?.canned ?? []
  const { staleSince } = replies
  return (
    <div className={mode === 'note' ? 'reply to-colleagues' : 'reply'}>
      {staleSince !== undefined && mode === 'reply' && (
        <StaleAlert
          since={answer.transcript.filter((line) => line.seq > staleSince && line.role !== 'bot')}
          said={staleReply}
          goOn={() => replies.send(draft.trim(), true)}
          back={() => {
            replies.settle()
            focusNext.current = 'end'
          }}
        />
      )}
      {mode === 'reply' && mayReply && <Suggestions items={suggestions} insert={insert} />}
      <UploadList uploads={uploads} />
      {mode === 'reply' && props.reach}
      <div className="compose-head">
        {isPicking && mode === 'reply' && (
          <CannedPicker
            canned={canned}
            into={answer.conversation.language}
            insert={insert}
            close={(typed) => {
              setPicking(false)
              if (typed === '') focusNext.current = caretOf(reply.current)
              else insertTyped(typed)
            }}
          />
        )}
        {mayReply && mayNote && (
          <Choice
            label={words.composeMode}
            value={mode}
            values={{ reply: words.composeReply, note: words.composeNote }}
            choose={(chosen) => {
              setMode(chosen)
              setPicking(false)
            }}
          />
        )}
        {mode === 'reply' && mayReply && (
          <>
            {canned.length > 0 && (
              <Button
                className="deed"
                size="small"
                icon={<SnippetsOutlined aria-hidden />}
                aria-label={words.canned}
                aria-expanded={isPicking}
                title={`${words.canned} (/)`}
                onClick={() => setPicking(!isPicking)}
              >
                <span className="wide">{words.canned}</span>
              </Button>
            )}
            <Button
              className="deed"
              size="small"
              icon={<PaperClipOutlined aria-hidden />}
              aria-label={words.attach}
              title={words.attach}
              onClick={() => files.current?.click()}
            >
              <span className="wide">{words.attach}</span>
            </Button>
            <input
              ref={files}
              type="file"
              multiple
              hidden
              aria-label={words.attach}
              onChange={(event) => {
                uploads.send([...(event.target.files ?? [])])
                event.target.value = ''
              }}
            />
          </>
        )}
      </div>
      {mode === 'note' ? (
        <NoteBox
          field={note}
          text={noteText}
          busy={isNoting}
          setText={props.setNoteText}
          keep={(text) => {
            void props.keepNote(text).then((isKept) => {
              if (isKept) setMode('reply')
            })
          }}
        />
      ) : (
        <ReplyBox
          field={reply}
          disabled={!mayReply}
          draft={draft}
          setDraft={setDraft}
          send={(text) => {
            props.stopped()
            replies.send(text)
          }}
          wrote={props.wrote}
          askCanned={canned.length > 0 ? () => setPicking(true) : undefined}
          attach={uploads.send}
        />
      )}
    </div>
  )

  /** Puts a character where the agent was writing. */
  function insertTyped(typed: string): void {
    const { start, end } = caretOf(reply.current)
    setDraft(draft.slice(0, start) + typed + draft.slice(end))
    focusNext.current = { start: start + typed.length, end: start + typed.length }
  }
}

function caretOf(field: HTMLTextAreaElement | null): { readonly start: number; readonly end: number } {
  return field ? { start: field.selectionStart, end: field.selectionEnd } : { start: 0, end: 0 }
}
