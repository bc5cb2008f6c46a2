/** How many conversations an agent takes at a time, and of which queues; for supervisors. */

import { Button, Checkbox, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { AgentBody, AgentItem, QueueInfo } from '../../console/desk-work-types.ts'
import { Choice } from '../staff/choice.tsx'
import { type AgentEntry, agentProblem, MOST_CAPACITY } from './agent-words.ts'
import { useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'

export interface AgentFormProps {
  readonly agent: AgentItem
  readonly queues: readonly QueueInfo[]
  /** Throws what the call throws. */
  save(change: AgentBody): Promise<void>
  cancel(): void
}

export function AgentForm({ agent, queues, save, cancel }: AgentFormProps) {
  const { words, language } = useWords()
  const [entry, setEntry] = useState<AgentEntry>({
    capacity: String(agent.capacity),
    every: agent.queues === null,
    queues: agent.queues ?? [],
  })
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const id = useId()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = agentProblem(entry, words)
    setProblem(wrong ?? '')
    if (wrong !== undefined || busy) return
    setBusy(true)
    try {
      await save({ capacity: Number(entry.capacity), queues: entry.every ? null : entry.queues })
    } catch (error) {
      setProblem(errorWords(error, words))
      setBusy(false)
    }
  }
  const toggle = (queue: string, wanted: boolean) => {
    const others = entry.queues.filter((one) => one !== queue)
    setEntry({ ...entry, queues: wanted ? [...others, queue] : others })
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <div className="field">
        <label htmlFor={id}>{words.teamCapacity}</label>
        <Input
          id={id}
          type="number"
          min={1}
          max={MOST_CAPACITY}
          autoFocus
          value={entry.capacity}
          onChange={(event) => setEntry({ ...entry, capacity: event.target.value })}
        />
      </div>
      <Choice
        label={words.teamQueuesLabel}
        value={entry.every ? 'every' : 'chosen'}
        values={{ every: words.teamEveryQueue, chosen: words.teamChosenQueues }}
        choose={(value) => setEntry({ ...entry, every: value === 'every' })}
      />
      {!entry.every && (
        <fieldset className="checks">
          <legend className="unseen">{words.teamQueuesLabel}</legend>
          {queues.map((queue) => (
            <Checkbox
              key={queue.id}
              checked={entry.queues.includes(queue.id)}
              onChange={(event) => toggle(queue.id, event.target.checked)}
            >
              {queue.name[language]}
            </Checkbox>
          ))}
        </fieldset>
      )}
      <p className="field-problem" role="alert">
        {problem}
      </p>
      <div className="task-actions">
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.teamSave}
        </Button>
        <Button onClick={cancel}>{words.cancel}</Button>
      </div>
    </form>
  )
}
