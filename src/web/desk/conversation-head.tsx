/** The head of the open conversation: who it is, where they write, how likely they are to leave. */

import { IdcardOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { QueueItem } from '../../console/desk-types.ts'
import { ChannelMark, SharedTag } from './channel-mark.tsx'
import { useWords } from './desk-context.ts'
import { OpenedHead } from './opened.tsx'
import { RiskBadge } from './risk-badge.tsx'

export interface ConversationHeadProps {
  /** Undefined until it was read. */
  readonly item: QueueItem | undefined
  readonly goBack: (() => void) | undefined
  readonly showDetails: (() => void) | undefined
}

export function ConversationHead({ item, goBack, showDetails }: ConversationHeadProps) {
  const { words, language } = useWords()
  return (
    <OpenedHead
      name={item ? (item.customerName ?? words.visitor) : ''}
      goBack={goBack}
      about={
        item && (
          <>
            <span>
              <ChannelMark channel={item.channel} /> ·{' '}
              {[item.language === 'zh' ? words.chinese : words.english, item.queue?.name[language]]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {item.shared && <SharedTag />}
            {item.riskBand && <RiskBadge band={item.riskBand} />}
          </>
        )
      }
    >
      {showDetails && (
        <Button
          icon={<IdcardOutlined aria-hidden />}
          aria-label={words.showCustomer}
          title={words.showCustomer}
          onClick={showDetails}
        />
      )}
    </OpenedHead>
  )
}
