/** Files of a corpus on the disk, for the commands that import and export it. */

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readSourceFiles } from '../company/source-files.ts'
import { LiukeError } from '../errors.ts'
import { MAX_GIVEN_BYTES } from '../jobs/exchange/archive.ts'
import { zipped } from '../jobs/exchange/export.ts'
import type { ExchangedFile } from '../jobs/exchange/given.ts'

/**
 * Writes files into an archive where `out` names one, a single file as `out`, else all into a new or empty folder.
 * @param inFolders whether files keep their places, even a single one
 * @returns the paths written
 * @throws LiukeError `export_folder_full`
 */
export async function writeFiles(
  out: string,
  files: readonly ExchangedFile[],
  inFolders: boolean,
): Promise<readonly string[]> {
  const [only, ...more] = files
  if (/\.zip$/i.test(out)) {
    await writeFile(out, zipped(files))
    return [out]
  }
  const isFolder = await stat(out).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!inFolders && only && more.length === 0 && !isFolder) {
    await writeFile(out, only.bytes)
    return [out]
  }
  await mkdir(out, { recursive: true })
  if ((await readdir(out)).length > 0)
    throw new LiukeError(
      'export_folder_full',
      `There are files in ${out} already.`,
      'Name a new or empty folder, or an archive (.zip).',
    )
  const written: string[] = []
  for (const { name, bytes } of files) {
    const file = path.join(out, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
    written.push(file)
  }
  return written
}

/** Files as they are, and of folders the YAML in them. @throws LiukeError `import_file_missing`, `exchange_too_large` */
export async function readFiles(names: readonly string[]): Promise<ExchangedFile[]> {
  const files: ExchangedFile[] = []
  for (const name of names) {
    const found = await stat(name).catch((cause: unknown) => {
      throw new LiukeError('import_file_missing', `There is no file ${name}.`, 'Name one that is there.', {
        cause,
      })
    })
    if (found.isDirectory()) {
      const { files: inside, problems } = await readSourceFiles(name)
      const [problem] = problems
      if (problem) throw new LiukeError(problem.code, problem.message, problem.fix)
      files.push(...inside.map(({ path: place, text }) => ({ name: place, bytes: Buffer.from(text) })))
    } else if (found.size > MAX_GIVEN_BYTES)
      throw new LiukeError('exchange_too_large', `${name} is larger than 10 MB.`, 'Split it.')
    else files.push({ name, bytes: await readFile(name) })
  }
  return files
}
