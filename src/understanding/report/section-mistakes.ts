/** The sections a lead works with: which entries are confused, and which are weak. */
import { type Block, type Cell, cell, type Line } from './blocks.ts'
import type { EvaluationReport, ReportEntry } from './shape.ts'
import type { Writing } from './writing.ts'

const MOST_PAIRS = 25
const MOST_ENTRIES = 20
/** Wrong questions shown of one entry, of each kind. */
const MOST_QUESTIONS = 3

/** What is confused, and the weakest entries. */
export function mistakes(report: EvaluationReport, writing: Writing): Block[] {
  return [...confusions(report, writing), ...weakest(report, writing)]
}

function confusions({ confusions: pairs, questions }: EvaluationReport, writing: Writing): Block[] {
  const { strings, format } = writing
  const words = strings.confusions
  const heading: Block = { kind: 'heading', level: 2, text: words.title }
  if (pairs.length === 0) return [heading, { kind: 'text', line: [words.none] }]
  const [pair, count, confidence, examples] = words.columns
  const rows = pairs.slice(0, MOST_PAIRS).map((row) => ({
    cells: [
      { lines: [writing.entry(row.expected), ['→ ', ...writing.entry(row.predicted)]] },
      cell(words.of(format.count(row.count), format.count(row.of))),
      cell(format.plain(row.confidence)),
      {
        lines: row.examples.map((place): Line => {
          const question = questions[place]!
          return [writing.question(question), ` ${outcomeOf(question, writing)}`]
        }),
      },
    ],
  }))
  return [
    heading,
    {
      kind: 'table',
      columns: [
        { title: pair },
        { title: count, numeric: true },
        { title: confidence, numeric: true },
        { title: examples },
      ],
      rows,
    },
    ...moreThan(MOST_PAIRS, pairs.length, writing),
  ]
}

/** How sure the engine was, and what the bot would have done. */
export function outcomeOf(
  { confidence, band }: { confidence: number; band: 'answer' | 'ask' | 'decline' },
  { strings, format, language }: Writing,
): string {
  const inside = `${format.plain(confidence)}${language === 'zh' ? '，' : ', '}${strings.bands[band]}`
  return language === 'zh' ? `（${inside}）` : `(${inside})`
}

/** Says how many rows a table leaves out. */
export function moreThan(shown: number, all: number, { strings, format }: Writing): Block[] {
  if (all <= shown) return []
  return [{ kind: 'text', note: true, line: [strings.comparison.more(format.count(all - shown))] }]
}

function weakest(report: EvaluationReport, writing: Writing): Block[] {
  const { strings, format } = writing
  const words = strings.entries
  const weak = report.entries.filter(({ f1 }) => f1 !== null && f1 < 1)
  const heading: Block = { kind: 'heading', level: 2, text: words.title }
  const unasked = report.entries.filter((entry) => entry.expected === 0).length
  const closing: Block[] =
    unasked === 0 ? [] : [{ kind: 'text', note: true, line: [words.unasked(format.count(unasked))] }]
  if (weak.length === 0) return [heading, { kind: 'text', line: [words.none] }, ...closing]
  return [
    heading,
    { kind: 'text', note: true, line: [words.note] },
    {
      kind: 'table',
      columns: words.columns.map((title, i) => ({ title, numeric: i > 0 && i < 5 })),
      rows: weak.slice(0, MOST_ENTRIES).map((entry) => ({
        cells: [
          { lines: [writing.entry(entry.intent)] },
          cell(format.plain(entry.f1)),
          counted(entry.recall, entry.right, entry.expected, writing),
          counted(entry.precision, entry.right, entry.predicted, writing),
          cell(format.count(entry.phrases)),
          { lines: wrongQuestions(entry, report, writing) },
        ],
      })),
    },
    ...moreThan(MOST_ENTRIES, weak.length, writing),
    ...closing,
  ]
}

function counted(share: number | null, right: number, all: number, { strings, format }: Writing): Cell {
  return {
    lines: [[format.percent(share)], [strings.entries.counts(format.count(right), format.count(all))]],
  }
}

function wrongQuestions(entry: ReportEntry, { questions }: EvaluationReport, writing: Writing): Line[] {
  const { strings, format } = writing
  const words = strings.entries
  const told = (places: readonly number[], tell: (place: number) => Line): Line[] => {
    const lines = places.slice(0, MOST_QUESTIONS).map(tell)
    const left = places.length - lines.length
    return left === 0 ? lines : [...lines, [words.more(format.count(left))]]
  }
  return [
    ...told(entry.missed, (place) => {
      const question = questions[place]!
      return [writing.question(question), ` ${words.missed} `, ...writing.entry(question.predicted)]
    }),
    ...told(entry.taken, (place) => {
      const question = questions[place]!
      return [writing.question(question), ` ${words.taken} `, ...writing.entry(question.expected[0] ?? '')]
    }),
    ...told(entry.letIn, (place) => [writing.question(questions[place]!), ` ${words.letIn}`]),
  ]
}
