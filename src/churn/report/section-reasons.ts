/** The section of a churn report on what reasons are made of, and whether they stay. */

import { type Block, cell } from '../../understanding/report/blocks.ts'
import type { Study } from '../study.ts'
import { strengthChart } from './charts.ts'
import type { Writing } from './writing.ts'

/** Below this share agents would be told other reasons after every training. */
export const STABLE_FROM = 0.8

/** Strengths of groups; nothing where it was not looked at. */
export function reasons({ stability }: Study, { strings, format, groupTitle, strong }: Writing): Block[] {
  if (stability === null) return []
  const { reasons: words } = strings
  const named = stability.strengths.map((strength) => ({ ...strength, title: groupTitle(strength.group) }))
  const said = words.stability(
    format.count(stability.bootstraps),
    format.percent(stability.groups),
    format.percent(stability.columns),
  )
  return [
    { kind: 'heading', level: 2, text: words.title },
    { kind: 'text', line: [said] },
    ...(stability.groups < STABLE_FROM ? [{ kind: 'text' as const, line: [strong(words.unstable)] }] : []),
    {
      kind: 'charts',
      charts: [
        {
          title: words.heading,
          explanation: words.explanation,
          svg: strengthChart(named, { label: words.label, x: '', y: '' }),
          table: {
            kind: 'table',
            columns: words.columns.map((title, at) => ({ title, numeric: at > 0 })),
            rows: named.map(({ title, mean, low, high }) => ({
              cells: [cell(title), ...[mean, low, high].map((value) => cell(format.plain(value, 3)))],
            })),
          },
        },
      ],
    },
    { kind: 'text', note: true, line: [words.cause] },
  ]
}
