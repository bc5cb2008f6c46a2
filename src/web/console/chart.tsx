/** Draws a chart; the library for it is loaded when the first one is shown. */

import { Spin } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useDark } from '../staff/use-preferences.ts'
import type { ChartOptions, Chart as Drawn } from './chart-engine.ts'
import { useWords } from './console-context.ts'
import { type Ink, inkOf } from './ink.ts'

export interface ChartProps {
  /** What to draw, on how many pixels; keep it the same as long as nothing changes. */
  readonly options: (ink: Ink, width: number) => ChartOptions
  /** In pixels. */
  readonly height: number
  /** What it shows, in words. */
  readonly summary: string
  /** Hears that charts cannot be drawn. */
  failed(): void
}

export function Chart({ options, height, summary, failed }: ChartProps) {
  const { words } = useWords()
  const dark = useDark()
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<Drawn>()
  const [width, setWidth] = useState(0)
  const fail = useRef(failed)
  useEffect(() => {
    fail.current = failed
  })
  useEffect(() => {
    let gone = false
    let stop = () => {}
    import('./chart-engine.ts').then(
      ({ createChart }) => {
        const { current } = place
        if (gone || !current) return
        const drawn = createChart(current)
        const observer = new ResizeObserver(() => {
          drawn.resize()
          setWidth(current.clientWidth)
        })
        observer.observe(current)
        stop = () => {
          observer.disconnect()
          drawn.dispose()
        }
        setWidth(current.clientWidth)
        setChart(drawn)
      },
      () => fail.current(),
    )
    return () => {
      gone = true
      stop()
    }
  }, [])
  useEffect(() => {
    if (chart && width > 0) chart.setOption(options(inkOf(dark), width), { notMerge: true })
  }, [chart, options, dark, width])
  return (
    <div className="chart">
      {!chart && (
        <p className="note" role="status">
          <Spin size="small" /> {words.chartLoading}
        </p>
      )}
      <div ref={place} className="chart-place" style={{ height }} role="img" aria-label={summary} />
    </div>
  )
}
