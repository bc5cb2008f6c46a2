/** Where the agent writes to the customer. */

import { SendOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useId } from 'react'
import { fill } from '../widget/strings.ts'
import { asksForCanned } from './canned-words.ts'
import { useWords } from './desk-context.ts'
import { REPLY_LIMIT } from './unsent.ts'

/** The counter shows from here on. */
const NEARLY = REPLY_LIMIT - 500

export interface ReplyBoxProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly disabled: boolean
  readonly draft: string
  setDraft(text: string): void
  send(text: string): void
  /** Hears of each key press that changes the text. */
  wrote(): void
  /** Undefined where there are no ready texts. */
  readonly askCanned: (() => void) | undefined
  /** Takes files that were pasted. */
  attach(files: readonly File[]): void
}

export function ReplyBox(props: ReplyBoxProps) {
  const { field, disabled, draft, setDraft, send, wrote, askCanned, attach } = props
  const { words } = useWords()
  const hint = useId()
  const text = draft.trim()
  const over = text.length - REPLY_LIMIT
  const submit = () => {
    if (disabled || text === '' || over > 0) return
    send(text)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const { selectionStart, selectionEnd, value } = event.currentTarget
    const isCanned =
      event.key === '/' &&
      !disabled &&
      selectionStart === selectionEnd &&
      asksForCanned(value, selectionStart)
    if (isCanned && askCanned) {
      event.preventDefault()
      askCanned()
      return
    }
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    submit()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (disabled || files.length === 0) return
    event.preventDefault()
    attach(files)
  }
  const mac = /mac|iphone|ipad/iu.test(navigator.userAgent)
  return (
    <>
      <label className="unseen" htmlFor="reply-text">
        {words.reply}
      </label>
      <textarea
        id="reply-text"
        ref={field}
        value={draft}
        rows={3}
        dir="auto"
        readOnly={disabled}
        placeholder={words.replyPlaceholder}
        aria-describedby={hint}
        aria-invalid={over > 0}
        onChange={(event) => {
          setDraft(event.target.value)
          wrote()
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div className="reply-foot">
        <span className="with-keyboard" id={hint}>
          {mac ? words.replyHintMac : words.replyHint}
        </span>
        <span className={over > 0 ? 'counter over' : 'counter'} role="status">
          {over > 0 && fill(words.tooLong, { count: over })}
          {over <= 0 &&
            text.length > NEARLY &&
            fill(words.counter, { count: text.length, limit: REPLY_LIMIT })}
        </span>
        <Button
          type="primary"
          icon={<SendOutlined aria-hidden />}
          disabled={disabled || text === '' || over > 0}
          onClick={submit}
        >
          {words.send}
        </Button>
      </div>
    </>
  )
}
