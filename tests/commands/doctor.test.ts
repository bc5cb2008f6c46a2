/** `liuke doctor` as people call it: its exit code, its language, and one object for programs as the last line. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
let home = ''
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'liuke-doctor-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** Runs it in a process of its own, on an installation that was never started. */
async function doctor(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [path.join(root, 'bin', 'liuke.mjs'), 'doctor', ...args], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      LIUKE_HOME: home,
      PORT: '1',
      ...env,
    },
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

describe('liuke doctor', () => {
  it('ends with 0 where nothing is wrong, makes nothing, and speaks the language of the terminal', async () => {
    const { code, out, err } = await doctor(['--offline'], { LANG: 'zh_CN.UTF-8' })
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('✓ 语料：')
    expect(await readdir(home)).toEqual([])
  })

  it('ends with 1 where something is wrong, with one object as the last line', async () => {
    const { code, out } = await doctor(['--json', '--offline'], { LIUKE_CORPUS: 'no-such-folder', LANG: 'C' })
    expect(code).toBe(1)
    const report = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')
    expect(report.status).toBe('fail')
    expect(report.checks.find(({ id }: { id: string }) => id === 'content.corpus')).toMatchObject({
      group: 'content',
      status: 'fail',
      title: 'Corpus',
    })
  })

  it('tells every setting that cannot be read, as production would', async () => {
    const { code, out } = await doctor(['--lang', 'zh'], { DIRECTLINE_SECRET: 'short', PORT: 'abc' })
    expect(code).toBe(1)
    for (const name of ['LIUKE_MASTER_KEY', 'DIRECTLINE_SECRET', 'PORT']) expect(out).toContain(`- ${name}`)
    expect(out).toContain('请对照 docs/configuration.md')
  })

  it('ends with 2 for a wrong call', async () => {
    const { code, err } = await doctor(['--lang', 'fr'])
    expect(code).toBe(2)
    expect(err).toContain('liuke doctor [--json]')
  })
})
