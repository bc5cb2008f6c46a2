/** The elements of Adaptive Cards that messages are made of; nothing in them is read as markup. */

import type { Card, CardRow } from '../../bot/card.ts'

/** Any element of a card, as JSON. */
export type CardJson = { readonly [key: string]: unknown }

/** Title, rows and notes of a card. */
export function cardBody({ title, lead, rows, notes = [] }: Card): CardJson[] {
  return [
    line(title, { weight: 'Bolder', size: 'Medium' }),
    ...(lead === undefined ? [] : paragraphs(lead)),
    ...rows.map(rowOf),
    ...notes.map((note) => line(note, { size: 'Small', isSubtle: true }, { spacing: 'Small' })),
  ]
}

function rowOf({ label, value, trend }: CardRow, at: number): CardJson {
  const color = trend && (trend === 'up' ? 'Attention' : 'Good')
  return {
    type: 'ColumnSet',
    spacing: at === 0 ? 'Medium' : 'Small',
    columns: [
      { type: 'Column', width: 'stretch', items: [line(label, {})] },
      {
        type: 'Column',
        width: 'auto',
        items: [
          line(
            signed(value, trend),
            { weight: 'Bolder', ...(color ? { color } : {}) },
            { horizontalAlignment: 'Right' },
          ),
        ],
      },
    ],
  }
}

/** Colour alone tells nothing to those who do not see it. */
function signed(value: string, trend: CardRow['trend']): string {
  if (trend === undefined || /[▲▼↑↓+−-]/.test(value)) return value
  return `${trend === 'up' ? '▲' : '▼'} ${value}`
}

/** A text: one block per line; an empty line is a wider gap. */
export function paragraphs(text: string): CardJson[] {
  return text
    .trim()
    .split(/(?:\r?\n){2,}/)
    .flatMap((paragraph) =>
      paragraph
        .split(/\r?\n/)
        .map((words, at) => line(words, {}, { spacing: at === 0 ? 'Default' : 'None' })),
    )
}

/** Words that are shown as they are. */
export function line(text: string, run: CardJson, block: CardJson = {}): CardJson {
  return { type: 'RichTextBlock', ...block, inlines: [{ type: 'TextRun', text: inert(text), ...run }] }
}

/** Clients fill in dates even in plain text; a zero-width space between the braces keeps them from it. */
function inert(text: string): string {
  return text.replace(/\{\{(?=DATE\(|TIME\()/g, '{\u200b{')
}
