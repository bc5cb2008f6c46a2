/** `liuke evaluate`: trains on some files or on the corpus, and measures on others. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { parseYaml } from '../company/yaml-source.ts'
import { loadCorpus } from '../corpus/load.ts'
import { readBackground } from '../corpus/read-questions.ts'
import { trainingSetOf } from '../corpus/training-set.ts'
import { LiukeError } from '../errors.ts'
import { createEngine } from '../understanding/engine.ts'
import {
  type Evaluation,
  evaluate,
  type TestQuestion,
  type Understands,
} from '../understanding/evaluation.ts'
import { intentsOfLabel, parseLabelled } from '../understanding/labelled-file.ts'
import { createStockEngine } from '../understanding/stock-engine.ts'
import { trainInWorker } from '../understanding/trainer.ts'
import type { LabelledUtterance, TrainingSet } from '../understanding/types.ts'
import type { Command } from './command.ts'

const USAGE = `Usage:
  liuke evaluate --train FILE [--train FILE] --test FILE [--oos-dev FILE] [--oos-test FILE]
  liuke evaluate --corpus FOLDER [--company FOLDER] [--test FILE] [--oos-test FILE]

Files hold rows of label, tab, text; in a test file a label a|b means that either is right.
With --corpus and without --test, the corpus is measured on its own held-out questions.

  --oos-dev FILE   questions out of scope to choose thresholds with
  --oos-test FILE  questions out of scope to measure on
  --seed N         seed of the training, a whole number (1)
  --engine NAME    liuke, or stock for NLP.js as it comes (liuke)
  --json           the last line printed is one JSON object`

const OPTIONS = {
  train: { type: 'string', multiple: true },
  test: { type: 'string' },
  corpus: { type: 'string' },
  company: { type: 'string' },
  'oos-dev': { type: 'string' },
  'oos-test': { type: 'string' },
  seed: { type: 'string', default: '1' },
  engine: { type: 'string', default: 'liuke' },
  json: { type: 'boolean', default: false },
} as const

/** The options of the command, read and checked. */
export type EvaluateOptions = ReturnType<typeof parseOptions>

/** What is printed with `--json`, in this order. */
export interface Report extends Evaluation {
  readonly trainMs: number
  readonly calibrateMs: number | null
  readonly modelBytes: number | null
  readonly peakRssMb: number
}

/** What to learn and what to be measured on. */
interface Task {
  readonly set: TrainingSet
  readonly questions: readonly TestQuestion[]
  readonly outOfScope: readonly string[]
}

/** The command was called wrongly. */
export class WrongUsage extends Error {}

export const command: Command = {
  name: 'evaluate',
  summary: 'measure how well questions are understood',
  usage: USAGE,
  async run(args) {
    try {
      const options = parseOptions(args)
      const report = await reportOf(options)
      if (options.json) console.log(JSON.stringify(report))
      else print(report)
      return 0
    } catch (error) {
      if (error instanceof WrongUsage) {
        console.error(`${error.message}\n\n${USAGE}`)
        return 2
      }
      if (!(error instanceof LiukeError)) throw error
      console.error(String(error))
      return 1
    }
  },
}

/** Reads the arguments; throws `WrongUsage` for what the command does not know. */
export function parseOptions(args: string[]) {
  const { values } = parsed(args)
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed)) throw new WrongUsage(`--seed ${values.seed} is no whole number.`)
  if (values.engine !== 'liuke' && values.engine !== 'stock') {
    throw new WrongUsage(`There is no engine ${values.engine}.`)
  }
  if ((values.train === undefined) === (values.corpus === undefined)) {
    throw new WrongUsage('Give either --train or --corpus.')
  }
  if (values.train !== undefined && values.test === undefined) throw new WrongUsage('--test is missing.')
  if (values.corpus === undefined && values.company !== undefined) {
    throw new WrongUsage('--company goes with --corpus.')
  }
  return { ...values, seed, engine: values.engine }
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false })
  } catch (error) {
    // parseArgs throws TypeErrors with codes ERR_PARSE_ARGS_… for what the caller typed.
    if (error instanceof TypeError) throw new WrongUsage(error.message)
    throw error
  }
}

/** Trains and measures; what the command prints. */
export async function reportOf(options: EvaluateOptions): Promise<Report> {
  const task = options.corpus === undefined ? await taskOfFiles(options) : await taskOfCorpus(options)
  return measure(task, options)
}

async function taskOfFiles(options: EvaluateOptions): Promise<Task> {
  const files = await Promise.all((options.train ?? []).map(rowsOf))
  const rows = files.flat()
  const labels = [...new Set(rows.map((row) => row.label))]
  return {
    set: {
      rows,
      background: await shippedBackground(),
      outOfScope: await textsOf(options['oos-dev']),
      // Labels are all the titles such files have: card_arrival reads as "card arrival".
      titles: labels.map((label) => ({ label, text: label.replaceAll(/[_.\-/]+/g, ' ') })),
      seed: options.seed,
    },
    questions: await questionsOf(options.test),
    outOfScope: await textsOf(options['oos-test']),
  }
}

async function taskOfCorpus(options: EvaluateOptions): Promise<Task> {
  const folder = options.corpus ?? 'corpus'
  const company = options.company ?? path.join(path.dirname(path.resolve(folder)), 'data', 'company')
  const corpus = await loadCorpus(folder, company)
  const errors = corpus.problems.filter((problem) => problem.severity === 'error')
  if (errors[0]) {
    const { file, line, message } = errors[0]
    throw new LiukeError(
      'corpus_has_errors',
      `The corpus has ${errors.length} errors, first ${file}:${line}: ${message}`,
      'Mend what `liuke corpus check` lists.',
    )
  }
  const own = options.test === undefined ? corpus.tests : []
  const set = trainingSetOf(corpus, options.seed)
  return {
    set: { ...set, outOfScope: await textsOf(options['oos-dev']) },
    questions:
      options.test === undefined
        ? own
            .filter((test) => test.labels.length > 0)
            .map((test) => ({ text: test.text, expected: test.labels }))
        : await questionsOf(options.test),
    outOfScope: [
      ...own.filter((test) => test.labels.length === 0).map((test) => test.text),
      ...(await textsOf(options['oos-test'])),
    ],
  }
}

async function measure(task: Task, options: EvaluateOptions): Promise<Report> {
  const start = performance.now()
  let engine: Understands
  let calibrateMs: number | null = null
  let modelBytes: number | null = null
  if (options.engine === 'stock') engine = await createStockEngine(task.set)
  else {
    let calibrating = 0
    let calibrated = 0
    const bytes = await trainInWorker(task.set, {
      onProgress(_, stage) {
        if (stage === 'calibrating') calibrating ||= performance.now()
        else if (stage === 'training') calibrated ||= performance.now()
      },
    })
    calibrateMs = Math.round(calibrated - calibrating)
    modelBytes = bytes.byteLength
    engine = createEngine(bytes)
  }
  const trainMs = Math.round(performance.now() - start - (calibrateMs ?? 0))
  const { p50Ms, p99Ms, ...figures } = await evaluate(engine, task.questions, task.outOfScope)
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024)
  return { ...figures, trainMs, calibrateMs, p50Ms, p99Ms, modelBytes, peakRssMb }
}

async function questionsOf(file: string | undefined): Promise<TestQuestion[]> {
  const rows = file === undefined ? [] : await rowsOf(file)
  return rows.map(({ text, label }) => ({ text, expected: intentsOfLabel(label) }))
}

async function textsOf(file: string | undefined): Promise<string[]> {
  return file === undefined ? [] : (await rowsOf(file)).map((row) => row.text)
}

async function rowsOf(file: string): Promise<LabelledUtterance[]> {
  return parseLabelled(await contentOf(file), file)
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const advice = 'Check the name of the file.'
    throw new LiukeError('file_unreadable', `${file} cannot be read.`, advice, { cause: error })
  }
}

/** The background questions of the corpus here, which are part of the product; none elsewhere. */
async function shippedBackground(): Promise<string[]> {
  const file = path.join('corpus', 'lexicon', 'background.yaml')
  if (!existsSync(file)) return []
  const { source } = parseYaml({ path: 'lexicon/background.yaml', file, text: await contentOf(file) })
  return readBackground(source).background.map((written) => written.text)
}

function print(report: Report): void {
  const share = (value: number | null) => (value === null ? '-' : `${(100 * value).toFixed(2)} %`)
  const plain = (value: number | null, digits: number, unit: string) => {
    return value === null ? '-' : `${value.toFixed(digits)}${unit}`
  }
  const lines: [string, string][] = [
    ['questions', `${report.rows}, ${report.intents} intents`],
    ['likeliest intent right', share(report.accuracy)],
    ['macro F1', share(report.macroF1)],
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
