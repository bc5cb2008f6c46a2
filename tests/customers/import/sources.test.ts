/** Files of every format, and several of them brought together. */

import { statSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import { importCustomers } from '../../../src/customers/import/import.ts'
import type { FileReport } from '../../../src/customers/import/report-entry.ts'
import { loadMapping, type Mapping } from '../../../src/customers/mapping.ts'
import { findByAccount, openProfile } from '../../../src/customers/records.ts'
import { NOW } from '../opened-store.ts'
import { type MappedStore, mappedStore } from './mapped-store.ts'

const MAPPING = `
name: crm
about: { zh: 示例, en: an example }
id: no
label: { column: left, churned: "Y", stayed: "N" }
missing: { marks: [N/A], policy: average }
columns:
  no: { type: category }
  who: { type: category }
  mobile: { type: category, on_error: empty }
  mail: { type: category }
  since: { type: category }
  fee: { type: number }
  vip: { type: category, clean: boolean }
  left: { type: category }
customers: { account: no, name: who, phone: mobile, email: mail, joined: since, monthly_charge: fee }
sources:
  - files: ["mail*.csv"]
    columns: { mail: { type: category }, plan: { type: category }, who: { type: category } }
    customers: { email: mail, plan: plan, name: who }
  - files: ["*.txt"]
    format: csv
    delimiter: ";"
  - files: ["*.xlsx"]
    sheet: 客户
churn: { groups: { all: { zh: 全部, en: all } }, features: [{ group: all, number: fee }] }
`
const HEADER = 'no,who,mobile,mail,since,fee,vip'

let opened: MappedStore
let store: Store
let mapping: Mapping

beforeAll(async () => {
  opened = await mappedStore(MAPPING)
  ;({ store, mapping } = opened)
})
afterAll(() => opened.close())

const write = async (name: string, content: string | Uint8Array): Promise<string> => {
  const file = path.join(opened.folder, name)
  await writeFile(file, content)
  return file
}
const run = async (...names: string[]) =>
  importCustomers(store, {
    files: names.map((name) => ({ file: path.join(opened.folder, name), mapping })),
    ...{ now: NOW, timeZone: 'Asia/Shanghai', actor: 'cli:test' },
  })
const record = async (account: string) => {
  const row = await findByAccount(store, account)
  if (!row) throw new Error(`no ${account}`)
  return { row, profile: await openProfile(store, row) }
}

/** A workbook as small as Excel takes it: text in place, numbers, and days by style 1. @param more rows as XML */
function workbook(
  sheet: string,
  rows: readonly (readonly (string | number | Date)[])[],
  more = '',
): Uint8Array {
  const cell = (value: string | number | Date, at: string) => {
    if (typeof value === 'string') return `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
    const days = value instanceof Date ? value.getTime() / 86_400_000 + 25_569 : value
    return `<c r="${at}"${value instanceof Date ? ' s="1"' : ''}><v>${days}</v></c>`
  }
  const lines = rows.map(
    (row, r) =>
      `<row r="${r + 1}">${row.map((value, c) => cell(value, `${'ABCDEFGH'[c]}${r + 1}`)).join('')}</row>`,
  )
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const xml = (text: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${text}`)
  return zipSync({
    '[Content_Types].xml': xml(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ),
    '_rels/.rels': xml(
      `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${sheet}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/styles.xml': xml(
      `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
    'xl/worksheets/sheet1.xml': xml(
      `<worksheet xmlns="${main}"><sheetData>${lines.join('')}${more}</sheetData></worksheet>`,
    ),
  })
}

/** The beginning of a zip file whose one entry unpacks to so many bytes, and says that it has none. */
function zipBomb(bytes: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(bytes), { level: 1 })
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt16LE(1, 26)
  return Buffer.concat([head, Buffer.from('a'), packed])
}

describe('tables of customers', () => {
  const gbk = Buffer.concat([
    Buffer.from(`${HEADER}\nG-1,`),
    Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7]),
    Buffer.from(',,,,,\n'),
  ])
  it.each<[string, string, string | Uint8Array, string]>([
    ['GBK', 'gbk.csv', gbk, 'G-1'],
    ['UTF-16', 'utf16.csv', Buffer.from(`\ufeff${HEADER}\nU-1,王小明,,,,,\n`, 'utf16le'), 'U-1'],
    ['UTF-8 with a mark', 'bom.csv', `\ufeff${HEADER}\r\nB-1,王小明,,,,,\r\n`, 'B-1'],
    ['tabs', 'tabs.tsv', `${HEADER.replaceAll(',', '\t')}\nT-1\t王小明\t\t\t\t\t\n`, 'T-1'],
    ['semicolons', 'semi.txt', `${HEADER.replaceAll(',', ';')}\nS-1;王小明;;;;;\n`, 'S-1'],
    [
      'JSON Lines',
      'rows.jsonl',
      `{"no":"J-1","who":"王小明","mobile":null,"mail":"","since":null,"fee":12.5,"vip":true}\n\n{"no":"J-2"}\n`,
      'J-1',
    ],
  ])('are read in %s', async (_, name, content, account) => {
    await write(name, content)
    expect(await run(name)).toMatchObject({ problemCount: 0, written: true })
    expect((await record(account)).profile.name).toBe('王小明')
  })

  it('are read from Excel, with days as days and numbers as numbers', async () => {
    const day = new Date('2024-03-05T00:00:00Z')
    const rows = [HEADER.split(','), ['X-1', '王小明', 19_000_007_771, '', day, 59.9, '是']]
    await write('book.xlsx', workbook('客户', rows))
    expect(await run('book.xlsx')).toMatchObject({ problems: [], written: true })
    const { row, profile } = await record('X-1')
    expect(profile).toMatchObject({ name: '王小明', phone: '19000007771' })
    expect(row).toMatchObject({ joined: '2024-03-05', monthly_fen: 5_990 })
    expect(JSON.parse(row.attributes)).toMatchObject({ vip: 'yes' })
  })

  it('are read from Excel whose columns are formatted down to the last row', async () => {
    const rows = [HEADER.split(','), ['X-2', '王小明', '', '', '', '', '']]
    const styled = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0" /></row>'
    await write('styled.xlsx', workbook('客户', rows, styled))
    expect(await run('styled.xlsx')).toMatchObject({ rows: 1, problems: [], written: true })
  })

  it.each<[string, string, () => string | Uint8Array, string]>([
    ['a zip bomb', 'bomb.xlsx', () => zipBomb(70_000_000), 'excel_too_large'],
    [
      'a cell in the last column there is',
      'wide.xlsx',
      () => workbook('客户', [HEADER.split(',')], `<row r="2"><c r="XFD2"><v>1</v></c></row>`),
      'excel_too_large',
    ],
    [
      'a cell in the last row there is',
      'deep.xlsx',
      () => workbook('客户', [HEADER.split(',')], `<row r='1048576'><x:c r='A1048576'><v>1</v></x:c></row>`),
      'excel_too_large',
    ],
    [
      'more cells than are read, most of them empty',
      'sparse.xlsx',
      () => workbook('客户', [HEADER.split(',')], `<row r="400000"><c r="Z400000"><v>1</v></c></row>`),
      'excel_too_large',
    ],
    [
      'a row that cannot be',
      'row.xlsx',
      () => workbook('客户', [HEADER.split(',')], `<row a=">" r="999999999"/>`),
      'excel_too_large',
    ],
    [
      'a place that hides what it is',
      'hidden.xlsx',
      () => workbook('客户', [HEADER.split(',')], `<row r="2"><c r="&#88;FD2"><v>1</v></c></row>`),
      'excel_damaged',
    ],
    ['what is no Excel file', 'no.xlsx', () => 'no,who\n1,2\n', 'excel_damaged'],
    ['a sheet that is not there', 'other.xlsx', () => workbook('Sheet1', [HEADER.split(',')]), 'excel_sheet'],
    ['an old Excel file', 'old.xls', () => 'no', 'import_format'],
    [
      'a line of 8 MB',
      'long.csv',
      () => `${HEADER}\nL-1,${'x'.repeat(8_000_000)},,,,,\n`,
      'csv_row_too_long',
    ],
    [
      'a quote that is never closed',
      'quote.csv',
      () => `${HEADER}\nL-1,"${'x\n'.repeat(99_000)}`,
      'csv_row_too_long',
    ],
    [
      'a line of JSON without end',
      'long.jsonl',
      () => `{"no":"${'x'.repeat(200_000)}`,
      'jsonl_line_too_long',
    ],
    ['a key that no line has', 'keys.jsonl', () => '{"no":"K-1","whom":"Zoe"}\n', 'csv_columns'],
    [
      'bytes that are no text',
      'bytes.csv',
      () => Buffer.from([0x6e, 0x6f, 0xff, 0xff, 0x0a]),
      'import_encoding',
    ],
    ['a file that is not there', 'none.csv', () => '', 'csv_columns'],
  ])('are refused for %s', async (_, name, content, code) => {
    await write(name, content())
    await expect(run(name)).rejects.toMatchObject({ code })
  })
})

describe('several files', () => {
  it('make one customer by account and by e-mail address; what an earlier file says counts', async () => {
    await write('a.csv', `${HEADER}\nM-1,Emma Clarke,,emma@example.com,,59.9,是\nM-2,,,wei@example.com,,,\n`)
    await write('b.csv', `${HEADER}\nM-1,Emma Hart,19000007771,,2024-03-05,,否\n`)
    await write('mails.csv', 'mail,plan,who\nEMMA@example.com,max,\nwei@example.com,lite,王伟\n')
    // The file without accounts is read last, wherever it stands.
    const report = await run('mails.csv', 'a.csv', 'b.csv')
    expect(report).toMatchObject({
      rows: 5,
      added: 2,
      updated: 0,
      conflicts: 2,
      problemCount: 0,
      written: true,
    })
    const emma = await record('M-1')
    expect(emma.profile).toMatchObject({
      name: 'Emma Clarke',
      phone: '19000007771',
      email: 'emma@example.com',
    })
    expect(emma.row).toMatchObject({
      plan: 'max',
      joined: '2024-03-05',
      monthly_fen: 5_990,
      source: 'import:crm',
    })
    expect(JSON.parse(emma.row.attributes)).toMatchObject({ vip: 'yes', plan: 'max' })
    expect((await record('M-2')).profile.name).toBe('王伟')
    expect(await run('mails.csv', 'a.csv', 'b.csv')).toMatchObject({
      updated: 0,
      unchanged: 2,
      written: false,
    })
  })

  it('find a customer by the address the same import gives them', async () => {
    await write('a.csv', `${HEADER}\nN-1,Zoe,,old@example.com,,,\n`)
    await run('a.csv')
    await write('a.csv', `${HEADER}\nN-1,Zoe,,new@example.com,,,\n`)
    await write('mails.csv', 'mail,plan,who\nnew@example.com,max,\nold@example.com,max,\n')
    const refused = await run('a.csv', 'mails.csv')
    expect(refused.problems).toEqual([
      expect.objectContaining({ line: 3, column: 'mail', message: expect.stringContaining('no account') }),
    ])
    await write('mails.csv', 'mail,plan,who\nnew@example.com,max,\n')
    expect(await run('a.csv', 'mails.csv')).toMatchObject({ updated: 1, written: true })
    expect((await record('N-1')).row.plan).toBe('max')
  })

  it('with mappings of their own change nothing again, in a month too, and one of them alone loses nothing', async () => {
    const own = (name: string, columns: Mapping['columns'], customers: Mapping['customers']): Mapping => ({
      ...mapping,
      ...{ name, sources: [], columns: { no: { type: 'category' }, ...columns } },
      customers: { account: 'no', ...customers },
    })
    const plans = own('plans', { plan: { type: 'category' } }, { plan: 'plan' })
    const months = { months: { type: 'number' }, fee: { type: 'number' } } as const
    const bills = own('bills', months, { tenure_months: 'months' })
    const files = [
      { file: await write('plans.csv', 'no,plan\nW-1,max\n'), mapping: plans },
      { file: await write('bills.csv', 'no,months,fee\nW-1,12,59.9\nW-2,3,9.9\n'), mapping: bills },
    ]
    const again = (days: number, some = files) =>
      importCustomers(store, {
        ...{ files: some, now: NOW + days * 86_400_000, timeZone: 'Asia/Shanghai', actor: 'cli:test' },
      })
    expect(await again(0)).toMatchObject({ added: 2 })
    const { row } = await record('W-1')
    expect(JSON.parse(row.attributes)).toEqual({ plan: 'max', months: 12, fee: 59.9 })
    expect(await again(40)).toMatchObject({ updated: 0, unchanged: 2, written: false })
    expect(await again(40, files.slice(1))).toMatchObject({ updated: 0, unchanged: 2, written: false })
    expect(await again(40, files.slice(0, 1))).toMatchObject({ updated: 0, unchanged: 1, written: false })
    expect((await record('W-1')).row).toEqual(row)
    // Whoever was only in the second file keeps what it says when the first, alone, has them too.
    await write('plans.csv', 'no,plan\nW-2,max\n')
    expect(await again(40, files.slice(0, 1))).toMatchObject({ updated: 1 })
    const both = (await record('W-2')).row
    expect(both.source).toBe('import:plans')
    expect(JSON.parse(both.attributes)).toEqual({ plan: 'max', months: 3, fee: 9.9 })
    // A mapping that was never read together with another begins anew, and so does one that has a new name.
    const renamed = files.slice(1).map((one) => ({ ...one, mapping: { ...one.mapping, name: 'other' } }))
    expect(await again(40, renamed)).toMatchObject({ updated: 2 })
    const anew = (await record('W-1')).row
    expect([anew.source, JSON.parse(anew.attributes)]).toEqual(['import:other', { months: 12, fee: 59.9 }])
  })

  it('of one name are told apart by their folders', async () => {
    for (const folder of ['north', 'south']) await mkdir(path.join(opened.folder, folder))
    await write('north/c.csv', `${HEADER}\nV-1,Zoe,ring twice,,,,\n`)
    await write('south/c.csv', `${HEADER}\nV-2,Zoe,,,,,\n`)
    const report = path.join(opened.folder, 'told-apart')
    const files = ['north/c.csv', 'south/c.csv'].map((name) => ({
      file: path.join(opened.folder, name),
      mapping,
    }))
    await importCustomers(store, { files, now: NOW, timeZone: 'UTC', actor: 'cli:test', report })
    const { entries, summary } = JSON.parse(await readFile(path.join(report, 'report.json'), 'utf8'))
    expect(entries).toEqual([expect.objectContaining({ file: 'north/c.csv', detail: 'phone_form' })])
    const changed = summary.files.map(({ file, columns }: FileReport) => [
      file,
      columns.find(({ column }) => column === 'mobile')?.changed,
    ])
    expect(changed).toEqual([
      ['north/c.csv', 1],
      ['south/c.csv', 0],
    ])
  })

  it('are matched as fast where many accounts share a number', async () => {
    const shared = Array.from({ length: 3_000 }, (_, at) => `D-${at},,19000000000,all@example.com,,,`)
    await write('a.csv', `${HEADER}\n${shared.join('\n')}\nD-X,,19000000000,own@example.com,,,\n`)
    await run('a.csv')
    const mapping = await loadMapping(
      await write(
        'both.yaml',
        MAPPING.replace('{ email: mail, plan: plan, name: who }', '{ email: mail, phone: plan }'),
      ),
    )
    await write('mail.csv', `mail,plan,who\nown@example.com,19000000000,\n`)
    const files = [{ file: path.join(opened.folder, 'mail.csv'), mapping }]
    const options = { files, now: NOW, timeZone: 'UTC', actor: 'cli:test' }
    expect(await importCustomers(store, options)).toMatchObject({ problems: [], rows: 1 })
    await write('mail.csv', `mail,plan,who\n${'all@example.com,19000000000,\n'.repeat(3_000)}`)
    expect(await importCustomers(store, options)).toMatchObject({ problemCount: 3_000, rows: 3_000 })
  })

  it('are refused where an address belongs to two accounts, or a row comes twice', async () => {
    await write(
      'a.csv',
      `${HEADER}\nP-1,,,both@example.com,,,\nP-2,,,both@example.com,,,\nP-3,,,one@example.com,,,\n`,
    )
    await write(
      'mails.csv',
      'mail,plan,who\nboth@example.com,max,\none@example.com,max,\none@example.com,lite,\n',
    )
    const { problems, written } = await run('a.csv', 'mails.csv')
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [2, expect.stringContaining('several accounts')],
      [4, 'is the same customer as mails.csv:3.'],
    ])
    expect(written).toBe(false)
    expect(await findByAccount(store, 'P-1')).toBeUndefined()
  })
})

describe('cells that are wrong', () => {
  it('are written down while the file is read, also where no row is right', async () => {
    await write('a.csv', `${HEADER}\n${'R-1,Zoe,,no address,,,\n'.repeat(30_000)}`)
    const report = path.join(opened.folder, 'wrong')
    const sizes = new Set<number>()
    const onProgress = () => sizes.add(statSync(path.join(report, 'report.json.unfinished')).size)
    const files = [{ file: path.join(opened.folder, 'a.csv'), mapping }]
    const options = { files, now: NOW, timeZone: 'UTC', actor: 'cli:test', report, onProgress }
    expect(await importCustomers(store, options)).toMatchObject({ problemCount: 30_000 })
    // At the end all of it is written anyway.
    expect([...sizes].slice(0, -1).length).toBeGreaterThan(1)
  })

  it('are emptied where the mapping says so, which is told', async () => {
    await write('a.csv', `${HEADER}\nQ-1,Zoe,ring twice,N/A,,,\n`)
    expect(await run('a.csv')).toMatchObject({ changedCells: 1, written: true })
    expect((await record('Q-1')).profile).toMatchObject({ phone: null, email: null })
  })
})

it('looking somebody up does not go through all records, hidden ones among them', async () => {
  const { rows } = await sql<{ detail: string }>`explain query plan
    select * from customers where account_hash = 'x'`.execute(store.db)
  const details = rows.map(({ detail }) => detail)
  expect(details.join('; ')).toMatch(/SEARCH customer_records USING INDEX/)
  expect(details.filter((detail) => /^SCAN \w+$/.test(detail))).toEqual([])
})
