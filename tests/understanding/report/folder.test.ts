import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkReportFolder, readReport, writeReportFolder } from '../../../src/understanding/report/folder.ts'
import { report, SAMPLE } from './sample.ts'

let base: string
const at = (...names: string[]) => path.join(base, ...names)
const files = (mark: string) => ({
  'report.json': JSON.stringify({ ...report(SAMPLE), mark }),
  'report.md': mark,
  'report.html': mark,
})

beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'liuke-report-'))
})
afterEach(() => rm(base, { recursive: true }))

describe('a report', () => {
  it('is written to a new folder, and to folders above it that are missing', async () => {
    await writeReportFolder(at('a', 'b'), files('one'))
    expect(await readdir(at('a', 'b'))).toEqual(['report.html', 'report.json', 'report.md'])
    expect(await readReport(at('a', 'b', 'report.json'))).toEqual(report(SAMPLE))
  })

  it('takes the place of an earlier one, and leaves nothing else behind', async () => {
    await writeReportFolder(at('r'), files('one'))
    await chmod(at('r'), 0o700)
    await writeReportFolder(at('r'), files('two'))
    expect(await readFile(at('r', 'report.md'), 'utf8')).toBe('two')
    expect(await readdir(base)).toEqual(['r'])
    expect((await stat(at('r'))).mode & 0o777).toBe(0o700)
  })

  it('goes where a link leads, and the link stays', async () => {
    await mkdir(at('real'))
    await symlink(at('real'), at('link'))
    await writeReportFolder(at('link'), files('one'))
    expect(await readdir(at('real'))).toHaveLength(3)
    expect((await readdir(base)).sort()).toEqual(['link', 'real'])
  })

  it.each([
    ['a file of somebody else', async () => writeFile(at('r', 'notes.txt'), 'mine')],
    ['a hidden file', async () => writeFile(at('r', '.git'), '')],
    ['a report.json of another program', async () => writeFile(at('r', 'report.json'), '{"tests":3}')],
    ['a report.html and nothing that says it is ours', async () => writeFile(at('r', 'report.html'), '')],
    ['a folder', async () => mkdir(at('r', 'sub'))],
  ])('is not written over %s', async (_, put) => {
    await mkdir(at('r'))
    await put()
    const before = await readdir(at('r'))
    // One after the other: what is refused while nobody waits for it is an error of its own.
    for (const act of [() => checkReportFolder(at('r')), () => writeReportFolder(at('r'), files('two'))]) {
      await expect(act()).rejects.toMatchObject({ code: 'report_folder_foreign' })
    }
    expect(await readdir(at('r'))).toEqual(before)
    expect(await readdir(base)).toEqual(['r'])
  })

  it('is not written where there is a file', async () => {
    await writeFile(at('r'), '')
    await expect(checkReportFolder(at('r'))).rejects.toMatchObject({ code: 'report_folder_unusable' })
    await expect(writeReportFolder(at('r', 'below'), files('x'))).rejects.toMatchObject({
      code: 'report_folder_unusable',
    })
    expect(await readdir(base)).toEqual(['r'])
  })

  it('is whole or not there: what cannot be finished leaves the earlier one', async () => {
    await writeReportFolder(at('r'), files('one'))
    // Bytes no file system takes as content: the third file fails after two were written.
    const broken = { ...files('two'), 'report.html': Symbol('no text') as unknown as string }
    await expect(writeReportFolder(at('r'), broken)).rejects.toMatchObject({ code: 'report_folder_unusable' })
    expect(await readFile(at('r', 'report.md'), 'utf8')).toBe('one')
    expect(await readdir(base)).toEqual(['r'])
  })
})

describe('an earlier report', () => {
  it('that is not there is named', async () => {
    await expect(readReport(at('none.json'))).rejects.toMatchObject({
      code: 'report_unreadable',
      message: `${at('none.json')} cannot be read.`,
    })
  })

  it('is not a folder', async () => {
    await expect(readReport(base)).rejects.toMatchObject({ code: 'report_unreadable' })
  })
})
