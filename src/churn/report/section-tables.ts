/** Sections of a churn report that are tables: audited groups, the grid, the ranking of columns, drift. */

import { type Block, type Cell, cell, type Row, type Tone } from '../../understanding/report/blocks.ts'
import { wilsonInterval } from '../../understanding/report/charts.ts'
import type { ColumnDrift } from '../drift.ts'
import type { ColumnChoice, GridCell } from '../grid.ts'
import type { Study } from '../study.ts'
import type { Writing } from './writing.ts'

/** Rows of the ranking, and the best of the grid, that are shown. */
const MOST_RANKED = 40
const MOST_CELLS = 12

/** How each audited group is predicted as a whole. */
export function groups({ evaluation }: Study, { strings, format }: Writing): Block[] {
  const { groups: words } = strings
  if (evaluation.audit.length === 0)
    return [heading(words.title), { kind: 'text', note: true, line: [words.none] }]
  return [
    heading(words.title),
    { kind: 'text', note: true, line: [words.note] },
    tableOf(
      words.columns,
      evaluation.audit.map(({ column, value, rows, predicted, observed }) => {
        const { low, high } = wilsonInterval(observed * rows, rows)
        const isOff = predicted < low || predicted > high
        const interval = `${format.percent(low)} – ${format.percent(high)}`
        return {
          cells: [
            { lines: [[{ kind: 'name', name: `${column} = ${value ?? strings.unknown}` }]] },
            cell(format.count(rows)),
            { lines: [[format.percent(predicted)]], tone: isOff ? 'bad' : undefined },
            cell(format.percent(observed)),
            { lines: isOff ? [[interval], [words.off]] : [[interval]] },
          ],
        }
      }),
    ),
  ]
}

/** Other choices of columns and penalty. */
export function grid({ grid: found }: Study, { strings, format, groupTitle, strong }: Writing): Block[] {
  if (found === null) return []
  const { grid: words } = strings
  const { cells, best, simplest, inForce } = found
  const choiceOf = (choice: ColumnChoice): string => {
    if (choice.kind === 'all') return words.all
    if (choice.kind === 'top') return words.top(format.count(choice.count))
    return words.without(groupTitle(choice.group))
  }
  const marks = (one: GridCell): string[] => [
    ...(one === best ? [words.best] : []),
    ...(one === simplest ? [words.simplest] : []),
    ...(one === inForce ? [words.inForce] : []),
  ]
  const isGood = inForce !== null && inForce.auc >= best.auc - best.error
  const shown = cells.filter((one, at) => at < MOST_CELLS || marks(one).length > 0)
  return [
    heading(words.title),
    { kind: 'text', line: [strong(isGood ? words.keep : words.change)] },
    { kind: 'text', note: true, line: [words.note] },
    tableOf(
      words.columns,
      shown.map((one) => ({
        marked: marks(one).length > 0,
        cells: [
          cell(choiceOf(one.choice)),
          cell(format.count(one.columns)),
          cell(String(one.lambda)),
          cell(format.plain(one.auc, 4)),
          cell(format.plain(one.error, 4)),
          { lines: marks(one).map((mark) => [mark]) },
        ],
      })),
      5,
    ),
  ]
}

/** What each column says alone. */
export function ranking({ detail }: Study, { strings, format }: Writing): Block[] {
  if (detail === null) return []
  const { ranking: words } = strings
  return [
    heading(words.title),
    { kind: 'text', note: true, line: [words.note] },
    tableOf(
      words.columns,
      detail.ranking.slice(0, MOST_RANKED).map(({ name, chi2, degrees, p, v }) => ({
        cells: [
          { lines: [[{ kind: 'name', name }]] },
          cell(format.plain(chi2, 1)),
          cell(format.count(degrees)),
          cell(p >= 0.001 ? format.plain(p, 3) : '< 0.001'),
          { lines: [[format.plain(v, 3)]], share: v },
        ],
      })),
    ),
  ]
}

/** Whether those who were measured on are other customers; nothing without a test file. */
export function drift({ drift: found }: Study, { strings, format }: Writing): Block[] {
  if (found === null) return []
  const { drift: words } = strings
  if (found === 'too_few') return [heading(words.title), { kind: 'text', line: [words.few] }]
  const rowOf = ({ psi, chance, verdict }: ColumnDrift, name: Cell): Row => {
    const tone: Tone | undefined = verdict === 'moderate' || verdict === 'large' ? 'bad' : undefined
    return {
      cells: [
        name,
        { lines: [[format.plain(psi, 3)]], tone },
        cell(format.plain(chance, 3)),
        { lines: [[words.verdicts[verdict]]], tone },
      ],
    }
  }
  return [
    heading(words.title),
    { kind: 'text', note: true, line: [words.note] },
    tableOf(
      words.columns,
      [
        rowOf(found.score, cell(words.score)),
        ...found.columns.map((column) => rowOf(column, { lines: [[{ kind: 'name', name: column.name }]] })),
      ],
      3,
    ),
  ]
}

function heading(text: string): Block {
  return { kind: 'heading', level: 2, text }
}

/** @param words the column, from 0, that holds words; the first always does */
function tableOf(titles: readonly string[], rows: readonly Row[], words?: number): Block {
  return {
    kind: 'table',
    columns: titles.map((title, at) => ({ title, numeric: at > 0 && at !== words })),
    rows,
  }
}
