/** Writes a report as one HTML file that needs nothing beside it: no script, no picture, no font. */
import type { Block, Cell, Chart, Column, Inline, Line, ReportDocument, Row, Table, Tile } from './blocks.ts'
import { escapeHtml, shown } from './escape.ts'
import { PAGE_STYLE } from './page-style.ts'

/** Even if something slipped through, the page could load and run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
const LANGUAGES = { zh: 'zh-CN', en: 'en' } as const

/** The whole page; everything written by others is escaped. */
export function htmlOf(document: ReportDocument): string {
  return pageOf(LANGUAGES[document.language], document.title, '', mainOf(document))
}

/** One page with the same report in two languages, of which the reader picks one without any script. */
export function bilingualHtmlOf(chinese: ReportDocument, english: ReportDocument): string {
  const switches =
    '<input type="radio" name="language" id="show-zh" checked><label for="show-zh" lang="zh-CN">中文</label>' +
    '<input type="radio" name="language" id="show-en"><label for="show-en" lang="en">English</label>'
  const mains = [chinese, english].map((document) => mainOf(document, LANGUAGES[document.language]))
  const title = `${chinese.title} · ${english.title}`
  return pageOf('zh-CN', title, SWITCH_STYLE, `${switches}\n${mains.join('\n')}`)
}

/** Whatever is not chosen is neither shown nor read aloud. Buttons stand where the page begins, and are not printed. */
const SWITCH_STYLE = `
body > input { position: absolute; opacity: 0; }
body > label { display: inline-block; margin: 1rem 0 0 1.5rem; padding: .2rem .3rem; border-bottom: 3px solid transparent; color: var(--quiet); cursor: pointer; }
body > label + input + label { margin-left: .8rem; }
body > input:checked + label { color: var(--ink); border-bottom-color: var(--blue); }
body > input:focus-visible + label { outline: 2px solid var(--blue); outline-offset: 2px; }
#show-zh:checked ~ main:lang(en), #show-en:checked ~ main:lang(zh) { display: none; }
@media print { body > label { display: none; } }
`

function pageOf(language: string, title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}

function mainOf(document: ReportDocument, language?: string): string {
  const { title, subtitle, blocks, numbersTitle } = document
  const body = blocks.map((block) => blockOf(block, numbersTitle)).join('\n')
  return `<main${language === undefined ? '' : ` lang="${language}"`}>
<header>
<h1>${escapeHtml(title)}</h1>
<p class="note">${escapeHtml(subtitle)}</p>
${contentsOf(document)}
</header>
${body}
</main>`
}

/** Links to all sections. */
function contentsOf({ blocks, contentsTitle }: ReportDocument): string {
  const links = blocks.flatMap((block) => {
    return block.kind === 'heading' && block.level === 2
      ? [`<li><a href="#${anchorOf(block.text)}">${escapeHtml(block.text)}</a></li>`]
      : []
  })
  return `<nav aria-label="${escapeHtml(contentsTitle)}"><ul>${links.join('')}</ul></nav>`
}

/** Titles are ours, and no two sections have the same. */
function anchorOf(title: string): string {
  return escapeHtml(title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'))
}

function blockOf(block: Block, numbersTitle: string): string {
  switch (block.kind) {
    case 'heading':
      return block.level === 2
        ? `<h2 id="${anchorOf(block.text)}">${escapeHtml(block.text)}</h2>`
        : `<h3>${escapeHtml(block.text)}</h3>`
    case 'text':
      return `<p${block.note ? ' class="note"' : ''}>${lineOf(block.line)}</p>`
    case 'tiles':
      return `<ul class="tiles">${block.tiles.map(tileOf).join('')}</ul>`
    case 'facts':
      return `<dl>${block.facts
        .map(({ label, lines }) => `<dt>${escapeHtml(label)}</dt><dd>${lines.map(lineOf).join('<br>')}</dd>`)
        .join('')}</dl>`
    case 'table':
      return tableOf(block)
    case 'charts':
      return `<div class="charts">${block.charts.map((chart) => chartOf(chart, numbersTitle)).join('')}</div>`
  }
}

function tileOf({ label, value, note }: Tile): string {
  const difference =
    note === undefined ? '' : `<span class="difference ${note.tone ?? ''}">${escapeHtml(note.text)}</span>`
  return `<li><span class="name">${escapeHtml(label)}</span><strong>${escapeHtml(value)}</strong>${difference}</li>`
}

function chartOf({ title, explanation, svg, table }: Chart, numbersTitle: string): string {
  const numbers =
    table === null ? '' : `<details><summary>${escapeHtml(numbersTitle)}</summary>${tableOf(table)}</details>`
  return (
    `<figure><figcaption><strong>${escapeHtml(title)}</strong><span class="note">${escapeHtml(explanation)}</span>` +
    `</figcaption>${svg}${numbers}</figure>`
  )
}

function tableOf({ columns, rows }: Table): string {
  const head = columns.map(({ title, numeric }) => {
    return `<th scope="col"${numeric ? ' class="number"' : ''}>${escapeHtml(title)}</th>`
  })
  const body = rows.map((row) => rowOf(row, columns)).join('\n')
  return `<table><thead><tr>${head.join('')}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`
}

function rowOf({ cells, marked }: Row, columns: readonly Column[]): string {
  const written = cells.map((cell, i) => {
    const column = columns[i]
    const kinds = [column?.numeric ? 'number' : 'words', cell.tone ?? '', isEmpty(cell) ? 'empty' : '']
    const kind = kinds.filter((name) => name !== '').join(' ')
    if (i === 0) return `<th scope="row">${contentOf(cell)}</th>`
    // On a telephone rows become cards, and every cell says what it is.
    const label = escapeHtml(column?.title ?? '')
    return `<td class="${kind}" data-label="${label}"><div>${contentOf(cell)}</div></td>`
  })
  return `<tr${marked ? ' class="marked"' : ''}>${written.join('')}</tr>`
}

function isEmpty({ lines }: Cell): boolean {
  return lines.every((line) => line.every((inline) => inline === ''))
}

function contentOf({ lines, share }: Cell): string {
  const bar = share === undefined || share === null ? '' : shareBar(share)
  return `${lines.map((line) => `<div>${lineOf(line)}</div>`).join('')}${bar}`
}

/** A share as a bar beneath its figure, which says the same to those who do not see it. */
function shareBar(share: number): string {
  const width = (100 * Math.min(1, Math.max(0, share))).toFixed(1)
  return `<div class="share" aria-hidden="true"><div style="width:${width}%"></div></div>`
}

function lineOf(line: Line): string {
  return line.map(inlineOf).join('')
}

function inlineOf(inline: Inline): string {
  if (typeof inline === 'string') return escapeHtml(inline)
  if (inline.kind === 'strong') return `<strong>${escapeHtml(inline.text)}</strong>`
  if (inline.kind === 'name') return `<code>${escapeHtml(shown(inline.name))}</code>`
  const language = LANGUAGES[inline.language === 'en' ? 'en' : 'zh']
  return `<q lang="${language}">${escapeHtml(shown(inline.text))}</q>`
}
