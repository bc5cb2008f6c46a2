/** Trained models on disk: one file per training set and version of the code, trained when missing. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LiukeError } from '../../errors.ts'
import type { TrainingSet } from '../types.ts'
import { checkModel } from './model-file.ts'
import { type TrainOptions, trainInProcess } from './trainer.ts'

/** What to load, and where from. */
export interface LoadOrTrain extends TrainOptions {
  /** Folder of model files; made where it is missing. */
  readonly folder: string
  readonly set: TrainingSet
  /** Train anew, even where the model is there; the new one takes its place. */
  readonly anew?: boolean | undefined
  /** Hears of a file that could not be used and is trained again. */
  readonly onWarning?: ((warning: LiukeError) => void) | undefined
}

/** A model, and whether it had to be trained. */
export interface StoredModel {
  readonly bytes: Uint8Array
  readonly trained: boolean
  readonly file: string
}

/**
 * The model of a training set: read where it was trained before, else trained and written.
 * @throws LiukeError like `trainInProcess`; errors of the file system as they are
 */
export async function loadOrTrain(options: LoadOrTrain): Promise<StoredModel> {
  const file = path.join(options.folder, `${await modelNameOf(options.set)}.model`)
  const stored = options.anew ? undefined : await readModel(file, options.onWarning)
  if (stored) return { bytes: stored, trained: false, file }
  const bytes = await trainInProcess(options.set, options)
  await mkdir(options.folder, { recursive: true })
  // Whoever trained in the meantime may have learned from the log as well: theirs stays.
  const theirs = options.anew ? undefined : await readModel(file, undefined)
  if (theirs) return { bytes: theirs, trained: true, file }
  await writeWhole(file, bytes)
  await tidy(options.folder)
  return { bytes, trained: true, file }
}

/** Models kept in a folder; an earlier one lets a change of the corpus be taken back at once. */
const KEPT_MODELS = 8
/** What a killed process left half-written goes after so long, in milliseconds. */
const DRAFT_MS = 86_400_000

/** Removes all but the newest models, and drafts nobody writes any more. What is gone already is no trouble. */
async function tidy(folder: string): Promise<void> {
  const files: { file: string; at: number }[] = []
  for (const name of await readdir(folder)) {
    if (!/\.(model|part)$/.test(name)) continue
    const file = path.join(folder, name)
    const found = await stat(file).catch(ignoreMissing)
    if (found) files.push({ file, at: found.mtimeMs })
  }
  files.sort((a, b) => b.at - a.at)
  const models = files.filter(({ file }) => file.endsWith('.model')).slice(KEPT_MODELS)
  const drafts = files.filter(({ file, at }) => file.endsWith('.part') && at < Date.now() - DRAFT_MS)
  for (const { file } of [...models, ...drafts]) await rm(file, { force: true })
}

/** Removes models that were written before a moment, in milliseconds since 1970: they may have learned what must be forgotten. */
export async function forgetModels(folder: string, before: number): Promise<void> {
  const names = (await readdir(folder).catch(ignoreMissing)) ?? []
  for (const name of names) {
    if (!/\.(model|part)$/.test(name)) continue
    const file = path.join(folder, name)
    const found = await stat(file).catch(ignoreMissing)
    if (found && found.mtimeMs < before) await rm(file, { force: true })
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

/**
 * Name of the model of a training set: a hash of its rows, in whatever order, and of the code that trains. What
 * was learned beside from unlabelled questions does not change it: a model that has is found in its place.
 */
export async function modelNameOf(set: TrainingSet): Promise<string> {
  const pairs = (rows: TrainingSet['rows']) =>
    rows.map(({ label, text }) => JSON.stringify([label, text])).sort()
  const questions = [set.background, set.strangers ?? [], set.outOfScope ?? []].map((texts) =>
    [...texts].sort(),
  )
  const content = [pairs(set.rows), pairs(set.titles ?? []), questions, set.seed]
  const hash = createHash('sha256')
    .update(JSON.stringify(content))
    .update(await codeVersion())
  return hash.digest('hex').slice(0, 24)
}

async function readModel(file: string, onWarning: LoadOrTrain['onWarning']): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    checkModel(bytes)
    return bytes
  } catch (error) {
    if (!(error instanceof LiukeError)) throw error
    const advice = 'It is trained again; nothing needs to be done.'
    onWarning?.(new LiukeError(error.code, `${error.message} (${file})`, advice, { cause: error }))
    return undefined
  }
}

/** Writes beside the file and renames, so that a reader sees the old file or the whole new one. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`
  try {
    await writeFile(draft, bytes, { flush: true })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

let version: Promise<string> | undefined

/** Changes with every file training reads, and with the word segmentation built into Node. */
function codeVersion(): Promise<string> {
  version ??= hashOfTraining()
  return version
}

/** A relative import of a file, as this project writes them. */
const IMPORT = /(?:from |new URL\()'(\.[^']+)'/g

async function hashOfTraining(): Promise<string> {
  const files = new Map<string, string>()
  const visit = async (file: string): Promise<void> => {
    if (files.has(file)) return
    const text = await readFile(file, 'utf8')
    files.set(file, text)
    for (const [, name = ''] of text.matchAll(IMPORT)) await visit(path.resolve(path.dirname(file), name))
  }
  await visit(path.join(import.meta.dirname, 'train.ts'))
  const hash = createHash('sha256').update(process.versions['icu'] ?? '')
  for (const file of [...files.keys()].sort()) {
    hash.update(path.basename(file)).update(files.get(file) ?? '')
  }
  return hash.digest('hex')
}
