/** The desk around whoever is signed in: what lives as long as the session, and what outlives it. */

import { useEffect, useMemo, useRef, useState } from 'react'
import { type Signed, StaffApp } from '../staff/app.tsx'
import { ServerClock } from '../staff/server-clock.ts'
import { deskCalls } from './api.ts'
import { Desk } from './desk.tsx'
import { DeskProvider } from './desk-context.ts'
import { inboxCalls } from './inbox-api.ts'
import { Live, type OpenStream } from './live.ts'
import { retentionCalls } from './retention-api.ts'
import { strings } from './strings.ts'
import { UnsentStore } from './unsent.ts'
import { workCalls } from './work-api.ts'

/** @param nonce under which the page's policy allows antd's styles */
export function App({ nonce }: { readonly nonce: string }) {
  const stores = useRef(new Map<string, UnsentStore>())
  const show = (signed: Signed) => {
    const { name } = signed.account
    const unsent = stores.current.get(name) ?? new UnsentStore(name, tabStorage())
    stores.current.set(name, unsent)
    return <SignedIn key={name} unsent={unsent} {...signed} />
  }
  return <StaffApp nonce={nonce} about={strings} show={show} />
}

const openStream: OpenStream = (ears) => {
  const source = new EventSource(new URL('api/desk/events', document.baseURI))
  source.onopen = () => ears.opened()
  source.onmessage = ({ data }) => ears.heard(data)
  source.onerror = () => ears.failed()
  return () => source.close()
}

/** Only for this tab: drafts may quote customers. */
function tabStorage(): Storage | undefined {
  try {
    return sessionStorage
  } catch {
    return undefined // blocked: drafts do not survive a reload
  }
}

/** Holds what lives as long as the session: the stream of changes and the server's clock. */
function SignedIn({ calls, unsent, account, signOut }: Signed & { readonly unsent: UnsentStore }) {
  const [live] = useState(() => new Live(openStream))
  const [clock] = useState(() => new ServerClock())
  useEffect(() => {
    live.start()
    return () => live.stop()
  }, [live])
  const context = useMemo(
    () => ({
      api: deskCalls(calls),
      retention: retentionCalls(calls),
      inbox: inboxCalls(calls),
      work: workCalls(calls),
      live,
      clock,
      unsent,
      account,
    }),
    [calls, live, clock, unsent, account],
  )
  const leave = async () => {
    // The server ends the stream with the session, and it would be asked for again.
    live.stop()
    try {
      await signOut()
    } catch (error) {
      live.start()
      throw error
    }
    unsent.clear()
  }
  return (
    <DeskProvider value={context}>
      <Desk signOut={leave} />
    </DeskProvider>
  )
}
