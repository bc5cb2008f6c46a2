/** The command line: `liuke COMMAND …`. Each command is a file in `src/commands/`. */

import { existsSync } from 'node:fs'
import type { Command } from './commands/command.ts'
import { LiukeError } from './errors.ts'

/** Loaded only when called: most commands need little of the product. */
const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./commands/start.ts'),
  serve: () => import('./commands/serve.ts'),
  chat: () => import('./commands/chat.ts'),
  train: () => import('./commands/train.ts'),
  evaluate: () => import('./commands/evaluate.ts'),
  corpus: () => import('./commands/corpus.ts'),
  customers: () => import('./commands/customers.ts'),
  rules: () => import('./commands/rules.ts'),
  churn: () => import('./commands/churn.ts'),
  insight: () => import('./commands/insight.ts'),
  accounts: () => import('./commands/accounts.ts'),
  api: () => import('./commands/api.ts'),
  audit: () => import('./commands/audit.ts'),
  queue: () => import('./commands/queue.ts'),
  retention: () => import('./commands/retention.ts'),
  teams: () => import('./commands/teams.ts'),
  wechat: () => import('./commands/wechat.ts'),
  doctor: () => import('./commands/doctor.ts'),
  privacy: () => import('./commands/privacy.ts'),
  backup: () => import('./commands/backup.ts'),
  init: () => import('./commands/init.ts'),
}

async function main(args: string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  if (name === 'help' || name === '--help' || name === '-h') return help(rest[0])
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    console.error(`There is no command "${name}". \`liuke help\` lists them.`)
    return 2
  }
  const { command } = await load()
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.usage)
    return 0
  }
  return command.run(rest)
}

async function help(name: string | undefined): Promise<number> {
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load) {
    console.log((await load()).command.usage)
    return 0
  }
  console.log('留客 Liuke\n\nliuke COMMAND [ARGUMENTS]\n')
  for (const [key, loadCommand] of Object.entries(commands)) {
    console.log(`  ${key.padEnd(10)} ${(await loadCommand()).command.summary}`)
  }
  console.log('\nliuke help COMMAND says more.')
  return 0
}

if (existsSync('.env')) process.loadEnvFile('.env')
try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof LiukeError)) throw error
  console.error(String(error))
  process.exitCode = 1
}
