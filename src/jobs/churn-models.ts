/** Keeps churn models: the one in force in the database, the newest twenty as files, and a list of them all. */

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type ChurnModel, parseModel, serialiseModel } from '../churn/model.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'

/** Models that are kept. */
export const MODELS_KEPT = 20
const SETTING = 'churn_model'
const LIST = 'churn_models'

const entryShape = z.object({
  version: z.string(),
  /** When it was trained, in milliseconds since 1970. */
  at: z.number(),
  /** Name of the mapping. */
  mapping: z.string(),
  rows: z.number(),
  baseRate: z.number(),
  /** Mean AUC over five folds; null where there were too few rows. */
  auc5: z.number().nullable(),
})

/** A model that can be taken back into force. */
export type KeptModel = Readonly<z.infer<typeof entryShape>>

/** The model in force; null before the first. @throws LiukeError `churn_model_damaged` */
export async function currentModel(store: Pick<Store, 'db'>): Promise<ChurnModel | null> {
  const text = await currentModelText(store)
  return text === null ? null : parseModel(text)
}

/** The same as it is stored: cheap to compare. */
export async function currentModelText({ db }: Pick<Store, 'db'>): Promise<string | null> {
  return settingOf(db, SETTING)
}

/** The models that are kept, the newest first. */
export async function keptModels({ db }: Pick<Store, 'db'>): Promise<KeptModel[]> {
  const text = await settingOf(db, LIST)
  // Written by ourselves; an entry of another form is one of a later version, and left alone.
  return z
    .array(entryShape)
    .catch([])
    .parse(JSON.parse(text ?? '[]'))
}

/**
 * Keeps a model that was just trained and puts it into force, on record.
 * @param folder of the files
 */
export async function putIntoForce(
  store: Store,
  folder: string,
  model: ChurnModel,
  actor: string,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = fileOf(folder, model.version)
  await writeFile(`${file}.part`, `${serialiseModel(model)}\n`)
  await rename(`${file}.part`, file)
  const dropped = await store.db.transaction().execute(async (trx) => {
    const before = await settingOf(trx, SETTING)
    // On record first: its row is what two trainings that end together queue for.
    await store.audit.append(trx, {
      actor,
      action: 'churn.train',
      target: `churn-model:${model.version}`,
      detail: { rows: model.rows, before: versionIn(before) },
    })
    await write(trx, SETTING, serialiseModel(model))
    const others = (await keptModels({ db: trx })).filter(({ version }) => version !== model.version)
    const list = [entryOf(model, store.now()), ...others]
    await write(trx, LIST, JSON.stringify(list.slice(0, MODELS_KEPT)))
    return list.slice(MODELS_KEPT)
  })
  for (const { version } of dropped) await rm(fileOf(folder, version), { force: true })
}

/**
 * Puts a model that was trained before into force again, on record.
 * @throws LiukeError `churn_model_unknown`, `churn_model_damaged`
 */
export async function takeBack(
  store: Store,
  folder: string,
  version: string,
  actor: string,
): Promise<ChurnModel> {
  const kept = (await keptModels(store)).some((model) => model.version === version)
  const text = kept ? await readFile(fileOf(folder, version), 'utf8').catch(() => null) : null
  if (text === null) {
    const message = kept
      ? `The file of model ${version} is not in ${folder}.`
      : `No model ${version} is kept.`
    const advice = kept ? 'Copy it there from a backup, or train again.' : '`liuke churn models` lists them.'
    throw new LiukeError('churn_model_unknown', message, advice)
  }
  const model = parseModel(text.trim())
  if (model.version !== version)
    throw new LiukeError('churn_model_damaged', `${version}.json holds another model.`, 'Train again.')
  await store.db.transaction().execute(async (trx) => {
    const before = await settingOf(trx, SETTING)
    await store.audit.append(trx, {
      actor,
      action: 'churn.use',
      target: `churn-model:${version}`,
      detail: { before: versionIn(before) },
    })
    await write(trx, SETTING, serialiseModel(model))
  })
  return model
}

function entryOf(model: ChurnModel, at: number): KeptModel {
  const { version, rows, baseRate, mapping, figures } = model
  return { version, at, mapping: mapping.name, rows, baseRate, auc5: figures?.auc5 ?? null }
}

/** Versions are hexadecimal and come from the list: nothing else becomes part of a path. */
function fileOf(folder: string, version: string): string {
  return path.join(folder, `${version.replace(/[^0-9a-f]/g, '')}.json`)
}

function versionIn(text: string | null): string | null {
  return text === null ? null : (/"version":"([0-9a-f]{16})"/.exec(text)?.[1] ?? null)
}

async function settingOf(db: Store['db'] | Trx, key: string): Promise<string | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

async function write(trx: Trx, key: string, value: string): Promise<void> {
  await trx
    .insertInto('settings')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute()
}
