/** The editor of one item: its form, checks, preview and history; saved by button or by Ctrl/Cmd+S. */

import { Alert, Button, Skeleton } from 'antd'
import { useEffect, useRef } from 'react'
import type { ChoicesAnswer, ItemContent, ItemProblem } from '../../../console/corpus-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { ConflictView } from './conflict-view.tsx'
import type { CorpusApi } from './corpus-api.ts'
import { EntryForm } from './entry-form.tsx'
import { ItemChecks, ItemPreview, useCheck } from './item-checks.tsx'
import { ItemHistory } from './item-history.tsx'
import { FileForm, TestForm, WordingForm } from './other-forms.tsx'
import type { UnsavedTexts } from './unsaved.ts'
import { type EditedItem, useItem } from './use-item.ts'

export interface ItemEditorProps {
  readonly api: CorpusApi
  readonly texts: UnsavedTexts
  readonly itemKey: string
  readonly mayEdit: boolean
  readonly choices: ChoicesAnswer | undefined
  onSaved(change: string | null, isRemoval: boolean): void
  undo(change: string): void
  discard(key: string): void
  /** The item was never saved, and is given up. */
  close(): void
  /** Hears whether something is unsaved. */
  onDirty(isDirty: boolean): void
}

export function ItemEditor(props: ItemEditorProps) {
  const { api, itemKey: key, mayEdit, choices, onDirty, undo, discard } = props
  const { words } = useWords()
  const item = useItem(props)
  const { answer, content, isDirty, conflict, save } = item
  const checked = useCheck(api, key, content)
  const heading = useRef<HTMLHeadingElement>(null)
  const name = key.slice(key.indexOf(':') + 1)

  useEffect(() => heading.current?.focus(), [])
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      void save()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })

  return (
    <section className="co-editor" aria-label={name}>
      <header>
        <h3 ref={heading} tabIndex={-1}>
          {name}
        </h3>
        {mayEdit && (
          <span className="co-buttons">
            <Button
              type="primary"
              title={words.coSaveHint}
              loading={item.busy}
              disabled={!isDirty || !content}
              onClick={() => void save()}
            >
              {words.coSave}
            </Button>
            {isDirty && (
              <Button
                disabled={item.busy}
                onClick={() => {
                  item.revert()
                  if (item.isNew) props.close()
                }}
              >
                {words.coRevert}
              </Button>
            )}
            {answer && answer.version > 0 && !isDirty && (
              <Button disabled={item.busy} onClick={() => discard(key)}>
                {words.coDiscardItem}
              </Button>
            )}
            {answer?.source != null && answer.kind !== 'file' && !isDirty && (
              <Button danger disabled={item.busy} onClick={() => void item.remove()}>
                {words.coRemove}
              </Button>
            )}
          </span>
        )}
      </header>
      <Notices item={item} mayEdit={mayEdit} />
      {content === undefined && item.error === undefined && <Skeleton active />}
      {content && (
        <>
          <Form
            content={content}
            file={answer?.file ?? ''}
            problems={checked.answer?.problems ?? []}
            choices={choices}
            disabled={!mayEdit}
            change={item.change}
          />
          <ItemChecks checked={checked} content={content} />
          <ItemPreview answer={checked.answer} />
        </>
      )}
      {answer && (
        <ItemHistory history={answer.history} mayEdit={mayEdit && !isDirty && !item.busy} undo={undo} />
      )}
      {conflict && content && (
        <ConflictView
          conflict={conflict}
          base={item.base}
          mine={content}
          resolve={item.resolve}
          takeTheirs={item.revert}
        />
      )}
    </section>
  )
}

function Notices({ item, mayEdit }: { readonly item: EditedItem; readonly mayEdit: boolean }) {
  const { words } = useWords()
  const { answer, error, open, isNewer, isRestored } = item
  const editing = open.filter((one) => one.editing).map(({ account }) => account)
  const reading = open.filter((one) => !one.editing).map(({ account }) => account)
  return (
    <>
      <div role="alert">
        {error !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={errorWords(error, words, {
              DraftConflict: words.coConflictShort,
              ItemNotFound: words.coItemGone,
            })}
          />
        )}
        {isNewer && (
          <Alert
            role="none"
            type="warning"
            showIcon
            title={fill(words.coNewer, { name: open[0]?.account ?? words.coSomebody })}
          />
        )}
      </div>
      <div role="status" className="co-notices">
        {!mayEdit && <p className="note">{words.coReadOnly}</p>}
        {isRestored && <p className="note">{words.coRestored}</p>}
        {editing.length > 0 && (
          <p className="note warn">{fill(words.coEditedBy, { names: editing.join('、') })}</p>
        )}
        {reading.length > 0 && <p className="note">{fill(words.coOpenBy, { names: reading.join('、') })}</p>}
        {answer?.isStale && <p className="note warn">{words.coStale}</p>}
        {answer?.content === null && (
          <p className="note warn">{answer.source === null ? words.coIsRemoved : words.coUnreadable}</p>
        )}
      </div>
      {answer?.content === null && answer.source !== null && <pre className="co-source">{answer.source}</pre>}
    </>
  )
}

interface FormProps {
  readonly content: ItemContent
  readonly file: string
  readonly problems: readonly ItemProblem[]
  readonly choices: ChoicesAnswer | undefined
  readonly disabled: boolean
  change(content: ItemContent): void
}

function Form({ content, file, problems, choices, disabled, change }: FormProps) {
  switch (content.kind) {
    case 'entry':
      return (
        <EntryForm
          entry={content.entry}
          choices={choices}
          disabled={disabled}
          change={(entry) => change({ kind: 'entry', entry })}
        />
      )
    case 'wording':
      return <WordingForm content={content} disabled={disabled} change={change} />
    case 'test':
      return <TestForm content={content} disabled={disabled} change={change} />
    case 'file':
      return (
        <FileForm content={content} file={file} problems={problems} disabled={disabled} change={change} />
      )
  }
}
