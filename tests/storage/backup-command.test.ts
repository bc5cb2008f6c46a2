import { spawn } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { addSubjects, type Installation, installation } from './backup-installation.ts'

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function place(): Promise<Installation> {
  const made = await installation('sqlite')
  ends.push(made.home.remove)
  const open = await made.start()
  await addSubjects(open, 2)
  await open.stop()
  return made
}

interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs `liuke backup …` as an operator does, with the demo's databases and the environment given. */
function backup(
  where: Installation,
  args: string[],
  environment: Record<string, string> = {},
): Promise<Said> {
  const main = path.resolve('src/main.ts')
  const child = spawn(process.execPath, [main, 'backup', ...args], {
    cwd: where.home.folder,
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      LIUKE_HOME: where.home.folder,
      LIUKE_MASTER_KEY: where.masterKey.toString('base64'),
      ...environment,
    },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

describe('liuke backup', () => {
  it('makes, lists, verifies and restores a backup', async () => {
    const where = await place()
    const created = await backup(where, ['create'])
    expect(created).toMatchObject({
      code: 0,
      err: expect.stringContaining('saving the main database 100 %\n'),
    })
    const [name = ''] = await readdir(where.backups)
    expect(created.out).toContain(name)
    expect(await backup(where, ['list'])).toMatchObject({ code: 0, out: expect.stringContaining(name) })
    expect(await backup(where, ['verify', name])).toMatchObject({
      code: 0,
      out: expect.stringContaining('whole'),
    })
    const refused = await backup(where, ['restore', name])
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('[restore_target_not_empty]'),
    })
    const restored = await backup(where, ['restore', name, '--yes'])
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('Restored the backup of 20') })
  })

  it('says everything as one JSON object and nothing else with --json', async () => {
    const where = await place()
    const elsewhere = path.join(where.home.folder, 'elsewhere')
    const created = await backup(where, ['create', '--logical', '--to', elsewhere, '--json'])
    expect(created).toMatchObject({ code: 0, err: '' })
    const { ok, name, manifest } = JSON.parse(created.out)
    expect([ok, manifest.databases.main.form, await readdir(elsewhere)]).toEqual([true, 'dump', [name]])
    const folder = path.join(elsewhere, name)
    expect(JSON.parse((await backup(where, ['list', '--json'])).out)).toEqual({ ok: true, backups: [] })
    await writeFile(path.join(folder, manifest.databases.main.file), '')
    const verified = await backup(where, ['verify', folder, '--json'])
    expect([verified.code, verified.err]).toEqual([1, ''])
    expect(JSON.parse(verified.out)).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('0 bytes')],
    })
    const refused = await backup(where, ['restore', folder, '--json'])
    expect([refused.code, refused.err]).toEqual([1, ''])
    expect(JSON.parse(refused.out)).toMatchObject({ ok: false, code: 'backup_damaged' })
  })

  it('says what it needs and makes no key when there is none', async () => {
    const where = await place()
    await backup(where, ['create'])
    const [name = ''] = await readdir(where.backups)
    const said = await backup(where, ['verify', name], { LIUKE_MASTER_KEY: '' })
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('[secrets_missing]') })
    expect(await readdir(where.home.folder)).not.toContain('secrets.json')
    expect(await backup(where, ['verify', 'nothing'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('[backup_missing]'),
    })
  })

  it.each([
    [[]],
    [['burn']],
    [['create', 'name']],
    [['restore']],
    [['verify', 'one', 'two']],
    [['list', '--yes']],
    [['verify', 'one', '--to', 'here']],
    [['create', '--everything']],
  ])('is called wrongly with %j', async (args) => {
    const where = await installation('sqlite')
    ends.push(where.home.remove)
    expect(await backup(where, args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('liuke backup create'),
    })
  })
})
