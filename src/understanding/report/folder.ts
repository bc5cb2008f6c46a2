/** The folder a report is written to: all of it or nothing, and never over somebody else's files. */
import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LiukeError, messageOf } from '../../errors.ts'
import { isOurs, parseReport } from './parse.ts'
import type { EvaluationReport } from './shape.ts'

/** The files of a report. */
export type ReportFiles = Readonly<Record<'report.json' | 'report.md' | 'report.html', string>>

const NAMES: readonly string[] = ['report.json', 'report.md', 'report.html'] satisfies (keyof ReportFiles)[]

/**
 * Checks that a report may be written to a folder: it is missing, empty, or holds an earlier report and nothing else.
 * @throws LiukeError `report_folder_foreign`, `report_folder_unusable`
 */
export async function checkReportFolder(folder: string): Promise<void> {
  const found = await namesIn(folder)
  const foreign = found.find((name) => !NAMES.includes(name))
  if (foreign !== undefined) throw foreignFolder(folder, foreign)
  if (found.length > 0 && !(await holdsReport(folder))) throw foreignFolder(folder, found[0] ?? '')
}

/**
 * Writes a report, and takes the place of an earlier one. Should the machine stop between the two renames, the
 * earlier report is beside the folder, under its name with `.old` in it.
 * @throws LiukeError like `checkReportFolder`
 */
export async function writeReportFolder(folder: string, files: ReportFiles): Promise<void> {
  await checkReportFolder(folder)
  const target = await placeOf(folder)
  const mark = randomUUID().slice(0, 8)
  const draft = `${target}.${mark}.part`
  const aside = `${target}.${mark}.old`
  try {
    await mkdir(draft, { recursive: true })
    for (const [name, content] of Object.entries(files)) {
      await writeFile(path.join(draft, name), content, { flush: true })
    }
    if (await takeMode(target, draft)) await swap(target, draft, aside)
    else await rename(draft, target)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw unusable(folder, error)
  }
  await rm(aside, { recursive: true, force: true })
}

/**
 * Reads the report.json of an earlier evaluation.
 * @throws LiukeError `report_unreadable`, and like `parseReport`
 */
export async function readReport(file: string): Promise<EvaluationReport> {
  let json: string
  try {
    json = await readFile(file, 'utf8')
  } catch (error) {
    const advice = 'Name the report.json that an earlier `liuke evaluate --report DIR` wrote.'
    throw new LiukeError('report_unreadable', `${file} cannot be read.`, advice, { cause: error })
  }
  return parseReport(json, file)
}

/** Names of what is in a folder; nothing where there is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw unusable(folder, error)
  }
}

async function holdsReport(folder: string): Promise<boolean> {
  try {
    return isOurs(JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')))
  } catch {
    return false // missing, unreadable or no JSON: not what we wrote
  }
}

/** Where the folder really is, so that a link to it stays a link. */
async function placeOf(folder: string): Promise<string> {
  try {
    return await realpath(folder)
  } catch (error) {
    if (isMissing(error)) return path.resolve(folder)
    throw unusable(folder, error)
  }
}

/** Whether there is a folder already; then the new one lets the same people in. */
async function takeMode(target: string, draft: string): Promise<boolean> {
  try {
    await chmod(draft, (await stat(target)).mode & 0o777)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function swap(target: string, draft: string, aside: string): Promise<void> {
  await rename(target, aside)
  try {
    await rename(draft, target)
  } catch (error) {
    await rename(aside, target)
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function foreignFolder(folder: string, name: string): LiukeError {
  return new LiukeError(
    'report_folder_foreign',
    `${folder} holds ${name}, which no report of \`liuke evaluate\` put there.`,
    'Name a folder that is missing, empty, or holds nothing but an earlier report.',
  )
}

function unusable(folder: string, error: unknown): LiukeError {
  return new LiukeError(
    'report_folder_unusable',
    `The report cannot be written to ${folder}: ${messageOf(error)}.`,
    'Name a folder that Liuke may write to.',
    { cause: error },
  )
}
