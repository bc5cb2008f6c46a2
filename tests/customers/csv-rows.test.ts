import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CsvRow, csvRows, MAX_ROW_LENGTH, readCsv } from '../../src/customers/csv-rows.ts'
import { parseMapping } from '../../src/customers/mapping.ts'
import { LiukeError } from '../../src/errors.ts'

const { mapping: read } = parseMapping({
  path: 'm.yaml',
  file: 'm.yaml',
  text: `name: small
about: { zh: 小, en: small }
id: id
label: { column: left, churned: "1", stayed: "0" }
missing: { marks: [NA, 未知], policy: average }
columns: { id: { type: category }, left: { type: category }, price: { type: number } }
churn:
  groups: { charges: { zh: 费用, en: charges } }
  features: [{ group: charges, number: price }]
`,
})
if (read === null) throw new Error('The mapping of this test is wrong.')
const mapping = read

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-csv-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, 'rows.csv')
  await writeFile(file, content)
  return file
}

async function all(content: string | Uint8Array, labelled = true): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  for await (const row of csvRows(await write(content), mapping, { labelled })) rows.push(row)
  return rows
}

describe('rows of a CSV file', () => {
  it('are read as the mapping says, with their lines', async () => {
    const rows = await all(
      '\uFEFFprice, id ,left,unused\r\n 12.50 ,a,1,x\r\n\r\nNA,"b ""c"", d",0,x\r\n,未知,0,"two\nlines"\r\n7,e,1,x',
    )
    expect(rows.map(({ line, row }) => [line, row && { ...row }])).toEqual([
      [2, { id: 'a', left: '1', price: 12.5 }],
      [4, { id: 'b "c", d', left: '0', price: null }],
      [6, { id: null, left: '0', price: null }],
      [7, { id: 'e', left: '1', price: 7 }],
    ])
  })

  it('that are bad are told, and the rest is still read', async () => {
    const rows = await all('id,left,price\na,1,2\nb,1\nc,1,2,3\nd,0,twelve\ne,0,1e999\nf,0,"1,840"\ng,0,5\n')
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, null],
      [3, 'The row has 2 cells, and the header 3.'],
      [4, 'The row has 4 cells, and the header 3.'],
      [5, 'price is not a number such as 1840.75.'],
      [6, 'price is not a number such as 1840.75.'],
      [7, 'price is not a number such as 1840.75.'],
      [8, null],
    ])
  })

  it('that are bad keep a file from being used, the first of them named', async () => {
    const bad = Array.from({ length: 20 }, (_, at) => `x${at},1,much`).join('\n')
    const file = await write(`id,left,price\na,1,2\n${bad}\n`)
    const error = await readCsv(file, mapping).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'csv_rows_bad' })
    expect(String(error)).toContain('20 of 21 rows')
    expect(String(error)).toContain('rows.csv:3: price')
    expect(String(error)).toContain('and 12 more')
    expect(String(error)).not.toContain('much')
  })

  it('may lack the outcome when customers are only scored', async () => {
    expect(await all('id,price\na,1\n', false)).toHaveLength(1)
    const [first] = await all('id,price,left\na,1,0\n', false)
    expect(first?.row?.['left']).toBe('0')
  })

  it.each<[string, string | Uint8Array, string]>([
    ['csv_columns', '', 'is empty'],
    ['csv_columns', 'id,left,prices\na,1,2\n', 'There is no column price (is it prices?).'],
    ['csv_columns', 'id,left,price,price\na,1,2,3\n', 'The column price is there twice.'],
    ['csv_columns', 'id;left;price\na;1;2\n', 'There is no column id'],
    ['csv_syntax', 'id,left,price\na,1,2\nb,"1"x,2\n', 'rows.csv:3'],
    ['csv_row_too_long', `id,left,price\na,1,"${'x\n'.repeat(MAX_ROW_LENGTH)}`, 'longer than'],
    ['csv_not_utf8', Buffer.from([0x69, 0x64, 0x2c, 0xd6, 0xd0, 0xb9, 0xfa, 0x0a]), 'not UTF-8'],
  ])('are refused with %s', async (code, content, message) => {
    const error = await all(content).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'LiukeError', code })
    expect(String(error)).toContain(message)
  })

  it('of a file that is not there are refused', async () => {
    const reading = readCsv(path.join(folder, 'none.csv'), mapping)
    await expect(reading).rejects.toMatchObject({ code: 'csv_unreadable' })
  })

  it('may be left unread half-way', async () => {
    const file = await write(`id,left,price\n${'a,1,2\n'.repeat(50_000)}`)
    for await (const { line } of csvRows(file, mapping)) if (line === 3) break
    expect(await readCsv(file, mapping)).toHaveLength(50_000)
  })

  it('give rows or a LiukeError, whatever the bytes', async () => {
    const anyText = fc.string({ unit: fc.constantFrom(...'a1,"\n\r;- é中'), maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(anyText, async (body) => {
        try {
          for (const { row } of await all(`id,left,price\n${body}`))
            expect(row === null || Object.keys(row).length === 3).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(LiukeError)
        }
      }),
      { numRuns: 100 },
    )
  })
})
