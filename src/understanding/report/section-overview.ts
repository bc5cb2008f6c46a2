/** The sections a report opens with: the few figures that matter, what was measured, all figures, languages. */
import {
  type Block,
  type Cell,
  cell,
  type Fact,
  type Inline,
  type Line,
  type Tile,
  type Tone,
} from './blocks.ts'
import { HEADLINES, type HeadlineName } from './headline.ts'
import type { EvaluationReport } from './shape.ts'
import type { Writing } from './writing.ts'

const TILES: readonly HeadlineName[] = [
  'accuracy',
  'answeredWrong',
  'falseFallback',
  'oosRecallAt5',
  'oosAuroc',
  'ece',
]

/** The report in a few sentences and figures. */
export function overview(report: EvaluationReport, writing: Writing): Block[] {
  return [
    { kind: 'text', line: [summaryOf(report, writing)] },
    { kind: 'tiles', tiles: TILES.flatMap((name) => tileOf(name, report, writing)) },
    ...measured(report, writing),
    ...figures(report, writing),
    ...languages(report, writing),
  ]
}

function summaryOf({ figures: f, setting }: EvaluationReport, { strings, format, join }: Writing): string {
  if (f.accuracy === null) return strings.summaryNothing
  const right = Math.round(f.accuracy * f.rows)
  const sentences = [
    strings.summary(format.count(f.rows), format.count(right), format.percent(f.accuracy)),
    strings.summaryAnswered(format.percent(f.answeredWrong), format.percent(f.falseFallback)),
  ]
  if (f.oosRecallAt5 !== null) {
    const found = format.percent(f.oosRecallAt5)
    sentences.push(strings.summaryOutOfScope(format.count(setting.outOfScope), found))
  }
  return join(sentences)
}

function tileOf(
  name: HeadlineName,
  { figures: f, comparison }: EvaluationReport,
  { strings, format }: Writing,
): Tile[] {
  const headline = HEADLINES.find((other) => other.name === name)
  const value = headline?.of(f) ?? null
  if (!headline || value === null) return []
  const compared = comparison?.figures.find((other) => other.name === name)
  const note =
    compared === undefined || compared.difference === null
      ? undefined
      : {
          text: format.difference(compared.difference, headline.unit),
          tone: toneOf(compared.judgement?.verdict),
        }
  return [{ label: strings.figures.names[name], value: format.figure(value, headline.unit), note }]
}

/** Good where it got better beyond doubt, bad where it got worse. */
export function toneOf(verdict: 'better' | 'worse' | 'unclear' | undefined): Tone | undefined {
  if (verdict === 'better') return 'good'
  return verdict === 'worse' ? 'bad' : undefined
}

function measured({ setting, figures: f }: EvaluationReport, { strings, format, label }: Writing): Block[] {
  const { measured: words } = strings
  const fact = (name: string, ...lines: readonly (string | Line)[]): Fact => {
    return { label: name, lines: lines.map((line) => (typeof line === 'string' ? [line] : line)) }
  }
  const named = (names: readonly string[]): Inline[] => {
    return names.flatMap((name, i) => (i === 0 ? [label(name)] : [strings.and, label(name)]))
  }
  const { thresholds, corpus, test, outOfScopeTest } = setting
  const learned = corpus === null ? named(setting.train) : [words.corpus(''), label(corpus)]
  const asked: Inline[] = test === null ? [words.heldOut] : [label(test)]
  if (outOfScopeTest !== null) asked.push(strings.and, label(outOfScopeTest))
  const facts = [
    fact(words.at, format.instant(setting.at)),
    fact(words.duration, format.duration(setting.durationMs)),
    fact(words.engine, words.engines[setting.engine] ?? setting.engine),
    fact(
      words.learned,
      learned,
      words.learnedCounts(
        format.count(setting.utterances),
        format.count(f.intents),
        format.count(setting.background),
      ),
    ),
    fact(
      words.asked,
      asked,
      words.askedCounts(format.count(setting.questions), format.count(setting.outOfScope)),
    ),
    fact(words.seed, String(setting.seed)),
  ]
  if (thresholds !== null) {
    const { ask, answer } = thresholds
    facts.push(fact(words.thresholds, words.thresholdValues(format.plain(ask, 4), format.plain(answer, 4))))
  }
  if (setting.corpusHash !== null) facts.push(fact(words.version, [label(setting.corpusHash.slice(0, 16))]))
  if (setting.model !== null) facts.push(fact(words.model, [label(setting.model.slice(0, 16))]))
  facts.push(fact(words.node, setting.node))
  return [
    { kind: 'heading', level: 2, text: words.title },
    { kind: 'facts', facts },
  ]
}

function figures({ figures: f }: EvaluationReport, { strings, format }: Writing): Block[] {
  const { title, columns, names, meanings } = strings.figures
  const [name, value, meaning] = columns
  return [
    { kind: 'heading', level: 2, text: title },
    {
      kind: 'table',
      columns: [{ title: name }, { title: value, numeric: true }, { title: meaning }],
      rows: HEADLINES.map((headline) => ({
        cells: [
          cell(names[headline.name]),
          cell(format.figure(headline.of(f), headline.unit)),
          cell(meanings[headline.name]),
        ],
      })),
    },
  ]
}

function languages({ languages: rows }: EvaluationReport, { strings, format }: Writing): Block[] {
  const { title, columns } = strings.byLanguage
  return [
    { kind: 'heading', level: 2, text: title },
    {
      kind: 'table',
      columns: columns.map((column, i) => ({ title: column, numeric: i > 0 })),
      rows: rows.map((row) => ({
        cells: [
          cell(strings.languages[row.language]),
          cell(format.count(row.rows)),
          shareCell(row.accuracy, format.percent(row.accuracy)),
          cell(format.percent(row.declined)),
          cell(format.count(row.answered)),
          cell(format.percent(row.answeredWrong)),
        ],
      })),
    },
  ]
}

/** A share in figures and as a bar. */
export function shareCell(share: number | null, written: string): Cell {
  return { lines: [[written]], share }
}
