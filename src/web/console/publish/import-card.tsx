/** Import: files, how they are read, what they would change, and the draft that takes them. */

import { FolderOpenOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import type { ExchangeFormat, ImportAnswer } from '../../../console/corpus-exchange-types.ts'
import { ApiError } from '../../staff/calls.ts'
import { errorWords } from '../../staff/error-words.ts'
import { useFileDrop } from '../../staff/use-file-drop.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { ExchangeApi, ImportHow } from './exchange-api.ts'
import { exchangeErrors } from './exchange-errors.ts'
import { formatOf, sizeText } from './exchange-formats.ts'
import { ImportFields } from './import-fields.tsx'
import { ImportResult } from './import-result.tsx'

const MOST_FILES = 200
const MOST_BYTES = 10 * 1024 * 1024
/** More than these are taken back in the editor. */
const MOST_UNDONE = 1_000

export interface ImportCardProps {
  readonly api: ExchangeApi
  toDraft(): void
}

export function ImportCard({ api, toDraft }: ImportCardProps) {
  const { words } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const saidLine = useRef<HTMLParagraphElement>(null)
  const [files, setFiles] = useState<readonly File[]>([])
  const [how, setHow] = useState<ImportHow>({ format: 'yaml', mode: 'merge', language: 'auto' })
  const [busy, setBusy] = useState('')
  const [error, setError] = useState<unknown>()
  const [shown, setShown] = useState<ImportAnswer>()
  const [taken, setTaken] = useState<ImportAnswer>()
  const [said, setSaid] = useState('')

  const reset = () => {
    setShown(undefined)
    setTaken(undefined)
    setError(undefined)
    setSaid('')
  }
  const bring = (chosen: readonly File[]) => {
    reset()
    setFiles(chosen)
    const format: ExchangeFormat = formatOf(chosen.map(({ name }) => name))
    setHow((before) => ({ ...before, format }))
  }
  const drop = useFileDrop(busy === '', bring)
  const run = async (doing: string, act: () => Promise<void>) => {
    setBusy(doing)
    setError(undefined)
    try {
      await act()
    } catch (problem) {
      setError(problem)
    }
    setBusy('')
  }
  const show = () => {
    reset()
    return run(words.exShowing, async () => {
      const answer = await api.show(files, how)
      setShown(answer)
      setSaid(answer.items.length === 0 ? words.exSame : fill(words.exWould, answer.counts))
    })
  }
  const take = ({ fingerprint }: ImportAnswer) =>
    run(words.exTaking, async () => {
      const answer = await api.take(files, how, fingerprint)
      setTaken(answer)
      setShown(undefined)
      setSaid(fill(words.exTaken, { count: answer.items.length }))
      // The button that was pressed is gone.
      saidLine.current?.focus()
    })
  const undo = ({ changes }: ImportAnswer) =>
    run(words.exTaking, async () => {
      await api.undo(changes)
      setTaken(undefined)
      setSaid(words.exUndone)
      saidLine.current?.focus()
    })

  const size = files.reduce((sum, file) => sum + file.size, 0)
  const wrong = size > MOST_BYTES ? words.exTooLarge : files.length > MOST_FILES ? words.exTooMany : ''
  return (
    <section className={drop.isOver ? 'card ex-card ex-over' : 'card ex-card'} {...drop.handlers}>
      <h3>{words.exImport}</h3>
      <p className="note">{words.exImportAbout}</p>
      <input
        ref={input}
        type="file"
        multiple
        accept=".yaml,.yml,.json,.tsv,.txt,.csv,.xlsx,.zip"
        hidden
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])]
          event.target.value = ''
          if (chosen.length > 0) bring(chosen)
        }}
      />
      <div className="filters">
        <Button
          icon={<FolderOpenOutlined aria-hidden />}
          disabled={busy !== ''}
          onClick={() => input.current?.click()}
        >
          {words.exChoose}
        </Button>
        {files.length > 0 && (
          <Button disabled={busy !== ''} onClick={() => bring([])}>
            {words.exClear}
          </Button>
        )}
      </div>
      <p className="note ex-chosen">
        {files.length === 0
          ? words.exDrop
          : fill(words.exChosen, { count: files.length, size: sizeText(size), names: namesOf(files) })}
      </p>
      {files.length > 0 && (
        <ImportFields
          how={how}
          disabled={busy !== ''}
          choose={(next) => {
            reset()
            setHow(next)
          }}
        />
      )}
      <div role="alert">
        {wrong !== '' && <Alert role="none" type="error" showIcon title={wrong} />}
        {error !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={errorWords(error, words, exchangeErrors(words))}
            description={<Details error={error} />}
          />
        )}
      </div>
      {files.length > 0 && wrong === '' && (
        <div className="filters">
          <Button
            type={shown || taken ? 'default' : 'primary'}
            disabled={busy !== ''}
            onClick={() => void show()}
          >
            {words.exShow}
          </Button>
        </div>
      )}
      <p ref={saidLine} role="status" tabIndex={-1}>
        <strong>{busy === '' ? said : busy}</strong>
      </p>
      {taken && busy === '' && (
        <div className="filters">
          <Button type="primary" onClick={toDraft}>
            {words.exToDraft}
          </Button>
          {taken.changes.length <= MOST_UNDONE && (
            <Button onClick={() => void undo(taken)}>{words.exUndo}</Button>
          )}
        </div>
      )}
      {shown && <ImportResult result={shown} disabled={busy !== ''} take={() => void take(shown)} />}
    </section>
  )
}

/** The server's own words, which name the file and the place; they are English. */
function Details({ error }: { readonly error: unknown }) {
  const { words } = useWords()
  if (!(error instanceof ApiError) || error.code !== 'ImportUnreadable') return null
  return (
    <details>
      <summary>{words.exDetails}</summary>
      <p lang="en">{error.message}</p>
    </details>
  )
}

const MOST_NAMES = 5

function namesOf(files: readonly File[]): string {
  const names = files.slice(0, MOST_NAMES).map(({ name }) => name)
  return files.length > MOST_NAMES ? `${names.join(', ')} …` : names.join(', ')
}
