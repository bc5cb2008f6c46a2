/** Tells from a sheet's XML how much memory its cells would take: a file of a kilobyte may name a cell far away. */

/** What the sheets of a file come to at most. */
export interface Extent {
  /** Last row with something in it, and last row that is named at all. */
  rows: number
  named: number
  /** Last column with something in it. */
  columns: number
}

/** Beyond any of these a sheet is refused. */
export const MAX_COLUMNS = 300
export const MAX_ROWS = 500_000
export const MAX_CELLS = 5_000_000
/** Last row Excel has; formats of whole columns may name it. */
const LAST_ROW = 1_048_576

/** Whether there is more than is read. Every row is filled up to the last column. */
export function isBeyond({ rows, named, columns }: Extent): boolean {
  return rows > MAX_ROWS || columns > MAX_COLUMNS || rows * columns > MAX_CELLS || named > LAST_ROW
}

const TAG = /<(?:[\w.-]+:)?(row|c)(?=[\s/>])/g
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const END = /\s*(\/?)>/y

/**
 * How far the cells of a sheet reach; other parts of the file reach nowhere.
 * @param xml one character a byte
 * @returns null for a sheet whose rows and cells do not say where they are in the way Excel writes it
 */
export function extentOf(xml: string): Extent | null {
  const extent: Extent = { rows: 0, named: 0, columns: 0 }
  if (!xml.includes('sheetData')) return extent
  TAG.lastIndex = 0
  for (let tag = TAG.exec(xml); tag !== null; tag = TAG.exec(xml)) {
    const read = placeAt(xml, TAG.lastIndex)
    if (read === null) return null
    TAG.lastIndex = read.end
    // A row without a place is the next one, and its cells say where they are.
    if (read.place === null) continue
    const [, letters = '', digits = ''] = /^([A-Z]*)(\d{1,10})$/.exec(read.place) ?? []
    if (digits === '' || (letters === '') !== (tag[1] === 'row')) return null
    const row = Number(digits)
    extent.named = Math.max(extent.named, row)
    if (tag[1] === 'row' || read.isEmpty) continue
    extent.rows = Math.max(extent.rows, row)
    extent.columns = Math.max(extent.columns, columnOf(letters))
  }
  return extent
}

/** The attribute `r` of a tag, and where the tag ends. */
function placeAt(
  xml: string,
  from: number,
): { readonly place: string | null; readonly isEmpty: boolean; readonly end: number } | null {
  let place: string | null = null
  let end = from
  ATTRIBUTE.lastIndex = from
  for (let found = ATTRIBUTE.exec(xml); found !== null; found = ATTRIBUTE.exec(xml)) {
    if (found[1] === 'r') place = found[2] ?? found[3] ?? ''
    end = ATTRIBUTE.lastIndex
  }
  END.lastIndex = end
  const closing = END.exec(xml)
  return closing === null ? null : { place, isEmpty: closing[1] === '/', end: END.lastIndex }
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column
}
