/** Runs `liuke …` as people do: through the launcher, in a process of its own. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const root = path.join(import.meta.dirname, '../..')

/** What a command did. */
export interface Launched {
  /** Exit code. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** @param env all settings of the process */
export async function launched(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Launched> {
  const child = spawn(process.execPath, [path.join(root, 'bin/liuke.mjs'), ...args], {
    ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] as const },
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  const [code] = await once(child, 'close')
  return { code, ...said }
}
