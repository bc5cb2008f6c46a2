/** A table of figures in a card, also as a file. */

import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { DataTable } from '../data-table.tsx'
import { saveTable } from '../save-table.ts'
import type { TableData } from '../table-data.ts'

export interface TableCardProps {
  readonly title: string
  readonly data: TableData
  /** Name of the file, without its ending. */
  readonly file: string
  /** Stands where there are no rows. */
  readonly empty?: string
  readonly children?: ReactNode
}

export function TableCard({ title, data, file, empty, children }: TableCardProps) {
  const { words } = useWords()
  const heading = useId()
  return (
    <section className="card figure" aria-labelledby={heading}>
      <header>
        <h3 id={heading}>{title}</h3>
        {data.rows.length > 0 && (
          <Button
            size="small"
            icon={<DownloadOutlined aria-hidden />}
            aria-label={fill(words.csvOf, { title })}
            onClick={() => saveTable(`${file}.csv`, data)}
          >
            {words.csv}
          </Button>
        )}
      </header>
      {children}
      {data.rows.length === 0 && empty !== undefined ? (
        <p className="note">{empty}</p>
      ) : (
        <DataTable title={title} data={data} />
      )}
    </section>
  )
}
