/** `manifest.json` of a backup: what is in it, with a checksum over itself. */

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { LiukeError } from '../../errors.ts'

/** Version of the layout that this code writes, and the newest it reads. */
export const FORMAT = 1

const databaseShape = z.strictObject({
  engine: z.enum(['sqlite', 'postgres']),
  /** `copy`: a SQLite file; `dump`: lines that either engine can be filled from. */
  form: z.enum(['copy', 'dump']),
  file: z.enum(['liuke.sqlite', 'liuke.ndjson.gz', 'keys/keys.sqlite', 'keys/keys.ndjson.gz']),
  bytes: z.number().int(),
  sha256: z.string(),
  migrations: z.array(z.string()),
  rows: z.record(z.string(), z.number().int()),
})

const manifestShape = z.strictObject({
  format: z.literal(FORMAT),
  liuke: z.string(),
  kind: z.enum(['manual', 'nightly']),
  createdAt: z.iso.datetime(),
  databases: z.strictObject({ main: databaseShape, keys: databaseShape }),
})

/** A database within a backup. */
export type SavedDatabase = z.infer<typeof databaseShape>

/** What a backup says about itself. Only `nightly` ones are ever removed by Liuke. */
export type Manifest = z.infer<typeof manifestShape>

/** Writes the manifest into the backup's folder and syncs it. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(path.join(folder, 'manifest.json'), textOf(manifest), {
    flag: 'wx',
    mode: 0o600,
    flush: true,
  })
}

/**
 * Reads a backup's manifest.
 * @throws LiukeError `backup_missing`, `backup_newer`, `backup_damaged`
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, 'manifest.json')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new LiukeError(
      'backup_missing',
      `${file} cannot be read, so ${folder} is no backup.`,
      '`liuke backup list` shows the backups there are.',
      { cause },
    )
  }
  return parseManifest(text)
}

/** See {@link readManifest}. */
export function parseManifest(text: string): Manifest {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw damaged(cause)
  }
  const { sha256: _, ...rest } = z.looseObject({}).catch({}).parse(content)
  if (textOf(rest) !== text) throw damaged()
  const format = rest['format']
  if (typeof format === 'number' && format > FORMAT) {
    throw new LiukeError(
      'backup_newer',
      `The backup has format ${format}; this version of Liuke reads up to ${FORMAT}.`,
      'Use the version of Liuke that made it, or a newer one.',
    )
  }
  const parsed = manifestShape.safeParse(rest)
  if (!parsed.success) throw damaged(parsed.error)
  return parsed.data
}

/** The very bytes of the file: any that differs, even a space, is damage. */
function textOf(manifest: object): string {
  const sha256 = createHash('sha256').update(JSON.stringify(manifest)).digest('hex')
  return `${JSON.stringify({ ...manifest, sha256 }, null, 2)}\n`
}

function damaged(cause?: unknown): LiukeError {
  return new LiukeError('backup_damaged', 'manifest.json is not as it was written.', 'Use another backup.', {
    cause,
  })
}
