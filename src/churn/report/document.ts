/** Composes the churn report, in either language. */

import { type Block, cell, type Fact, type ReportDocument } from '../../understanding/report/blocks.ts'
import { reliabilityChart } from '../../understanding/report/charts.ts'
import { formatOf } from '../../understanding/report/format.ts'
import { bilingualHtmlOf } from '../../understanding/report/html.ts'
import type { Study } from '../study.ts'
import { learningChart, rocChart } from './charts.ts'
import { figures } from './section-figures.ts'
import { reasons } from './section-reasons.ts'
import { drift, grid, groups, ranking } from './section-tables.ts'
import { english } from './strings-en.ts'
import { chinese } from './strings-zh.ts'
import type { Writing } from './writing.ts'

/** What a report is about. */
export interface ReportSetting {
  /** Names of the files, as called. */
  readonly data: string
  readonly test: string | null
  readonly seed: number
  /** When it was made, in milliseconds since 1970. */
  readonly at: number
}

/** The report as one page that needs nothing beside it. */
export function churnReportOf(study: Study, setting: ReportSetting): string {
  return bilingualHtmlOf(documentOf(study, setting, 'zh'), documentOf(study, setting, 'en'))
}

/** The report in one language. */
export function documentOf(study: Study, setting: ReportSetting, language: 'zh' | 'en'): ReportDocument {
  const strings = language === 'zh' ? chinese : english
  const { groups: titles } = study.evaluation.model.mapping.churn
  const writing: Writing = {
    strings,
    format: formatOf(language),
    groupTitle: (group) => titles[group]?.[language] ?? group,
    strong: (text) => ({ kind: 'strong', text }),
  }
  return {
    language,
    title: strings.title,
    subtitle: writing.format.instant(new Date(setting.at).toISOString()),
    blocks: [
      { kind: 'text', line: [summaryOf(study, setting, writing)] },
      ...figures(study, writing),
      ...curves(study, writing),
      ...reasons(study, writing),
      ...groups(study, writing),
      ...grid(study, writing),
      ...ranking(study, writing),
      ...drift(study, writing),
      ...notes(study, writing),
      ...settings(study, setting, writing),
    ],
    numbersTitle: strings.numbers,
    contentsTitle: strings.contents,
  }
}

function summaryOf({ evaluation }: Study, setting: ReportSetting, { strings, format }: Writing): string {
  const customers = format.count(evaluation.rows)
  const share = format.percent(evaluation.model.baseRate)
  if (setting.test === null) return strings.summary(customers, share)
  return strings.summaryTest(customers, share, format.count(evaluation.judged.length))
}

function curves({ detail }: Study, { strings, format }: Writing): Block[] {
  if (detail === null) return []
  const { roc, calibration, curve } = strings
  const charts = [
    {
      title: roc.heading,
      explanation: roc.explanation,
      svg: rocChart(detail.roc, roc),
      table: {
        kind: 'table' as const,
        columns: roc.columns.map((title, at) => ({ title, numeric: at > 0 })),
        // Every tenth point is enough to read.
        rows: detail.roc
          .filter((_, at) => at % 10 === 0 || at === detail.roc.length - 1)
          .map(({ limit, falseAlarms, found }) => ({
            cells: [
              cell(format.plain(limit, 3)),
              cell(format.percent(falseAlarms)),
              cell(format.percent(found)),
            ],
          })),
      },
    },
    {
      title: calibration.heading,
      explanation: calibration.explanation,
      svg: reliabilityChart(detail.calibration, calibration),
      table: {
        kind: 'table' as const,
        columns: calibration.columns.map((title, at) => ({ title, numeric: at > 0 })),
        rows: detail.calibration
          .filter(({ rows }) => rows > 0)
          .map(({ from, to, rows, confidence, accuracy, interval }) => ({
            cells: [
              cell(`${format.plain(from, 1)}–${format.plain(to, 1)}`),
              cell(format.count(rows)),
              cell(format.percent(confidence)),
              cell(format.percent(accuracy)),
              cell(`${format.percent(interval.low)} – ${format.percent(interval.high)}`),
            ],
          })),
      },
    },
  ]
  const growth: Block[] =
    detail.curve.length === 0
      ? [{ kind: 'text', note: true, line: [curve.none] }]
      : [
          {
            kind: 'charts',
            charts: [
              {
                title: curve.heading,
                explanation: curve.explanation,
                svg: learningChart(detail.curve, curve),
                table: {
                  kind: 'table',
                  columns: curve.columns.map((title) => ({ title, numeric: true })),
                  rows: detail.curve.map(({ rows, auc, aucSd, brier }) => ({
                    cells: [
                      cell(format.count(rows)),
                      cell(format.plain(auc, 4)),
                      cell(format.plain(aucSd, 4)),
                      cell(format.plain(brier, 4)),
                    ],
                  })),
                },
              },
            ],
          },
        ]
  return [
    { kind: 'heading', level: 2, text: roc.title },
    { kind: 'charts', charts },
    { kind: 'heading', level: 2, text: curve.title },
    ...growth,
  ]
}

function notes({ evaluation }: Study, { strings }: Writing): Block[] {
  const list = evaluation.model.notes
  return [
    { kind: 'heading', level: 2, text: strings.notes.title },
    ...(list.length === 0
      ? [{ kind: 'text' as const, note: true, line: [strings.notes.none] }]
      : list.flatMap(({ code, message }): Block[] => {
          const words = strings.notes.codes[code]
          if (words === undefined) return [{ kind: 'text', line: [message] }]
          return [
            { kind: 'text', line: [words] },
            { kind: 'text', note: true, line: [{ kind: 'question', text: message, language: 'en' }] },
          ]
        })),
  ]
}

function settings({ evaluation }: Study, setting: ReportSetting, { strings, format }: Writing): Block[] {
  const words = strings.setting
  const named = (label: string, name: string): Fact => ({ label, lines: [[{ kind: 'name', name }]] })
  const facts: Fact[] = [
    named(words.mapping, evaluation.model.mapping.name),
    named(words.data, setting.data),
    ...(setting.test === null ? [] : [named(words.test, setting.test)]),
    { label: words.made, lines: [[format.instant(new Date(setting.at).toISOString())]] },
    { label: words.seed, lines: [[String(setting.seed)]] },
    named(words.model, evaluation.model.version),
    { label: words.unseen, lines: [[format.count(evaluation.unseen)]] },
  ]
  return [
    { kind: 'heading', level: 2, text: words.title },
    { kind: 'facts', facts },
  ]
}
