/** What occurs together: products of a customer, questions of a conversation. */

import { Empty } from 'antd'
import { useMemo, useState } from 'react'
import type { Rule, RuleItem, RuleSet, RulesResult } from '../../console/insight-types.ts'
import { Choice } from '../staff/choice.tsx'
import { fill, type Language } from '../widget/strings.ts'
import { type BarRow, barsHeight, barsOptions } from './chart-options.ts'
import { useWords } from './console-context.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'
import { exact, number, share } from './figures.ts'
import type { Ink } from './ink.ts'
import { InsightPage } from './insight-page.tsx'
import type { Strings } from './strings.ts'
import type { TableData } from './table-data.ts'

type Kind = 'products' | 'questions'

/** As many as fit into a chart that is read at a glance. */
const BARS = 10

export function RulesPage() {
  const { words, language } = useWords()
  const [kind, setKind] = useState<Kind>('products')
  return (
    <InsightPage
      kind="rules"
      title="rules"
      about="rulesAbout"
      basis={(result) =>
        fill(kind === 'products' ? words.productsBasis : words.questionsBasis, {
          count: number(result[kind].baskets, language),
          days: result.days,
        })
      }
      show={({ result }) => <Rules result={result} kind={kind} choose={setKind} />}
    />
  )
}

/** A rule as a sentence. */
export function ruleWords(
  { when, also, confidence, lift }: Rule,
  kind: Kind,
  words: Strings,
  language: Language,
): string {
  const quote = ({ title }: RuleItem) => fill(words.quoted, { text: title[language] })
  return fill(kind === 'products' ? words.ruleProduct : words.ruleQuestion, {
    when: when.map(quote).join(words.and),
    also: quote(also),
    confidence: share(confidence, language, 0),
    lift: number(lift, language, 1),
  })
}

/** `A + B → C`. */
function shortRule({ when, also }: Rule, language: Language): string {
  return `${when.map(({ title }) => title[language]).join(' + ')} → ${also.title[language]}`
}

function barOf(rule: Rule, kind: Kind, words: Strings, language: Language): BarRow {
  const average = rule.confidence / rule.lift
  return {
    name: shortRule(rule, language),
    values: [rule.confidence, average],
    labels: [share(rule.confidence, language, 0), share(average, language, 0)],
    tip: wrapped(ruleWords(rule, kind, words, language)),
  }
}

/** In lines that fit a narrow screen: tips do not wrap by themselves. */
function wrapped(text: string): string {
  return text.replace(/(.{24,36}?[，。,: ])/gu, '$1\n').trim()
}

interface RulesProps {
  readonly result: RulesResult
  readonly kind: Kind
  choose(kind: Kind): void
}

function Rules({ result, kind, choose }: RulesProps) {
  const { words, language } = useWords()
  const set = result[kind]
  const top = useMemo(() => set.rules.slice(0, BARS), [set])
  const rows = useMemo(
    () => top.map((rule) => barOf(rule, kind, words, language)),
    [top, kind, words, language],
  )
  const options = useMemo(() => (ink: Ink, width: number) => barsOptions(rows, ink, width), [rows])
  const chartTable = useMemo(() => tableOf(top, kind, words, language), [top, kind, words, language])
  const table = useMemo(() => tableOf(set.rules, kind, words, language), [set, kind, words, language])
  return (
    <>
      <Choice
        label={words.rulesKind}
        value={kind}
        values={{ products: words.productRules, questions: words.questionRules }}
        choose={choose}
      />
      {set.rules.length === 0 ? (
        <NoRules set={set} />
      ) : (
        <>
          <Figure
            key={kind}
            title={words.ruleBars}
            file={`liuke-rules-${kind}`}
            options={options}
            height={barsHeight(rows)}
            summary={fill(words.rulesSummary, {
              count: top.length,
              lines: top.map((rule) => ruleWords(rule, kind, words, language)).join(' '),
            })}
            table={chartTable}
            legend={
              <p className="legend">
                <span className="swatch main">{words.ruleWith}</span>
                <span className="swatch other">{words.ruleAverage}</span>
              </p>
            }
          />
          <section className="card">
            <h3>
              {words.ruleAll} <span className="count">{set.rules.length}</span>
            </h3>
            <p className="note">{fill(words.rulesTested, { tested: number(set.tested, language) })}</p>
            <DataTable key={kind} title={words.ruleAll} data={table} />
          </section>
        </>
      )}
    </>
  )
}

function NoRules({ set: { empty } }: { readonly set: RuleSet }) {
  const { words, language } = useWords()
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={<strong>{empty?.message[language] ?? words.none}</strong>}
    />
  )
}

function tableOf(rules: readonly Rule[], kind: Kind, words: Strings, language: Language): TableData {
  return {
    columns: [
      { title: words.rule },
      { title: words.confidence, numeric: true },
      { title: words.average, numeric: true },
      { title: words.lift, numeric: true },
      { title: words.support, numeric: true },
      { title: words.qValue, numeric: true },
    ],
    rows: rules.map((rule) => [
      { value: ruleWords(rule, kind, words, language) },
      { value: exact(rule.confidence), text: share(rule.confidence, language, 0) },
      {
        value: exact(rule.confidence / rule.lift),
        text: share(rule.confidence / rule.lift, language, 0),
      },
      { value: exact(rule.lift), text: number(rule.lift, language, 2) },
      { value: rule.support, text: number(rule.support, language) },
      { value: exact(rule.q), text: rule.q < 0.0001 ? '<0.0001' : number(rule.q, language, 4) },
    ]),
  }
}
