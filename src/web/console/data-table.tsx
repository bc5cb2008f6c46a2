/** A table of figures that can be sorted by its columns. */

import { useMemo, useState } from 'react'
import { TAG } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { useWords } from './console-context.ts'
import { type Order, sorted, type TableData } from './table-data.ts'

export interface DataTableProps {
  readonly title: string
  readonly data: TableData
}

export function DataTable({ title, data }: DataTableProps) {
  const { words, language } = useWords()
  const [order, setOrder] = useState<Order>()
  const rows = useMemo(
    () => (order ? sorted(data.rows, order, TAG[language]) : data.rows),
    [data, order, language],
  )
  const sortBy = (column: number) =>
    setOrder((now) =>
      now?.column === column
        ? { column, down: !now.down }
        : { column, down: data.columns[column]?.numeric === true },
    )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label={title}>
      <table>
        <caption className="unseen">{title}</caption>
        <thead>
          <tr>
            {data.columns.map(({ title: column, numeric }, index) => {
              const active = order?.column === index
              return (
                <th
                  key={column}
                  scope="col"
                  className={numeric ? 'numeric' : undefined}
                  aria-sort={active ? (order.down ? 'descending' : 'ascending') : undefined}
                >
                  <button type="button" title={fill(words.sortBy, { column })} onClick={() => sortBy(index)}>
                    {column}
                    <span aria-hidden="true">{active ? (order.down ? ' ↓' : ' ↑') : ''}</span>
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state of their own
            <tr key={index}>
              {row.map((cell, at) => {
                const { title: column, numeric } = data.columns[at] ?? { title: String(at) }
                const text = cell.text ?? cell.value ?? words.none
                return at === 0 ? (
                  <th key={column} scope="row">
                    <CellText text={text} href={cell.href} />
                  </th>
                ) : (
                  <td key={column} className={numeric ? 'numeric' : undefined}>
                    <CellText text={text} href={cell.href} />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function CellText({ text, href }: { readonly text: string | number; readonly href: string | undefined }) {
  return href === undefined ? text : <a href={href}>{text}</a>
}
