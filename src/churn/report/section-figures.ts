/** The section of a churn report with its figures. */

import { type Block, cell } from '../../understanding/report/blocks.ts'
import { wilsonInterval } from '../../understanding/report/charts.ts'
import type { Interval } from '../intervals.ts'
import type { Study } from '../study.ts'
import type { Writing } from './writing.ts'

/** Figures as tiles, and with their intervals and how to read them. */
export function figures({ evaluation, detail }: Study, { strings, format }: Writing): Block[] {
  const { figures: words } = strings
  const plain = (value: number | null) => format.plain(value, 4)
  const between = (interval: Interval | null | undefined) =>
    interval ? `${plain(interval.low)} – ${plain(interval.high)}` : ''
  const shares = (share: number | null, of: number) => {
    if (share === null || of === 0) return ''
    const { low, high } = wilsonInterval(share * of, of)
    return `${format.percent(low)} – ${format.percent(high)}`
  }
  const left = evaluation.judged.filter(({ churned }) => churned).length
  const { later, model } = evaluation
  const row = (
    [name, meaning]: readonly [string, string] | readonly string[],
    value: string,
    interval = '',
  ) => ({
    cells: [cell(name ?? ''), cell(value), cell(interval), cell(meaning ?? '')],
  })
  const rows = [
    row(words.auc5, `${plain(evaluation.auc5)} ± ${plain(evaluation.auc5sd)}`),
    row(words.auc, plain(evaluation.auc), between(detail?.aucInterval)),
    row(words.brier, plain(evaluation.brier), between(detail?.brierInterval)),
    row(
      words.ece,
      plain(evaluation.ece),
      detail?.eceByChance == null ? '' : words.eceByChance(plain(detail.eceByChance)),
    ),
    row(
      words.accuracy,
      format.percent(evaluation.accuracy),
      shares(evaluation.accuracy, evaluation.judged.length),
    ),
    row(words.recall, format.percent(evaluation.recall), shares(evaluation.recall, left)),
    ...(later === null ? [] : [row(words.later(later.from, format.count(later.earlier)), plain(later.auc))]),
    row(words.newton, model.newtonGap === null ? format.plain(null) : model.newtonGap.toExponential(1)),
    row(words.seconds, format.duration(evaluation.trainMs)),
  ]
  return [
    {
      kind: 'tiles',
      tiles: [
        { label: words.auc5[0], value: format.plain(evaluation.auc5, 3) },
        { label: words.brier[0], value: format.plain(evaluation.brier, 3) },
        { label: words.ece[0], value: format.plain(evaluation.ece, 3) },
        { label: words.recall[0], value: format.percent(evaluation.recall) },
      ],
    },
    { kind: 'heading', level: 2, text: words.title },
    {
      kind: 'table',
      columns: words.columns.map((title, at) => ({ title, numeric: at === 1 || at === 2 })),
      rows,
    },
  ]
}
