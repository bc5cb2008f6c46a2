/** Writes a report as Markdown (GitHub's flavour). */
import type { Block, Cell, Inline, Line, ReportDocument, Table } from './blocks.ts'
import { escapeMarkdown, markdownCode, shown } from './escape.ts'

/** The whole report; what customers wrote stands in it as code, so that nothing of it takes effect. */
export function markdownOf(document: ReportDocument): string {
  const head = [`# ${escapeMarkdown(document.title)}`, escapeMarkdown(document.subtitle)]
  const parts = [...head, ...document.blocks.map(blockOf)].filter((part) => part !== '')
  return `${parts.join('\n\n')}\n`
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escapeMarkdown(block.text)}`
    case 'text':
      return lineOf(block.line)
    case 'tiles':
      return block.tiles
        .map(({ label, value, note }) => {
          const difference = note === undefined ? '' : ` (${escapeMarkdown(note.text)})`
          return `- ${escapeMarkdown(label)}: **${escapeMarkdown(value)}**${difference}`
        })
        .join('\n')
    case 'facts':
      return block.facts
        .map(({ label, lines }) => `- ${escapeMarkdown(label)}: ${lines.map(lineOf).join('; ')}`)
        .join('\n')
    case 'table':
      return tableOf(block)
    case 'charts':
      return block.charts
        .flatMap(({ title, explanation, table }) => {
          // Bars and lines are not drawn here, so what explains them is left out with them.
          return table === null
            ? []
            : [`### ${escapeMarkdown(title)}`, escapeMarkdown(explanation), tableOf(table)]
        })
        .join('\n\n')
  }
}

function tableOf({ columns, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(columns.map(({ title }) => escapeMarkdown(title))),
    row(columns.map(({ numeric }) => (numeric ? '--:' : '---'))),
    ...rows.map(({ cells, marked }) => {
      return row(cells.map((cell, i) => (marked && i === 0 ? `**${cellOf(cell)}**` : cellOf(cell))))
    }),
  ].join('\n')
}

function cellOf({ lines }: Cell): string {
  return lines.map(lineOf).join('<br>')
}

function lineOf(line: Line): string {
  return line.map(inlineOf).join('')
}

function inlineOf(inline: Inline): string {
  if (typeof inline === 'string') return escapeMarkdown(inline)
  if (inline.kind === 'strong') return `**${escapeMarkdown(inline.text)}**`
  return markdownCode(shown(inline.kind === 'question' ? inline.text : inline.name))
}
