/** What an import makes of a draft: YAML of other hands, entries of other formats, and somebody who is faster. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { editItem, readDraft } from '../../../src/corpus/revisions/draft.ts'
import { filesOf, itemsOf } from '../../../src/corpus/revisions/items.ts'
import { exportCorpus, zipped } from '../../../src/jobs/exchange/export.ts'
import type { ExchangedFile } from '../../../src/jobs/exchange/given.ts'
import { importCorpus } from '../../../src/jobs/exchange/import.ts'
import { planImport } from '../../../src/jobs/exchange/plan.ts'
import { yamlInto } from '../../../src/jobs/exchange/yaml-into.ts'
import { adding } from '../../corpus/curation-over.ts'
import { smallCuration } from '../../corpus/small-curation.ts'

const file = (name: string, text: string): ExchangedFile => ({ name, bytes: Buffer.from(text) })
const one = (id: string, zh = '一') => `- id: ${id}\n  kind: faq\n  phrases:\n    zh: [${zh}]\n`
const OURS = `# About bills.\n\n${one('bill.view')}\n# Checked in May.\n${one('bill.pay')}`
const ours = itemsOf([{ path: 'faq/bill.yaml', text: OURS }])

/** The text of the file afterwards. */
function into(text: string, mode: 'merge' | 'replace' = 'merge', name = 'faq/bill.yaml'): string {
  return filesOf(yamlInto(ours, [file(name, text)], mode).after)[0]?.text ?? ''
}
const indented = (text: string) => text.replace(/^(?=.)/gm, '  ')

describe('YAML into a file that is there', () => {
  it.each([
    ['the same', OURS],
    ['with line ends of Windows', OURS.replaceAll('\n', '\r\n')],
    ['further to the right', indented(OURS)],
    [
      'in another order',
      `${one('bill.pay')}\n${one('bill.view')}`.replace(
        '- id: bill.pay',
        '# Checked in May.\n- id: bill.pay',
      ),
    ],
    ['without the last line end', OURS.trimEnd()],
    ['a part of it', one('bill.view')],
  ])('%s: nothing changes', (_what, text) => expect(into(text)).toBe(OURS))

  it.each([
    ['plain', (text: string) => text],
    ['further to the right', indented],
    ['without the last line end', (text: string) => text.trimEnd()],
  ])('%s: what is new stands behind the others, what is known in its place', (_what, written) => {
    const text = into(written(one('bill.view', '二') + one('bill.due')))
    expect(text).toBe(
      OURS.replace('zh: [一]', 'zh: [二]').replace(/(\[.\]\n)\n(?=# Ch)/, '$1') + one('bill.due'),
    )
    expect(itemsOf([{ path: 'faq/bill.yaml', text }]).map(({ key }) => key)).toEqual([
      'file:faq/bill.yaml#head',
      'entry:bill.view',
      'entry:bill.pay',
      'entry:bill.due',
    ])
  })

  it('in place of the file, its comments too', () => {
    expect(into(one('bill.view'), 'replace')).toBe(`${one('bill.view')}\n`)
    const head = `# New.\n\n${one('bill.view')}`
    expect(into(head, 'replace')).toBe(`${head}\n`)
  })

  it.each([
    ['- id: bill.view\n  kind: [faq\n', 'faq/bill.yaml, line '],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 'nested'],
  ])('what is no YAML is refused (%#)', (text, said) => {
    expect(() => into(text)).toThrow(said)
    expect(() => into(text, 'replace')).toThrow(said)
  })

  it('what cannot be taken apart is not put between, but takes the place of the file', () => {
    const flow = '[{ id: bill.view, kind: faq }]\n'
    expect(() => into(flow)).toThrow('faq/bill.yaml cannot be put together')
    expect(into(flow, 'replace')).toBe(flow)
  })
})

describe('an import', () => {
  let curation: Curation
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ curation, close } = await smallCuration('sqlite'))
  })
  afterAll(() => close())
  const request = (name: string, text: string, format: 'yaml' | 'csv' = 'csv') =>
    ({ format, files: [file(name, text)], mode: 'merge', language: null }) as const

  it('of a whole corpus, as an archive, keeps the comments above new files', async () => {
    const { files } = await exportCorpus((await readDraft(curation)).files, 'yaml', 'x')
    const more = [...files, file('faq/shop.yaml', `# Of the shop.\n\n${one('shop.way')}${one('shop.hours')}`)]
    const packed = { name: 'all.zip', bytes: zipped(more) }
    const all = { format: 'yaml', files: [packed], mode: 'replace', language: null } as const
    const { items, changes } = await importCorpus(curation, 'anna', all, { dryRun: false })
    expect(items.map(({ change }) => change)).toEqual(['added', 'added', 'added'])
    expect(changes).toHaveLength(3)
    const { files: now } = await readDraft(curation)
    expect(now.find(({ path }) => path === 'faq/shop.yaml')?.text).toBe(
      `# Of the shop.\n\n${one('shop.hours')}${one('shop.way')}`,
    )
    const again = await importCorpus(curation, 'anna', all, { dryRun: false })
    expect([again.items, again.applied]).toEqual([[], false])
  })

  it('of a dialog as it is changes nothing, in place of ours too', async () => {
    const source = one('shop.visit').replace(
      'kind: faq',
      'kind: dialog\n  dialog: visit\n  title: { zh: 一, en: a }',
    )
    const whole = `${source}    en: [a]\n  answer: { zh: 一, en: a }\n`
    await importCorpus(curation, 'anna', request('faq/visit.yaml', whole, 'yaml'), { dryRun: false })
    const { files } = await exportCorpus((await readDraft(curation)).files, 'csv', 'x')
    for (const mode of ['merge', 'replace'] as const) {
      const back = { format: 'csv', files, mode, language: null } as const
      const { items } = await importCorpus(curation, 'anna', back, { dryRun: true })
      expect(items.map(({ key }) => key)).toEqual([])
    }
  })

  it('is refused whole where somebody changes an item while it is worked out', async () => {
    const table = 'id,phrases_en\nplan.list,plans for one\nbill.view,bills for one\n'
    const before = (await readDraft(curation)).contentHash
    const plan: typeof planImport = async (...given) => {
      const planned = await planImport(...given)
      await editItem(curation, 'ben', 'entry:bill.view', adding('what ben adds'))
      return planned
    }
    const imported = importCorpus(curation, 'anna', request('t.csv', table), { dryRun: false, plan })
    await expect(imported).rejects.toMatchObject({ code: 'draft_conflict' })
    const { items, contentHash } = await readDraft(curation)
    expect(contentHash).not.toBe(before)
    expect(items.some(({ source }) => source.includes('plans for one'))).toBe(false)
  })

  it('calls an entry without a title by what is asked', async () => {
    const table = 'id,phrases_zh,phrases_en\nshop.way,怎么去门店,how do i get there\n'
    const { items } = await importCorpus(
      curation,
      'anna',
      request('t.csv', table.replace('shop.way', 'shop.near')),
      {
        dryRun: true,
      },
    )
    expect(items[0]?.after).toContain('title: { zh: 怎么去门店, en: how do i get there }')
  })

  it('is refused where the corpus would be larger than one may be', async () => {
    const rows = Array.from({ length: 5_000 }, (_, at) => `many.n${at},q${at}\n`)
    const many = request('t.csv', `id,phrases_en\n${rows.join('')}`)
    await expect(importCorpus(curation, 'anna', many, { dryRun: true })).rejects.toMatchObject({
      code: 'exchange_too_large',
    })
  })
})
