/** What is said in one language: one text, or up to six ways of saying it. */

import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { FocusEvent } from 'react'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

export interface AnswerListProps {
  readonly name: string
  readonly lang: string
  readonly title: string
  readonly texts: readonly string[]
  readonly disabled: boolean
  change(texts: readonly string[]): void
  /** Hears where the caret was, so that something can be put there. */
  leave?(field: Caret): void
}

/** A place in one of the texts. */
export interface Caret {
  readonly lang: string
  readonly at: number
  readonly start: number
  readonly end: number
}

const MOST = 6
const LENGTH = 4000

export function AnswerList({ name, lang, title, texts, disabled, change, leave }: AnswerListProps) {
  const { words } = useWords()
  const shown = texts.length === 0 ? [''] : texts
  return (
    <fieldset className="co-answers" lang={lang}>
      <legend>{title}</legend>
      {shown.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a variant keeps its place while it is typed in
        <div key={at} className="co-answer">
          <textarea
            rows={Math.min(12, Math.max(3, text.split('\n').length + 1))}
            value={text}
            maxLength={LENGTH}
            readOnly={disabled}
            aria-label={fill(words.coVariant, { language: name, number: at + 1 })}
            onChange={(event) => change(shown.with(at, event.target.value))}
            onBlur={(event: FocusEvent<HTMLTextAreaElement>) =>
              leave?.({ lang, at, start: event.target.selectionStart, end: event.target.selectionEnd })
            }
          />
          {!disabled && shown.length > 1 && (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={fill(words.coVariantRemove, { language: name, number: at + 1 })}
              onClick={() => change(shown.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
      {!disabled && shown.length < MOST && (
        <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => change([...shown, ''])}>
          {fill(words.coVariantAdd, { language: name })}
        </Button>
      )}
    </fieldset>
  )
}
