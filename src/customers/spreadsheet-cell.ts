/** Cells of tables that people open in spreadsheets: quoted as CSV, and never the start of a formula. */

/** What spreadsheets begin a formula with, in full width too, and what they skip before it. */
const FORMULA = /^[\s\0\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/

/**
 * A cell of a CSV file. A text that could start a formula gets an apostrophe before it, which spreadsheets show
 * as text; numbers are what they are.
 */
export function spreadsheetCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A line of a CSV file, with its end. */
export function spreadsheetRow(values: readonly (string | number | boolean | null | undefined)[]): string {
  return `${values.map(spreadsheetCell).join(',')}\r\n`
}

/** Begins a CSV file that spreadsheets are to read as UTF-8. */
export const SPREADSHEET_MARK = '\ufeff'
