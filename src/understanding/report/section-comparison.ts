/** The section that says what changed since an earlier report. */
import { type Block, type Cell, cell, type Line, type Row } from './blocks.ts'
import { HEADLINES } from './headline.ts'
import { moreThan, outcomeOf } from './section-mistakes.ts'
import { toneOf } from './section-overview.ts'
import type { EvaluationReport } from './shape.ts'
import type { ChangedQuestion, ComparedEntry, ComparedFigure, Comparison } from './shape-comparison.ts'
import type { Writing } from './writing.ts'

const MOST_ENTRIES = 20
const MOST_QUESTIONS = 40

/** Nothing where there is no earlier report. */
export function comparisonOf(report: EvaluationReport, writing: Writing): Block[] {
  const { comparison } = report
  if (comparison === null) return []
  const words = writing.strings.comparison
  const { broke, mended, better, worse } = comparison
  return [
    { kind: 'heading', level: 2, text: words.title },
    { kind: 'text', line: [introduction(comparison, writing)] },
    figureTable(comparison, writing),
    { kind: 'text', note: true, line: [words.note] },
    ...entryTable(words.worse(String(worse.length)), worse, writing),
    ...entryTable(words.better(String(better.length)), better, writing),
    ...questionTable(words.broke(String(broke.length)), broke, report, writing),
    ...questionTable(words.mended(String(mended.length)), mended, report, writing),
  ]
}

function introduction(
  { earlier, shared, sameModel }: Comparison,
  { strings, format, join }: Writing,
): string {
  const words = strings.comparison
  const engine = strings.measured.engines[earlier.engine] ?? earlier.engine
  const sentences = [words.intro(format.instant(earlier.at), engine, String(earlier.seed))]
  if (sameModel) sentences.push(words.sameModel)
  const { inScope, outOfScope, onlyEarlier, onlyNow, relabelled } = shared
  sentences.push(
    inScope + outOfScope === 0
      ? words.noneShared
      : words.shared(format.count(inScope), format.count(outOfScope)),
  )
  if (onlyEarlier + onlyNow + relabelled > 0) {
    sentences.push(words.others(format.count(onlyEarlier), format.count(onlyNow), format.count(relabelled)))
  }
  return join(sentences)
}

function figureTable({ figures }: Comparison, writing: Writing): Block {
  const { strings, format } = writing
  const rows = HEADLINES.flatMap((headline): Row[] => {
    const figure = figures.find((other) => other.name === headline.name)
    if (!figure || (figure.earlier === null && figure.now === null)) return []
    return [
      {
        cells: [
          cell(strings.figures.names[headline.name]),
          cell(format.figure(figure.earlier, headline.unit)),
          cell(format.figure(figure.now, headline.unit)),
          cell(format.difference(figure.difference, headline.unit)),
          judgementCell(figure, headline.unit, writing),
        ],
      },
    ]
  })
  const columns = strings.comparison.columns.map((title, i) => ({ title, numeric: i > 0 && i < 4 }))
  return { kind: 'table', columns, rows }
}

function judgementCell(
  { judgement, earlier, now }: ComparedFigure,
  unit: (typeof HEADLINES)[number]['unit'],
  { strings, format }: Writing,
): Cell {
  const words = strings.comparison
  if (judgement === null) return cell('–')
  const { verdict, p, low, high, onlyEarlier, onlyNow } = judgement
  const unchanged = p === null ? low === 0 && high === 0 : onlyEarlier === 0 && onlyNow === 0
  const lines: Line[] = [[{ kind: 'strong', text: unchanged ? words.unchanged : words.verdicts[verdict] }]]
  if (p !== null && !unchanged) {
    const counts = [onlyNow ?? 0, onlyEarlier ?? 0].map(format.count)
    lines.push([words.mcnemar(counts[0] ?? '', counts[1] ?? '', chanceOf(p))])
  }
  if (low !== null && high !== null && !unchanged) {
    lines.push([words.bootstrap(format.interval(low, high, unit))])
  }
  // Where the reports hold the same questions, that is what the row says already.
  const same = near(judgement.earlier, earlier) && near(judgement.now, now)
  if (!same) {
    lines.push([words.onShared(format.figure(judgement.earlier, unit), format.figure(judgement.now, unit))])
  }
  return { lines, tone: toneOf(verdict) }
}

/** A probability as it is written after the letter p. */
function chanceOf(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`
}

function near(a: number, b: number | null): boolean {
  return b !== null && Math.abs(a - b) < 1e-9
}

function entryTable(title: string, entries: readonly ComparedEntry[], writing: Writing): Block[] {
  const { strings, format } = writing
  const heading: Block = { kind: 'heading', level: 3, text: title }
  if (entries.length === 0) return [heading, { kind: 'text', line: [strings.none] }]
  const rows = entries.slice(0, MOST_ENTRIES).map((entry) => ({
    cells: [
      { lines: [writing.entry(entry.intent)] },
      cell(format.count(entry.asked)),
      cell(format.plain(entry.earlier)),
      cell(format.plain(entry.now)),
      { ...cell(signed(entry.difference)), tone: toneOf(entry.difference > 0 ? 'better' : 'worse') },
    ],
  }))
  const columns = strings.comparison.entryColumns.map((column, i) => ({ title: column, numeric: i > 0 }))
  return [heading, { kind: 'table', columns, rows }, ...moreThan(MOST_ENTRIES, entries.length, writing)]
}

function signed(difference: number): string {
  return `${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(2)}`
}

function questionTable(
  title: string,
  changed: readonly ChangedQuestion[],
  { questions }: EvaluationReport,
  writing: Writing,
): Block[] {
  const { strings } = writing
  const heading: Block = { kind: 'heading', level: 3, text: title }
  if (changed.length === 0) return [heading, { kind: 'text', line: [strings.none] }]
  const rows = changed.slice(0, MOST_QUESTIONS).map(({ question: place, earlier }) => {
    const now = questions[place]!
    const expected =
      now.expected.length === 0 ? [[strings.outOfScope]] : now.expected.map((intent) => writing.entry(intent))
    return {
      cells: [
        cell(writing.question(now)),
        { lines: expected },
        { lines: [writing.entry(earlier.predicted), [outcomeOf(earlier, writing)]] },
        { lines: [writing.entry(now.predicted), [outcomeOf(now, writing)]] },
      ],
    }
  })
  const columns = strings.comparison.changedColumns.map((column) => ({ title: column }))
  return [
    heading,
    { kind: 'text', note: true, line: [strings.comparison.changedNote] },
    { kind: 'table', columns, rows },
    ...moreThan(MOST_QUESTIONS, changed.length, writing),
  ]
}
