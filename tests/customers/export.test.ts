import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/conversations/store.ts'
import { exportCustomers } from '../../src/customers/export.ts'
import { importCustomers } from '../../src/customers/import/import.ts'
import { loadMapping } from '../../src/customers/mapping.ts'
import { findByAccount } from '../../src/customers/records.ts'
import { spreadsheetCell, spreadsheetRow } from '../../src/customers/spreadsheet-cell.ts'
import { type TestHome, testHome } from '../databases.ts'
import { NOW, openedStore } from './opened-store.ts'
import { SPREADSHEET_CELLS } from './spreadsheet-cells.ts'

describe('cells for a spreadsheet', () => {
  it.each<readonly [string | number | null, string]>([...SPREADSHEET_CELLS, [-2.5, '-2.5'], [null, '']])(
    '%j is written as %j',
    (value, written) => expect(spreadsheetCell(value)).toBe(written),
  )

  it('never start a formula, and say what they said', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', '＋', ' =', '\n@'), fc.string())
        .map((p) => p.join('')),
    )
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (cells) => {
        const [row] = parse(spreadsheetRow(cells)) as string[][]
        expect(row?.map((cell, at) => (cell === `'${cells[at]}` ? cells[at] : cell))).toEqual(cells)
        for (const cell of row ?? []) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/)
      }),
    )
  })
})

describe('an export', () => {
  let home: TestHome
  let store: Store
  let close: () => Promise<void>

  const MAPPING = `
name: crm
about: { zh: 示例, en: an example }
id: account
label: { column: left, churned: "Y", stayed: "N" }
columns: { account: { type: category }, name: { type: category }, phone: { type: category }, plan: { type: category }, left: { type: category } }
customers: { account: account, name: name, phone: phone, plan: plan }
churn: { groups: { all: { zh: 全部, en: all } }, features: [{ group: all, is: plan, value: max }] }
`
  const imported = async (file: string) => {
    const map = path.join(home.folder, 'crm.yaml')
    await writeFile(map, MAPPING)
    const files = [{ file, mapping: await loadMapping(map) }]
    return importCustomers(store, { files, now: NOW, timeZone: 'UTC', actor: 'cli:test' })
  }

  beforeAll(async () => {
    home = await testHome('sqlite')
    ;({ store, close } = await openedStore(home, 'sqlite', () => NOW))
    const file = path.join(home.folder, 'crm.csv')
    await writeFile(
      file,
      'account,name,phone,plan\nE-001,"=HYPERLINK(""x"")",+442079460000,max\nE-002,Zoe,,\nE-003,Gone,,\n',
    )
    await imported(file)
    await store.vault.destroy((await findByAccount(store, 'E-003'))?.subject_id ?? '')
  })
  afterAll(async () => {
    await close()
    await home.remove()
  })
  const exported = async (name: string, reveal: boolean) => {
    const file = path.join(home.folder, name)
    const count = await exportCustomers(store, { file, reveal, actor: 'cli:test' })
    return { file, count, text: await readFile(file, 'utf8') }
  }

  it('is masked, leaves out who was erased, and is on record', async () => {
    const { count, text } = await exported('masked.csv', false)
    expect(count).toBe(2)
    expect(text).not.toMatch(/Zoe|HYPERLINK|7946|E-00\d/)
    expect(text).toContain(',max,')
    const [entry] = await store.audit.list(store.db, 1)
    expect(entry).toMatchObject({ action: 'customers.export', actor: 'cli:test' })
  })

  it('in full cannot start a formula, and imported again changes nothing', async () => {
    const { file, text } = await exported('full.csv', true)
    expect(text).toContain(`"'=HYPERLINK(""x"")"`)
    expect((await store.audit.list(store.db, 1))[0]).toMatchObject({ action: 'customers.export.revealed' })
    expect(await imported(file)).toMatchObject({ problemCount: 0, updated: 0, unchanged: 2 })
  })

  it('overwrites no file', async () => {
    await exported('once.csv', false)
    await expect(exported('once.csv', false)).rejects.toMatchObject({ code: 'export_exists' })
  })
})
