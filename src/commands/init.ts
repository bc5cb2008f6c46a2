/** `liuke init DIR`: starts a company's own corpus and data, to be used instead of the sample. */

import { constants } from 'node:fs'
import { copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { LiukeError, messageOf } from '../errors.ts'
import type { Command } from './command.ts'

const PROGRAM = path.join(import.meta.dirname, '..', '..')
const STARTER = path.join(PROGRAM, 'src', 'corpus', 'starter')
/** Parts of the sample corpus that serve any company as they are; the starter's own files replace theirs. */
const SHARED = ['phrases', 'lexicon', 'handoff.yaml', 'desk.yaml']

const usage = `liuke init DIR

Writes into the new or empty folder DIR:
  corpus/              model entries of each kind, what the bot says, word lists, held-out questions
  data/company/        company.yaml to fill in
  .env                 settings to fill in, when the program has a .env.example
  README.md            what to do next, in English and Chinese`

export const command: Command = {
  name: 'init',
  summary: "start a company's own corpus and data instead of the sample",
  usage,
  async run(args) {
    const folder = folderOf(args)
    if (folder === null) {
      console.error(usage)
      return 2
    }
    try {
      await startCompany(folder)
    } catch (thrown) {
      console.error(thrown instanceof LiukeError ? thrown.toString() : messageOf(thrown))
      return 1
    }
    console.log(nextSteps(folder))
    return 0
  },
}

/**
 * Writes the starting files into a folder that is new or empty.
 * @throws LiukeError `folder_not_empty`, `not_a_folder`
 */
export async function startCompany(folder: string): Promise<void> {
  await makeEmptyFolder(folder)
  const sample = path.join(PROGRAM, 'corpus')
  for (const part of await readdir(sample)) {
    if (!SHARED.includes(part)) continue
    await cp(path.join(sample, part), path.join(folder, 'corpus', part), { recursive: true })
  }
  await cp(path.join(STARTER, 'corpus'), path.join(folder, 'corpus'), { recursive: true, force: true })
  await cp(path.join(STARTER, 'company'), path.join(folder, 'data', 'company'), { recursive: true })
  await copyFile(path.join(STARTER, 'README.md'), path.join(folder, 'README.md'), constants.COPYFILE_EXCL)
  await writeSettings(folder)
}

async function makeEmptyFolder(folder: string): Promise<void> {
  let inside: string[]
  try {
    await mkdir(folder, { recursive: true })
    inside = await readdir(folder)
  } catch (thrown) {
    const advice = 'Name a folder that does not exist yet, in a place you may write to.'
    throw new LiukeError('not_a_folder', `${folder} cannot be made: ${messageOf(thrown)}.`, advice)
  }
  if (inside.length > 0) {
    const advice = 'Name a new or empty folder: nothing that exists is ever overwritten.'
    throw new LiukeError('folder_not_empty', `${folder} is not empty.`, advice)
  }
}

async function writeSettings(folder: string): Promise<void> {
  let example: string
  try {
    example = await readFile(path.join(PROGRAM, '.env.example'), 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return
    throw thrown
  }
  const others = example.split('\n').filter((line) => !/^\s*LIUKE_(?:CORPUS|COMPANY)\s*=/.test(line))
  const ours = `# Where this folder's own corpus and figures are.\n${settingsOf(folder)}\n`
  await writeFile(path.join(folder, '.env'), `${others.join('\n').trimEnd()}\n\n${ours}`, {
    flag: 'wx',
    mode: 0o600,
  })
}

function settingsOf(folder: string): string {
  const root = path.resolve(folder)
  const corpus = quoted(path.join(root, 'corpus'))
  return `LIUKE_CORPUS=${corpus}\nLIUKE_COMPANY=${quoted(path.join(root, 'data', 'company'))}`
}

/** A path as a .env file and a shell both read it. */
function quoted(folder: string): string {
  return /[\s#"]/.test(folder) ? `'${folder}'` : folder
}

function nextSteps(folder: string): string {
  const root = path.resolve(folder)
  return `Started in ${root}. README.md there says what to do next.

These two settings make Liuke use it:
${settingsOf(folder)}

Check it with: liuke corpus check --corpus ${path.join(folder, 'corpus')} --company ${path.join(folder, 'data', 'company')}`
}

function folderOf(args: string[]): string | null {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true })
    return positionals.length === 1 ? (positionals[0] ?? null) : null
  } catch {
    // An option: this command has none, and shows how it is called.
    return null
  }
}
