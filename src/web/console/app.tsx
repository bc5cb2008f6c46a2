/** The console around whoever is signed in. */

import { useMemo } from 'react'
import { type Signed, StaffApp } from '../staff/app.tsx'
import { consoleCalls } from './api.ts'
import { ConsoleProvider } from './console-context.ts'
import { ConsoleFrame } from './console-frame.tsx'
import { strings } from './strings.ts'

/** @param nonce under which the page's policy allows antd's styles */
export function App({ nonce }: { readonly nonce: string }) {
  return (
    <StaffApp
      nonce={nonce}
      about={strings}
      show={(signed) => <SignedIn key={signed.account.name} {...signed} />}
    />
  )
}

function SignedIn({ calls, account, signOut }: Signed) {
  const context = useMemo(() => ({ api: consoleCalls(calls), calls, account }), [calls, account])
  return (
    <ConsoleProvider value={context}>
      <ConsoleFrame signOut={signOut} />
    </ConsoleProvider>
  )
}
