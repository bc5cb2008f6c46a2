/** Asks why and for how long a customer may not write. */

import { WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { Select } from '../staff/select.tsx'
import { durationWords } from '../staff/times.ts'
import { hoursUpTo } from './block-hours.ts'
import { useWords } from './desk-context.ts'
import type { SettingsState } from './use-settings-state.ts'

export interface BlockDialogProps {
  readonly known: SettingsState
  block(block: { readonly hours: number; readonly reason: string }): void
  close(): void
}

export function BlockDialog({ known: { settings }, block, close }: BlockDialogProps) {
  const { words, language } = useWords()
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState<number>()
  const lengths = hoursUpTo(settings?.blockHours ?? 0)
  const hours = asked ?? lengths.findLast((one) => one <= 24) ?? lengths[0]
  const isReady = reason !== '' && hours !== undefined
  return (
    <Dialog
      title={words.blockTitle}
      close={close}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button
            type="primary"
            danger
            disabled={!isReady}
            onClick={() => {
              if (isReady) block({ hours, reason })
            }}
          >
            {words.blockDo}
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="warned">
          <WarningOutlined aria-hidden /> {words.blockText}
        </p>
        <Select
          label={words.blockReason}
          value={reason}
          placeholder={words.blockReasonChoose}
          options={(settings?.blockReasons ?? []).map(({ id, name }) => ({
            value: id,
            title: name[language],
          }))}
          choose={setReason}
        />
        <Select
          label={words.blockHours}
          value={String(hours ?? '')}
          options={lengths.map((one) => ({
            value: String(one),
            title: durationWords(one * 3_600_000, words),
          }))}
          choose={(value) => setAsked(Number(value))}
        />
      </div>
    </Dialog>
  )
}
