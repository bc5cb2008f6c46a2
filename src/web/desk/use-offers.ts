/** What is offered to the agent, and what became of the last offer. */

import { useEffect, useRef, useState } from 'react'
import { fill } from '../widget/strings.ts'
import { useDesk, useNow, useWords } from './desk-context.ts'
import { isOffered, type ListedItem } from './queue-order.ts'
import { hrefOf } from './route.ts'

export interface OffersState {
  /** Those that stand, the first to run out first. */
  readonly offers: readonly ListedItem[]
  /** Said once an offer is over without the agent; empty otherwise. */
  readonly note: string
  /** What is being answered. */
  readonly busy: 'accept' | 'decline' | undefined
  accept(id: string): Promise<void>
  decline(id: string): Promise<void>
  dismiss(): void
}

export function useOffers(
  items: readonly ListedItem[] | undefined,
  refresh: () => Promise<void>,
  failed: (error: unknown) => void,
): OffersState {
  const { words } = useWords()
  const { inbox } = useDesk()
  const now = useNow()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState<'accept' | 'decline'>()
  /** The offers shown last, by id, without those the agent has answered. */
  const before = useRef(new Map<string, string>())
  const offers = (items ?? [])
    .filter((item) => isOffered(item, now))
    .sort((a, b) => (a.offeredUntil ?? 0) - (b.offeredUntil ?? 0))
  const ids = offers.map(({ id }) => id).join(' ')

  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids stand for the offers
  useEffect(() => {
    const standing = new Map(offers.map(({ id, customerName }) => [id, customerName ?? words.visitor]))
    const gone = [...before.current].find(([id]) => !standing.has(id))
    const isMine = gone !== undefined && items?.some(({ id, mine }) => id === gone[0] && mine)
    before.current = standing
    if (gone !== undefined && !isMine) setNote(fill(words.offerPassed, { name: gone[1] }))
    else if (standing.size > 0) setNote('')
  }, [ids])

  const answer = async (how: 'accept' | 'decline', id: string) => {
    if (busy) return
    setBusy(how)
    before.current.delete(id)
    try {
      await inbox[how](id)
      if (how === 'accept') location.hash = hrefOf(id)
      else setNote(words.offerDeclined)
    } catch (error) {
      failed(error)
    }
    await refresh()
    setBusy(undefined)
  }
  return {
    offers,
    note,
    busy,
    accept: (id) => answer('accept', id),
    decline: (id) => answer('decline', id),
    dismiss: () => setNote(''),
  }
}
