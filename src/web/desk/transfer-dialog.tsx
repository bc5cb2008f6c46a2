/** Gives the open conversation to a queue or to a colleague, with a word for whoever takes it. */

import { Button, Input, Skeleton } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { TransferBody } from '../../console/desk-work-types.ts'
import { Choice } from '../staff/choice.tsx'
import { Dialog } from '../staff/dialog.tsx'
import { fill } from '../widget/strings.ts'
import { useDesk, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { type Target, type TransferOf, targetsIn } from './transfer-targets.ts'
import { useTeam } from './use-team.ts'

/** Longest note, as the server takes it. */
const MAX_NOTE = 1_000
/** With more colleagues than these one looks for a name. */
const FIND_FROM = 9

export interface TransferDialogProps {
  readonly conversation: TransferOf
  close(): void
  /** Called once it was transferred and the window is closed; must not throw. */
  done(): void | Promise<void>
}

export function TransferDialog({ conversation, close, done }: TransferDialogProps) {
  const { words, language } = useWords()
  const { account, inbox } = useDesk()
  const team = useTeam()
  const [kind, setKind] = useState<Target['kind']>('queue')
  const [chosen, setChosen] = useState<string>()
  const [find, setFind] = useState('')
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const id = useId()
  const mayAssign = account.permissions.includes('conversation.assign')
  const targets = team.answer && targetsIn(team.answer, conversation, { mayAssign, words, language })
  const ofKind = targets?.filter((target) => target.kind === kind) ?? []
  const sought = find.trim().toLowerCase()
  const shown = ofKind.filter(({ title }) => title.toLowerCase().includes(sought))
  const target = ofKind.find((one) => one.id === chosen && !one.disabled)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (!target) return setProblem(words.transferChoose)
    setBusy(true)
    setProblem('')
    const to: TransferBody = {
      [target.kind]: target.id,
      ...(note.trim() !== '' && { note: note.trim() }),
    }
    try {
      await inbox.transfer(conversation.id, to)
      close()
      await done()
    } catch (error) {
      setProblem(errorWords(error, words))
      setBusy(false)
      void team.refresh()
    }
  }
  return (
    <Dialog
      title={fill(words.transferTitle, { name: conversation.name })}
      close={close}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button type="primary" htmlType="submit" form={`${id}-form`} loading={busy}>
            {words.transferDo}
          </Button>
        </>
      }
    >
      <form id={`${id}-form`} className="form transfer" onSubmit={(event) => void submit(event)}>
        <Choice
          label={words.transferTo}
          value={kind}
          values={{ queue: words.transferToQueue, agent: words.transferToAgent }}
          choose={(next) => {
            setKind(next)
            setChosen(undefined)
            setFind('')
          }}
        />
        {kind === 'agent' && ofKind.length >= FIND_FROM && (
          <Input
            aria-label={words.transferFind}
            placeholder={words.transferFind}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        )}
        {!team.answer && team.error === undefined && (
          <Skeleton active title={false} paragraph={{ rows: 4 }} />
        )}
        {!team.answer && team.error !== undefined && (
          <p className="field-problem" role="alert">
            {errorWords(team.error, words)}
          </p>
        )}
        {team.answer && shown.length === 0 && <p className="note">{words.transferNobody}</p>}
        {shown.length > 0 && (
          <fieldset className="targets">
            <legend className="unseen">{words.transferTo}</legend>
            {shown.map((one) => (
              <label key={one.id} className={one.disabled ? 'target disabled' : 'target'}>
                <input
                  type="radio"
                  name={`${id}-target`}
                  value={one.id}
                  checked={chosen === one.id}
                  disabled={one.disabled}
                  onChange={() => {
                    setChosen(one.id)
                    setProblem('')
                  }}
                />
                <span className="target-about">
                  <strong dir="auto">{one.title}</strong>
                  <span className="facts">{one.facts.join(' · ')}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <div className="field">
          <label htmlFor={`${id}-note`}>{words.transferNote}</label>
          <textarea
            id={`${id}-note`}
            className="grows"
            rows={2}
            maxLength={MAX_NOTE}
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <p className="note">{words.transferHint}</p>
        <p className="field-problem" role="alert">
          {problem}
        </p>
      </form>
    </Dialog>
  )
}
