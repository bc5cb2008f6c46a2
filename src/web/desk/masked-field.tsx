/** A personal field of the customer, masked until the agent asks to see it. */

import { Button } from 'antd'
import { useState } from 'react'
import type { CustomerCard, RevealField } from '../../console/desk-types.ts'
import { fill } from '../widget/strings.ts'
import { useDesk, useWords } from './desk-context.ts'

const TITLES = {
  account: 'fieldAccount',
  name: 'fieldName',
  phone: 'fieldPhone',
  email: 'fieldEmail',
  address: 'fieldAddress',
} as const satisfies Readonly<Record<RevealField, string>>

export interface MaskedFieldProps {
  readonly field: CustomerCard['fields'][number]
  /** Asks for the whole value, which is put on record. */
  reveal(field: RevealField): Promise<{ readonly value: string | null }>
  /** Hears what to tell a screen reader. */
  announce(text: string): void
  failed(error: unknown): void
}

export function MaskedField({ field: { field, masked }, reveal: ask, announce, failed }: MaskedFieldProps) {
  const { words, language } = useWords()
  const { account } = useDesk()
  const [shown, setShown] = useState<string | null>()
  const [busy, setBusy] = useState(false)
  const title = words[TITLES[field]]
  const inSentence = language === 'en' ? title.toLowerCase() : title
  const open = shown !== undefined

  const reveal = async () => {
    setBusy(true)
    try {
      const { value } = await ask(field)
      setShown(value)
      announce(fill(words.revealed, { field: inSentence }))
    } catch (error) {
      failed(error)
    }
    setBusy(false)
  }
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <span dir="auto">{(open ? shown : masked) ?? words.none}</span>
        {masked !== null && account.permissions.includes('customer.reveal') && (
          <Button
            type="link"
            size="small"
            loading={busy}
            aria-label={fill(open ? words.hideField : words.revealField, { field: inSentence })}
            onClick={() => (open ? setShown(undefined) : void reveal())}
          >
            {open ? words.hide : words.reveal}
          </Button>
        )}
      </dd>
    </div>
  )
}
