/** A reply the transcript does not have yet: on its way, or not sent. */

import { Button } from 'antd'
import { useWords } from './desk-context.ts'
import { Time } from './time.tsx'
import type { Outgoing } from './unsent.ts'
import type { Replies } from './use-replies.ts'

export interface OutgoingLineProps {
  readonly reply: Outgoing
  readonly replies: Pick<Replies, 'retry' | 'takeBack'>
}

export function OutgoingLine({ reply, replies }: OutgoingLineProps) {
  const { words } = useWords()
  return (
    <article className={`line agent ${reply.status}`}>
      <p className="line-head">
        {words.me} <Time at={reply.at} />
      </p>
      <p className="bubble" dir="auto">
        {reply.text}
      </p>
      <p className="understanding">
        <span className={reply.status === 'failed' ? 'decision declined' : undefined}>
          {words[reply.status]}
        </span>
        {reply.status === 'failed' && (
          <>
            <Button size="small" type="link" onClick={() => replies.retry(reply)}>
              {words.retry}
            </Button>
            <Button size="small" type="link" onClick={() => replies.takeBack(reply)}>
              {words.takeBack}
            </Button>
          </>
        )}
      </p>
    </article>
  )
}
