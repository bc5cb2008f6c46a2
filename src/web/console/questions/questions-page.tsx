/** What customers asked in a period and what became of it, compared with the one before. */

import { useMemo, useState } from 'react'
import type { QuestionsAnswer } from '../../../console/questions-types.ts'
import { Choice } from '../../staff/choice.tsx'
import { Select } from '../../staff/select.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { dayText } from '../figures.ts'
import { ReadPage } from '../read-page.tsx'
import type { Wanted } from '../team/period.ts'
import { PeriodChoice } from '../team/period-choice.tsx'
import { TableCard } from '../team/table-card.tsx'
import { useReading } from '../use-reading.ts'
import { channelTitle } from './channel-title.ts'
import { QuestionHours, QuestionsPerDay, QuestionTotals } from './questions-figures.tsx'
import {
  channelsTable,
  entriesTable,
  languagesTable,
  neverUsedTable,
  risingTable,
  seldomHelpfulTable,
  topicsTable,
} from './questions-tables.ts'

const USUAL_DAYS = 28
type Spoken = 'all' | 'zh' | 'en'
const NO_CHANNELS: readonly string[] = []

export function QuestionsPage() {
  const { words } = useWords()
  const [wanted, setWanted] = useState<Wanted>({ days: USUAL_DAYS })
  const [channel, setChannel] = useState('')
  const [spoken, setSpoken] = useState<Spoken>('all')
  const query = new URLSearchParams(
    'days' in wanted ? { days: String(wanted.days) } : { from: wanted.from, to: wanted.to },
  )
  if (channel !== '') query.set('channel', channel)
  if (spoken !== 'all') query.set('language', spoken)
  const reading = useReading<QuestionsAnswer>(`api/console/questions?${query}`)
  return (
    <ReadPage
      title={words.questions}
      about={words.qsAbout}
      reading={reading}
      controls={
        <>
          <PeriodChoice wanted={wanted} shown={reading.answer} choose={setWanted} />
          <div className="filters">
            <Select
              label={words.qsChannel}
              value={channel}
              options={[
                { value: '', title: words.qsChannelAll },
                ...(reading.answer?.allChannels ?? NO_CHANNELS).map((one) => ({
                  value: one,
                  title: channelTitle(one, words),
                })),
              ]}
              choose={setChannel}
            />
            <Choice
              label={words.qsLanguage}
              value={spoken}
              values={{ all: words.qsLanguageAll, zh: words.languageZh, en: words.languageEn }}
              choose={setSpoken}
            />
          </div>
        </>
      }
      show={(answer) => <Questions answer={answer} />}
    />
  )
}

function Questions({ answer }: { readonly answer: QuestionsAnswer }) {
  const { words, language } = useWords()
  const { from, to, before, totals, risingPeriod } = answer
  const tables = useMemo(
    () => ({
      topics: topicsTable(answer.topics, words, language),
      entries: entriesTable(answer.entries, words, language),
      languages: languagesTable(answer.languages, words),
      channels: channelsTable(answer.channels, words),
      rising: risingTable(answer.rising, words),
      neverUsed: neverUsedTable(answer.neverUsed, words, language),
      seldomHelpful: seldomHelpfulTable(answer.seldomHelpful, words, language),
    }),
    [answer, words, language],
  )
  const days = `${from}-${to}`
  return (
    <>
      <p className="note">
        {fill(words.comparedPeriod, {
          from: dayText(before.from, language),
          to: dayText(before.to, language),
        })}
      </p>
      <QuestionTotals now={totals} before={before.totals} />
      {totals.questions === 0 ? (
        <p className="note" role="status">
          {words.qsNone}
        </p>
      ) : (
        <>
          <QuestionsPerDay answer={answer} />
          <TableCard title={words.qsByTopic} data={tables.topics} file={`liuke-topics-${days}`} />
          <TableCard title={words.qsByEntry} data={tables.entries} file={`liuke-entries-${days}`} />
          <QuestionHours answer={answer} />
          <TableCard title={words.qsByLanguage} data={tables.languages} file={`liuke-languages-${days}`} />
          <TableCard title={words.qsByChannel} data={tables.channels} file={`liuke-channels-${days}`} />
        </>
      )}
      <TableCard
        title={words.qsRising}
        data={tables.rising}
        file="liuke-rising-words"
        empty={risingPeriod === null ? words.qsRisingNever : words.qsRisingNone}
      >
        {risingPeriod !== null && (
          <p className="note">
            {fill(words.qsRisingOf, {
              from: dayText(risingPeriod.from, language),
              to: dayText(risingPeriod.to, language),
            })}
          </p>
        )}
      </TableCard>
      <TableCard
        title={words.qsSeldomHelpful}
        data={tables.seldomHelpful}
        file={`liuke-seldom-helpful-${days}`}
        empty={words.qsSeldomHelpfulNone}
      >
        <p className="note">{words.qsSeldomHelpfulAbout}</p>
      </TableCard>
      <TableCard
        title={words.qsNeverUsed}
        data={tables.neverUsed}
        file={`liuke-never-used-${days}`}
        empty={words.qsNeverUsedNone}
      >
        <p className="note">{words.qsNeverUsedAbout}</p>
      </TableCard>
    </>
  )
}
