/** Writes tables as CSV (RFC 4180) that is safe to open in a spreadsheet. */

/** What a cell of a table holds; null for nothing. */
export type CsvValue = string | number | null

/**
 * What spreadsheets begin a formula with, in full width too, and what they skip before it. The server writes its files
 * by the same rule, in `src/customers/spreadsheet-cell.ts`; a table of tests holds for both.
 */
const FORMULA = /^[\s\0\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/

/** One cell. Text that a spreadsheet would compute is made plain by an apostrophe; numbers stay numbers. */
export function csvCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A whole file; begins with a byte order mark, by which spreadsheets know that it is UTF-8. */
export function csvOf(titles: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return `\uFEFF${[titles, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`
}
