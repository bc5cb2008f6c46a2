/** A conversation that is offered to the agent, with the time left to answer; it passes on by itself. */

import { BellFilled, ClockCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { stopwatch } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { ChannelMark } from './channel-mark.tsx'
import { useNow, useWords } from './desk-context.ts'
import type { ListedItem } from './queue-order.ts'
import { RiskBadge } from './risk-badge.tsx'
import type { OffersState } from './use-offers.ts'

export function OfferBanner({ state }: { readonly state: OffersState }) {
  const { words } = useWords()
  const [first] = state.offers
  return (
    <>
      {/* The region stands before anything is said in it, so that it is read out. */}
      <div role="status" className="offer-note">
        {first ? (
          <span className="unseen">
            {words.offer}
            {': '}
            <OfferWords item={first} />
          </span>
        ) : (
          state.note !== '' && (
            <>
              <span>{state.note}</span>
              <Button type="link" size="small" onClick={state.dismiss}>
                {words.dismiss}
              </Button>
            </>
          )
        )}
      </div>
      {first && <Offer item={first} more={state.offers.length - 1} state={state} />}
    </>
  )
}

function OfferWords({ item }: { readonly item: ListedItem }) {
  const { words, language } = useWords()
  const reason = item.reason?.about[language] ?? words.noReason
  return <bdi>{fill(words.offerText, { name: item.customerName ?? words.visitor, reason })}</bdi>
}

interface OfferProps {
  readonly item: ListedItem
  readonly more: number
  readonly state: OffersState
}

function Offer({ item, more, state }: OfferProps) {
  const { words, language } = useWords()
  const now = useNow()
  const left = fill(words.offerTime, { time: stopwatch((item.offeredUntil ?? now) - now) })
  return (
    <section className="offer" aria-label={words.offer}>
      <BellFilled aria-hidden />
      <div className="offer-about">
        <strong>{words.offer}</strong>
        <span>
          <OfferWords item={item} />
        </span>
        <span className="facts">
          <ChannelMark channel={item.channel} />
          {item.queue && ` · ${item.queue.name[language]}`} ·{' '}
          {item.language === 'zh' ? words.chinese : words.english}{' '}
          {item.riskBand && <RiskBadge band={item.riskBand} />}
        </span>
      </div>
      <span className="due">
        <ClockCircleOutlined aria-hidden /> {left}
      </span>
      {more > 0 && <span className="facts">{fill(words.offerMore, { count: more })}</span>}
      <div className="offer-answers">
        <Button
          type="primary"
          loading={state.busy === 'accept'}
          disabled={state.busy === 'decline'}
          title={words.offerKeys}
          aria-keyshortcuts="Y"
          onClick={() => void state.accept(item.id)}
        >
          {words.offerAccept}
        </Button>
        <Button
          loading={state.busy === 'decline'}
          disabled={state.busy === 'accept'}
          title={words.offerKeys}
          aria-keyshortcuts="X"
          onClick={() => void state.decline(item.id)}
        >
          {words.offerDecline}
        </Button>
      </div>
    </section>
  )
}
