import { describe, expect, it } from 'vitest'
import { compareReports } from '../../../src/understanding/report/compare.ts'
import { documentOf } from '../../../src/understanding/report/document.ts'
import { escapeHtml, escapeMarkdown, markdownCode, shown } from '../../../src/understanding/report/escape.ts'
import { htmlOf } from '../../../src/understanding/report/html.ts'
import { markdownOf } from '../../../src/understanding/report/markdown.ts'
import type { EvaluationReport } from '../../../src/understanding/report/shape.ts'
import { measured, outcome, report } from './sample.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</q></td></table><style>*{display:none}</style>',
  '&lt;b&gt; &#60;script&#62;',
  'a | b || c \\| d',
  '`code` ``more`` ```fence```',
  'first line\nsecond line\r\n\r\n# heading\n| --- |',
  '[a link](javascript:alert(1)) ![x](http://evil.example/x.png)',
  'http://evil.example www.evil.example @somebody #1',
  '**bold** __bold__ ~~gone~~ $x$ <!-- comment',
  'right to left \u202e and \u0000 nothing \u001b[31m',
  '{{moustache}} $\u007btemplate} <%= erb %>',
  '查 <b>账单</b> | `话费`\n',
]

/** A report whose every question and name is what it is given. */
function reportOf(texts: readonly string[]): EvaluationReport {
  // Letters before the names keep them in one order, and with it the tables.
  const names = texts.map((text, i) => `${String.fromCharCode(97 + i)} ${text}`)
  const asked = (text: string, expected: readonly string[], predicted: string, confidence: number) => ({
    ...outcome(text, '', predicted, confidence),
    ...{ expected, language: 'mixed' as const },
  })
  const outcomes = (predicted: (i: number) => string) =>
    texts.flatMap((text, i) => [
      asked(`${text} ${i}`, [names[(i + 1) % names.length] ?? ''], predicted(i), 0.8),
      asked(`${text} outside ${i}`, [], names[i] ?? '', 0.9),
    ])
  const now = measured(outcomes((i) => names[i] ?? ''))
  const titled = now.entries.map((entry) => ({ ...entry, title: { zh: entry.intent, en: entry.intent } }))
  const earlier = report(outcomes((i) => names[(i + 1) % names.length] ?? ''))
  return {
    ...{ ...now, entries: titled, comparison: compareReports(earlier, now) },
    setting: { ...now.setting, train: [...texts], test: texts[0] ?? '', corpusHash: texts[1] ?? '' },
  }
}

const harmless = HOSTILE.map(() => 'harmless')
const tagsOf = (html: string) => [...html.matchAll(/<\/?[a-z][^>]*?>/gi)].map(([tag]) => tag)

describe.each(['en', 'zh'] as const)('hostile questions in a report, %s', (language) => {
  it('change no tag of the page', () => {
    const hostile = htmlOf(documentOf(reportOf(HOSTILE), language))
    expect(tagsOf(hostile)).toEqual(tagsOf(htmlOf(documentOf(reportOf(harmless), language))))
    expect(hostile).not.toMatch(/<script|<img|<b>|<!-- /i)
    expect(hostile).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('change no line, no cell and no emphasis of the Markdown', () => {
    /** Lines without code, which is where questions stand, and without escaped characters. */
    const skeleton = (markdown: string) =>
      markdown
        .replace(/\\[^\n]/g, '')
        .replace(/<code>[^<\n]*<\/code>|`[^`\n]*`/g, '')
        .split('\n')
        .map((line) => line.replace(/[^|*#<>[\]`~$]/g, ''))
    const hostile = markdownOf(documentOf(reportOf(HOSTILE), language))
    const calm = markdownOf(documentOf(reportOf(harmless), language))
    expect(skeleton(hostile).length).toBe(skeleton(calm).length)
    const cells = (markdown: string) => skeleton(markdown).map((line) => line.split('|').length)
    expect(cells(hostile)).toEqual(cells(calm))
    expect(skeleton(hostile).filter((line) => /[<[`~$]/.test(line.replaceAll('<>', '')))).toEqual([])
    expect(hostile).not.toMatch(/^first|^second|^\| --- \|$/m)
  })
})

describe('what is shown', () => {
  it('stands on one line and hides nothing', () => {
    expect(shown(' a \n\t b\u2028c ')).toBe('a b c')
    expect(shown('x\u202ey\u0007z\u2066')).toBe('x\ufffdy\ufffdz\ufffd')
    expect(shown('\ud800')).toBe('\ufffd')
  })

  it('is cut between characters, not within one', () => {
    expect(shown('长'.repeat(160))).toBe('长'.repeat(160))
    expect(shown('😀'.repeat(161))).toBe(`${'😀'.repeat(160)}…`)
    expect(shown('x'.repeat(1_000_000))).toHaveLength(161)
  })
})

describe('escaping', () => {
  it('leaves no character of HTML', () => {
    expect(escapeHtml(`<a href="x" id='y'>&amp;`)).toBe(
      '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;',
    )
  })

  it('leaves no markup of Markdown in text', () => {
    expect(escapeMarkdown('*a* | <b> [c] `d` \\ www.e.f http://g')).toBe(
      '\\*a\\* \\| \\<b\\> \\[c\\] \\`d\\` \\\\ www\\.e.f http\\://g',
    )
  })

  it('writes code that can be read, and entities where it could not be told apart', () => {
    expect(markdownCode('why <b>?')).toBe('`why <b>?`')
    expect(markdownCode('a|b')).toBe('<code>a&#124;b</code>')
    expect(markdownCode('`<')).toBe('<code>&#96;&#60;</code>')
    expect(markdownCode('')).toBe('` `')
  })
})
