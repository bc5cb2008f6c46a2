/** The elements of Adaptive Cards that messages are made of; nothing in them is read as markup. */

import { type Card, type CardMoment, type CardRow, type CardStatus, MARKS } from '../../bot/card.ts'

/** Any element of a card, as JSON. */
export type CardJson = { readonly [key: string]: unknown }

/** Status, title, time, rows and notes of a card. */
export function cardBody(card: Card): CardJson[] {
  const { title, kind, status, lead, when, rows, notes = [] } = card
  const isFramed = kind !== undefined || when !== undefined
  const facts = [
    ...(when === undefined ? [] : momentOf(when)),
    ...rows.map((row, at) => rowOf(row, at, isFramed)),
  ]
  return [
    ...(status === undefined ? [] : [statusOf(status)]),
    line(title, { weight: 'Bolder', size: 'Medium' }, status === undefined ? {} : { spacing: 'Small' }),
    ...(lead === undefined ? [] : paragraphs(lead)),
    ...(isFramed && facts.length > 0 ? [framed(facts)] : facts),
    ...notes.map((note) => line(note, { size: 'Small', isSubtle: true }, { spacing: 'Small' })),
  ]
}

const COLOURS = { good: 'Good', pending: 'Warning', bad: 'Attention' } as const satisfies Record<
  CardStatus['tone'],
  string
>

function statusOf({ text, tone }: CardStatus): CardJson {
  return line(`${MARKS[tone]} ${text}`, { size: 'Small', weight: 'Bolder', color: COLOURS[tone] })
}

/** The day large, as on a calendar, and the time below it. */
function momentOf({ date, time }: CardMoment): CardJson[] {
  const day = line(date, { size: 'Large', weight: 'Bolder' })
  return time === undefined ? [day] : [day, line(time, {}, { spacing: 'None' })]
}

function framed(items: readonly CardJson[]): CardJson {
  return { type: 'Container', style: 'emphasis', spacing: 'Medium', items }
}

function rowOf({ label, value, trend }: CardRow, at: number, isSubtle: boolean): CardJson {
  const color = trend && (trend === 'up' ? 'Attention' : 'Good')
  return {
    type: 'ColumnSet',
    spacing: at === 0 ? 'Medium' : 'Small',
    columns: [
      { type: 'Column', width: 'stretch', items: [line(label, isSubtle ? { isSubtle } : {})] },
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
