/** Settings of an entry: how it is answered, its days, related entries, tags. */

import { useId } from 'react'
import type { ChoicesAnswer, EntryContent, Validity } from '../../../console/corpus-types.ts'
import { useWords } from '../console-context.ts'
import { KindSelect } from './kind-select.tsx'
import { PickList } from './pick-list.tsx'

const TAG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

export interface EntrySettingsProps {
  readonly entry: EntryContent
  readonly choices: ChoicesAnswer | undefined
  readonly disabled: boolean
  change(entry: EntryContent): void
}

export function EntrySettings({ entry, choices, disabled, change }: EntrySettingsProps) {
  const { words, language } = useWords()
  const id = useId()
  const entries = (choices?.entries ?? [])
    .filter((one) => one.id !== entry.id)
    .map((one) => ({ value: one.id, title: one.title[language] }))
  const tags = (choices?.tags ?? []).map((tag) => ({ value: tag, title: tag }))
  return (
    <section className="co-settings" aria-labelledby={`${id}-settings`}>
      <h4 id={`${id}-settings`}>{words.coSettings}</h4>
      <div className="filters">
        <KindSelect
          value={entry.kind}
          disabled={disabled}
          choose={(kind) => change(ofKind(entry, kind, choices))}
        />
        {entry.kind === 'dialog' && (
          <span className="co-field">
            <label htmlFor={`${id}-dialog`}>{words.coDialog}</label>
            <input
              id={`${id}-dialog`}
              type="text"
              list={`${id}-dialogs`}
              maxLength={80}
              readOnly={disabled}
              value={entry.dialog ?? ''}
              onChange={(event) => change(withDialog(entry, event.target.value))}
            />
            <datalist id={`${id}-dialogs`}>
              {(choices?.dialogs ?? []).map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </span>
        )}
      </div>
      <fieldset className="co-days">
        <legend>{words.coValid}</legend>
        {(['from', 'until'] as const).map((name) => (
          <span className="co-field" key={name}>
            <label htmlFor={`${id}-${name}`}>{name === 'from' ? words.coFrom : words.coUntil}</label>
            <input
              id={`${id}-${name}`}
              type="date"
              readOnly={disabled}
              value={entry.valid?.[name] ?? ''}
              onChange={(event) => change(withDay(entry, name, event.target.value))}
            />
          </span>
        ))}
        <p className="note">{words.coValidHint}</p>
      </fieldset>
      <PickList
        title={words.coRelated}
        addLabel={words.coRelatedAdd}
        picked={entry.related}
        options={entries}
        most={3}
        disabled={disabled}
        change={(related) => change({ ...entry, related })}
      />
      <PickList
        title={words.coTags}
        addLabel={words.coTagAdd}
        hint={words.coTagHint}
        picked={entry.tags}
        options={tags}
        most={10}
        disabled={disabled}
        accepts={(text) => TAG.test(text) && text.length <= 40}
        change={(picked) => change({ ...entry, tags: picked })}
      />
    </section>
  )
}

function withDay(entry: EntryContent, name: keyof Validity, day: string): EntryContent {
  const { valid = {}, ...rest } = entry
  const { [name]: _before, ...other } = valid
  const days: Validity = day === '' ? other : { ...other, [name]: day }
  return Object.keys(days).length === 0 ? rest : { ...rest, valid: days }
}

function withDialog(entry: EntryContent, dialog: string): EntryContent {
  const { dialog: _before, ...rest } = entry
  return dialog.trim() === '' ? rest : { ...rest, dialog: dialog.trim() }
}

/** Of another kind; only entries that start a dialog name one. */
function ofKind(
  entry: EntryContent,
  kind: EntryContent['kind'],
  choices: ChoicesAnswer | undefined,
): EntryContent {
  const { dialog: _before, ...rest } = entry
  if (kind !== 'dialog') return { ...rest, kind }
  const dialog = choices?.dialogs.includes(entry.id) ? { dialog: entry.id } : {}
  return { ...rest, kind, ...dialog }
}
