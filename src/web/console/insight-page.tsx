/** What all pages of insight have: what it is about, how old it is, and what stands there while there is no result. */

import { ReloadOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { InsightKind, InsightResults, InsightState } from '../../console/insight-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { errorWords } from '../staff/error-words.ts'
import { percent } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { useWords } from './console-context.ts'
import { tookWords } from './figures.ts'
import type { Strings, Word } from './strings.ts'
import { useInsight } from './use-insight.ts'

/** What a result is shown with. */
export interface Shown<Kind extends InsightKind> {
  readonly result: InsightResults[Kind]
  readonly timeZone: string
}

export interface InsightPageProps<Kind extends InsightKind> {
  readonly kind: Kind
  readonly title: Word
  readonly about: Word
  /** From how much the result was computed, in words. */
  basis(result: InsightResults[Kind]): string
  show(shown: Shown<Kind>): ReactNode
}

const STEPS = {
  starting: 'stepStarting',
  reading: 'stepReading',
  computing: 'stepComputing',
  storing: 'stepStoring',
} as const

function workWords({ step, share }: InsightState, words: Strings): string {
  const name = words[STEPS[step ?? 'starting']]
  return share === null
    ? fill(words.working, { step: name })
    : fill(words.workingShare, { step: name, percent: percent(share) })
}

export function InsightPage<Kind extends InsightKind>(props: InsightPageProps<Kind>) {
  const { kind, title, about, basis, show } = props
  const { words, language } = useWords()
  const { answer, state, error, renewed, load, refresh } = useInsight(kind)
  const running = state?.status === 'running'
  const { result = null, empty = null } = answer ?? {}
  const never = answer?.computedAt === null
  const why = errorWords(error, words, { NotFound: words.errorInsightUnknown })
  return (
    <article className="page" aria-busy={!answer && error === undefined}>
      <header className="page-head">
        <h2>{words[title]}</h2>
        <p>{words[about]}</p>
      </header>
      {answer && (
        <div className="freshness">
          <p>
            {answer.computedAt !== null &&
              result &&
              fill(words.computed, {
                time: momentWords(answer.computedAt, answer.now, { language, timeZone: answer.timeZone }),
                basis: basis(result),
                took: tookWords(answer.took ?? 0, language, words),
              })}
          </p>
          {(result || running) && (
            <Button
              icon={<ReloadOutlined aria-hidden />}
              disabled={running}
              loading={running}
              onClick={() => void refresh()}
            >
              {words.refresh}
            </Button>
          )}
        </div>
      )}
      <div role="status" className="work">
        {running && (
          <>
            <span>{workWords(state, words)}</span>
            <progress max={1} {...(state.share !== null && { value: state.share })} aria-hidden="true" />
            {result && <span className="note">{words.older}</span>}
          </>
        )}
        {!running && renewed && <span className="good">{words.refreshed}</span>}
      </div>
      <div role="alert">
        {error !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={answer ? why : fill(words.loadFailed, { reason: why })}
            action={
              <Button size="small" onClick={() => void load()}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
        {state?.status === 'failed' && state.failure && (
          <Alert
            role="none"
            type="warning"
            showIcon
            title={fill(words.failed, { reason: fill(words.failedReason, { ...state.failure }) })}
            action={
              <Button size="small" onClick={() => void refresh()}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
      </div>
      {!answer && error === undefined && <Skeleton active paragraph={{ rows: 10 }} />}
      {answer && !result && !running && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{never ? words.neverComputed : empty?.message[language]}</strong>
              {never && (
                <>
                  <br />
                  {words.neverComputedMore}
                </>
              )}
            </>
          }
        >
          <Button type="primary" onClick={() => void refresh()}>
            {never ? words.computeNow : words.refresh}
          </Button>
        </Empty>
      )}
      {answer && result && show({ result, timeZone: answer.timeZone })}
    </article>
  )
}
