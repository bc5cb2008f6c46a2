/** How the live version does: figures, what it confuses, entries, pairs, revisions. */

import { useId, useMemo } from 'react'
import type { TestLabAnswer } from '../../../console/test-lab-types.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { number, share } from '../figures.ts'
import { TableCard } from '../team/table-card.tsx'
import { LabHistory } from './lab-history.tsx'
import { confusionsTable, entriesTable, matrixOf, pairsTable, type TitleOf, titlesOf } from './lab-tables.ts'

/** As many as can be read at a glance, and fit. */
const MATRIX_MOST = 8

export function LabResults({ answer }: { readonly answer: TestLabAnswer }) {
  const { words, language } = useWords()
  const { confusions, entries, pairs, revision, questions, outOfScope } = answer
  const titleOf = useMemo(() => titlesOf(entries, language), [entries, language])
  const tables = useMemo(
    () => ({
      confusions: confusionsTable(confusions, titleOf, words),
      entries: entriesTable(entries, words, language),
      pairs: pairsTable(pairs, titleOf, words, language),
    }),
    [confusions, entries, pairs, titleOf, words, language],
  )
  return (
    <div className="lab-results">
      <p className="note">
        {fill(words.tlBasis, {
          revision: revision === null ? words.tlFolder : fill(words.tlRevision, { revision }),
          questions: number(questions, language),
          outside: number(outOfScope, language),
        })}
      </p>
      {questions === 0 ? <p className="note">{words.tlNoQuestions}</p> : <Figures answer={answer} />}
      <TableCard
        title={words.tlConfusions}
        data={tables.confusions}
        file="liuke-confusions"
        empty={words.tlNoConfusions}
      />
      <ConfusionMatrix answer={answer} titleOf={titleOf} />
      <LabHistory answer={answer} />
      <TableCard title={words.tlEntries} data={tables.entries} file="liuke-test-entries" />
      <TableCard title={words.tlPairs} data={tables.pairs} file="liuke-nearest-pairs">
        <p className="note">{words.tlPairsAbout}</p>
      </TableCard>
    </div>
  )
}

function Figures({ answer: { accuracy, ece, oosRecallAt5, coverage } }: { readonly answer: TestLabAnswer }) {
  const { words, language } = useWords()
  const figures: readonly (readonly [title: string, value: number | null, note?: string])[] = [
    [words.tlAccuracy, accuracy.all],
    [words.tlAccuracyZh, accuracy.zh],
    [words.tlAccuracyEn, accuracy.en],
    [words.tlAccuracyMixed, accuracy.mixed],
    [words.tlEce, ece],
    [words.tlOos, oosRecallAt5, words.tlOosNote],
    [words.tlCoverage, coverage],
  ]
  return (
    <ul className="key-figures">
      {figures.map(([title, value, note]) => (
        <li key={title} className="card">
          <span className="note">{title}</span>
          <strong>{value === null ? words.none : share(value, language)}</strong>
          {note !== undefined && <span className="note">{note}</span>}
        </li>
      ))}
    </ul>
  )
}

function ConfusionMatrix({ answer, titleOf }: { readonly answer: TestLabAnswer; readonly titleOf: TitleOf }) {
  const { words } = useWords()
  const heading = useId()
  const { entries, counts } = useMemo(() => matrixOf(answer, MATRIX_MOST), [answer])
  if (entries.length === 0) return null
  return (
    <section className="card" aria-labelledby={heading}>
      <h3 id={heading}>{words.tlMatrix}</h3>
      <p className="note">{words.tlMatrixAbout}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-box" tabIndex={0} aria-label={words.tlMatrix}>
        <table className="matrix">
          <caption className="unseen">{words.tlMatrix}</caption>
          <thead>
            <tr>
              <th scope="col">{words.tlExpected}</th>
              {entries.map((entry, at) => (
                <th key={entry} scope="col" className="numeric">
                  <span aria-hidden="true">{at + 1}</span>
                  <span className="unseen">
                    {fill(words.tlMatrixColumn, { number: at + 1, title: titleOf(entry) })}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((row, at) => (
              <tr key={row}>
                <th scope="row">
                  {at + 1}. {titleOf(row)}
                </th>
                {entries.map((column, place) => {
                  const count = counts[at]?.[place] ?? 0
                  const kind = at === place ? 'right' : count > 0 ? 'wrong' : 'nothing'
                  return (
                    <td key={column} className={`numeric ${kind}`}>
                      {count}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
