/** What a conversation was about so far, in five lines, above the transcript. */

import { CopyOutlined, DownOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { SummaryAnswer } from '../../console/desk-work-types.ts'
import { copyText } from '../widget/clipboard.ts'
import { useDesk, useWords } from './desk-context.ts'
import { useStoredFlag } from './stored-flag.ts'

/** Open from the beginning only where it leaves room for what was said. */
const ROOMY = '(min-width: 768px) and (min-height: 720px)'

export interface SummaryCardProps {
  readonly id: string
  /** Read again when this changes. */
  readonly lastSeq: number
  /** Hears what became of copying, in words. */
  done(text: string): void
}

export function SummaryCard({ id, lastSeq, done }: SummaryCardProps) {
  const { words, language } = useWords()
  const { work } = useDesk()
  const [isOpen, setOpen] = useStoredFlag('liuke-desk:summary', matchMedia(ROOMY).matches)
  const [summary, setSummary] = useState<SummaryAnswer | 'failed'>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said since belongs into it
  useEffect(() => {
    if (!isOpen) return
    let isGone = false
    work.summary(id).then(
      (answer) => {
        if (!isGone) setSummary(answer)
      },
      () => {
        if (!isGone) setSummary((before) => before ?? 'failed')
      },
    )
    return () => {
      isGone = true
    }
  }, [work, id, lastSeq, isOpen])
  const lines =
    summary === undefined || summary === 'failed' ? [] : summary.lines.map((line) => line[language])
  const copy = async () => {
    done((await copyText(lines.join('\n'))) ? words.summaryCopied : words.summaryNotCopied)
  }
  return (
    <section className="summary" aria-label={words.summary}>
      <div className="summary-head">
        <button
          type="button"
          className="summary-switch"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} {words.summary}
        </button>
        {isOpen && lines.length > 0 && (
          <Button
            size="small"
            type="text"
            icon={<CopyOutlined aria-hidden />}
            aria-label={words.summaryCopy}
            title={words.summaryCopy}
            onClick={() => void copy()}
          />
        )}
      </div>
      {isOpen && summary === undefined && <p className="note">{words.summaryLoading}</p>}
      {isOpen && summary === 'failed' && <p className="note">{words.summaryFailed}</p>}
      {isOpen && summary !== undefined && summary !== 'failed' && lines.length === 0 && (
        <p className="note">{words.summaryNone}</p>
      )}
      {isOpen && lines.length > 0 && (
        <ul>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have their place, and may repeat
            <li key={at} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
