/** What the check of the draft found: findings, figures, the very questions that got worse and better. */

import { useMemo, useState } from 'react'
import type { AskedOfBoth, GateFigures, GateFinding, GateReport } from '../../../console/corpus-types.ts'
import { Choice } from '../../staff/choice.tsx'
import { percent } from '../../staff/times.ts'
import { fill, type Language } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { DataTable } from '../data-table.tsx'
import { number } from '../figures.ts'
import { itemHref } from '../route.ts'
import type { Strings, Word } from '../strings.ts'
import type { Cell, TableData } from '../table-data.ts'
import { ItemLink } from './item-link.tsx'
import { ItemProblems } from './item-problems.tsx'

export function GateReportView({ report }: { readonly report: GateReport }) {
  const { words, language } = useWords()
  const { findings, worse, better, entries, conflicts, problems } = report
  const figures = useMemo(() => figuresOf(report, words, language), [report, words, language])
  return (
    <>
      <Findings findings={findings} />
      {/* With errors nothing was trained, and nothing measured. */}
      {report.after.bytes > 0 && (
        <>
          <section className="card">
            <h3>{words.pbFigures}</h3>
            <DataTable title={words.pbFigures} data={figures} />
          </section>
          <Questions
            title={fill(words.pbWorse, { count: worse.length })}
            rows={worse}
            none={words.pbNoWorse}
          />
          <Questions
            title={fill(words.pbBetter, { count: better.length })}
            rows={better}
            none={words.pbNoBetter}
          />
        </>
      )}
      {entries.length > 0 && (
        <section className="card">
          <h3>{words.pbEntries}</h3>
          <DataTable
            title={words.pbEntries}
            data={{
              columns: [
                { title: words.pbEntry },
                { title: words.pbLanguage },
                { title: words.pbCount, numeric: true },
                { title: words.pbRightBefore, numeric: true },
                { title: words.pbRightAfter, numeric: true },
              ],
              rows: entries.map(({ entry, language: of, questions, rightBefore, rightAfter }) => [
                entryCell(entry),
                { value: languageWords(of, words) },
                { value: questions },
                { value: rightBefore },
                { value: rightAfter },
              ]),
            }}
          />
        </section>
      )}
      {conflicts.length > 0 && (
        <section className="card">
          <h3>{fill(words.pbConflicts, { count: conflicts.length })}</h3>
          <DataTable
            title={fill(words.pbConflicts, { count: conflicts.length })}
            data={{
              columns: [{ title: words.pbPhrase }, { title: words.pbEntry }, { title: words.pbNearer }],
              rows: conflicts.map(({ text, entry, nearer, share }) => [
                { value: text },
                entryCell(entry),
                entryCell(nearer, fill(words.pbSays, { entry: nearer, percent: percent(share) })),
              ]),
            }}
          />
        </section>
      )}
      {problems.length > 0 && (
        <section className="card">
          <h3>{fill(words.pbProblems, { count: problems.length })}</h3>
          <ItemProblems problems={problems} />
        </section>
      )}
    </>
  )
}

/** An entry that can be opened. */
function entryCell(entry: string, text?: string): Cell {
  return { value: entry, href: itemHref(`entry:${entry}`), ...(text === undefined ? {} : { text }) }
}

function Findings({ findings }: { readonly findings: readonly GateFinding[] }) {
  const { words } = useWords()
  if (findings.length === 0) return null
  return (
    <section className="card">
      <ul className="rule-problems">
        {findings.map((finding) => (
          <li key={JSON.stringify(finding)} className={finding.severity === 'block' ? 'error' : 'warning'}>
            <strong>{finding.severity === 'block' ? words.pbBlocks : words.pbWarns}</strong>{' '}
            {findingWords(finding, words)}
            {typeof finding.values['entry'] === 'string' && (
              <>
                {' '}
                <ItemLink itemKey={`entry:${finding.values['entry']}`} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const isWord = (code: string, words: Strings): code is Word =>
  code.startsWith('gate') && Object.hasOwn(words, code)

/** A finding as a sentence; one this page does not know is told by its code. */
function findingWords({ code, values }: GateFinding, words: Strings): string {
  if (!isWord(code, words)) return fill(words.gateOther, { code })
  const shown = Object.entries(values).map(([name, value]) => {
    if (name === 'language') return [name, languageWords(String(value), words)]
    if (code === 'gateSize') return [name, typeof value === 'number' ? megabytes(value) : value]
    if (code === 'gateSpeed') return [name, typeof value === 'number' ? value.toFixed(1) : value]
    if (typeof value === 'number' && (name === 'before' || name === 'after')) return [name, percent1(value)]
    if (typeof value === 'number' && !Number.isInteger(value)) return [name, value.toFixed(1)]
    return [name, value]
  })
  return fill(words[code], Object.fromEntries(shown))
}

function languageWords(language: string, words: Strings): string {
  const names: Readonly<Record<string, string>> = {
    zh: words.pbZh,
    en: words.pbEn,
    mixed: words.pbMixed,
    all: words.pbAll,
  }
  return Object.hasOwn(names, language) ? (names[language] ?? language) : language
}

const percent1 = (share: number): string => `${(share * 100).toFixed(1)}%`
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** Shares are shown as percentages; the others as they are. */
const FIGURES = [
  ['pbAccuracy', 'accuracy', 'share'],
  ['pbAccuracyZh', 'accuracyZh', 'share'],
  ['pbAccuracyEn', 'accuracyEn', 'share'],
  ['pbAccuracyMixed', 'accuracyMixed', 'share'],
  ['pbAnsweredWrong', 'answeredWrong', 'share'],
  ['pbFalseFallback', 'falseFallback', 'share'],
  ['pbEce', 'ece', 'share'],
  ['pbOos', 'oosRecallAt5', 'share'],
  ['pbP50', 'p50Ms', 'number'],
  ['pbP99', 'p99Ms', 'number'],
  ['pbBytes', 'bytes', 'bytes'],
  ['pbQuestions', 'questions', 'number'],
] as const satisfies readonly (readonly [Word, keyof GateFigures, string])[]

function figuresOf({ before, after }: GateReport, words: Strings, language: Language): TableData {
  const cell = (value: number | null, kind: string, sign = false): Cell => {
    if (value === null) return { value: null, text: words.none }
    const plus = sign && value > 0 ? '+' : ''
    if (kind === 'share') return { value, text: `${plus}${percent1(value)}` }
    if (kind === 'bytes') return { value, text: `${plus}${(value / 1024 / 1024).toFixed(1)}` }
    return { value, text: `${plus}${Number.isInteger(value) ? number(value, language) : value.toFixed(2)}` }
  }
  return {
    columns: [
      { title: words.pbFigure },
      { title: words.pbBefore, numeric: true },
      { title: words.pbAfter, numeric: true },
      { title: words.pbChange, numeric: true },
    ],
    rows: FIGURES.map(([word, name, kind]) => {
      const [was, is] = [before[name], after[name]]
      const change = was === null || is === null ? null : is - was
      return [{ value: words[word] }, cell(was, kind), cell(is, kind), cell(change, kind, true)]
    }),
  }
}

interface QuestionsProps {
  readonly title: string
  readonly rows: readonly AskedOfBoth[]
  readonly none: string
}

function Questions({ title, rows, none }: QuestionsProps) {
  const { words } = useWords()
  const [language, setLanguage] = useState<'all' | 'zh' | 'en' | 'mixed'>('all')
  const present = new Set(rows.map((row) => row.language))
  const shown = rows.filter((row) => language === 'all' || row.language === language)
  const said = ({ entry, confidence, band }: AskedOfBoth['after']): Cell =>
    entry === null || band === 'decline'
      ? { value: words.pbSaysNothing }
      : entryCell(entry, fill(words.pbSays, { entry, percent: percent(confidence) }))
  return (
    <section className="card">
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="note">{none}</p>
      ) : (
        <>
          {present.size > 1 && (
            <Choice
              label={words.pbLanguage}
              value={language}
              values={{
                all: words.pbAll,
                ...(present.has('zh') && { zh: words.pbZh }),
                ...(present.has('en') && { en: words.pbEn }),
                ...(present.has('mixed') && { mixed: words.pbMixed }),
              }}
              choose={setLanguage}
            />
          )}
          <DataTable
            title={title}
            data={{
              columns: [
                { title: words.pbQuestion },
                { title: words.pbExpected },
                { title: words.pbBefore },
                { title: words.pbAfter },
              ],
              rows: shown.map(({ text, labels, before, after }) => [
                { value: text },
                labels[0] === undefined
                  ? { value: words.pbOutside }
                  : { ...entryCell(labels[0], labels.join(' / ')), value: labels.join(' / ') },
                said(before),
                said(after),
              ]),
            }}
          />
        </>
      )}
    </section>
  )
}
