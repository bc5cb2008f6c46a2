/** Writes to a customer first: what they would read, when it would go, and why it cannot. */

import { Alert, Button, Checkbox, Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ContactPreview, RetentionDetail } from '../../console/retention-types.ts'
import { Dialog } from '../staff/dialog.tsx'
import { newClientId } from '../widget/activities.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useDesk, useNow, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { blockWords, contactWords, placeWords, sendingWords } from './retention-words.ts'
import { hrefOf } from './route.ts'
import type { RetentionItemState } from './use-retention-item.ts'

export interface RetentionContactProps {
  readonly detail: RetentionDetail
  readonly state: RetentionItemState
  /** Hears what was done, in words. */
  done(text: string): void
}

export function RetentionContact({ detail, state, done }: RetentionContactProps) {
  const { words } = useWords()
  const { retention } = useDesk()
  const calendar = useCalendar()
  const now = useNow()
  const { item, reach } = detail
  const [offer, setOffer] = useState(item.offer !== null)
  const [preview, setPreview] = useState<ContactPreview>()
  // The offer was asked for, and the customer may not have it.
  const [unfit, setUnfit] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [asking, setAsking] = useState(false)
  // The same for every try, until one was taken: a repeat is not sent twice.
  const sendId = useRef(newClientId())
  const { contact } = item
  const { id, version } = item
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change may change what can be sent
  useEffect(() => {
    let stale = false
    retention.preview(id, offer).then(
      (read) => {
        if (stale) return
        setPreview(read)
        setUnfit(offer && !read.offer)
        setProblem(undefined)
      },
      (error: unknown) => {
        if (!stale) setProblem(error)
      },
    )
    return () => {
      stale = true
    }
  }, [retention, id, version, offer, reach.reason])

  const send = async () => {
    setAsking(false)
    // What is sent is what was read.
    const named = preview?.offer ?? false
    if (await state.change('contact', { offer: named, id: sendId.current })) {
      sendId.current = newClientId()
      done(words.doneContact)
    }
  }
  const withdraw = async () => {
    if (await state.change('withdraw', {})) done(words.doneWithdraw)
  }
  const shown = preview ?? reach
  const channel = placeWords(shown.channel, words)
  return (
    <section className="card" aria-label={words.contactTitle}>
      <h3>{words.contactTitle}</h3>
      {contact && (
        <p className={`contact-line ${contact.state}`}>
          {contactWords(contact, now, words, calendar)}{' '}
          <a href={hrefOf(contact.conversation)}>{words.contactOpen}</a>{' '}
          {contact.state === 'pending' && item.mine && (
            <Button size="small" loading={state.busy === 'withdraw'} onClick={() => void withdraw()}>
              {words.withdraw}
            </Button>
          )}
        </p>
      )}
      {problem !== undefined && <Alert type="error" showIcon title={errorWords(problem, words)} />}
      {!shown.allowed && shown.reason !== null && (
        <p className="blocked">
          {fill(words.cannotContact, {
            reason: blockWords(shown.reason, shown.until, now, words, calendar),
          })}
        </p>
      )}
      {shown.allowed && (
        <>
          {preview === undefined && problem === undefined && <Skeleton active title={false} />}
          {preview?.text != null && (
            <>
              <p className="note">{fill(words.contactPreview, { channel })}</p>
              <blockquote lang={preview.language === 'zh' ? 'zh-CN' : 'en'}>{preview.text}</blockquote>
            </>
          )}
          {item.offer && (
            <Checkbox
              checked={offer && !unfit}
              disabled={unfit}
              onChange={(event) => setOffer(event.target.checked)}
            >
              {words.contactOffer}
            </Checkbox>
          )}
          {unfit && <p className="note">{words.contactNoOffer}</p>}
          <p className="contact-send">
            <Button
              type="primary"
              disabled={!preview?.allowed || !item.mine || state.busy !== undefined}
              loading={state.busy === 'contact'}
              onClick={() => setAsking(true)}
            >
              {words.contactSend}
            </Button>
            {!item.mine && <span className="note">{words.takeFirst}</span>}
          </p>
        </>
      )}
      {asking && preview && (
        <Dialog
          title={words.contactAsk}
          close={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{words.cancel}</Button>
              <Button type="primary" onClick={() => void send()}>
                {words.contactSend}
              </Button>
            </>
          }
        >
          <p>{fill(words.contactAskText, { channel, time: sendingWords(preview, now, words, calendar) })}</p>
          <blockquote lang={preview.language === 'zh' ? 'zh-CN' : 'en'}>{preview.text}</blockquote>
        </Dialog>
      )}
    </section>
  )
}
