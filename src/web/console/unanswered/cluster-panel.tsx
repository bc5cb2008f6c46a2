/** The open group: its questions, entries it may belong to, what agents answered, and what can be decided. */

import { Button, Skeleton } from 'antd'
import type { ReactNode, Ref } from 'react'
import type { Candidate, ClusterAnswer, ClusterSummary } from '../../../console/unanswered-types.ts'
import { stampWords } from '../../staff/stamps.ts'
import { percent } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { ExampleList } from './example-list.tsx'
import { CANDIDATE_KEYS } from './keys.ts'
import { isOpen, languageWords, statusWords } from './unanswered-words.ts'
import type { OpenCluster } from './use-cluster.ts'

export interface ClusterPanelProps {
  readonly summary: ClusterSummary
  readonly cluster: OpenCluster
  readonly mayEdit: boolean
  readonly busy: boolean
  readonly timeZone: string
  readonly heading: Ref<HTMLHeadingElement>
  /** Search of entries, and the new entry while one is written. */
  readonly search: ReactNode
  readonly form: ReactNode
  accept(entry: string): void
  create(): void
  decide(deed: 'out-of-scope' | 'dismiss' | 'split'): void
  take(text: string, language: string): void
}

export function ClusterPanel(props: ClusterPanelProps) {
  const { summary, cluster, timeZone, busy, decide } = props
  const { words, language } = useWords()
  const { answer } = cluster
  const shown = answer ?? summary
  const mayDecide = props.mayEdit && isOpen(shown.status)
  const { customers, questions, zh, en } = shown
  const facts = {
    customers: fill(words.unCustomers, { count: customers }),
    questions: fill(words.unQuestionsZhEn, { count: questions, zh, en }),
    time: stampWords(shown.lastAt, language, timeZone),
  }
  return (
    <section className="un-panel" aria-labelledby="un-open" aria-busy={answer === undefined}>
      <header>
        <h3 id="un-open" ref={props.heading} tabIndex={-1}>
          {shown.title || words.unNoTitle}
        </h3>
        <p className="note">{fill(words.unClusterFacts, facts)}</p>
        {answer?.decidedBy != null && <Decided answer={answer} timeZone={timeZone} />}
        {!props.mayEdit && <p className="note">{words.unReadOnly}</p>}
      </header>
      {answer === undefined ? (
        cluster.error === undefined && <Skeleton active paragraph={{ rows: 6 }} />
      ) : (
        <>
          {mayDecide && (
            <div className="un-buttons">
              <Deed title={words.unCreate} keyTitle="N" busy={busy} act={props.create} />
              <Deed title={words.unOut} keyTitle="O" busy={busy} act={() => decide('out-of-scope')} />
              <Deed title={words.unDismiss} keyTitle="D" busy={busy} act={() => decide('dismiss')} />
              <Deed title={words.unSplit} keyTitle="S" busy={busy} act={() => decide('split')} />
            </div>
          )}
          {props.form}
          {mayDecide && (
            <section className="un-candidates">
              <h4>{words.unCandidates}</h4>
              {answer.candidates.length === 0 && <p className="note">{words.unNoCandidates}</p>}
              <ol>
                {answer.candidates.slice(0, CANDIDATE_KEYS).map((candidate, at) => (
                  <li key={candidate.entry}>
                    <CandidateButton
                      candidate={candidate}
                      number={at + 1}
                      busy={busy}
                      accept={() => props.accept(candidate.entry)}
                    />
                  </li>
                ))}
              </ol>
              {props.search}
            </section>
          )}
          <ExampleList
            cluster={answer}
            chosen={cluster.chosen}
            mayChoose={mayDecide}
            timeZone={timeZone}
            choose={cluster.choose}
          />
          {answer.agentAnswers.length > 0 && (
            <AgentAnswers answer={answer} mayTake={mayDecide} timeZone={timeZone} take={props.take} />
          )}
        </>
      )}
    </section>
  )
}

function Decided({ answer, timeZone }: { readonly answer: ClusterAnswer; readonly timeZone: string }) {
  const { words, language } = useWords()
  const { decidedBy, decidedAt, entry, status } = answer
  const values = {
    name: decidedBy ?? '',
    time: decidedAt === null ? '' : stampWords(decidedAt, language, timeZone),
    status: statusWords(status, words),
    entry: entry ?? '',
  }
  return <p className="note">{fill(entry === null ? words.unDecided : words.unDecidedEntry, values)}</p>
}

interface DeedProps {
  readonly title: string
  readonly keyTitle: string
  readonly busy: boolean
  act(): void
}

/** It stays where it is while something is under way: the focus must not fall off it. */
function Deed({ title, keyTitle, busy, act }: DeedProps) {
  return (
    <Button aria-keyshortcuts={keyTitle} aria-disabled={busy} onClick={() => !busy && act()}>
      {title} <kbd aria-hidden>{keyTitle}</kbd>
    </Button>
  )
}

interface CandidateButtonProps {
  readonly candidate: Candidate
  readonly number: number
  readonly busy: boolean
  accept(): void
}

function CandidateButton({ candidate, number, busy, accept }: CandidateButtonProps) {
  const { words, language } = useWords()
  const title = candidate.title[language] || candidate.entry
  const score = percent(candidate.score)
  return (
    <button
      type="button"
      aria-keyshortcuts={String(number)}
      aria-disabled={busy}
      onClick={() => !busy && accept()}
    >
      <kbd aria-hidden>{number}</kbd>
      <span className="un-title">
        <span className="unseen">{words.unInto}</span> {title} <span className="note">{candidate.entry}</span>
      </span>
      <span className="un-score">{score}</span>
    </button>
  )
}

interface AgentAnswersProps {
  readonly answer: ClusterAnswer
  readonly mayTake: boolean
  readonly timeZone: string
  take(text: string, language: string): void
}

function AgentAnswers({ answer, mayTake, timeZone, take }: AgentAnswersProps) {
  const { words, language } = useWords()
  return (
    <section className="un-answers">
      <h4>{words.unAgentAnswers}</h4>
      <ul>
        {answer.agentAnswers.map((one) => (
          <li key={`${one.conversation} ${one.at} ${one.text}`}>
            <blockquote>{one.text}</blockquote>
            <span className="un-facts">
              <span>{one.agent}</span>
              <span>{languageWords(one.language, words)}</span>
              <span>{stampWords(one.at, language, timeZone)}</span>
              {one.times > 1 && <span>{fill(words.unTimes, { count: one.times })}</span>}
            </span>
            {mayTake && (
              <Button
                size="small"
                aria-label={fill(words.unTakeOf, { text: one.text })}
                onClick={() => take(one.text, one.language)}
              >
                {words.unTake}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
