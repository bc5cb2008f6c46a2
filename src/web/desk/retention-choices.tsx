/** What a customer has decided about being contacted and being scored. */

import { Button } from 'antd'
import type { RetentionDetail } from '../../console/retention-types.ts'
import { useWords } from './desk-context.ts'
import type { ChangeOf, RetentionItemState } from './use-retention-item.ts'

export interface RetentionChoicesProps {
  readonly detail: RetentionDetail
  readonly state: RetentionItemState
  /** Hears what was done, in words. */
  done(text: string): void
}

const CONTACT = {
  granted: 'choiceContactGranted',
  refused: 'choiceContactRefused',
  unknown: 'choiceContactUnknown',
} as const

export function RetentionChoices({ detail, state, done }: RetentionChoicesProps) {
  const { words } = useWords()
  const { contact, automated } = detail.choices
  const set = async (choice: ChangeOf<'choices'>) => {
    if (await state.change('choices', choice)) done(words.choiceSaved)
  }
  const button = (title: string, choice: ChangeOf<'choices'>) => (
    <Button size="small" disabled={state.busy !== undefined} onClick={() => void set(choice)}>
      {title}
    </Button>
  )
  return (
    <section className="card">
      <h3>{words.choicesTitle}</h3>
      <dl className="facts-list">
        <div>
          <dt>{words.choiceContact}</dt>
          <dd>{words[CONTACT[contact]]}</dd>
        </div>
        <div>
          <dt>{words.choiceAutomated}</dt>
          <dd>{automated ? words.choiceAutomatedYes : words.choiceAutomatedNo}</dd>
        </div>
      </dl>
      {detail.customer && (
        <details>
          <summary>{words.choiceChange}</summary>
          <p className="note">{words.choiceHint}</p>
          <p className="task-actions">
            {contact !== 'granted' && button(words.setGranted, { contact: 'granted' })}
            {contact !== 'refused' && button(words.setRefused, { contact: 'refused' })}
            {automated
              ? button(words.setAutomatedNo, { automated: false })
              : button(words.setAutomatedYes, { automated: true })}
          </p>
        </details>
      )}
    </section>
  )
}
