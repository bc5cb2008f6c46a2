/** `liuke evaluate`: trains on some files or on the corpus, and measures on others. */
import { createHash } from 'node:crypto'
import { LiukeError } from '../errors.ts'
import { type Answers, askAll } from '../understanding/evaluation.ts'
import { collectReport } from '../understanding/report/collect.ts'
import { compareReports } from '../understanding/report/compare.ts'
import { documentOf } from '../understanding/report/document.ts'
import type { EntryFacts } from '../understanding/report/entries.ts'
import { checkReportFolder, readReport, writeReportFolder } from '../understanding/report/folder.ts'
import { htmlOf } from '../understanding/report/html.ts'
import { markdownOf } from '../understanding/report/markdown.ts'
import type { EvaluationReport, ReportSetting } from '../understanding/report/shape.ts'
import type { Command } from './command.ts'
import { figuresOf, type OnProgress, type Report, type Trained, trainEngine } from './evaluate-measure.ts'
import { type EvaluateOptions, parseOptions, usage, WrongUsage } from './evaluate-options.ts'
import { readTask, type Task } from './evaluate-task.ts'
import { createProgress } from './progress.ts'

export type { Report } from './evaluate-measure.ts'
export { type EvaluateOptions, parseOptions, WrongUsage } from './evaluate-options.ts'

/** Everything that was measured. */
interface Measurement {
  readonly task: Task
  readonly trained: Trained
  readonly answers: Answers
  readonly figures: Report
  readonly durationMs: number
}

export const command: Command = {
  name: 'evaluate',
  summary: 'measure how well questions are understood',
  usage,
  async run(args) {
    try {
      return await perform(parseOptions(args))
    } catch (error) {
      if (error instanceof WrongUsage) {
        console.error(`${error.message}\n\n${usage}`)
        return 2
      }
      if (!(error instanceof LiukeError)) throw error
      console.error(String(error))
      return 1
    }
  },
}

async function perform(options: EvaluateOptions): Promise<number> {
  const progress = createProgress(process.stderr)
  let figures: Report
  try {
    // What would refuse the report is found before anybody waits for a training.
    if (options.report !== undefined) await checkReportFolder(options.report)
    const earlier = options.compare === undefined ? null : await readReport(options.compare)
    const measurement = await measure(options, progress.report)
    figures = measurement.figures
    if (options.report !== undefined)
      await writeReport(options.report, options, measurement, earlier, progress.report)
  } finally {
    progress.done()
  }
  if (options.report !== undefined) console.error(`The report is in ${options.report}.`)
  if (options.json) console.log(JSON.stringify(figures))
  else print(figures)
  return 0
}

/** Trains and measures; what the command prints. */
export async function reportOf(options: EvaluateOptions): Promise<Report> {
  return (await measure(options, () => {})).figures
}

async function measure(options: EvaluateOptions, onProgress: OnProgress): Promise<Measurement> {
  const start = performance.now()
  onProgress('reading', null)
  const task = await readTask(options)
  const trained = await trainEngine(task.set, options.engine, onProgress)
  const answers = await askAll(trained.engine, task.questions, (share) => onProgress('asking', share))
  const figures = figuresOf(trained, answers)
  return { task, trained, answers, figures, durationMs: Math.round(performance.now() - start) }
}

async function writeReport(
  folder: string,
  options: EvaluateOptions,
  measurement: Measurement,
  earlier: EvaluationReport | null,
  onProgress: OnProgress,
): Promise<void> {
  const { answers, figures, task } = measurement
  const setting = settingOf(options, measurement)
  const measured = collectReport({
    setting,
    figures,
    answers,
    entries: entryFacts(task, measurement.trained),
  })
  const comparison =
    earlier === null ? null : compareReports(earlier, measured, (share) => onProgress('comparing', share))
  const report: EvaluationReport = { ...measured, comparison }
  const document = documentOf(report, options.lang)
  await writeReportFolder(folder, {
    'report.json': `${JSON.stringify(report, null, 2)}\n`,
    'report.md': markdownOf(document),
    'report.html': htmlOf(document),
  })
}

function settingOf(options: EvaluateOptions, measurement: Measurement): ReportSetting {
  const { task, trained, answers, durationMs } = measurement
  const { bytes, engine } = trained
  return {
    at: new Date().toISOString(),
    durationMs,
    engine: options.engine,
    seed: options.seed,
    node: process.version,
    train: options.train ?? [],
    corpus: options.corpus ?? null,
    corpusHash: task.corpusHash,
    test: options.test ?? null,
    outOfScopeTest: options['oos-test'] ?? null,
    utterances: task.set.rows.length,
    background: task.set.background.length,
    questions: answers.inScope.length,
    outOfScope: answers.outOfScope.length,
    model: bytes === null ? null : createHash('sha256').update(bytes).digest('hex'),
    thresholds: engine.thresholds ?? null,
  }
}

function entryFacts({ set, titles }: Task, { engine }: Trained): Map<string, EntryFacts> {
  const phrases = new Map<string, number>()
  for (const { label } of set.rows) phrases.set(label, (phrases.get(label) ?? 0) + 1)
  return new Map(
    engine.intents.map((intent) => {
      return [intent, { title: titles.get(intent) ?? null, phrases: phrases.get(intent) ?? 0 }]
    }),
  )
}

function print(report: Report): void {
  const share = (value: number | null) => (value === null ? '-' : `${(100 * value).toFixed(2)} %`)
  const plain = (value: number | null, digits: number, unit: string) => {
    return value === null ? '-' : `${value.toFixed(digits)}${unit}`
  }
  const { zh, en, mixed } = report.byLanguage
  const lines: [string, string][] = [
    ['questions', `${report.rows}, ${report.intents} intents`],
    ['likeliest intent right', share(report.accuracy)],
    ['in Chinese, English, mixed', [zh, en, mixed].map(share).join(', ')],
    ['macro F1', share(report.macroF1)],
    ['answered at once, but wrongly', share(report.answeredWrong)],
    ['the same with questions out of scope', share(report.answeredWrongWithOos)],
    ['in scope, but declined', share(report.falseFallback)],
    ['out of scope: AUROC', plain(report.oosAuroc, 4, '')],
    ['out of scope found, 5 % in scope declined', share(report.oosRecallAt5)],
    ['calibration error', plain(report.ece, 4, '')],
    ['right where confidence ≥ 0.8', share(report.precisionAt80)],
    ['share with confidence ≥ 0.8', share(report.coverageAt80)],
    ['training', plain(report.trainMs / 1000, 1, ' s')],
    ['calibration', plain(report.calibrateMs === null ? null : report.calibrateMs / 1000, 1, ' s')],
    ['per question: median, 99 %', `${plain(report.p50Ms, 2, ' ms')}, ${plain(report.p99Ms, 2, ' ms')}`],
    ['model', plain(report.modelBytes === null ? null : report.modelBytes / 1e6, 2, ' MB')],
    ['memory at most', `${report.peakRssMb} MB`],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  for (const [name, value] of lines) console.log(`${name.padEnd(width)}  ${value}`)
}
