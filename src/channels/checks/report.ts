/** Writes down what checks have found: lines for people in either language, or one object for programs. */

import { type Group, groups, type Result, type Status, type Words } from './check.ts'

/** Language of a report. */
export type ReportLanguage = 'zh' | 'en'

/** How lines are written. */
export interface ReportStyle {
  readonly language: ReportLanguage
  /** Whether a terminal shows colours. */
  readonly colour: boolean
}

/** How many results have each status, and the worst of them; `skipped` is no worse than `ok`. */
export interface Summary {
  readonly status: 'ok' | 'warn' | 'fail'
  readonly counts: Readonly<Record<Status, number>>
}

/** What it comes to. */
export function summaryOf(results: readonly Result[]): Summary {
  const counts = { ok: 0, warn: 0, fail: 0, skipped: 0 }
  for (const { status } of results) counts[status] += 1
  return { status: counts.fail > 0 ? 'fail' : counts.warn > 0 ? 'warn' : 'ok', counts }
}

const MARKS: Readonly<Record<Status, string>> = { ok: '✓', warn: '!', fail: '✗', skipped: '–' }
const COLOURS: Readonly<Record<Status, string>> = { ok: '32', warn: '33', fail: '31', skipped: '2' }

/** The report as lines of text. */
export function reportText(results: readonly Result[], { language, colour }: ReportStyle): string {
  const paint = (text: string, code: string): string => (colour ? `\x1b[${code}m${text}\x1b[0m` : text)
  const lines: string[] = []
  let group: Group | null = null
  for (const { status, title, seen, advice, ...result } of results) {
    if (result.group !== group) {
      group = result.group
      lines.push(...(lines.length > 0 ? [''] : []), paint(groups[group][language], '1'))
    }
    const colon = language === 'zh' ? '：' : ': '
    const line = `${MARKS[status]} ${plain(title[language])}${colon}${indented(seen[language])}`
    lines.push(`  ${paint(line, COLOURS[status])}`)
    if (advice) lines.push(`    → ${indented(advice[language])}`)
  }
  return [...lines, '', summaryLine(summaryOf(results), language)].join('\n')
}

function summaryLine({ counts }: Summary, language: ReportLanguage): string {
  const { ok, warn, fail, skipped } = counts
  if (language === 'zh')
    return fail + warn === 0
      ? `没有发现问题（正常 ${ok} 项，跳过 ${skipped} 项）。`
      : `${fail} 项有问题，${warn} 项要注意，${ok} 项正常，${skipped} 项跳过。`
  return fail + warn === 0
    ? `Nothing wrong was found (${ok} fine, ${skipped} skipped).`
    : `${fail} wrong, ${warn} to look at, ${ok} fine, ${skipped} skipped.`
}

/** The report as one JSON object on one line. */
export function reportJson(results: readonly Result[], language: ReportLanguage): string {
  const say = (words: Words): string => plain(words[language])
  return JSON.stringify({
    ...summaryOf(results),
    checks: results.map(({ id, group, status, title, seen, advice }) => ({
      id,
      group,
      status,
      title: say(title),
      seen: say(seen),
      advice: advice ? say(advice) : null,
    })),
  })
}

/** Several lines stand under each other. */
function indented(text: string): string {
  return text.split('\n').map(plain).join('\n      ')
}

/** What others wrote, such as the name of an account, may hold commands to the terminal. */
function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n]+|\p{Bidi_Control}+/gu, ' ')
}
