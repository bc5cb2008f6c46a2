/** The command line as people call it: the launcher, help, wrong calls, and production without its secrets. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testHome } from '../databases.ts'
import { testEnvironment } from '../server.ts'

const root = path.join(import.meta.dirname, '..', '..')
const launcher = path.join(root, 'bin', 'liuke.mjs')
/** Makes the Node that runs the launcher say that it is an old one. */
const OLD_NODE = `--import=data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process.versions, 'node', { value: '20.19.0' })",
)}`

interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'liuke-main-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs `liuke` in an empty folder, so that no .env of a developer is read. */
function liuke(args: string[], env: Record<string, string> = {}, node: string[] = []): Promise<Outcome> {
  return run([...node, launcher, ...args], env)
}

async function run(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      ...env,
    },
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

/** Makes many calls in one process, which loads what they share once. */
const MANY_CALLS = `
  const [main, calls] = process.argv.slice(1)
  const outcomes = []
  for (const [at, args] of JSON.parse(calls).entries()) {
    const outcome = { code: null, out: '', err: '' }
    console.log = (line) => { outcome.out += line + '\\n' }
    console.error = (line) => { outcome.err += line + '\\n' }
    process.argv = [process.argv[0], main, ...args]
    await import(main + '?call=' + at)
    outcomes.push({ ...outcome, code: process.exitCode })
  }
  process.exitCode = 0
  process.stdout.write(JSON.stringify(outcomes))`

/** Calls the command line behind the launcher, many times in one process. */
async function oneAfterTheOther(calls: string[][]): Promise<Outcome[]> {
  const main = pathToFileURL(path.join(root, 'src', 'main.ts')).href
  const { code, out, err } = await run([
    '--input-type=module',
    '-e',
    MANY_CALLS,
    '--',
    main,
    JSON.stringify(calls),
  ])
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

/** Names of all commands: the files that export one. */
async function commandNames(): Promise<string[]> {
  const commands = path.join(root, 'src', 'commands')
  const files = await readdir(commands)
  const texts = await Promise.all(files.map((file) => readFile(path.join(commands, file), 'utf8')))
  return files
    .filter((_, at) => texts[at]?.includes('export const command: Command'))
    .map((f) => path.parse(f).name)
}

describe('liuke help', () => {
  it('lists every command with what it does, and so does liuke without a command', async () => {
    const [help, bare] = await Promise.all([liuke(['help']), liuke([])])
    expect(help).toMatchObject({ code: 0, err: '' })
    expect(bare.out).toBe(help.out)
    const listed = [...help.out.matchAll(/^ {2}([a-z]+) +\S/gm)].map(([, name]) => name)
    expect(listed.sort()).toEqual((await commandNames()).sort())
  })

  it('says more about each command, in both ways of asking', async () => {
    const names = await commandNames()
    const outcomes = await oneAfterTheOther(
      names.flatMap((name) => [
        ['help', name],
        [name, '--help'],
      ]),
    )
    for (const [at, name] of names.entries()) {
      const [help, flag] = outcomes.slice(2 * at)
      expect(help).toMatchObject({ code: 0, err: '' })
      expect(help?.out).toContain(`liuke ${name}`)
      expect(flag).toEqual(help)
    }
  })
})

describe('liuke', () => {
  it('ends with 2 for a command that does not exist, also when objects have a thing of that name', async () => {
    for (const name of ['sevre', 'constructor', '__proto__', '--version']) {
      const { code, out, err } = await liuke([name])
      expect(code).toBe(2)
      expect(out).toBe('')
      expect(err).toContain('`liuke help`')
    }
  })

  it('ends with 2 and the usage for a wrong call of a command', async () => {
    const { code, err } = await liuke(['backup', 'destroy'])
    expect(code).toBe(2)
    expect(err).toContain('liuke backup create')
  })
})

describe('liuke serve', () => {
  it('refuses to start without its secrets, telling all problems in one message', async () => {
    const { code, out, err } = await liuke(['serve'], { PORT: 'abc' })
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toContain('3 problems')
    for (const name of ['PORT', 'LIUKE_MASTER_KEY', 'DIRECTLINE_SECRET']) expect(err).toContain(`- ${name}`)
    expect(err).toContain('docs/configuration.md')
    expect(err).toContain('[configuration_invalid]')
    // No stack: the operator made a mistake, not the program.
    expect(err).not.toMatch(/^\s+at /m)
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses a master key that is none', async () => {
    const secrets = { LIUKE_MASTER_KEY: 'my password', DIRECTLINE_SECRET: 'sixteen-or-more-letters' }
    const { code, err } = await liuke(['serve'], secrets)
    expect(code).toBe(1)
    expect(err).toContain('[master_key_invalid]')
    expect(err).not.toContain('my password')
  })
})

describe('the launcher on an older Node', () => {
  it('runs everything under the Node that npm brought, with its output and exit code', async () => {
    const [help, wrong] = await Promise.all([
      liuke(['help', 'queue'], {}, [OLD_NODE]),
      liuke(['no-such-command'], {}, [OLD_NODE]),
    ])
    expect(help).toMatchObject({ code: 0, out: (await liuke(['help', 'queue'])).out })
    expect(help.out).toContain('liuke queue')
    expect(wrong.code).toBe(2)
  })

  it('hands SIGTERM on, and ends well when the server has', async () => {
    const home = await testHome('sqlite')
    const env = { ...(await testEnvironment(home)), LOG_LEVEL: 'info' }
    const child = spawn(process.execPath, [OLD_NODE, launcher, 'start'], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let log = ''
    const ready = new Promise<boolean>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        log += text
        if (log.includes('"msg":"ready"')) resolve(true)
      })
    })
    expect(await Promise.race([ready, once(child, 'close')])).toBe(true)
    child.kill('SIGTERM')
    await once(child, 'close')
    await home.remove()
    expect(child.exitCode).toBe(0)
    expect(log).toContain('"msg":"stopped"')
  })
})
