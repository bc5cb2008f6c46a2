/** Whether the agent takes new conversations, and how many they have; in the bar on top. */

import { Button } from 'antd'
import { useState } from 'react'
import type { AgentItem } from '../../console/desk-work-types.ts'
import { fill } from '../widget/strings.ts'
import { isFull, loadWords, otherStatus, statusWords } from './agent-words.ts'
import { useWords } from './desk-context.ts'

export interface StatusSwitchProps {
  readonly me: AgentItem
  change(status: 'available' | 'away'): Promise<void>
}

export function StatusSwitch({ me, change }: StatusSwitchProps) {
  const { words } = useWords()
  const [busy, setBusy] = useState(false)
  const status = statusWords(me.status, words)
  const load = loadWords(words.statusLoad, me)
  const hint = fill(words.statusSwitch, { other: statusWords(otherStatus(me), words) })
  const press = async () => {
    if (busy) return
    setBusy(true)
    await change(otherStatus(me))
    setBusy(false)
  }
  return (
    <Button
      type="text"
      className="status-switch"
      title={`${load} ${hint}`}
      aria-busy={busy}
      onClick={() => void press()}
    >
      <span className={`presence-dot ${me.status}`} aria-hidden />
      <span className="status-word">{status}</span>
      <span className={isFull(me) ? 'load full' : 'load'}>{loadWords(words.statusLoadShort, me)}</span>
      <span className="unseen">
        {load} {hint}
      </span>
    </Button>
  )
}
