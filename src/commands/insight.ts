/** `liuke insight`: segments, rules, forecast and words on the command line. */

import { parseArgs } from 'node:util'
import { loadCompany } from '../company/load.ts'
import { readConfig } from '../config.ts'
import { loadCorpus } from '../corpus/load.ts'
import { messageOf } from '../errors.ts'
import { compute, DAYS_MOST, defaultDays, type Step } from '../jobs/insight/compute.ts'
import { contactsFrom } from '../jobs/insight/contacts-file.ts'
import { contextOf, topicTitle } from '../jobs/insight/context.ts'
import { forecastOf } from '../jobs/insight/forecast.ts'
import { type Computed, type InsightKind, insightKinds } from '../jobs/insight/results.ts'
import { keepComputed } from '../jobs/insight/stored.ts'
import type { Command } from './command.ts'
import { insightText, type ReportLanguage } from './insight-report.ts'
import { createProgress } from './progress.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke insight segments [--json] [--lang zh|en]
liuke insight rules [--days N] [--json] [--lang zh|en]
liuke insight forecast [--days N | --from FILE.csv] [--json] [--lang zh|en]
liuke insight words [--days N] [--json] [--lang zh|en]

  segments   groups of customers who are alike, with names, sizes and risk
  rules      what customers have together, and what they ask in one visit
  forecast   contacts of the next 14 days, with the error of earlier forecasts beside simple ones
  words      what customers write most, and more or less than in the period before

  --days N     days back: rules ${defaultDays.rules}, words ${defaultDays.words} (and as many before), forecast at most ${defaultDays.forecast}
  --from FILE  forecasts a table day,count or day,count,topic; needs no installation
  --json       the last line printed is one JSON object
  --lang       language of the report (default: that of the terminal)

Computes now, beside a running server too. Without --days and --from the console shows the result.
客户分群、关联规则、咨询量预测和词频，按当前数据计算；不加 --days 和 --from 时控制台也会更新。

Exit code: 0 done, also where there is too little data; 1 refused or failed; 2 called wrongly. docs/insight.md explains it all.`

interface Call {
  readonly kind: InsightKind
  readonly days: number | null
  readonly from: string | null
  readonly json: boolean
  readonly language: ReportLanguage
}

export const command: Command = {
  name: 'insight',
  summary: 'segments, rules, forecast and words from your own data',
  usage,
  run: (args) => runCall(readCall(args, process.env), usage, perform),
}

function readCall(args: string[], environment: Readonly<Record<string, string | undefined>>): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        days: { type: 'string' },
        from: { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: terminalLanguage(environment) },
      },
    })
    const kind = insightKinds.find((one) => one === positionals[0])
    if (kind === undefined || positionals.length !== 1)
      return `Say which: ${insightKinds.slice(0, -1).join(', ')} or ${insightKinds.at(-1)}.`
    const { lang, from = null, json } = values
    if (lang !== 'zh' && lang !== 'en') return 'The language is zh or en.'
    if (from !== null && kind !== 'forecast') return '--from is for the forecast.'
    if (values.days !== undefined && (kind === 'segments' || from !== null))
      return kind === 'segments' ? 'Segments are of today: there is no --days.' : 'A file has its own days.'
    const days = values.days === undefined ? null : Number(values.days)
    if (days !== null && !(Number.isSafeInteger(days) && days >= 1 && days <= DAYS_MOST))
      return `--days is a whole number from 1 to ${DAYS_MOST}.`
    return { kind, days, from, json, language: lang }
  } catch (error) {
    return messageOf(error)
  }
}

/** By the variables of POSIX, in their order. */
function terminalLanguage({
  LC_ALL,
  LC_MESSAGES,
  LANG,
}: Readonly<Record<string, string | undefined>>): ReportLanguage {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en'
}

async function perform(call: Call): Promise<number> {
  const { json, language } = call
  const progress = createProgress(process.stderr)
  const report = (step: Step, share: number): void => progress.report(STEPS[step][language], share)
  let computed: Computed<InsightKind>
  try {
    computed = call.from === null ? await fromInstallation(call, report) : await fromFile(call.from, report)
  } finally {
    progress.done()
  }
  console.log(json ? JSON.stringify(computed) : insightText(computed, language))
  return 0
}

const STEPS: Readonly<Record<Step, Readonly<Record<ReportLanguage, string>>>> = {
  reading: { zh: '读取数据', en: 'reading' },
  computing: { zh: '计算', en: 'computing' },
  storing: { zh: '保存', en: 'storing' },
}

type Report = (step: Step, share: number) => void

function fromInstallation({ kind, days }: Call, report: Report): Promise<Computed<InsightKind>> {
  return withInstallation(async ({ store, config }) => {
    const corpus = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
    const basis = { store, context: contextOf(corpus), days: days ?? defaultDays[kind] }
    const computed: Computed<InsightKind> = await compute(kind, basis, report)
    if (days === null) await keepComputed(store, computed)
    return computed
  })
}

async function fromFile(file: string, report: Report): Promise<Computed<'forecast'>> {
  const began = performance.now()
  const contacts = await contactsFrom(file)
  const company = await loadCompany(readConfig(process.env, 'demo').LIUKE_COMPANY)
  const { holidays } = contextOf({ company, entries: new Map() })
  const { result, empty } = forecastOf(contacts, new Set(holidays), topicTitle, (share) =>
    report('computing', share),
  )
  return {
    kind: 'forecast',
    computedAt: Date.now(),
    took: Math.round(performance.now() - began),
    result,
    empty,
  }
}
