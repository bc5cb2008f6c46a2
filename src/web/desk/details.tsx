/** What stands beside a conversation: the customer and the risk. */

import { Empty, Skeleton } from 'antd'
import type { ConversationAnswer } from '../../console/desk-types.ts'
import { CustomerCard } from './customer-card.tsx'
import { useDesk, useWords } from './desk-context.ts'
import { HistoryCard } from './history-card.tsx'
import { RiskCard } from './risk-card.tsx'

export interface DetailsProps {
  /** Undefined while it is being read. */
  readonly answer: ConversationAnswer | undefined
  failed(error: unknown): void
}

export function Details({ answer, failed }: DetailsProps) {
  const { words } = useWords()
  const { api } = useDesk()
  if (!answer) return <Skeleton active paragraph={{ rows: 8 }} />
  const { conversation, customer, risk, now } = answer
  return (
    <div className="details">
      {customer ? (
        <CustomerCard
          customer={customer}
          reveal={(field) => api.reveal(conversation.id, field)}
          identity
          failed={failed}
        />
      ) : (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{words.nobody}</strong>
              <br />
              {words.nobodyHint}
            </>
          }
        />
      )}
      {customer && <RiskCard risk={risk} now={now} />}
      {customer && <HistoryCard customer={customer} now={now} />}
    </div>
  )
}
