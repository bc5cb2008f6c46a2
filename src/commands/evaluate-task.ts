/** Reads what `liuke evaluate` is to learn and what it is to be asked, from files or from a corpus. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseYaml } from '../company/yaml-source.ts'
import { loadCorpus } from '../corpus/load.ts'
import { readBackground } from '../corpus/read-questions.ts'
import { trainingSetOf } from '../corpus/training-set.ts'
import type { Bilingual } from '../corpus/types.ts'
import { LiukeError } from '../errors.ts'
import type { TestQuestion } from '../understanding/evaluation.ts'
import { intentsOfLabel, parseLabelled } from '../understanding/labelled-file.ts'
import type { LabelledUtterance, TrainingSet } from '../understanding/types.ts'
import type { EvaluateOptions } from './evaluate-options.ts'

/** What to learn and what to be measured on. */
export interface Task {
  readonly set: TrainingSet
  /** In scope and, without an expected intent, out of scope. */
  readonly questions: readonly TestQuestion[]
  /** Titles of entries by id; empty where files were learned. */
  readonly titles: ReadonlyMap<string, Bilingual>
  readonly corpusHash: string | null
}

/**
 * Reads everything the options name.
 * @throws LiukeError for files that cannot be read, and for a corpus with errors
 */
export function readTask(options: EvaluateOptions): Promise<Task> {
  return options.corpus === undefined ? taskOfFiles(options) : taskOfCorpus(options, options.corpus)
}

async function taskOfFiles(options: EvaluateOptions): Promise<Task> {
  const files = await Promise.all((options.train ?? []).map(rowsOf))
  const rows = files.flat()
  const labels = [...new Set(rows.map((row) => row.label))]
  return {
    set: {
      rows,
      background: [],
      strangers: await shippedBackground(),
      outOfScope: await textsOf(options['oos-dev']),
      // Labels are all the titles such files have: card_arrival reads as "card arrival".
      titles: labels.map((label) => ({ label, text: label.replaceAll(/[_.\-/]+/g, ' ') })),
      seed: options.seed,
    },
    questions: [...(await questionsOf(options.test)), ...(await outOfScopeOf(options['oos-test']))],
    titles: new Map(),
    corpusHash: null,
  }
}

async function taskOfCorpus(options: EvaluateOptions, folder: string): Promise<Task> {
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
  const own = corpus.tests.map(({ text, labels, language }) => ({ text, expected: labels, language }))
  const asked = options.test === undefined ? own : await questionsOf(options.test)
  return {
    set: { ...trainingSetOf(corpus, options.seed), outOfScope: await textsOf(options['oos-dev']) },
    questions: [...asked, ...(await outOfScopeOf(options['oos-test']))],
    titles: new Map([...corpus.entries].map(([id, { title }]) => [id, title])),
    corpusHash: corpus.hash,
  }
}

async function questionsOf(file: string | undefined): Promise<TestQuestion[]> {
  const rows = file === undefined ? [] : await rowsOf(file)
  return rows.map(({ text, label }) => ({ text, expected: intentsOfLabel(label) }))
}

async function outOfScopeOf(file: string | undefined): Promise<TestQuestion[]> {
  return (await textsOf(file)).map((text) => ({ text, expected: [] }))
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
