/** `liuke corpus`: what is wrong in the corpus and the company's tables, with file, line and remedy; import and export. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { checkOffers } from '../churn/offers.ts'
import { hasErrors, inReadingOrder, type Problem } from '../company/problems.ts'
import { settings } from '../config.ts'
import { loadCorpus } from '../corpus/load.ts'
import type { Corpus } from '../corpus/types.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Command } from './command.ts'
import {
  exchangeOptions,
  exchangeUsage,
  exportTo,
  importFrom,
  readExport,
  readImport,
} from './corpus-exchange.ts'
import { runCall } from './run-call.ts'

const usage = `liuke corpus check [--corpus DIR] [--company DIR] [--json]
${exchangeUsage}

  check   reads the corpus folder and the company's tables and lists every problem at once, those of
          the offers too
  export  writes the corpus of the database as files: what is live, the draft, or a revision
  import  takes files into the draft of the database: customers hear of it when it is published in
          the console. With --dry-run it only says what it would change
          把文件导入数据库里的草稿；在管理台检查并发布之后，客户才会看到。加 --dry-run 只看会改什么

  --corpus DIR     folder of the corpus (default: LIUKE_CORPUS, or ${settings.LIUKE_CORPUS.fallback})
  --company DIR    folder of the company's tables (default: LIUKE_COMPANY, or ${settings.LIUKE_COMPANY.fallback})
${exchangeOptions}
  --json           the same as JSON, for other programs

Exit code: 0 without errors (warnings may be left), 1 with errors or refused, 2 called wrongly.
docs/corpus.md explains each code.`

export const command: Command = {
  name: 'corpus',
  summary: 'check the corpus and the figures it quotes; import and export it',
  usage,
  async run(args) {
    const [action, ...rest] = args
    if (action === 'export') return runCall(readExport(rest), usage, exportTo)
    if (action === 'import') return runCall(readImport(rest), usage, importFrom)
    return runCall(readCall(args), usage, check)
  },
}

async function check(called: CheckCall): Promise<number> {
  const corpus = await withOffers(await loadCorpus(called.corpus, called.company), called.corpus)
  console.log(called.json ? JSON.stringify(reportOf(corpus), null, 2) : textOf(corpus))
  return hasErrors(corpus.problems) ? 1 : 0
}

interface CheckCall {
  readonly corpus: string
  readonly company: string
  readonly json: boolean
}

/** The corpus, and what is wrong with the offers beside it; what both readers find is told once. */
async function withOffers(corpus: Corpus, folder: string): Promise<Corpus> {
  // What keeps the file from being read is among the corpus's own problems.
  const { problems } = await checkOffers(path.join(folder, 'offers.yaml'), corpus.company).catch(
    (error: unknown) => {
      if (error instanceof LiukeError) return { problems: [] }
      throw error
    },
  )
  const told = new Set(corpus.problems.map(({ line, code, file }) => `${file}:${line} ${code}`))
  const others = problems.filter(({ line, code, file }) => !told.has(`${file}:${line} ${code}`))
  return { ...corpus, problems: inReadingOrder([...corpus.problems, ...others]) }
}

function readCall(args: string[]): CheckCall | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        corpus: { type: 'string', default: setting('LIUKE_CORPUS') },
        company: { type: 'string', default: setting('LIUKE_COMPANY') },
        json: { type: 'boolean', default: false },
      },
    })
    if (positionals.length !== 1 || positionals[0] !== 'check')
      return 'What to do with the corpus: check, export, or import?'
    return values
  } catch (thrown) {
    return messageOf(thrown)
  }
}

function setting(name: 'LIUKE_CORPUS' | 'LIUKE_COMPANY'): string {
  return process.env[name]?.trim() || settings[name].fallback
}

function reportOf(corpus: Corpus) {
  return { ...countsOf(corpus), hash: corpus.hash, problems: corpus.problems }
}

function countsOf(corpus: Corpus) {
  const entries = [...corpus.entries.values()]
  const count = (severity: Problem['severity']) =>
    corpus.problems.filter((p) => p.severity === severity).length
  return {
    entries: entries.length,
    phrases: entries.reduce((sum, { phrases }) => sum + phrases.zh.length + phrases.en.length, 0),
    heldOutQuestions: corpus.tests.length,
    backgroundQuestions: corpus.background.length,
    variables: corpus.company.variables.size,
    errors: count('error'),
    warnings: count('warning'),
  }
}

function textOf(corpus: Corpus): string {
  const lines = corpus.problems.map(
    ({ file, line, severity, code, message, fix }) =>
      `${file}:${line}  ${severity}  ${code}\n  ${message}\n  ${fix}\n`,
  )
  const counts = countsOf(corpus)
  lines.push(
    `${counts.entries} entries with ${counts.phrases} phrases, ${counts.heldOutQuestions} held-out questions, ` +
      `${counts.backgroundQuestions} background questions, ${counts.variables} company values.`,
    `${quantity(counts.errors, 'error')}, ${quantity(counts.warnings, 'warning')}.`,
  )
  return lines.join('\n')
}

function quantity(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`
}
