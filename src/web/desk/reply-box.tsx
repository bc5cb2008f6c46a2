/** Where the agent writes. */

import { SendOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type KeyboardEvent, type RefObject, useId } from 'react'
import { fill } from '../widget/strings.ts'
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
}

export function ReplyBox({ field, disabled, draft, setDraft, send }: ReplyBoxProps) {
  const { words } = useWords()
  const hint = useId()
  const text = draft.trim()
  const over = text.length - REPLY_LIMIT
  const submit = () => {
    if (disabled || text === '' || over > 0) return
    send(text)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  const mac = /mac|iphone|ipad/iu.test(navigator.userAgent)
  return (
    <div className="reply" hidden={disabled && draft === ''}>
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
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
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
    </div>
  )
}
