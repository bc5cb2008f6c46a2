/** `liuke doctor`: checks an installation and all it talks to, and says what to do. Changes nothing. */

import { parseArgs } from 'node:util'
import { allChecks } from '../channels/checks/all-checks.ts'
import { fail, type Result, runChecks } from '../channels/checks/check.ts'
import { wordsOf } from '../channels/checks/failures.ts'
import { lookAt } from '../channels/checks/installation.ts'
import { type ReportLanguage, reportJson, reportText, summaryOf } from '../channels/checks/report.ts'
import { type Config, type Mode, readConfig } from '../config.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Command } from './command.ts'
import { createProgress } from './progress.ts'
import { runCall } from './run-call.ts'

/** How long one check may wait for somebody else, in milliseconds. */
const TIMEOUT_MS = 5_000

const usage = `liuke doctor [--json] [--offline] [--lang zh|en]

Checks settings, keys, databases, corpus, clock, and every peer that is set up: Teams, WeChat, mail, SMS
gateway, and the server at its public address. Says what was seen and what to do. Changes nothing, sends
no message, shows no secret; the server may be running.

  --json     one object on one line: { status, counts, checks: [{ id, group, status, title, seen, advice }] }
  --offline  asks nobody outside this machine
  --lang     language of the report (default: that of the terminal)

检查配置、密钥、数据库、语料、时钟和各个渠道，并说明怎么处理；什么都不会改动。

Exit code: 0 nothing wrong, perhaps warnings; 1 something is wrong; 2 called wrongly.`

interface Call {
  readonly json: boolean
  readonly offline: boolean
  readonly language: ReportLanguage
}

type Environment = Readonly<Record<string, string | undefined>>

export const command: Command = {
  name: 'doctor',
  summary: 'check settings, keys, channels and peers, and say what to do',
  usage,
  run: (args) => runCall(readCall(args, process.env), usage, perform),
}

function readCall(args: string[], environment: Environment): Call | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        offline: { type: 'boolean', default: false },
        lang: { type: 'string', default: terminalLanguage(environment) },
      },
    })
    const { json, offline, lang } = values
    return lang === 'zh' || lang === 'en' ? { json, offline, language: lang } : 'The language is zh or en.'
  } catch (error) {
    return messageOf(error)
  }
}

/** By the variables of POSIX, in their order. */
function terminalLanguage({ LC_ALL, LC_MESSAGES, LANG }: Environment): ReportLanguage {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en'
}

async function perform({ json, offline, language }: Call): Promise<number> {
  const results = await examine(process.env, offline)
  const colour = process.stdout.isTTY && !process.env['NO_COLOR']
  console.log(json ? reportJson(results, language) : reportText(results, { language, colour }))
  return summaryOf(results).status === 'fail' ? 1 : 0
}

async function examine(environment: Environment, offline: boolean): Promise<Result[]> {
  let config: Config
  try {
    config = readConfig(environment, modeOf(environment))
  } catch (error) {
    if (!(error instanceof LiukeError)) throw error
    return [unreadable(error)]
  }
  const progress = createProgress(process.stderr)
  const report = (share: number): void => {
    // In a file or a pipe the report says all there is.
    if (process.stderr.isTTY) progress.report('doctor', share)
  }
  report(0)
  const installation = await lookAt(config, { environment, now: Date.now, timeoutMs: TIMEOUT_MS })
  try {
    return await runChecks(allChecks(installation), {
      offline,
      timeoutMs: TIMEOUT_MS,
      onProgress: (done, all) => report(done / all),
    })
  } finally {
    progress.done()
    await installation.close()
  }
}

/** Whoever has set a secret means production; the demo makes its own. */
function modeOf({ LIUKE_MASTER_KEY: key, DIRECTLINE_SECRET: secret }: Environment): Mode {
  return key?.trim() || secret?.trim() ? 'serve' : 'demo'
}

/** Nothing else can be checked then. */
function unreadable(error: LiukeError): Result {
  const { seen, advice } = wordsOf(error)
  const title = { en: 'All settings', zh: '全部配置项' }
  return { id: 'settings.read', group: 'settings', title, ...fail(seen, advice) }
}
