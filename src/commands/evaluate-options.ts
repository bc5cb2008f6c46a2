/** How `liuke evaluate` is called. */
import { parseArgs } from 'node:util'

export const usage = `Usage:
  liuke evaluate --train FILE [--train FILE] --test FILE [--oos-dev FILE] [--oos-test FILE]
  liuke evaluate --corpus FOLDER [--company FOLDER] [--test FILE] [--oos-test FILE]
  liuke evaluate … --report DIR [--compare EARLIER.json] [--lang zh|en]

Files hold rows of label, tab, text; in a test file a label a|b means that either is right.
With --corpus and without --test, the corpus is measured on its own held-out questions.

  --oos-dev FILE   questions out of scope to choose thresholds with
  --oos-test FILE  questions out of scope to measure on
  --seed N         seed of the training, a whole number (1)
  --engine NAME    liuke, or stock for NLP.js as it comes (liuke)
  --report DIR     writes report.html, report.md and report.json there; DIR is missing, empty, or
                   holds an earlier report, which is replaced
  --compare FILE   the report.json of an earlier report: what got better, what got worse
  --lang zh|en     language of the report (en)
  --json           the last line printed is one JSON object

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

const OPTIONS = {
  train: { type: 'string', multiple: true },
  test: { type: 'string' },
  corpus: { type: 'string' },
  company: { type: 'string' },
  'oos-dev': { type: 'string' },
  'oos-test': { type: 'string' },
  seed: { type: 'string', default: '1' },
  engine: { type: 'string', default: 'liuke' },
  report: { type: 'string' },
  compare: { type: 'string' },
  lang: { type: 'string', default: 'en' },
  json: { type: 'boolean', default: false },
} as const

const ENGINES = ['liuke', 'stock'] as const
const LANGUAGES = ['zh', 'en'] as const

/** The options of the command, read and checked. */
export type EvaluateOptions = ReturnType<typeof parseOptions>

/** The command was called wrongly. */
export class WrongUsage extends Error {}

/** Reads the arguments; throws `WrongUsage` for what the command does not know. */
export function parseOptions(args: string[]) {
  const { values } = parsed(args)
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed)) throw new WrongUsage(`--seed ${values.seed} is no whole number.`)
  const engine = ENGINES.find((name) => name === values.engine)
  if (!engine) throw new WrongUsage(`There is no engine ${values.engine}.`)
  if ((values.train === undefined) === (values.corpus === undefined)) {
    throw new WrongUsage('Give either --train or --corpus.')
  }
  if (values.train !== undefined && values.test === undefined) throw new WrongUsage('--test is missing.')
  if (values.corpus === undefined && values.company !== undefined) {
    throw new WrongUsage('--company goes with --corpus.')
  }
  if (values.report === '') throw new WrongUsage('--report needs the name of a folder.')
  if (values.compare !== undefined && values.report === undefined) {
    throw new WrongUsage('--compare goes with --report.')
  }
  const lang = LANGUAGES.find((name) => name === values.lang)
  if (!lang) throw new WrongUsage('The language is zh or en.')
  return { ...values, seed, engine, lang }
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
