/** A page for the people who work here: language and appearance, and whether to show the sign-in form or the page. */

import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  InfoCircleFilled,
  LoadingOutlined,
} from '@ant-design/icons'
import { Alert, Button, ConfigProvider, Spin } from 'antd'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import { fill, type Language } from '../widget/strings.ts'
import { type Calls, createCalls } from './calls.ts'
import { errorWords } from './error-words.ts'
import { SignIn } from './sign-in.tsx'
import { locales, themeOf } from './theme.ts'
import { useDark, usePreferences } from './use-preferences.ts'
import { useWords } from './words.ts'

/** antd's own names for its signs are English; the words beside them say it in the reader's language. */
const ALERT_ICONS = {
  successIcon: <CheckCircleFilled aria-hidden />,
  infoIcon: <InfoCircleFilled aria-hidden />,
  warningIcon: <ExclamationCircleFilled aria-hidden />,
  errorIcon: <CloseCircleFilled aria-hidden />,
}
const BUTTONS = { autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden /> }

/** What a page shows to somebody who is signed in. */
export interface Signed {
  readonly calls: Calls
  readonly account: SessionAnswer['account']
  signOut(): Promise<void>
}

/** What a page says of itself. */
export interface PageWords {
  readonly product: string
  /** When a session has just ended by itself. */
  readonly sessionOver: string
}

export interface StaffAppProps {
  /** Under which the page's policy allows antd's styles. */
  readonly nonce: string
  readonly about: Readonly<Record<Language, PageWords>>
  /** Rendered anew for each person who signs in. */
  show(signed: Signed): ReactNode
}

export function StaffApp({ nonce, about, show }: StaffAppProps) {
  const { language } = usePreferences()
  const dark = useDark()
  const theme = useMemo(() => themeOf(dark), [dark])
  useEffect(() => {
    const { documentElement } = document
    documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  }, [language, dark])
  return (
    <ConfigProvider
      locale={locales[language]}
      theme={theme}
      csp={{ nonce }}
      alert={ALERT_ICONS}
      button={BUTTONS}
    >
      <Entrance about={about[language]} show={show} />
    </ConfigProvider>
  )
}

type State =
  | { readonly is: 'checking' }
  | { readonly is: 'unreachable'; readonly error: unknown }
  | { readonly is: 'out'; readonly over: boolean }
  | { readonly is: 'in'; readonly session: SessionAnswer }

function Entrance({ about, show }: { readonly about: PageWords } & Pick<StaffAppProps, 'show'>) {
  const { words } = useWords()
  const [state, setState] = useState<State>({ is: 'checking' })
  const lastName = useRef('')
  const calls = useMemo(
    () =>
      createCalls({
        fetch: (url, init) => fetch(url, init),
        base: document.baseURI,
        onSignedOut: () => setState({ is: 'out', over: true }),
      }),
    [],
  )
  const check = async () => {
    setState({ is: 'checking' })
    try {
      const session = await calls.session()
      setState(session ? { is: 'in', session } : { is: 'out', over: false })
    } catch (error) {
      setState({ is: 'unreachable', error })
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => void check(), [])
  useEffect(() => {
    if (state.is !== 'in') document.title = about.product
  }, [state.is, about])

  if (state.is === 'checking') {
    return (
      <main className="alone" aria-busy="true">
        <Spin size="large" />
        <p role="status">{words.loading}</p>
      </main>
    )
  }
  if (state.is === 'unreachable') {
    const reason = errorWords(state.error, words)
    return (
      <main className="alone">
        <Alert type="error" showIcon role="alert" title={fill(words.loadFailed, { reason })} />
        <Button type="primary" onClick={() => void check()}>
          {words.tryAgain}
        </Button>
      </main>
    )
  }
  if (state.is === 'out') {
    const signIn = async (name: string, password: string) =>
      setState({ is: 'in', session: await calls.signIn(name, password) })
    return (
      <SignIn
        product={about.product}
        overNote={about.sessionOver}
        over={state.over}
        name={lastName.current}
        signIn={signIn}
      />
    )
  }
  const { account } = state.session
  lastName.current = account.name
  const signOut = async () => {
    await calls.signOut()
    lastName.current = ''
    setState({ is: 'out', over: false })
  }
  return show({ calls, account, signOut })
}
