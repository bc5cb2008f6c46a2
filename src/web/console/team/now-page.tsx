/** What happens at this moment: who waits, for how long, and who is there. */

import { useMemo } from 'react'
import type { AgentNow, QueueNow, TeamNowAnswer } from '../../../console/team-types.ts'
import { momentWords } from '../../staff/calendar.ts'
import { durationWords } from '../../staff/times.ts'
import type { Language } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { number } from '../figures.ts'
import { ReadPage } from '../read-page.tsx'
import type { Strings } from '../strings.ts'
import type { TableData } from '../table-data.ts'
import { useReading } from '../use-reading.ts'
import { TableCard } from './table-card.tsx'

const RENEW_MS = 10_000

export function TeamNowPage() {
  const { words } = useWords()
  const reading = useReading<TeamNowAnswer>('api/console/team/now', RENEW_MS)
  return (
    <ReadPage
      title={words.teamNow}
      about={words.teamNowAbout}
      reading={reading}
      show={(answer) => <Now answer={answer} />}
    />
  )
}

function Now({ answer }: { readonly answer: TeamNowAnswer }) {
  const { words, language } = useWords()
  const { queues, agents, conversations } = answer
  const queueTable = useMemo(() => queuesIn(queues, words, language), [queues, words, language])
  const agentTable = useMemo(
    () => agentsIn(agents, answer, words, language),
    [agents, answer, words, language],
  )
  return (
    <>
      <ul className="key-figures">
        {(['queued', 'human', 'bot'] as const).map((owner) => (
          <li key={owner} className="card">
            <span className="note">
              {{ queued: words.inQueue, human: words.peopleHave, bot: words.botHas }[owner]}
            </span>
            <strong>{number(conversations[owner], language)}</strong>
          </li>
        ))}
      </ul>
      <TableCard title={words.queuesNow} data={queueTable} file="liuke-queues" />
      <TableCard title={words.agentsNow} data={agentTable} file="liuke-agents" empty={words.noAgents} />
    </>
  )
}

function queuesIn(queues: readonly QueueNow[], words: Strings, language: Language): TableData {
  return {
    columns: [
      { title: words.queueName },
      { title: words.queueState },
      { title: words.queueWaiting, numeric: true },
      { title: words.queueOverdue, numeric: true },
      { title: words.queueLongest, numeric: true },
      { title: words.queueAvailable, numeric: true },
    ],
    rows: queues.map(({ name, open, waiting, overdue, longestWaitMs, available }) => [
      { value: name[language] },
      { value: open ? words.queueOpen : words.queueClosed },
      { value: waiting },
      // Not by colour alone.
      { value: overdue, text: overdue > 0 ? `⚠ ${overdue}` : '0' },
      longestWaitMs === null
        ? { value: null }
        : { value: Math.round(longestWaitMs / 1_000), text: durationWords(longestWaitMs, words) },
      { value: available },
    ]),
  }
}

function agentsIn(
  agents: readonly AgentNow[],
  { now, timeZone }: TeamNowAnswer,
  words: Strings,
  language: Language,
): TableData {
  const states = { available: words.agentAvailable, away: words.agentAway, offline: words.agentOffline }
  const order = { available: 0, away: 1, offline: 2 }
  return {
    columns: [
      { title: words.agentName },
      { title: words.agentStatus },
      { title: words.agentLoad, numeric: true },
      { title: words.agentSince },
    ],
    rows: agents
      .toSorted((a, b) => order[a.status] - order[b.status])
      .map(({ displayName, status, active, capacity, since }) => [
        { value: displayName },
        { value: states[status], order: order[status] },
        { value: active, text: `${active} / ${capacity}` },
        since === null
          ? { value: null }
          : {
              value: new Date(since).toISOString(),
              order: since,
              text: momentWords(since, now, { language, timeZone }),
            },
      ]),
  }
}
