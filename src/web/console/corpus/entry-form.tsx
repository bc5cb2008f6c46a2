/** The form of an entry: both languages side by side. */

import { Button } from 'antd'
import { useId, useState } from 'react'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { AnswerList, type Caret } from './answer-list.tsx'
import { EntrySettings, type EntrySettingsProps } from './entry-settings.tsx'
import { PhraseList } from './phrase-list.tsx'

/** Languages of an entry, in the order in which they stand. */
export const SIDES = [
  { side: 'zh', lang: 'zh-CN', word: 'coZh' },
  { side: 'en', lang: 'en', word: 'coEn' },
] as const

const PHRASES = 500
/** The check warns below this many. */
const ENOUGH = 15
const TITLE = 100

export function EntryForm({ entry, choices, disabled, change }: EntrySettingsProps) {
  const { words } = useWords()
  const id = useId()
  const [caret, setCaret] = useState<Caret>()
  const [value, setValue] = useState('')
  const isKnown = choices?.variables.some(({ name }) => name === value) ?? false

  const insert = () => {
    const { lang, at, start, end } = caret ?? { lang: 'zh-CN', at: 0, start: 0, end: 0 }
    const side = lang === 'en' ? 'en' : 'zh'
    const texts = entry.answer[side].length === 0 ? [''] : entry.answer[side]
    const text = texts[at] ?? ''
    const hole = `{${value}}`
    const next = texts.with(Math.min(at, texts.length - 1), text.slice(0, start) + hole + text.slice(end))
    change({ ...entry, answer: { ...entry.answer, [side]: next } })
    setCaret({ lang, at, start: start + hole.length, end: start + hole.length })
    setValue('')
  }

  return (
    <div className="co-form">
      <section aria-labelledby={`${id}-title`}>
        <h4 id={`${id}-title`}>{words.coTitle}</h4>
        <div className="co-sides">
          {SIDES.map(({ side, lang, word }) => (
            <input
              key={side}
              type="text"
              lang={lang}
              value={entry.title[side]}
              maxLength={TITLE}
              readOnly={disabled}
              aria-label={fill(words.coTitleIn, { language: words[word] })}
              placeholder={words[word]}
              onChange={(event) =>
                change({ ...entry, title: { ...entry.title, [side]: event.target.value } })
              }
            />
          ))}
        </div>
      </section>
      <section aria-labelledby={`${id}-answer`}>
        <h4 id={`${id}-answer`}>{words.coAnswer}</h4>
        <div className="co-sides">
          {SIDES.map(({ side, lang, word }) => (
            <AnswerList
              key={side}
              name={words[word]}
              lang={lang}
              title={fill(words.coAnswerIn, { language: words[word] })}
              texts={entry.answer[side]}
              disabled={disabled}
              change={(texts) => change({ ...entry, answer: { ...entry.answer, [side]: texts } })}
              leave={setCaret}
            />
          ))}
        </div>
        {!disabled && (
          <div className="co-add">
            <input
              type="text"
              list={`${id}-values`}
              value={value}
              aria-label={words.coVariable}
              placeholder={words.coVariable}
              title={words.coVariableHint}
              spellCheck={false}
              onChange={(event) => setValue(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !isKnown) return
                event.preventDefault()
                insert()
              }}
            />
            <datalist id={`${id}-values`}>
              {(choices?.variables ?? []).map((one) => (
                <option key={one.name} value={one.name}>
                  {one.zh === one.en ? one.zh : `${one.zh} / ${one.en}`}
                </option>
              ))}
            </datalist>
            <Button size="small" disabled={!isKnown} onClick={insert}>
              {words.coInsert}
            </Button>
          </div>
        )}
      </section>
      <section aria-labelledby={`${id}-phrases`}>
        <h4 id={`${id}-phrases`}>{words.coPhrases}</h4>
        <div className="co-sides">
          {SIDES.map(({ side, lang, word }) => (
            <PhraseList
              key={side}
              name={words[word]}
              lang={lang}
              title={fill(words.coPhrasesIn, { language: words[word] })}
              texts={entry.phrases[side]}
              most={PHRASES}
              enough={ENOUGH}
              disabled={disabled}
              change={(texts) => change({ ...entry, phrases: { ...entry.phrases, [side]: texts } })}
            />
          ))}
        </div>
      </section>
      <EntrySettings entry={entry} choices={choices} disabled={disabled} change={change} />
    </div>
  )
}
