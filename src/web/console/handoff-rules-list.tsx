/** The rules in force, each in words, and the queues they lead to. */

import { DownloadOutlined, LockOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo } from 'react'
import type {
  ConditionView,
  HandoffRulesAnswer,
  QueueView,
  RuleView,
} from '../../console/handoff-rules-types.ts'
import { durationWords } from '../staff/times.ts'
import { fill, type Language } from '../widget/strings.ts'
import { useWords } from './console-context.ts'
import { DataTable } from './data-table.tsx'
import { ProblemList } from './handoff-rules-problems.tsx'
import { saveTable } from './save-table.ts'
import type { Strings } from './strings.ts'
import type { TableData } from './table-data.ts'

export function HandoffRulesList({ answer }: { readonly answer: HandoffRulesAnswer }) {
  const { words, language } = useWords()
  const { rules, queues, problems, days, version } = answer
  const names = useMemo(() => new Map(queues.map(({ id, name }) => [id, name[language]])), [queues, language])
  const queueTable = useMemo(() => tableOfQueues(queues, words, language), [queues, words, language])
  const save = () => saveTable('liuke-handoff-rules.csv', tableOfRules(rules, names, words, language))
  return (
    <>
      {problems.length > 0 && (
        <section className="card">
          <h3>{fill(words.hrProblemsInForce, { count: problems.length })}</h3>
          <ProblemList problems={problems} />
        </section>
      )}
      <div className="freshness">
        <p>{fill(words.hrVersion, { version: version.slice(0, 12) })}</p>
        <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={save}>
          {words.hrCsv}
        </Button>
      </div>
      <ol className="rule-list">
        {rules.map((rule) => (
          <li key={rule.id} className="card">
            <RuleCard rule={rule} days={days} queue={rule.queue === null ? null : names.get(rule.queue)} />
          </li>
        ))}
      </ol>
      <section className="card">
        <h3>{words.hrQueues}</h3>
        <DataTable title={words.hrQueues} data={queueTable} />
      </section>
    </>
  )
}

interface RuleCardProps {
  readonly rule: RuleView
  readonly days: number
  readonly queue: string | null | undefined
}

function RuleCard({ rule, days, queue }: RuleCardProps) {
  const { words, language } = useWords()
  const { right, 'bot-could': botCould, 'too-late': tooLate, 'wrong-queue': wrongQueue } = rule.verdicts
  const judged = right + botCould + tooLate + wrongQueue > 0
  return (
    <>
      <h3>{rule.about[language]}</h3>
      <p className="note">
        <code>{rule.id}</code>
        {rule.fixed && (
          <span className="fixed-mark">
            <LockOutlined aria-hidden /> {words.hrFixed}
          </span>
        )}
      </p>
      <h4>{words.hrWhen}</h4>
      <Condition view={rule.when} />
      <dl className="facts-line">
        <div>
          <dt>{words.hrDoes}</dt>
          <dd>{deedWords(rule.do, words)}</dd>
        </div>
        {rule.queue !== null && (
          <div>
            <dt>{words.hrQueue}</dt>
            <dd>{queue ?? rule.queue}</dd>
          </div>
        )}
        <div>
          <dt>{words.hrPriority}</dt>
          <dd>{rule.priority}</dd>
        </div>
        {rule.answerWithinMs !== null && (
          <div>
            <dt>{words.hrAnswerWithin}</dt>
            <dd>{durationWords(rule.answerWithinMs, words)}</dd>
          </div>
        )}
      </dl>
      {rule.say && (
        <>
          <h4>{words.hrSay}</h4>
          <p>{rule.say[language]}</p>
        </>
      )}
      <p className="note">
        {fill(words.hrUse, { days, count: rule.handoffs })}
        {rule.handoffs > 0 &&
          ` · ${judged ? fill(words.hrVerdicts, { right, botCould, tooLate, wrongQueue }) : words.hrNoVerdicts}`}
      </p>
    </>
  )
}

/** What comes of a decision, in words. */
export function deedWords(deed: RuleView['do'] | 'none', words: Strings): string {
  return {
    handoff: words.hrHandoff,
    offer: words.hrOffer,
    raise: words.hrRaise,
    none: words.hrNone,
  }[deed]
}

function Condition({ view }: { readonly view: ConditionView }) {
  const { words, language } = useWords()
  if (view.kind === 'fact') return <p>{view.words[language]}</p>
  const title = { all: words.hrAll, any: words.hrAny, not: words.hrNot }[view.kind]
  return (
    <div className="condition">
      <p className="note">{title}</p>
      <ul>
        {view.parts.map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no state and no names
          <li key={place}>
            <Condition view={part} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A condition in one line, for files. */
function conditionText(view: ConditionView, words: Strings, language: Language): string {
  if (view.kind === 'fact') return view.words[language]
  const title = { all: words.hrAll, any: words.hrAny, not: words.hrNot }[view.kind]
  return `${title}: (${view.parts.map((part) => conditionText(part, words, language)).join('; ')})`
}

function tableOfRules(
  rules: readonly RuleView[],
  names: ReadonlyMap<string, string>,
  words: Strings,
  language: Language,
): TableData {
  const titles = [words.hrRule, words.hrWhen, words.hrDoes, words.hrQueue, words.hrPriority]
  return {
    columns: [...titles, words.hrAnswerWithin, words.hrHandoffs].map((title) => ({ title })),
    rows: rules.map((rule) => [
      { value: rule.id },
      { value: conditionText(rule.when, words, language) },
      { value: deedWords(rule.do, words) },
      { value: rule.queue === null ? null : (names.get(rule.queue) ?? rule.queue) },
      { value: rule.priority },
      { value: rule.answerWithinMs === null ? null : durationWords(rule.answerWithinMs, words) },
      { value: rule.handoffs },
    ]),
  }
}

function tableOfQueues(queues: readonly QueueView[], words: Strings, language: Language): TableData {
  const time = (length: number | null) => ({
    value: length,
    text: length === null ? words.none : durationWords(length, words),
  })
  return {
    columns: [
      { title: words.hrQueue },
      { title: words.hrQueueState },
      { title: words.hrHours },
      { title: words.hrAnswerWithin, numeric: true },
      { title: words.hrNextAnswer, numeric: true },
      { title: words.hrResolve, numeric: true },
      { title: words.hrLongestWait, numeric: true },
    ],
    rows: queues.map((queue) => [
      { value: queue.name[language] },
      { value: queue.open ? words.hrQueueOpen : words.hrQueueClosed },
      { value: hoursWords(queue, words) },
      time(queue.answerWithinMs),
      time(queue.nextAnswerWithinMs),
      time(queue.resolveWithinMs),
      time(queue.longestWaitMs),
    ]),
  }
}

/** `Mon 8:00-22:00, Tue …`, without days that are closed. */
function hoursWords({ hours }: QueueView, words: Strings): string {
  if (hours === null) return words.hrCompanyHours
  if (hours.week.every((day) => day === '0:00-24:00')) return words.hrAlways
  const days = words.hrDays.split(',')
  return hours.week.map((day, place) => `${days[place] ?? ''} ${day ?? words.hrClosedDay}`).join(', ')
}
