/** How files are imported: format, what becomes of what is there, language. */

import { Choice } from '../../staff/choice.tsx'
import { Select } from '../../staff/select.tsx'
import { useWords } from '../console-context.ts'
import type { ImportHow } from './exchange-api.ts'
import { asksLanguage, formatNamed, formatOptions } from './exchange-formats.ts'

export interface ImportFieldsProps {
  readonly how: ImportHow
  readonly disabled: boolean
  choose(how: ImportHow): void
}

export function ImportFields({ how, disabled, choose }: ImportFieldsProps) {
  const { words } = useWords()
  const { format, mode, language } = how
  const hints =
    format === 'yaml'
      ? { merge: words.exMergeYamlHint, replace: words.exReplaceYamlHint }
      : { merge: words.exMergeHint, replace: words.exReplaceHint }
  return (
    <>
      <div className="filters">
        <Select
          label={words.exFormat}
          value={format}
          options={formatOptions(words)}
          disabled={disabled}
          choose={(value) => choose({ ...how, format: formatNamed(value) })}
        />
        {asksLanguage(format) && (
          <Select
            label={words.exLanguage}
            value={language}
            options={[
              { value: 'auto', title: words.exAuto },
              { value: 'zh', title: words.exZh },
              { value: 'en', title: words.exEn },
            ]}
            disabled={disabled}
            choose={(value) =>
              choose({ ...how, language: value === 'zh' || value === 'en' ? value : 'auto' })
            }
          />
        )}
        <Choice
          label={words.exMode}
          value={mode}
          values={{ merge: words.exMerge, replace: words.exReplace }}
          choose={(value) => {
            if (!disabled) choose({ ...how, mode: value })
          }}
        />
      </div>
      <p className="note">{hints[mode]}</p>
    </>
  )
}
