/** Forms of wording, of held-out questions, and of a whole file. */

import { useId, useRef } from 'react'
import type { ItemContent, ItemProblem } from '../../../console/corpus-types.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { AnswerList } from './answer-list.tsx'
import { SIDES } from './entry-form.tsx'
import { PhraseList } from './phrase-list.tsx'

interface FormProps<Kind extends ItemContent['kind']> {
  readonly content: Extract<ItemContent, { kind: Kind }>
  readonly disabled: boolean
  change(content: ItemContent): void
}

/** Questions of one label and language. */
const QUESTIONS = 5000

export function WordingForm({ content: { wording }, disabled, change }: FormProps<'wording'>) {
  const { words } = useWords()
  return (
    <div className="co-form co-sides">
      {SIDES.map(({ side, lang, word }) => (
        <AnswerList
          key={side}
          name={words[word]}
          lang={lang}
          title={words[word]}
          texts={wording[side]}
          disabled={disabled}
          change={(texts) => change({ kind: 'wording', wording: { ...wording, [side]: texts } })}
        />
      ))}
    </div>
  )
}

export function TestForm({ content: { test }, disabled, change }: FormProps<'test'>) {
  const { words } = useWords()
  const sides = [...SIDES, { side: 'mixed', lang: 'zh-CN', word: 'coMixed' }] as const
  return (
    <div className="co-form">
      <p>{fill(words.coTestEntry, { entry: test.entry })}</p>
      <p className="note">{words.coTestHint}</p>
      <div className="co-sides">
        {sides.map(({ side, lang, word }) => (
          <PhraseList
            key={side}
            name={words[word]}
            lang={lang}
            title={fill(words.coQuestionsIn, { language: words[word] })}
            texts={test[side]}
            most={QUESTIONS}
            disabled={disabled}
            change={(texts) => change({ kind: 'test', test: { ...test, [side]: texts } })}
          />
        ))}
      </div>
    </div>
  )
}

/** A YAML file with the numbers of its lines; those with problems stand out. */
export function FileForm({
  content: { text },
  file,
  problems,
  disabled,
  change,
}: FormProps<'file'> & { readonly file: string; readonly problems: readonly ItemProblem[] }) {
  const { words } = useWords()
  const id = useId()
  const numbers = useRef<HTMLPreElement>(null)
  const wrong = new Map(problems.map(({ line, severity }) => [line, severity]))
  return (
    <div className="co-form">
      <label htmlFor={id}>{fill(words.coFileText, { file })}</label>
      <div className="co-file">
        <pre ref={numbers} aria-hidden="true">
          {text.split('\n').map((_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: numbers of lines
            <span key={at} className={wrong.get(at + 1)}>{`${at + 1}\n`}</span>
          ))}
        </pre>
        <textarea
          id={id}
          wrap="off"
          spellCheck={false}
          value={text}
          readOnly={disabled}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop
          }}
          onChange={(event) => change({ kind: 'file', text: event.target.value })}
        />
      </div>
    </div>
  )
}
