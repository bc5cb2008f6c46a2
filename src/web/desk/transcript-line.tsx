/** One line of the transcript. Text is only ever shown as text. */

import {
  CheckOutlined,
  CloseCircleFilled,
  DislikeOutlined,
  LikeOutlined,
  QuestionCircleFilled,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { TranscriptItem } from '../../console/desk-types.ts'
import { percent } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { DeliveryLine } from './delivery-line.tsx'
import { useDesk, useWords } from './desk-context.ts'
import { FileView } from './file-view.tsx'
import { Time } from './time.tsx'
import { decisionWords } from './wording.ts'

export interface TranscriptLineProps {
  readonly line: TranscriptItem
  /** Whether it is the newest of ours the customer has seen. */
  readonly read: boolean
}

export function TranscriptLine({ line, read }: TranscriptLineProps) {
  const { words } = useWords()
  const { account } = useDesk()
  const time = <Time at={line.at} />
  const delivery = line.delivery && <DeliveryLine delivery={line.delivery} at={line.at} />
  if (line.role === 'system') {
    return (
      <div className="system-line">
        <span dir="auto">{line.text}</span> {time}
        {delivery}
      </div>
    )
  }
  const writer =
    line.role === 'user'
      ? words.roleUser
      : line.role === 'bot'
        ? words.roleBot
        : line.agent === null || line.agent === account.displayName
          ? words.me
          : line.agent
  return (
    <article className={`line ${line.role}`}>
      <p className="line-head">
        <bdi>{writer}</bdi> {time}
      </p>
      {line.text !== '' && (
        <p className="bubble" dir="auto">
          {line.text}
        </p>
      )}
      {line.files.map((file) => (
        <FileView key={file.id} file={file} />
      ))}
      {line.choices.length > 0 && (
        <ul className="choices" aria-label={words.choices}>
          {line.choices.map((choice, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: choices of a message never change, and may repeat
            <li key={at} dir="auto">
              {choice}
            </li>
          ))}
        </ul>
      )}
      {delivery}
      {read && (
        <p className="delivery">
          <CheckOutlined aria-hidden /> {words.customerRead}
        </p>
      )}
      {line.helpful !== null && (
        <p className="understanding">
          <span className={line.helpful ? 'decision helpful' : 'decision declined'}>
            {line.helpful ? <LikeOutlined aria-hidden /> : <DislikeOutlined aria-hidden />}{' '}
            {line.helpful ? words.helpful : words.notHelpful}
          </span>
        </p>
      )}
      {line.decision && <Understanding decision={line.decision} />}
    </article>
  )
}

/** Decisions that did not help at once stand out, by a sign and a colour beside their word. */
const MARKS: Readonly<Record<string, { readonly kind: string; readonly sign: ReactNode }>> = {
  decline: { kind: 'declined', sign: <CloseCircleFilled aria-hidden /> },
  ask: { kind: 'asked', sign: <QuestionCircleFilled aria-hidden /> },
}

/** What the bot made of a customer's message. */
function Understanding({ decision }: { readonly decision: NonNullable<TranscriptItem['decision']> }) {
  const { words, language } = useWords()
  const declined = decision.decision === 'decline'
  const mark = Object.hasOwn(MARKS, decision.decision) ? MARKS[decision.decision] : undefined
  // A handoff is what a rule made of the message, whatever it was understood as.
  const understood = decision.decision !== 'handoff'
  const entry = decision.title?.[language] ?? decision.entry
  return (
    <p className="understanding">
      <span className={`decision ${mark?.kind ?? ''}`}>
        {mark?.sign} {decisionWords(decision.decision, words)}
      </span>
      {decision.failed && !declined && (
        <span className="decision declined">
          <CloseCircleFilled aria-hidden /> {words.didNotHelp}
        </span>
      )}
      {understood && entry !== null && (
        <span>
          {words.understood} <b>{entry}</b>
        </span>
      )}
      {entry === null && declined && <span>{words.notUnderstood}</span>}
      {understood && decision.confidence !== null && (
        <span>{fill(words.confidence, { percent: percent(decision.confidence) })}</span>
      )}
      {decision.rule !== null && <span>{fill(words.rule, { rule: decision.rule[language] })}</span>}
    </p>
  )
}
