/** How often a group was asked on each of the last days, as a small line with the figures in words. */

import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

const WIDTH = 84
const HEIGHT = 22
const ROOM = 2

/** Points of a line through the counts, oldest first; a flat line at the bottom where there are none. Pure. */
export function pointsOf(counts: readonly number[]): string {
  const most = Math.max(1, ...counts)
  const step = (WIDTH - 2 * ROOM) / Math.max(1, counts.length - 1)
  return counts
    .map((count, at) => {
      const y = HEIGHT - ROOM - (count / most) * (HEIGHT - 2 * ROOM)
      return `${(ROOM + at * step).toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}

export function Sparkline({ trend }: { readonly trend: readonly number[] }) {
  const { words } = useWords()
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const late = sum(trend.slice(-7))
  const count = sum(trend)
  return (
    <svg
      className="un-spark"
      role="img"
      aria-label={fill(words.unTrend, { count, late, early: count - late })}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <polyline points={pointsOf(trend)} />
    </svg>
  )
}
