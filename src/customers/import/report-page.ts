/** The page of an import's report: one file without scripts, in both languages, light and dark. */

import { reasonText } from './reasons.ts'
import type { FileReport, ReportEntry, ReportKind, ReportSummary } from './report-entry.ts'

/** A text in both languages, of which the page shows one. */
function both(zh: string, en: string): string {
  return `<span lang="zh">${zh}</span><span lang="en">${en}</span>`
}

const OUTCOMES: Readonly<Record<ReportSummary['outcome'], readonly [string, string]>> = {
  written: ['已全部导入', 'Everything was imported'],
  refused: ['未导入任何数据：有行被拒绝', 'Nothing was imported: rows were rejected'],
  'nothing-new': ['没有变化：数据已是最新', 'Nothing changed: everything was there already'],
  'dry-run': ['试运行：未写入任何数据', 'A trial: nothing was written'],
  failed: ['未导入任何数据：导入中断', 'Nothing was imported: the import failed'],
}

const KINDS: readonly {
  readonly kind: ReportKind
  readonly title: readonly [string, string]
  readonly none: readonly [string, string]
}[] = [
  { kind: 'rejected', title: ['被拒绝', 'Rejected'], none: ['没有被拒绝的行。', 'No row was rejected.'] },
  {
    kind: 'conflict',
    title: ['来源之间不一致', 'Sources that disagree'],
    none: ['各来源之间没有不一致。', 'No two sources disagree.'],
  },
  {
    kind: 'changed',
    title: ['清洗时改动', 'Changed by cleaning'],
    none: ['清洗没有改动任何单元格。', 'Cleaning changed no cell.'],
  },
]

/**
 * The page. @param entries the first of each kind
 */
export function reportPage(
  summary: ReportSummary,
  entries: Readonly<Record<ReportKind, readonly ReportEntry[]>>,
): string {
  const [zh, en] = OUTCOMES[summary.outcome]
  const error = summary.error === null ? '' : `<p class="error"><code>${escaped(summary.error)}</code></p>`
  const sections = KINDS.map(({ kind, title, none }) =>
    section(title, none, entries[kind], summary.counts[kind]),
  ).join('')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>导入报告 · Import report</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<fieldset><legend class="hidden">语言 · Language</legend>
<label><input type="radio" name="language" id="zh" checked>中文</label>
<label><input type="radio" name="language" id="en">English</label></fieldset>
<h1>${both('客户导入报告', 'Customer import report')}</h1>
<p class="outcome ${summary.outcome}">${both(zh, en)}</p>${error}
<p class="quiet">${escaped(summary.startedAt)} · ${both('映射', 'mapping')} ${escaped(summary.mapping)} · ${summary.seconds} ${both('秒', 's')}</p>
</header>
<main>
<dl class="numbers">
${number('读取行数', 'Rows read', summary.rows)}
${number('新增', 'Added', summary.added)}
${number('更新', 'Updated', summary.updated)}
${number('无变化', 'Unchanged', summary.unchanged)}
${number('问题', 'Problems', summary.counts.rejected)}
${number('不一致', 'Disagreeing', summary.counts.conflict)}
${number('清洗改动', 'Cleaned', summary.counts.changed)}
</dl>
<p class="quiet">${both(
    '报告里没有任何客户数据：只有文件、行、列和原因。',
    'This report holds no data of customers: only file, line, column and reason.',
  )}</p>
${sections}
${summary.files.map(fileSection).join('')}
</main>
</body>
</html>
`
}

function number(zh: string, en: string, value: number): string {
  return `<div><dt>${both(zh, en)}</dt><dd>${grouped(value)}</dd></div>`
}

function section(
  title: readonly [string, string],
  none: readonly [string, string],
  entries: readonly ReportEntry[],
  count: number,
): string {
  const head = `<section><h2>${both(...title)} <small>${grouped(count)}</small></h2>`
  if (entries.length === 0) return `${head}<p class="quiet">${both(...none)}</p></section>\n`
  const more =
    count > entries.length
      ? `<p class="quiet">${both(
          `这里只列出前 ${grouped(entries.length)} 条，全部 ${grouped(count)} 条见 report.json。`,
          `The first ${grouped(entries.length)} are shown; report.json has all ${grouped(count)}.`,
        )}</p>`
      : ''
  const rows = entries.map(row).join('\n')
  return `${head}${more}<table class="entries"><thead><tr><th>${both('位置', 'Where')}</th><th>${both('列', 'Column')}</th><th>${both('原因', 'Reason')}</th></tr></thead>
<tbody>${rows}</tbody></table></section>\n`
}

function row({ file, line, column, reason }: ReportEntry): string {
  const where = `${escaped(file)}:${line}`
  const why = both(escaped(reasonText(reason, 'zh')), escaped(reasonText(reason, 'en')))
  return `<tr><td>${where}</td><td>${column === null ? '' : escaped(column)}</td><td>${why}</td></tr>`
}

function fileSection({ file, format, encoding, rows, columns }: FileReport): string {
  const lines = columns
    .map(
      (c) =>
        `<tr><td>${escaped(c.column)}</td><td>${grouped(c.empty)}</td><td>${grouped(c.changed)}</td><td>${grouped(c.rejected)}</td></tr>`,
    )
    .join('\n')
  const read = [format, encoding].filter((word) => word !== null).join(', ')
  return `<section><h2>${escaped(file)} <small>${grouped(rows)} ${both('行', 'rows')} · ${escaped(read)}</small></h2>
<div class="wide"><table><thead><tr><th>${both('列', 'Column')}</th><th>${both('为空', 'Empty')}</th><th>${both('改动', 'Changed')}</th><th>${both('被拒绝', 'Rejected')}</th></tr></thead>
<tbody>${lines}</tbody></table></div></section>\n`
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #3a4048); --quiet: light-dark(#5a6472, #a4adb9);
  --good: light-dark(#14622f, #7ddc9b); --bad: light-dark(#a3271d, #ff9d92); }
body { font: 15px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
body:has(#zh:checked) [lang=en], body:has(#en:checked) [lang=zh] { display: none; }
fieldset { border: 0; float: inline-end; margin: 0; padding: 0; } label { margin-inline-start: .75rem; }
.hidden { position: absolute; clip-path: inset(50%); }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
small, .quiet { color: var(--quiet); font-weight: normal; font-size: .875rem; }
.outcome { font-weight: 600; } .written, .nothing-new { color: var(--good); } .refused, .failed, .error { color: var(--bad); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr)); gap: .5rem; margin: 1rem 0; }
.numbers div { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; }
dt { color: var(--quiet); font-size: .8rem; } dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; } .wide { overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: normal; font-size: .8rem; } td { font-variant-numeric: tabular-nums; }
@media (max-width: 32rem) {
  .entries thead { display: none; } .entries tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; }
  .entries td { display: inline; border: 0; padding: 0 .4rem 0 0; } .entries td:last-child { display: block; }
}
`
