/** Changes many items at once. */

import { Button } from 'antd'
import { useId, useState } from 'react'
import type { BulkDeed } from '../../../console/corpus-types.ts'
import { Select } from '../../staff/select.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

export interface BulkBarProps {
  readonly count: number
  /** How many of them are not listed: then it is asked whether all are meant. */
  readonly hidden: number
  readonly busy: boolean
  run(deed: BulkDeed): void
  cancel(): void
}

type Language = 'zh' | 'en' | 'both'

export function BulkBar({ count, hidden, busy, run, cancel }: BulkBarProps) {
  const { words } = useWords()
  const [deed, setDeed] = useState<BulkDeed['deed']>('tag')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [language, setLanguage] = useState<Language>('both')
  const [asked, setAsked] = useState('')
  const titles: Readonly<Record<BulkDeed['deed'], string>> = {
    tag: words.coBulkTag,
    untag: words.coBulkUntag,
    validity: words.coBulkValidity,
    replace: words.coBulkReplace,
    discard: words.coBulkDiscard,
    remove: words.coBulkRemove,
  }
  const ready =
    deed === 'replace' ? first !== '' : deed === 'tag' || deed === 'untag' ? isTag(first.trim()) : true
  const wanted = (): BulkDeed => {
    if (deed === 'tag' || deed === 'untag') return { deed, tag: first.trim() }
    if (deed === 'replace') return { deed, find: first, replace: second, language }
    if (deed !== 'validity') return { deed }
    return { deed, ...(first === '' ? {} : { from: first }), ...(second === '' ? {} : { until: second }) }
  }
  // Whoever changes anything is asked again.
  const question = JSON.stringify([count, wanted()])
  const isSure = hidden === 0 || asked === question
  const isAsked = hidden > 0 && isSure
  return (
    <form
      className="card co-bulk"
      aria-label={fill(words.coBulk, { count })}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || busy) return
        if (isSure) run(wanted())
        else setAsked(question)
      }}
    >
      <h3>{fill(words.coBulk, { count })}</h3>
      <div className="filters">
        <Select
          label={words.coBulkDeed}
          value={deed}
          options={Object.entries(titles).map(([value, title]) => ({ value, title }))}
          choose={(value) => {
            // The options are the deeds.
            setDeed(value as BulkDeed['deed'])
            setFirst('')
            setSecond('')
          }}
        />
        {(deed === 'tag' || deed === 'untag') && <Text label={words.coTag} value={first} change={setFirst} />}
        {deed === 'validity' && (
          <>
            <Text type="date" label={words.coFrom} value={first} change={setFirst} />
            <Text type="date" label={words.coUntil} value={second} change={setSecond} />
          </>
        )}
        {deed === 'replace' && (
          <>
            <Text label={words.coFind} value={first} change={setFirst} />
            <Text label={words.coReplace} value={second} change={setSecond} />
            <Select
              label={words.coLanguage}
              value={language}
              options={[
                { value: 'both', title: words.coBoth },
                { value: 'zh', title: words.coZh },
                { value: 'en', title: words.coEn },
              ]}
              // The options are the languages.
              choose={(value) => setLanguage(value as Language)}
            />
          </>
        )}
        <Button type="primary" htmlType="submit" danger={deed === 'remove'} disabled={!ready} loading={busy}>
          {fill(isAsked ? words.coBulkSureDo : words.coBulkDo, { count })}
        </Button>
        <Button onClick={cancel}>{words.coCancel}</Button>
      </div>
      <p role="status" className="note">
        {isAsked && fill(words.coBulkSure, { count, hidden })}
      </p>
    </form>
  )
}

function isTag(text: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) && text.length <= 40
}

interface TextProps {
  readonly label: string
  readonly value: string
  readonly type?: 'text' | 'date'
  change(value: string): void
}

function Text({ label, value, type = 'text', change }: TextProps) {
  const id = useId()
  return (
    <span className="co-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        maxLength={300}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    </span>
  )
}
