/** How far a message has come, below it; nothing as long as all is well. */

import {
  ExclamationCircleFilled,
  HourglassOutlined,
  LoadingOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons'
import { type Delivery, deliveryNote, isUnderWay } from './delivery-words.ts'
import { useNow, useWords } from './desk-context.ts'

const ICONS = {
  busy: <LoadingOutlined aria-hidden />,
  waits: <HourglassOutlined aria-hidden />,
  doubt: <QuestionCircleOutlined aria-hidden />,
  lost: <ExclamationCircleFilled aria-hidden />,
}

export interface DeliveryLineProps {
  readonly delivery: Delivery
  /** When the message was written. */
  readonly at: number
}

export function DeliveryLine({ delivery, at }: DeliveryLineProps) {
  return isUnderWay(delivery) ? (
    <Counting delivery={delivery} at={at} />
  ) : (
    <Note delivery={delivery} age={Number.POSITIVE_INFINITY} />
  )
}

/** Only what is under way needs the time. */
function Counting({ delivery, at }: DeliveryLineProps) {
  return <Note delivery={delivery} age={useNow() - at} />
}

function Note({ delivery, age }: { readonly delivery: Delivery; readonly age: number }) {
  const { words } = useWords()
  const note = deliveryNote(delivery, age, words)
  if (!note) return null
  return (
    <p className={`delivery ${note.kind}`} {...(delivery.problem && { title: delivery.problem })}>
      {ICONS[note.kind]} <span>{note.text}</span>
    </p>
  )
}
