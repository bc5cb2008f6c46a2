/** A few chosen words, tags or entries: shown one by one, added by typing with what there is to choose from. */

import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

export interface PickListProps {
  readonly title: string
  readonly addLabel: string
  readonly hint?: string
  readonly picked: readonly string[]
  readonly options: readonly { readonly value: string; readonly title: string }[]
  readonly most: number
  readonly disabled: boolean
  /** Whether a text may be added; the options alone where left out. */
  accepts?(text: string): boolean
  change(picked: readonly string[]): void
}

export function PickList(props: PickListProps) {
  const { title, addLabel, hint, picked, options, most, disabled, change } = props
  const accepts = props.accepts ?? ((text: string) => options.some(({ value }) => value === text))
  const { words } = useWords()
  const id = useId()
  const [written, setWritten] = useState('')
  const text = written.trim()
  const ready = accepts(text) && !picked.includes(text)
  const add = () => {
    if (!ready) return
    change([...picked, text])
    setWritten('')
  }
  return (
    <fieldset className="co-picks">
      <legend>{title}</legend>
      <ul>
        {picked.map((one) => (
          <li key={one}>
            <span>{options.find(({ value }) => value === one)?.title || one}</span>
            {!disabled && (
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={fill(words.coTake, { name: one })}
                onClick={() => change(picked.filter((other) => other !== one))}
              />
            )}
          </li>
        ))}
      </ul>
      {!disabled && picked.length < most && (
        <div className="co-add">
          <input
            type="text"
            list={`${id}-list`}
            value={written}
            aria-label={addLabel}
            aria-describedby={hint === undefined ? undefined : `${id}-hint`}
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setWritten(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              add()
            }}
          />
          <datalist id={`${id}-list`}>
            {options
              .filter(({ value }) => !picked.includes(value))
              .map(({ value, title: name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
          </datalist>
          <Button size="small" disabled={!ready} onClick={add} aria-label={`${words.coAdd} ${title}`}>
            {words.coAdd}
          </Button>
        </div>
      )}
      {hint !== undefined && !disabled && (
        <p className="note" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  )
}
