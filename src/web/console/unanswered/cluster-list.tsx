/** The groups, most pressing first, and what the list is narrowed by. */

import { Button } from 'antd'
import type { ClusterSummary } from '../../../console/unanswered-types.ts'
import { Choice } from '../../staff/choice.tsx'
import { Select } from '../../staff/select.tsx'
import { percent } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { Sparkline } from './sparkline.tsx'
import type { ClusterSearch } from './unanswered-api.ts'
import { reasons, reasonWords, statuses, statusWords } from './unanswered-words.ts'
import type { Clusters } from './use-clusters.ts'

const DAYS = ['7', '30', '90']

export interface ClusterListProps {
  readonly search: ClusterSearch
  readonly clusters: Clusters
  readonly openId: string | undefined
  look(search: ClusterSearch): void
  open(id: string): void
}

export function ClusterList({ search, clusters, openId, look, open }: ClusterListProps) {
  const { words } = useWords()
  const { answer, list, busy } = clusters
  const titles = Object.fromEntries(
    statuses.map((status) => {
      const title = statusWords(status, words)
      const count = answer?.counts[status]
      return [status, count === undefined ? title : fill(words.unStatusCount, { title, count })]
    }),
  )
  const isNarrowed = search.reason !== '' || search.language !== '' || search.days !== ''
  const isAllDone = search.status === 'new' && !isNarrowed
  return (
    <section className="un-list" aria-label={words.unList} aria-busy={busy}>
      <Choice
        label={words.unStatus}
        value={search.status}
        values={titles}
        choose={(status) => look({ ...search, status })}
      />
      <div className="un-filters">
        <Select
          label={words.unReason}
          value={search.reason}
          options={[
            { value: '', title: words.unAnyReason },
            ...reasons.map((reason) => ({ value: reason, title: reasonWords(reason, words) })),
          ]}
          choose={(reason) => look({ ...search, reason })}
        />
        <Select
          label={words.unLanguage}
          value={search.language}
          options={[
            { value: '', title: words.unAnyLanguage },
            { value: 'zh', title: words.languageZh },
            { value: 'en', title: words.languageEn },
            { value: 'mixed', title: words.unMixed },
          ]}
          choose={(language) => look({ ...search, language })}
        />
        <Select
          label={words.unDays}
          value={search.days}
          options={[
            { value: '', title: words.unAnyTime },
            ...DAYS.map((days) => ({ value: days, title: fill(words.unLastDays, { count: days }) })),
          ]}
          choose={(days) => look({ ...search, days })}
        />
      </div>
      {answer && list.length > 0 && (
        <p className="note">{fill(words.unFound, { count: Math.max(answer.total, list.length) })}</p>
      )}
      {answer && !busy && list.length === 0 && (
        <div className="un-empty">
          <strong>{isAllDone ? words.unNothingNew : words.unNothing}</strong>
          <p className="note">{isAllDone ? words.unNothingNewMore : words.unNothingMore}</p>
        </div>
      )}
      <ul className="un-groups">
        {list.map((cluster) => (
          <li key={cluster.id} className={cluster.id === openId ? 'open' : undefined}>
            <button
              type="button"
              aria-current={cluster.id === openId ? 'true' : undefined}
              onClick={() => open(cluster.id)}
            >
              <Line cluster={cluster} />
            </button>
          </li>
        ))}
      </ul>
      {answer?.next != null && (
        <Button block loading={busy} onClick={() => void clusters.more()}>
          {words.unMore}
        </Button>
      )}
    </section>
  )
}

function Line({ cluster }: { readonly cluster: ClusterSummary }) {
  const { words, language } = useWords()
  const { title, customers, questions: count, zh, en, highRisk, mediumRisk, entry } = cluster
  const likely = cluster.candidates[0]
  return (
    <>
      <strong>{title || words.unNoTitle}</strong>
      <span className="un-facts">
        <span>{fill(words.unCustomers, { count: customers })}</span>
        <span>{fill(words.unQuestionsZhEn, { count, zh, en })}</span>
        {highRisk > 0 && <span className="danger">{fill(words.unHighRisk, { count: highRisk })}</span>}
        {mediumRisk > 0 && <span className="warn">{fill(words.unMediumRisk, { count: mediumRisk })}</span>}
      </span>
      <span className="un-facts">
        <Sparkline trend={cluster.trend} />
        {entry !== null && <span>{fill(words.unPutInto, { entry })}</span>}
        {entry === null && likely && (
          <span>
            {fill(words.unLikely, {
              title: likely.title[language] || likely.entry,
              score: percent(likely.score),
            })}
          </span>
        )}
      </span>
    </>
  )
}
