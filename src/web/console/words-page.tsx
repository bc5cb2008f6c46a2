/** What customers write about, and what changed. */

import { Empty } from 'antd'
import { useMemo, useState } from 'react'
import type { Term, WordsResult } from '../../console/insight-types.ts'
import { Choice } from '../staff/choice.tsx'
import { fill, type Language } from '../widget/strings.ts'
import { type BarRow, barsHeight, barsOptions } from './chart-options.ts'
import { useWords } from './console-context.ts'
import { Figure } from './figure.tsx'
import { dateOf, number } from './figures.ts'
import type { Ink } from './ink.ts'
import { InsightPage } from './insight-page.tsx'
import type { Strings } from './strings.ts'
import { FEW, peopleWords, termTable } from './term-table.ts'

const KINDS = ['rising', 'falling', 'frequent'] as const
type Kind = (typeof KINDS)[number]
type Spoken = 'all' | 'zh' | 'en'

/** As many as fit into a chart that is read at a glance; the table has all. */
const BARS = 15

const NONE = { rising: 'noTermsRising', falling: 'noTermsFalling', frequent: 'noTermsFrequent' } as const

export function WordsPage() {
  const { words, language } = useWords()
  return (
    <InsightPage
      kind="words"
      title="words"
      about="wordsAbout"
      basis={({ messages, people }) =>
        fill(words.wordsBasis, { messages: number(messages, language), people: number(people, language) })
      }
      show={({ result, timeZone }) => <Words result={result} timeZone={timeZone} />}
    />
  )
}

function barOf({ text, people, peopleBefore }: Term, kind: Kind, words: Strings, language: Language): BarRow {
  const counts = kind === 'frequent' ? [people] : [people, peopleBefore]
  return {
    name: text,
    values: counts.map((count) => count ?? FEW),
    labels: counts.map((count) => peopleWords(count, words, language)),
  }
}

function Words({ result, timeZone }: { readonly result: WordsResult; readonly timeZone: string }) {
  const { words, language } = useWords()
  const [kind, setKind] = useState<Kind>(result.rising.length > 0 ? 'rising' : 'frequent')
  const [spoken, setSpoken] = useState<Spoken>('all')
  const terms = useMemo(
    () => result[kind].filter((term) => spoken === 'all' || term.language === spoken),
    [result, kind, spoken],
  )
  const rows = useMemo(
    () => terms.slice(0, BARS).map((term) => barOf(term, kind, words, language)),
    [terms, kind, words, language],
  )
  const options = useMemo(() => (ink: Ink, width: number) => barsOptions(rows, ink, width), [rows])
  const table = useMemo(() => termTable(terms, words, language), [terms, words, language])
  const title = words[kind]
  const lines = terms.slice(0, BARS).map(({ text, people, peopleBefore }) =>
    fill(kind === 'frequent' ? words.termLine : words.termLineBefore, {
      term: text,
      people: peopleWords(people, words, language),
      before: peopleWords(peopleBefore, words, language),
    }),
  )
  const span = ({ from, to }: WordsResult['period']) => ({
    from: dateOf(from, language, timeZone),
    to: dateOf(to - 1, language, timeZone),
  })
  const noTrend = kind === 'frequent' ? null : result.trendEmpty
  return (
    <>
      <p className="note">
        {fill(words.periodOf, span(result.period))}
        {language === 'zh' ? '，' : ', '}
        {fill(words.comparedWith, {
          ...span(result.before),
          people: number(result.peopleBefore, language),
        })}
      </p>
      <div className="filters">
        <Choice
          label={words.wordsKind}
          value={kind}
          values={{ rising: words.rising, falling: words.falling, frequent: words.frequent }}
          choose={setKind}
        />
        <Choice
          label={words.wordsLanguage}
          value={spoken}
          values={{ all: words.total, zh: words.languageZh, en: words.languageEn }}
          choose={setSpoken}
        />
      </div>
      {terms.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{words.noTerms}</strong>
              <br />
              {result[kind].length > 0
                ? words.noTermsLanguage
                : (noTrend?.message[language] ?? words[NONE[kind]])}
            </>
          }
        />
      ) : (
        <Figure
          key={`${kind}-${spoken}`}
          title={title}
          file={`liuke-words-${kind}`}
          options={options}
          height={barsHeight(rows)}
          summary={fill(words.wordsSummary, { title, lines: lines.join(language === 'zh' ? '；' : '; ') })}
          table={table}
          legend={
            kind !== 'frequent' && (
              <p className="legend">
                <span className="swatch main">{words.thisPeriod}</span>
                <span className="swatch other">{words.beforePeriod}</span>
              </p>
            )
          }
        />
      )}
      <p className="note">
        {words.peopleNote}
        {kind !== 'frequent' && (language === 'zh' ? words.trendNote : ` ${words.trendNote}`)}
      </p>
    </>
  )
}
