/** A page for the people who work here: language and appearance, and whether to show the sign-in form or the page. */

import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  InfoCircleFilled,
  LoadingOutlined,
} from '@ant-design/icons'
import { Alert, Button, ConfigProvider, Spin } from 'antd'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import { fill, type Language } from '../widget/strings.ts'
import { type Calls, createCalls } from './calls.ts'
import { errorWords } from './error-words.ts'
import { setupToken } from './setup-token.ts'
import { SignIn } from './sign-in.tsx'
import { StaffProvider } from './staff-context.ts'
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

/** Rarely seen, and loaded then. */
const AccountSetup = lazy(() => import('./account-setup.tsx'))
const AccountNeed = lazy(() => import('./account-need.tsx'))

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
  const [round, setRound] = useState(0)
  const [token, setToken] = useState(() => setupToken(location.hash))
  const lastName = useRef('')
  // Kept until what has to be done first is done, so that nobody types it twice.
  const lastPassword = useRef('')
  const calls = useMemo(
    () =>
      createCalls({
        fetch: (url, init) => fetch(url, init),
        base: document.baseURI,
        onSignedOut: () => setState({ is: 'out', over: true }),
        onNeed: () => setRound((round) => round + 1),
      }),
    [],
  )
  async function check(): Promise<void> {
    setState({ is: 'checking' })
    try {
      const session = await calls.session()
      setState(session ? { is: 'in', session } : { is: 'out', over: false })
    } catch (error) {
      setState({ is: 'unreachable', error })
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the page opens, and when the server says so
  useEffect(() => void check(), [round])
  useEffect(() => {
    if (state.is !== 'in') document.title = about.product
  }, [state.is, about])

  if (state.is === 'checking') return <Loading />
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
  if (state.is === 'out' && token !== undefined) {
    const leave = () => {
      history.replaceState(null, '', location.pathname + location.search)
      setToken(undefined)
    }
    const setUp = async (wanted: object) => {
      const session = await calls.setUp({ token, ...wanted })
      leave()
      setState({ is: 'in', session })
    }
    return (
      <Suspense fallback={<Loading />}>
        <AccountSetup product={about.product} setUp={setUp} leave={leave} />
      </Suspense>
    )
  }
  if (state.is === 'out') {
    const signIn = async (name: string, password: string, code?: string) => {
      const session = await calls.signIn(name, password, code)
      lastPassword.current = session.need ? password : ''
      setState({ is: 'in', session })
    }
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
  const { account, need } = state.session
  lastName.current = account.name
  const signOut = async () => {
    await calls.signOut()
    lastName.current = ''
    lastPassword.current = ''
    setState({ is: 'out', over: false })
  }
  /** Reads anew who is signed in; the page stays as it is. */
  const refresh = async () => {
    const session = await calls.session()
    if (session) setState({ is: 'in', session })
  }
  if (need) {
    return (
      <Suspense fallback={<Loading />}>
        <AccountNeed
          key={need}
          need={need}
          product={about.product}
          name={account.name}
          password={lastPassword.current}
          calls={calls}
          chosen={(password) => {
            lastPassword.current = password
          }}
          done={refresh}
          signOut={signOut}
        />
      </Suspense>
    )
  }
  lastPassword.current = ''
  return (
    <StaffProvider value={{ calls, account, refresh, product: about.product }}>
      {show({ calls, account, signOut })}
    </StaffProvider>
  )
}

function Loading() {
  const { words } = useWords()
  return (
    <main className="alone" aria-busy="true">
      <Spin size="large" />
      <p role="status">{words.loading}</p>
    </main>
  )
}
