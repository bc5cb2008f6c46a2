/** Export: which corpus, in which format, what that format does not hold, and the file. */

import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import type { ExchangeFormat, ExportAbout } from '../../../console/corpus-exchange-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { Select } from '../../staff/select.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { ExchangeApi } from './exchange-api.ts'
import { exchangeErrors } from './exchange-errors.ts'
import { formatNamed, formatOptions, sizeText } from './exchange-formats.ts'
import { LostList } from './lost-list.tsx'
import type { PublishApi } from './publish-api.ts'

export interface ExportCardProps {
  readonly api: ExchangeApi
  readonly revisions: PublishApi['revisions']
}

export function ExportCard({ api, revisions }: ExportCardProps) {
  const { words } = useWords()
  const [which, setWhich] = useState('live')
  const [format, setFormat] = useState<ExchangeFormat>('yaml')
  const [numbers, setNumbers] = useState<readonly number[]>([])
  const [about, setAbout] = useState<ExportAbout>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    revisions().then(
      (answer) => setNumbers(answer.revisions.map(({ number }) => number)),
      (problem: unknown) => setError(problem),
    )
  }, [revisions])
  useEffect(() => {
    let isOld = false
    setAbout(undefined)
    setError(undefined)
    api.about(format, which).then(
      (answer) => {
        if (!isOld) setAbout(answer)
      },
      (problem: unknown) => {
        if (!isOld) setError(problem)
      },
    )
    return () => {
      isOld = true
    }
  }, [api, format, which])
  return (
    <section className="card ex-card">
      <h3>{words.exExport}</h3>
      <p className="note">{words.exExportAbout}</p>
      <div className="filters">
        <Select
          label={words.exWhich}
          value={which}
          options={[
            { value: 'live', title: words.exLive },
            { value: 'draft', title: words.pbDraft },
            ...numbers.map((number) => ({
              value: String(number),
              title: fill(words.exRevision, { number }),
            })),
          ]}
          choose={setWhich}
        />
        <Select
          label={words.exFormat}
          value={format}
          options={formatOptions(words)}
          choose={(value) => setFormat(formatNamed(value))}
        />
      </div>
      <div role="alert">
        {error !== undefined && (
          <Alert role="none" type="error" showIcon title={errorWords(error, words, exchangeErrors(words))} />
        )}
      </div>
      <div role="status">
        {about === undefined && error === undefined && <p className="note">{words.exPreparing}</p>}
        {about?.lost.length === 0 && <p className="note">{words.exKeepsAll}</p>}
        {about && <LostList title={words.exLoses} lost={about.lost} />}
      </div>
      {about && (
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href={api.address(format, which)}
          // The server says the name as well.
          download={about.name}
        >
          {fill(words.exDownload, { name: about.name, size: sizeText(about.bytes) })}
        </Button>
      )}
    </section>
  )
}
