/** Who is there, with how much to do, and how long the queues are; supervisors change what each takes. */

import { Alert, Button, Skeleton } from 'antd'
import { useState } from 'react'
import type { AgentBody, AgentItem, QueueInfo } from '../../console/desk-work-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { Dialog } from '../staff/dialog.tsx'
import { fill } from '../widget/strings.ts'
import { AgentForm } from './agent-form.tsx'
import { byPresence, isFull, loadWords, queueWords, statusWords } from './agent-words.ts'
import { AlertSettings } from './alert-settings.tsx'
import { useCalendar, useDesk, useNow, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import type { TeamState } from './use-team.ts'

export interface TeamPanelProps {
  readonly team: TeamState
  close(): void
}

export function TeamPanel({ team, close }: TeamPanelProps) {
  const { words } = useWords()
  const { account, inbox } = useDesk()
  const [editing, setEditing] = useState<string>()
  const [note, setNote] = useState('')
  const { answer, error } = team
  const mayEdit = account.permissions.includes('team.edit')
  const save = async (agent: AgentItem, change: AgentBody) => {
    await inbox.setAgent(agent.name, change)
    setEditing(undefined)
    setNote(fill(words.teamSaved, { name: agent.displayName }))
    await team.refresh()
  }
  return (
    <Dialog kind="side" title={words.team} close={close}>
      <div className="team">
        <p className="task-note" role="status">
          {note}
        </p>
        {!answer && error === undefined && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
        {error !== undefined && <Alert type="error" showIcon title={errorWords(error, words)} />}
        {answer && (
          <>
            <section>
              <h3>{words.teamQueues}</h3>
              <ul>
                {answer.queues.map((queue) => (
                  <QueueLine key={queue.id} queue={queue} />
                ))}
              </ul>
            </section>
            <section>
              <h3>{words.teamAgents}</h3>
              <ul>
                {byPresence(answer.agents).map((agent) => (
                  <li key={agent.name}>
                    <AgentLine agent={agent} mine={agent.name === account.name} queues={answer.queues} />
                    {mayEdit && editing !== agent.name && (
                      <Button
                        size="small"
                        aria-label={fill(words.teamEditLabel, { name: agent.displayName })}
                        onClick={() => {
                          setNote('')
                          setEditing(agent.name)
                        }}
                      >
                        {words.teamEdit}
                      </Button>
                    )}
                    {mayEdit && editing === agent.name && (
                      <AgentForm
                        agent={agent}
                        queues={answer.queues}
                        save={(change) => save(agent, change)}
                        cancel={() => setEditing(undefined)}
                      />
                    )}
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
        <AlertSettings />
      </div>
    </Dialog>
  )
}

function QueueLine({ queue }: { readonly queue: QueueInfo }) {
  const { words, language } = useWords()
  return (
    <li className="team-line">
      <strong>{queue.name[language]}</strong>
      <span className="facts">
        {[
          queue.open ? words.teamOpenNow : words.teamClosed,
          fill(words.teamWaiting, { count: queue.waiting }),
          fill(words.teamAvailable, { count: queue.available }),
        ].join(' · ')}
      </span>
    </li>
  )
}

interface AgentLineProps {
  readonly agent: AgentItem
  readonly mine: boolean
  readonly queues: readonly QueueInfo[]
}

function AgentLine({ agent, mine, queues }: AgentLineProps) {
  const { words, language } = useWords()
  const calendar = useCalendar()
  const now = useNow()
  const since =
    agent.since === null ? '' : fill(words.teamSince, { time: momentWords(agent.since, now, calendar) })
  return (
    <div className="team-line">
      <span className="team-name">
        <span className={`presence-dot ${agent.status}`} aria-hidden />
        <strong dir="auto">{agent.displayName}</strong>
        {mine && <span className="count">{words.teamMe}</span>}
      </span>
      <span className="facts">
        {[statusWords(agent.status, words), since].filter(Boolean).join(language === 'zh' ? '，' : ', ')}
        {' · '}
        <span className={isFull(agent) ? 'load full' : 'load'}>{loadWords(words.teamLoad, agent)}</span>
      </span>
      <span className="facts">{queueWords(agent, queues, words, language)}</span>
    </div>
  )
}
