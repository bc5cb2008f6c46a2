/** The languages somebody answers in: one or both. */

import { Checkbox } from 'antd'
import { useWords } from './words.ts'

export interface LanguagesChoiceProps {
  readonly value: readonly ('zh' | 'en')[]
  change(value: readonly ('zh' | 'en')[]): void
}

export function LanguagesChoice({ value, change }: LanguagesChoiceProps) {
  const { words } = useWords()
  const all = ['zh', 'en'] as const
  return (
    <fieldset className="languages-choice">
      <legend>{words.answersIn}</legend>
      {all.map((language) => (
        <Checkbox
          key={language}
          checked={value.includes(language)}
          onChange={({ target }) =>
            change(all.filter((one) => (one === language ? target.checked : value.includes(one))))
          }
        >
          {language === 'zh' ? words.chinese : words.english}
        </Checkbox>
      ))}
      {value.length === 0 && <p className="field-problem">{words.languageMissing}</p>}
    </fieldset>
  )
}
