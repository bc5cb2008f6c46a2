/** `liuke corpus export` and `liuke corpus import`: a corpus as files, and files into the draft. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadCorpus } from '../corpus/load.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { ImportMode } from '../jobs/exchange/changes.ts'
import { corpusName, exportCorpus, filesOfCorpus, recordExport, type Which } from '../jobs/exchange/export.ts'
import { type ExchangeFormat, exchangeFormats } from '../jobs/exchange/given.ts'
import { type ImportResult, importCorpus } from '../jobs/exchange/import.ts'
import { sentenceOf } from '../jobs/exchange/words.ts'
import { createLogger } from '../log.ts'
import { actorOf } from './actor.ts'
import { readFiles, writeFiles } from './corpus-files.ts'
import type { OpenInstallation } from './open-installation.ts'
import { withInstallation } from './run-call.ts'

export const exchangeUsage = `liuke corpus export --out FILE|FOLDER [--format FORMAT] [--which live|draft|NUMBER] [--json]
liuke corpus import FILE… --format FORMAT [--mode merge|replace] [--language zh|en] [--dry-run] [--json]`

export const exchangeOptions = `  --format FORMAT  yaml (ours, without loss), nlpjs, qna (TSV of QnA Maker), rasa, csv, xlsx
  --which WHICH    what is written: live (default), draft, or the number of a revision
  --out WHERE      a new or empty folder, a file, or an archive (.zip)
  --mode MODE      merge (default) adds to what is there; replace takes what is given in its place
  --language LANG  of texts whose file does not say it (default: told text by text)
  --dry-run        says what an import would do`

/** How `export` was called. */
export interface ExportCall {
  readonly format: ExchangeFormat
  readonly which: Which
  readonly out: string
  readonly json: boolean
}

/** How `import` was called. */
export interface ImportCall {
  readonly files: readonly string[]
  readonly format: ExchangeFormat
  readonly mode: ImportMode
  readonly language: 'zh' | 'en' | null
  readonly dryRun: boolean
  readonly json: boolean
}

/** @returns the call, or what is wrong with it */
export function readExport(args: string[]): ExportCall | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        out: { type: 'string' },
        format: { type: 'string', default: 'yaml' },
        which: { type: 'string', default: 'live' },
        json: { type: 'boolean', default: false },
      },
    })
    const { out, which, json } = values
    const format = formatOf(values.format)
    if (format === undefined) return unknownFormat(values.format)
    if (!out) return 'Where to? --out FILE or FOLDER.'
    if (which === 'live' || which === 'draft') return { format, which, out, json }
    if (!/^[1-9]\d{0,8}$/.test(which)) return `--which ${which} is neither live nor draft nor a number.`
    return { format, which: Number(which), out, json }
  } catch (error) {
    return messageOf(error)
  }
}

/** @returns the call, or what is wrong with it */
export function readImport(args: string[]): ImportCall | string {
  try {
    const { values, positionals: files } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        mode: { type: 'string', default: 'merge' },
        language: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const { mode, language = null, json } = values
    const format = formatOf(values.format)
    if (files.length === 0) return 'Which files?'
    if (format === undefined) return unknownFormat(values.format)
    if (mode !== 'merge' && mode !== 'replace') return `--mode ${mode} is neither merge nor replace.`
    if (language !== null && language !== 'zh' && language !== 'en')
      return `--language ${language} is neither zh nor en.`
    return { files, format, mode, language, dryRun: values['dry-run'], json }
  } catch (error) {
    return messageOf(error)
  }
}

function formatOf(name: string | undefined): ExchangeFormat | undefined {
  return exchangeFormats.find((format) => format === name)
}

function unknownFormat(name: string | undefined): string {
  const known = exchangeFormats.join(', ')
  return name === undefined ? `--format is missing: ${known}.` : `--format ${name} is none of ${known}.`
}

/** Writes a corpus as files. @returns the exit code */
export function exportTo({ format, which, out, json }: ExportCall): Promise<number> {
  return withInstallation(async (open) => {
    const curation = await curationOf(open)
    const corpus = await filesOfCorpus(curation, which)
    const { files, lost } = await exportCorpus(corpus, format, corpusName(curation.corpus().company))
    const written = await writeFiles(out, files, format === 'yaml')
    await recordExport(curation, actorOf(), which, format)
    if (json) {
      console.log(JSON.stringify({ format, which, files: written, lost }))
      return 0
    }
    const place = written.length === 1 ? written[0] : `${written.length} files in ${out}`
    console.log(`Written (${which}): ${place}`)
    for (const one of lost) console.log(`Not in it: ${sentenceOf(one, 'en')}.`)
    return 0
  })
}

/** Takes files into the draft. @returns the exit code */
export async function importFrom(call: ImportCall): Promise<number> {
  const files = await readFiles(call.files)
  return withInstallation(async (open) => {
    const { format, mode, language, dryRun } = call
    const curation = await curationOf(open)
    const request = { format, files, mode, language }
    const result = await importCorpus(curation, actorOf(), request, { dryRun })
    const { items, lost, problems, applied } = result
    console.log(
      call.json
        ? JSON.stringify({
            applied,
            items: items.map(({ key, change, file }) => ({ key, change, file })),
            lost,
            problems,
          })
        : textOf(result, dryRun),
    )
    return 0
  })
}

function textOf({ items, lost, problems, applied }: ImportResult, dryRun: boolean): string {
  const signs = { added: '+', changed: '~', removed: '-' }
  const lines = items.map(({ key, change, file }) => `${signs[change]} ${key}  (${file})`)
  lines.push(...lost.map((one) => `Not kept: ${sentenceOf(one, 'en')}.`))
  lines.push(
    ...problems.map(
      ({ file, line, severity, code, message, fix }) =>
        `${file}:${line}  ${severity}  ${code}\n  ${message} ${fix}`,
    ),
  )
  const count = (change: string) => items.filter((item) => item.change === change).length
  const counts = `${count('added')} added, ${count('changed')} changed, ${count('removed')} removed`
  if (items.length === 0) lines.push('Nothing changes: all of it is there already.')
  else if (dryRun) lines.push(`${counts}. Nothing was written, as asked.`)
  else if (applied)
    lines.push(
      `${counts}. They are in the draft: check and publish it in the console (Knowledge › Publish).`,
      '已写入草稿：请在管理台“发布与版本”检查并发布。',
    )
  return lines.join('\n')
}

async function curationOf({ store, config }: OpenInstallation): Promise<Curation> {
  const corpus = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
  return {
    store,
    corpusFolder: config.LIUKE_CORPUS,
    companyFolder: config.LIUKE_COMPANY,
    modelFolder: path.join(config.LIUKE_HOME, 'models'),
    modelSeed: config.MODEL_SEED,
    fourEyes: config.CURATION_FOUR_EYES,
    corpus: () => corpus,
    understand: () =>
      Promise.reject(new LiukeError('not_understood_here', 'No model runs in a command.', 'Ask the server.')),
    log: createLogger('warn'),
  }
}
