/** A chart with a table of the same figures, and both as a file. */

import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { Choice } from '../staff/choice.tsx'
import { fill } from '../widget/strings.ts'
import { Chart, type ChartProps } from './chart.tsx'
import { useWords } from './console-context.ts'
import { DataTable } from './data-table.tsx'
import { saveTable } from './save-table.ts'
import type { TableData } from './table-data.ts'

export interface FigureProps extends Pick<ChartProps, 'options' | 'height'> {
  readonly title: string
  /** What the chart shows, in words. */
  readonly summary: string
  readonly table: TableData
  /** Name of the file, without its ending. */
  readonly file: string
  /** What the colours mean. */
  readonly legend?: ReactNode
}

export function Figure({ title, summary, table, file, legend, ...chart }: FigureProps) {
  const { words } = useWords()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const [broken, setBroken] = useState(false)
  const heading = useId()
  return (
    <section className="card figure" aria-labelledby={heading}>
      <header>
        <h3 id={heading}>{title}</h3>
        <Choice
          label={fill(words.viewOf, { title })}
          value={view}
          values={{ chart: words.chart, table: words.table }}
          choose={setView}
        />
        <Button
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          aria-label={fill(words.csvOf, { title })}
          onClick={() => saveTable(`${file}.csv`, table)}
        >
          {words.csv}
        </Button>
      </header>
      {view === 'chart' && broken && (
        <p className="note" role="status">
          {words.chartFailed}
        </p>
      )}
      {view === 'chart' && !broken ? (
        <>
          <Chart {...chart} summary={summary} failed={() => setBroken(true)} />
          {legend}
        </>
      ) : (
        <DataTable title={title} data={table} />
      )}
    </section>
  )
}
