/** Reads the YAML files of a folder that people edit, refusing what such a folder should not hold. */

import type { Dirent } from 'node:fs'
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { LiukeError, messageOf } from '../errors.ts'
import { type Problem, problemMaker, sourceProblems } from './problems.ts'

/** A file's text, as it stands on the disk or in a revision. */
export interface SourceFile {
  /** Path inside the folder, with `/` on every system: `faq/bill.yaml`. */
  readonly path: string
  /** Path to show to people: the folder as it was named, joined with `path`. */
  readonly file: string
  readonly text: string
}

/** Largest file that is read, in bytes. */
export const MAX_FILE_BYTES = 1024 * 1024
/** Most YAML files one folder may hold. */
export const MAX_FILES = 1000

const problem = problemMaker(sourceProblems)

/**
 * All `.yaml` and `.yml` files below `folder`, sorted by path. Names that start with a dot are
 * passed over. What cannot be read is reported, and the rest is read.
 */
export async function readSourceFiles(folder: string): Promise<{ files: SourceFile[]; problems: Problem[] }> {
  const problems: Problem[] = []
  let root: string
  try {
    root = await realpath(folder)
  } catch (thrown) {
    const fix = 'Name an existing folder, or start one with `liuke init`.'
    problems.push(
      problem('folder_missing', at(folder), `There is no folder ${folder} (${reasonOf(thrown)}).`, fix),
    )
    return { files: [], problems }
  }

  const paths = await findYaml(root, folder, '', problems)
  paths.sort()
  if (paths.length > MAX_FILES) {
    const message = `The folder holds ${paths.length} YAML files, more than ${MAX_FILES}.`
    problems.push(
      problem('too_many_files', at(folder), message, 'Put entries together by topic, one file each.'),
    )
    paths.length = MAX_FILES
  }

  const files: SourceFile[] = []
  for (const inside of paths) {
    const file = path.join(folder, inside)
    const text = await readText(root, inside, file, problems)
    if (text !== null) files.push({ path: inside, file, text })
  }
  return { files, problems }
}

async function findYaml(
  root: string,
  folder: string,
  inside: string,
  problems: Problem[],
): Promise<string[]> {
  let names: Dirent[]
  try {
    names = await readdir(path.join(root, inside), { withFileTypes: true })
  } catch (thrown) {
    const message = `The folder cannot be read (${reasonOf(thrown)}).`
    problems.push(
      problem('folder_unreadable', at(path.join(folder, inside)), message, 'Check its permissions.'),
    )
    return []
  }
  const found: string[] = []
  for (const entry of names) {
    if (entry.name.startsWith('.')) continue
    const below = inside === '' ? entry.name : `${inside}/${entry.name}`
    if (entry.isDirectory()) {
      found.push(...(await findYaml(root, folder, below, problems)))
    } else if (/\.ya?ml$/i.test(entry.name)) {
      found.push(below)
    } else if (entry.isSymbolicLink() && (await isFolder(path.join(root, below)))) {
      const message = 'A link to a folder is not followed.'
      problems.push(
        problem('file_symlink', at(path.join(folder, below)), message, 'Copy the files into the folder.'),
      )
    }
  }
  return found
}

/** Whether a link leads to a folder; one that leads nowhere does not. */
async function isFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory()
  } catch {
    // A broken link that is not named like a YAML file is nothing we would read.
    return false
  }
}

async function readText(
  root: string,
  inside: string,
  file: string,
  problems: Problem[],
): Promise<string | null> {
  try {
    const real = await realpath(path.join(root, inside))
    if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
      const message = 'The file is a link that leads out of the folder.'
      problems.push(problem('file_symlink', at(file), message, 'Copy the file into the folder.'))
      return null
    }
    const bytes = await readUpTo(real, MAX_FILE_BYTES)
    if (bytes === 'not a file') {
      problems.push(
        problem('file_unreadable', at(file), 'This is not a file.', 'Remove it or give it another name.'),
      )
      return null
    }
    if (bytes === 'too large') {
      const message = `The file is larger than ${MAX_FILE_BYTES / 1024} KB and was not read.`
      problems.push(problem('file_too_large', at(file), message, 'Split it into several files.'))
      return null
    }
    const text = decodeUtf8(bytes)
    if (text === null) {
      const message = 'The file is not UTF-8 text.'
      problems.push(
        problem(
          'file_not_utf8',
          at(file),
          message,
          'Save it again with the encoding UTF-8 (not GBK or UTF-16).',
        ),
      )
    }
    return text
  } catch (thrown) {
    const message = `The file cannot be read (${reasonOf(thrown)}).`
    problems.push(problem('file_unreadable', at(file), message, 'Check its permissions, or the link it is.'))
    return null
  }
}

async function readUpTo(file: string, limit: number): Promise<Uint8Array | 'not a file' | 'too large'> {
  // Looked at before it is opened: opening a named pipe would wait for ever.
  const found = await stat(file)
  if (!found.isFile()) return 'not a file'
  if (found.size > limit) return 'too large'
  const handle = await open(file, 'r')
  try {
    const bytes = await handle.readFile()
    return bytes.length > limit ? 'too large' : bytes
  } finally {
    await handle.close()
  }
}

/** The text without a byte order mark, or null when the bytes are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // The only thing `fatal` throws for is bytes that are not UTF-8, which is the answer.
    return null
  }
}

function at(file: string) {
  return { file, line: 1 }
}

/** The system's short code (ENOENT, EACCES) where there is one: its message repeats the path. */
function reasonOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : messageOf(thrown)
}

/**
 * Reads one file people edit, whole.
 * @param refusal code of the error, and what to do
 * @throws LiukeError with that code when it is not there, not UTF-8, or larger than the limit
 */
export async function readTextFile(
  file: string,
  maxBytes: number,
  refusal: { readonly code: string; readonly advice: string },
): Promise<string> {
  try {
    const { size } = await stat(file)
    if (size > maxBytes) throw new Error(`it is larger than ${maxBytes / 1024} KB`)
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    const message = `${file} cannot be read: ${messageOf(error)}.`
    throw new LiukeError(refusal.code, message, refusal.advice, { cause: error })
  }
}
