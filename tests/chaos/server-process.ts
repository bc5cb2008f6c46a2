/** A server as its own process, to be killed at any moment. */

import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { within } from '../channels/deadline.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Where compiled code is kept between starts, as the launcher keeps it. */
const COMPILED = path.join(ROOT, 'node_modules', '.cache', 'liuke', 'compiled')
/** How long a start may take, in milliseconds; a loaded machine takes long. */
const START_MS = 60_000

/** One run of the server, from its start to its end. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  /** Where it answers; rejects when it ends before it does. */
  readonly ready: Promise<string>
  /** Everything it printed. */
  output = ''

  /** @param environment settings of the server; nothing of our own environment is handed down */
  constructor(environment: Readonly<Record<string, string>>) {
    const env = { NODE_COMPILE_CACHE: COMPILED, ...environment, LOG_LEVEL: 'trace', PORT: '0' }
    this.#child = spawn(process.execPath, ['src/main.ts', 'start'], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve()))
    const address = new Promise<string>((resolve, reject) => {
      this.#listen((line) => {
        const url = /"url":"([^"]+)".*"msg":"ready"/.exec(line)?.[1]
        if (url) resolve(url)
      })
      void this.#ended.then(() => reject(new Error(`The server ended before it was ready:\n${this.output}`)))
    })
    this.ready = within('the server is ready', address, START_MS)
    // Whoever kills it before it is ready does not wait for it any more.
    this.ready.catch(() => undefined)
  }

  #listen(onLine: (line: string) => void): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (!stream) throw new Error('The process was started without its output.')
      createInterface({ input: stream }).on('line', (line) => {
        this.output += `${line}\n`
        onLine(line)
      })
    }
  }

  /** Ends it without giving it a moment. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await within('the killed process ends', this.#ended)
  }

  /** Ends it as an operator would. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    await within('the stopped process ends', this.#ended, START_MS)
  }
}
