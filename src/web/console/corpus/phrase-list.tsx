/** A list of texts in one language: edited line by line, added by Enter or by pasting many, taken out and put back. */

import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

export interface PhraseListProps {
  /** Name of the language, as it reads. */
  readonly name: string
  readonly lang: string
  readonly title: string
  readonly texts: readonly string[]
  readonly most: number
  /** Fewer than this are pointed out. */
  readonly enough?: number
  readonly disabled: boolean
  change(texts: readonly string[]): void
}

/** Longest phrase, in UTF-16 units. */
const LENGTH = 300

export function PhraseList(props: PhraseListProps) {
  const { name, lang, title, texts, most, enough = 0, disabled, change } = props
  const { words } = useWords()
  const id = useId()
  const [written, setWritten] = useState('')
  const [removed, setRemoved] = useState<{ readonly text: string; readonly at: number }>()

  const add = (text: string) => {
    const lines = text.split(/\r?\n/).map((line) => line.trim().slice(0, LENGTH))
    const fresh = [...new Set(lines)].filter((line) => line !== '' && !texts.includes(line))
    change([...texts, ...fresh].slice(0, most))
    setWritten('')
  }
  const remove = (at: number) => {
    setRemoved({ text: texts[at] ?? '', at })
    change(texts.toSpliced(at, 1))
  }
  const count = texts.length
  return (
    <fieldset className="co-phrases" lang={lang}>
      <legend>{title}</legend>
      <p className={count < enough ? 'note warn' : 'note'}>
        {fill(count < enough ? words.coFew : words.coTotal, { count })}
      </p>
      <ol>
        {texts.map((text, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while it is typed in
          <li key={at}>
            <input
              type="text"
              value={text}
              maxLength={LENGTH}
              readOnly={disabled}
              aria-label={fill(words.coPhrase, { language: name, number: at + 1 })}
              onChange={(event) => change(texts.with(at, event.target.value))}
            />
            {!disabled && (
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={fill(words.coPhraseRemove, { language: name, number: at + 1 })}
                onClick={() => remove(at)}
              />
            )}
          </li>
        ))}
      </ol>
      <p role="status" className="co-removed">
        {removed && (
          <>
            <span>{fill(words.coPhraseRemoved, { text: removed.text })}</span>
            <Button
              size="small"
              onClick={() => {
                change(texts.toSpliced(Math.min(removed.at, texts.length), 0, removed.text))
                setRemoved(undefined)
              }}
            >
              {words.coPutBack}
            </Button>
          </>
        )}
      </p>
      {!disabled && count < most && (
        <>
          <textarea
            rows={1}
            value={written}
            aria-label={fill(words.coPhraseAdd, { language: name })}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setWritten(event.target.value)}
            onPaste={(event) => {
              const pasted = event.clipboardData.getData('text')
              if (!/\n/.test(pasted.trim())) return
              event.preventDefault()
              add(`${written}${pasted}`)
            }}
            onBlur={() => written.trim() !== '' && add(written)}
            onKeyDown={(event) => {
              // Enter that ends a Chinese input method's word is no end of the line.
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
              event.preventDefault()
              add(written)
            }}
          />
          <p className="note" id={`${id}-hint`}>
            {words.coPhraseAddHint}
          </p>
        </>
      )}
    </fieldset>
  )
}
