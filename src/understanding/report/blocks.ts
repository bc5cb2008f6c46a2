/** What a report consists of before it is Markdown or HTML: blocks of text, figures, tables and charts. */
import type { WrittenLanguage } from '../written-language.ts'

/** A piece of a line: our own words, what a customer wrote, or the name of an intent or file. */
export type Inline =
  | string
  | { readonly kind: 'question'; readonly text: string; readonly language: WrittenLanguage }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'strong'; readonly text: string }

export type Line = readonly Inline[]

/** Whether what stands there is good news or bad news; the words say it as well. */
export type Tone = 'good' | 'bad'

/** A cell of a table. */
export interface Cell {
  readonly lines: readonly Line[]
  /** Drawn as a bar, 0..1, where there is room to draw. */
  readonly share?: number | null
  readonly tone?: Tone | undefined
}

export interface Column {
  readonly title: string
  /** Numbers stand to the right, one under the other. */
  readonly numeric?: boolean
}

export interface Row {
  readonly cells: readonly Cell[]
  /** Stands out from the others. */
  readonly marked?: boolean
}

/** The first cell of a row names it. */
export interface Table {
  readonly kind: 'table'
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** A figure that stands by itself. */
export interface Tile {
  readonly label: string
  readonly value: string
  readonly note?: { readonly text: string; readonly tone: Tone | undefined } | undefined
}

/** Something said under a name. */
export interface Fact {
  readonly label: string
  readonly lines: readonly Line[]
}

export type Block =
  | Table
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly line: Line; readonly note?: boolean }
  | { readonly kind: 'tiles'; readonly tiles: readonly Tile[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** Charts that belong together, each with the numbers it draws. */
  | { readonly kind: 'charts'; readonly charts: readonly Chart[] }

/** A drawing; Markdown shows the table instead. */
export interface Chart {
  readonly title: string
  readonly explanation: string
  /** SVG, safe to put into a page. */
  readonly svg: string
  /** What it draws; null where that stands beside it anyway. */
  readonly table: Table | null
}

/** A whole report, written in one language. */
export interface ReportDocument {
  readonly language: 'zh' | 'en'
  readonly title: string
  readonly subtitle: string
  readonly blocks: readonly Block[]
  /** Over the tables of numbers that charts draw. */
  readonly numbersTitle: string
  readonly contentsTitle: string
}

/** A cell of one line. */
export function cell(...line: Line): Cell {
  return { lines: [line] }
}
