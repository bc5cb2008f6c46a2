/** `liuke rules`: checks, tests and compares handoff rules, and prints the catalogue of facts. */

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadOffers } from '../churn/offers.ts'
import { hasErrors, type Problem } from '../company/problems.ts'
import { readConfig, settings } from '../config.ts'
import { loadCorpus } from '../corpus/load.ts'
import type { Corpus } from '../corpus/types.ts'
import { messageOf } from '../errors.ts'
import { factCatalogue, withCatalogue } from '../handoff/fact-catalogue.ts'
import { factTable } from '../handoff/facts.ts'
import { loadRules, readRuleFile } from '../handoff/load.ts'
import { readRules } from '../handoff/read-rules.ts'
import { readRuleTests } from '../handoff/rule-tests.ts'
import type { Rules } from '../handoff/rules.ts'
import { type RuleTestReport, runRuleTests } from '../handoff/run-rule-tests.ts'
import { WHAT_IF_DAYS_MOST, whatIf } from '../jobs/what-if.ts'
import type { Command } from './command.ts'
import { createProgress } from './progress.ts'
import { whatIfText } from './rules-report.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke rules check [FILE.yaml] [--json]
liuke rules test [FILE.yaml] [--json]
liuke rules whatif NEW.yaml [--last 30d] [--json]
liuke rules facts [--json | --write PAGE.md]

  check   lists what is wrong with the handoff rules, each with its line and what to do
  test    runs the tests in tests/handoff.yaml of the corpus
  whatif  goes through the decisions of the last days with other rules: what changes, for whom, at what cost
  facts   prints the facts that rules may ask for

  FILE.yaml     other rules than handoff.yaml of the corpus
  --last 30d    days back, up to ${WHAT_IF_DAYS_MOST}d
  --corpus DIR  folder of the corpus (default: LIUKE_CORPUS, or ${settings.LIUKE_CORPUS.fallback})
  --json        the last line printed is one JSON object
  --write PAGE  puts the table of facts between its marks in a page

检查、测试转人工规则；用新规则重算最近的决定，看看会有什么变化；列出规则能用的事实。

Exit code: 0 done (warnings may be left), 1 with errors or failed tests, 2 called wrongly. docs/handoff.md explains it all.`

const actions = ['check', 'test', 'whatif', 'facts'] as const

interface Call {
  readonly action: (typeof actions)[number]
  readonly file: string | null
  readonly days: number
  readonly corpus: string
  readonly write: string | null
  readonly json: boolean
}

export const command: Command = {
  name: 'rules',
  summary: 'check and test handoff rules, and try others on past decisions',
  usage,
  run: (args) => runCall(readCall(args), usage, (call) => PERFORM[call.action](call)),
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        last: { type: 'string', default: '30d' },
        corpus: {
          type: 'string',
          default: process.env['LIUKE_CORPUS']?.trim() || settings.LIUKE_CORPUS.fallback,
        },
        write: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [first, file = null, ...more] = positionals
    const action = actions.find((one) => one === first)
    if (action === undefined) return `Say which: ${actions.slice(0, -1).join(', ')} or ${actions.at(-1)}.`
    if (more.length > 0 || (action === 'facts' && file !== null)) return 'One file at a time.'
    if (action === 'whatif' && file === null) return 'Which rules should be tried? Name their file.'
    const days = /^\d{1,3}d?$/.test(values.last) ? Number.parseInt(values.last, 10) : 0
    if (days < 1 || days > WHAT_IF_DAYS_MOST)
      return `--last is a number of days from 1d to ${WHAT_IF_DAYS_MOST}d.`
    const { corpus, write = null, json } = values
    return { action, file, days, corpus, write, json }
  } catch (thrown) {
    return messageOf(thrown)
  }
}

const PERFORM: Readonly<Record<Call['action'], (call: Call) => Promise<number>>> = {
  check: async (call) => {
    const { problems } = await rulesOf(call)
    if (call.json) console.log(JSON.stringify({ problems }))
    else console.log([...problems.map(problemText), `${counted(problems)}.`].join('\n'))
    return hasErrors(problems) ? 1 : 0
  },
  test: async (call) => {
    const { rules, problems } = await rulesOf(call)
    const file = path.join(call.corpus, 'tests', 'handoff.yaml')
    const read = readRuleTests({ path: 'tests/handoff.yaml', file, text: await readRuleFile(file) })
    const wrong = [...problems, ...read.problems].filter((problem) => hasErrors([problem]))
    if (rules === null || wrong.length > 0) {
      console.log(call.json ? JSON.stringify({ problems: wrong }) : wrong.map(problemText).join('\n'))
      return 1
    }
    const report = runRuleTests(rules, read.tests)
    console.log(call.json ? JSON.stringify(report) : testText(report))
    return report.failed === 0 ? 0 : 1
  },
  whatif: whatIfOnFile,
  facts: async ({ write, json }) => {
    if (write !== null) await writeFile(write, withCatalogue(await readFile(write, 'utf8')))
    else console.log(json ? JSON.stringify(factTable) : factCatalogue())
    return 0
  },
}

async function whatIfOnFile(call: Call): Promise<number> {
  const { corpus, rules, problems } = await rulesOf(call)
  if (rules === null) {
    console.log(call.json ? JSON.stringify({ problems }) : problems.map(problemText).join('\n'))
    return 1
  }
  const progress = createProgress(process.stderr)
  try {
    const result = await withInstallation(async ({ store }) => {
      const before = await loadRules(path.join(call.corpus, 'handoff.yaml'), surroundingsOf(corpus))
      const { terms } = await loadOffers(path.join(call.corpus, 'offers.yaml'), corpus.company)
      return whatIf({
        ...{ store, before, after: rules, terms, days: call.days, timeZone: corpus.company.timeZone },
        onProgress: (share) => progress.report('replaying', share),
      })
    })
    progress.done()
    console.log(call.json ? JSON.stringify(result) : whatIfText(result))
    return 0
  } finally {
    progress.done()
  }
}

/** The rules of a call, with the corpus they refer to. */
async function rulesOf(
  call: Call,
): Promise<{ corpus: Corpus; rules: Rules | null; problems: readonly Problem[] }> {
  const corpus = await loadCorpus(call.corpus, readConfig(process.env, 'demo').LIUKE_COMPANY)
  const file = call.file ?? path.join(call.corpus, 'handoff.yaml')
  const text = await readRuleFile(file)
  return { corpus, ...readRules({ path: 'handoff.yaml', file, text }, surroundingsOf(corpus)) }
}

function surroundingsOf({ entries, company }: Corpus) {
  return { intents: new Set(entries.keys()), company }
}

function problemText({ file, line, severity, code, message, fix }: Problem): string {
  return `${file}:${line}  ${severity}  ${code}\n  ${message}\n  ${fix}\n`
}

function counted(problems: readonly Problem[]): string {
  const of = (severity: Problem['severity'], word: string): string => {
    const count = problems.filter((problem) => problem.severity === severity).length
    return `${count === 0 ? 'no' : count} ${word}${count === 1 ? '' : 's'}`
  }
  return `${of('error', 'error')}, ${of('warning', 'warning')}`
}

function testText({ results, passed, failed, untested }: RuleTestReport): string {
  const lines = results
    .filter((result) => !result.passed)
    .flatMap(({ file, line, about, differences, why }) => [
      `${file}:${line}  ${about}`,
      ...differences.map(({ what, expected, got }) => `  ${what}: expected ${expected}, got ${got}`),
      ...why.map((reason) => `  ${reason}`),
      '',
    ])
  if (untested.length > 0) lines.push(`No test names ${untested.join(', ')}.`)
  lines.push(`${passed} passed, ${failed} failed.`)
  return lines.join('\n')
}
