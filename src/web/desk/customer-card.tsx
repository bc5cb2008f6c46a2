/** Who the customer is and what they have. */

import { CheckCircleFilled, QuestionCircleFilled } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import type { CustomerCard as Card, RevealField } from '../../console/desk-types.ts'
import { dateWords, yuan } from '../staff/times.ts'
import { useDesk, useWords } from './desk-context.ts'
import { MaskedField } from './masked-field.tsx'
import { contractWords } from './wording.ts'

export interface CustomerCardProps {
  readonly customer: Card
  /** Asks for the whole of a field, which is put on record. */
  reveal(field: RevealField): Promise<{ readonly value: string | null }>
  /** Whether to say if the customer has proved who they are. */
  readonly identity: boolean
  failed(error: unknown): void
}

export function CustomerCard({ customer, reveal, identity, failed }: CustomerCardProps) {
  const { words, language } = useWords()
  const { account } = useDesk()
  const [announcement, setAnnouncement] = useState('')
  const fact = (title: string, value: ReactNode) =>
    value !== null &&
    value !== undefined && (
      <div>
        <dt>{title}</dt>
        <dd>{value}</dd>
      </div>
    )
  const invoice = customer.lastInvoice
  return (
    <>
      <section className="card" aria-label={words.customer}>
        {identity && (
          <p className={customer.verified ? 'verified' : 'unverified'}>
            {customer.verified ? <CheckCircleFilled aria-hidden /> : <QuestionCircleFilled aria-hidden />}{' '}
            <strong>{customer.verified ? words.verified : words.unverified}</strong>
            {!customer.verified && <span>{words.unverifiedHint}</span>}
          </p>
        )}
        <dl className="facts-list">
          {customer.fields.map((field) => (
            <MaskedField
              key={field.field}
              field={field}
              reveal={reveal}
              announce={setAnnouncement}
              failed={failed}
            />
          ))}
        </dl>
        {account.permissions.includes('customer.reveal') && <p className="note">{words.revealNote}</p>}
        <p className="unseen" role="status">
          {announcement}
        </p>
      </section>
      <section className="card" aria-label={words.plan}>
        <dl className="facts-list">
          {fact(words.status, customer.status === 'active' ? words.statusActive : words.statusCancelled)}
          {fact(words.plan, customer.plan?.[language])}
          {fact(words.home, customer.home?.[language])}
          {fact(words.contract, customer.contract === null ? null : contractWords(customer.contract, words))}
          {fact(
            words.contractEnd,
            customer.contractEnd === null ? null : dateWords(customer.contractEnd, language),
          )}
          {fact(words.monthly, customer.monthlyYuan === null ? null : yuan(customer.monthlyYuan, language))}
          {fact(
            words.invoice,
            invoice && (
              <>
                {dateWords(invoice.month, language)} · {yuan(invoice.totalYuan, language)} ·{' '}
                <span className={invoice.paid ? undefined : 'unpaid'}>
                  {invoice.paid ? words.invoicePaid : words.invoiceOpen}
                </span>
              </>
            ),
          )}
          {fact(words.district, customer.district?.[language])}
          {fact(words.joined, customer.joined === null ? null : dateWords(customer.joined, language))}
        </dl>
      </section>
    </>
  )
}
