import { describe, expect, it } from 'vitest'
import { compareReports } from '../../../src/understanding/report/compare.ts'
import { documentOf } from '../../../src/understanding/report/document.ts'
import { formatOf } from '../../../src/understanding/report/format.ts'
import { htmlOf } from '../../../src/understanding/report/html.ts'
import { markdownOf } from '../../../src/understanding/report/markdown.ts'
import type { EvaluationReport } from '../../../src/understanding/report/shape.ts'
import { english } from '../../../src/understanding/report/strings-en.ts'
import { chinese } from '../../../src/understanding/report/strings-zh.ts'
import { measured, outcome, report, SAMPLE } from './sample.ts'

const better = SAMPLE.map((row) => {
  const [expected] = row.expected
  return expected === undefined ? row : { ...row, predicted: expected }
})
const compared: EvaluationReport = {
  ...measured(better),
  comparison: compareReports(report(SAMPLE), measured(better)),
}

/** Every string of a tree of strings and functions, the latter called with made-up words. */
function everyString(words: unknown): string[] {
  if (typeof words === 'string') return [words]
  if (typeof words === 'function') return [String(words(...Array.from({ length: words.length }, () => '7')))]
  return Object.values(Object(words)).flatMap(everyString)
}

describe('the words of a report', () => {
  it('are as many in both languages, and written in each', () => {
    const [en, zh] = [everyString(english), everyString(chinese)]
    expect(zh).toHaveLength(en.length)
    expect(en.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([])
    const foreign = zh.filter((text) => /\p{L}/u.test(text) && !/\p{Script=Han}/u.test(text))
    expect(foreign).toEqual(['Node.js', 'F1'])
  })
})

describe('the page', () => {
  it.each([
    ['en', 'en', 'How well questions are understood'],
    ['zh', 'zh-CN', '客户问题理解测评'],
  ] as const)('says its language and title: %s', (language, tag, title) => {
    const html = htmlOf(documentOf(compared, language))
    expect(html).toMatch(new RegExp(`^<!doctype html>\n<html lang="${tag}">`))
    expect(html).toContain(`<title>${title}</title>`)
  })

  it('needs nothing beside it', () => {
    const html = htmlOf(documentOf(compared, 'en'))
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\bsrc=|https?:/)
    expect(html).toContain(`default-src 'none'`)
    expect(html).toContain('prefers-color-scheme: dark')
  })

  it('marks questions by the language they are written in', () => {
    const html = htmlOf(documentOf(report(SAMPLE), 'en'))
    expect(html).toContain('<q lang="zh-CN">帮我 check 账单</q>')
    expect(html).toContain('<q lang="en">weather tomorrow</q>')
  })

  it('has a heading for every link of its contents, and closes what it opens', () => {
    const html = htmlOf(documentOf(compared, 'zh'))
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor)
    const ids = [...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)
    expect(links).toEqual(ids)
    expect(links.length).toBe(8)
    for (const tag of ['table', 'tr', 'td', 'th', 'svg', 'figure', 'details', 'div', 'dl', 'ul', 'li']) {
      const opened = html.match(new RegExp(`<${tag}[ >]`, 'g')) ?? []
      expect(opened.length).toBe((html.match(new RegExp(`</${tag}>`, 'g')) ?? []).length)
    }
  })

  it.each([
    ['of nothing', report([])],
    ['without questions out of scope', report(SAMPLE.slice(0, 4))],
    ['without questions in scope', report(SAMPLE.slice(5))],
    ['without a mistake', report([outcome('bill', 'bill.view', 'bill.view', 1)])],
    ['without thresholds', { ...report(SAMPLE), setting: { ...report(SAMPLE).setting, thresholds: null } }],
  ])('can be made of a report %s', (_, odd) => {
    for (const language of ['en', 'zh'] as const) {
      const both = `${htmlOf(documentOf(odd, language))}${markdownOf(documentOf(odd, language))}`
      expect(both).not.toMatch(/undefined|NaN|Infinity|\[object/)
    }
  })
})

describe('the Markdown', () => {
  const markdown = markdownOf(documentOf(compared, 'en'))

  it('has tables GitHub understands: every row as many cells as the head', () => {
    const tables = markdown.split(/\n\n/).filter((part) => part.startsWith('| '))
    expect(tables.length).toBeGreaterThan(6)
    for (const table of tables) {
      const cells = table.split('\n').map((line) => line.split(' | ').length)
      expect(new Set(cells).size).toBe(1)
      expect(table.split('\n')[1]).toMatch(/^\|( (---|--:) \|)+$/)
    }
  })

  it('tells what changed, and whether it may be chance', () => {
    expect(markdown).toContain(
      '| Accuracy | 60.0 % | 100.0 % | +40.0 points | **may be chance**<br>+2 −0 questions',
    )
    expect(markdown).toContain('### Questions that were mended (2)')
    expect(markdown).toContain('See my bill `bill.view`')
  })

  it('marks the thresholds in force', () => {
    expect(markdown).toContain('| **now: asks back from here** | 0.3000 |')
    expect(markdown).toContain('| up to 5 % |')
  })
})

describe('numbers', () => {
  const [en, zh] = [formatOf('en'), formatOf('zh')]

  it('are written as each language does', () => {
    expect([en.percent(0.1234), zh.percent(0.1234)]).toEqual(['12.3 %', '12.3%'])
    expect([en.difference(0.012, 'share'), zh.difference(-0.012, 'share')]).toEqual([
      '+1.2 points',
      '−1.2 个百分点',
    ])
    expect([en.duration(83_000), zh.duration(83_000), en.duration(1234)]).toEqual([
      '1 min 23 s',
      '1 分 23 秒',
      '1.2 s',
    ])
    expect(en.count(12_111)).toBe('12,111')
    expect(en.interval(-0.01, 0.02, 'share')).toBe('−1.0 to +2.0 points')
  })

  it('have no sign where they are rounded to nothing, and a dash where nothing was measured', () => {
    expect(en.difference(-0.0001, 'share')).toBe('±0.0 points')
    expect([en.percent(null), en.difference(null, 'number'), en.plain(null)]).toEqual(['–', '–', '–'])
    expect(en.duration(59_999)).toBe('60.0 s')
  })
})
