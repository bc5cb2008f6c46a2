import { describe, expect, it } from 'vitest'
import { evaluateChurn } from '../../src/churn/evaluation.ts'
import { gridOver } from '../../src/churn/grid.ts'
import { churnReportOf, documentOf } from '../../src/churn/report/document.ts'
import { fitRidge, predictedBy } from '../../src/churn/ridge.ts'
import { scorerOf } from '../../src/churn/score.ts'
import { stabilityOf } from '../../src/churn/stability.ts'
import { type Study, studyChurn } from '../../src/churn/study.ts'
import { churnTable } from '../../src/churn/table.ts'
import { splitByTime } from '../../src/churn/time-split.ts'
import { trainChurn } from '../../src/churn/train.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const mapping = mappingOf(MAPPING_TEXT)
const rows = customers(600)
const table = churnTable(rows, mapping)

describe('ridge', () => {
  const [none, some, much] = fitRidge(table, [0, 10, 1e6])

  it('without a penalty is the model that is trained', () => {
    const score = scorerOf(trainChurn(rows, mapping))
    const predicted = predictedBy(none!, table)
    for (const [at, row] of rows.entries()) expect(predicted[at]).toBeCloseTo(score(row).probability, 5)
  })

  it('pulls coefficients towards 0 and leaves the intercept: with much of it everybody is average', () => {
    const size = (fit: typeof none) => fit!.coefficients.reduce((sum, one) => sum + one * one, 0)
    expect(size(some!)).toBeLessThan(size(none!))
    const left = table.labels.reduce((sum, label) => sum + label, 0) / rows.length
    for (const probability of predictedBy(much!, table)) expect(probability).toBeCloseTo(left, 2)
  })

  it('has an optimum where there is none without it', () => {
    const labels = table.labels
    const knowing = { labels, columns: [{ name: 'x', group: 'g', values: labels }] }
    const [without, with_] = fitRidge(knowing, [0, 1])
    expect(without).toBeNull()
    expect(with_!.coefficients[0]).toBeGreaterThan(1)
  })
})

describe('the grid', () => {
  const grid = gridOver(table, 1)

  it('tries all, all but each group, and the first few, under every penalty', () => {
    const names = new Set(grid.cells.map(({ choice }) => JSON.stringify(choice)))
    expect(names.size).toBe(1 + 4 + 2)
    expect(grid.cells).toHaveLength(names.size * 4)
    expect(grid.cells.map(({ auc }) => auc)).toEqual(grid.cells.map(({ auc }) => auc).sort((a, b) => b - a))
  })

  it('has the model in force among its points, with the AUC that evaluating finds', () => {
    expect(grid.inForce?.auc).toBeCloseTo(evaluateChurn(rows, mapping).auc5, 6)
  })

  it('names the simplest that is within one standard error of the best', () => {
    const { best, simplest, cells } = grid
    expect(simplest.auc).toBeGreaterThanOrEqual(best.auc - best.error)
    const simpler = cells.filter(({ columns }) => columns < simplest.columns)
    for (const { auc } of simpler) expect(auc).toBeLessThan(best.auc - best.error)
  })

  it('sees that a group is missing that says much', () => {
    const without = (group: string) =>
      grid.cells.find(
        ({ choice, lambda }) => choice.kind === 'without' && choice.group === group && lambda === 0,
      )
    expect(without('contract')!.auc).toBeLessThan(grid.inForce!.auc - 0.02)
  })
})

describe('the stability of reasons', () => {
  it('is high where groups differ, and falls where two groups say the same thing', () => {
    const clear = stabilityOf(table, 5, 1)
    expect(clear.groups).toBeGreaterThan(0.8)
    expect(clear.bootstraps).toBe(5)
    expect(clear.strengths.map(({ group }) => group).sort()).toEqual([
      'charges',
      'contract',
      'products',
      'tenure',
    ])
    const noisy = (group: string, seed: number) => ({
      ...{ name: group, group },
      values: table.columns[0]!.values.map((value, at) => value + Math.sin(seed * (at + 1)) * 1e-3),
    })
    const doubled = { ...table, columns: [...table.columns, noisy('twin', 3), noisy('triplet', 5)] }
    expect(stabilityOf(doubled, 5, 1).groups).toBeLessThan(clear.groups - 0.05)
  })
})

describe('a split by time', () => {
  const timed = (type: string) =>
    mappingOf(
      MAPPING_TEXT.replace('fold:', 'time: month\nfold:').replace(
        '  gender:',
        `  month: { type: ${type} }\n  gender:`,
      ),
    )
  const dated = rows.map((row, at) => ({
    ...row,
    month: `2026-${String(1 + (at % 12)).padStart(2, '0')}-01`,
  }))

  it('learns from the earlier rows and measures on the later, and keeps a day together', () => {
    const split = splitByTime(dated, timed('category'))!
    expect(split.from).toBe('2026-10-01')
    expect(split.earlier.every(({ month }) => String(month) < split.from)).toBe(true)
    expect(split.later.every(({ month }) => String(month) >= split.from)).toBe(true)
    expect(split.earlier.length + split.later.length).toBe(rows.length)
    const { later } = evaluateChurn(dated, timed('category'))
    expect(later).toMatchObject({ from: '2026-10-01', later: split.later.length })
    expect(later?.auc).toBeGreaterThan(0.6)
  })

  it('takes numbers as numbers', () => {
    const numbered = rows.map((row, at) => ({ ...row, month: at }))
    expect(splitByTime(numbered, timed('number'))?.from).toBe('480')
  })

  it('is none without a time, and refuses what is none', () => {
    expect(splitByTime(rows, mapping)).toBeNull()
    const same = rows.map((row) => ({ ...row, month: '2026-01-01' }))
    expect(splitByTime(same, timed('category'))).toBeNull()
    const bad = [...dated.slice(0, 3), { ...dated[3]!, month: 'spring' }]
    expect(() => splitByTime(bad, timed('category'))).toThrow('Row 4: month is no time.')
  })

  it('may not be by a column that is learnt from', () => {
    expect(() => mappingOf(MAPPING_TEXT.replace('fold:', 'time: months\nfold:'))).toThrow('months says when')
  })
})

describe('a report', () => {
  const hostile = MAPPING_TEXT.replace(
    '{ zh: 合约, en: contract }',
    '{ zh: "<b>合约", en: "<script>x</script>" }',
  )
  const study: Study = studyChurn(rows, mappingOf(hostile), {
    ...{ test: customers(1_000, 5), bootstraps: 2, grid: true, report: true },
  })
  const setting = { data: '<img src=x>.csv', test: 'later.csv', seed: 1, at: Date.UTC(2026, 10, 22) }
  const page = churnReportOf(study, setting)

  it('is one page without script or anything from elsewhere, in both languages', () => {
    expect(page).not.toMatch(/<script|<img|<link|url\(|https?:/i)
    expect(page).toContain("default-src 'none'")
    expect(page).toContain('&lt;img src=x&gt;.csv')
    expect(page.match(/<main lang="/g)).toHaveLength(2)
    expect(page.match(/<svg /g)).toHaveLength(2 * 4)
  })

  it('says the same in both languages', () => {
    const outline = (language: 'zh' | 'en') => {
      const { blocks } = documentOf(study, setting, language)
      return blocks.map((block) =>
        block.kind === 'table' ? [block.columns.length, block.rows.length] : block.kind,
      )
    }
    expect(outline('zh')).toEqual(outline('en'))
    const { blocks } = documentOf(study, setting, 'zh')
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
    expect(headings).toHaveLength(10)
    for (const heading of headings) expect(heading).toMatch(/\p{Script=Han}/u)
  })

  it('leaves out what was not looked at', () => {
    const { blocks } = documentOf({ ...study, grid: null, stability: null, drift: null }, setting, 'en')
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
    expect(headings).toHaveLength(7)
  })
})
