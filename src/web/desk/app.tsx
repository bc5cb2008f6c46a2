/** The whole page: language and appearance, and whether to show the sign-in form or the desk. */

import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  InfoCircleFilled,
  LoadingOutlined,
} from '@ant-design/icons'
import { Alert, Button, ConfigProvider, Spin } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import { fill } from '../widget/strings.ts'
import { createApi } from './api.ts'
import { Desk } from './desk.tsx'
import { DeskProvider, ServerClock, useWords, WordsProvider } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { Live, type OpenStream } from './live.ts'
import { SignIn } from './sign-in.tsx'
import { strings } from './strings.ts'
import { locales, themeOf } from './theme.ts'
import { UnsentStore } from './unsent.ts'
import { useMedia, usePreferences } from './use-preferences.ts'

/** antd's own names for its signs are English; the words beside them say it in the agent's language. */
const ALERT_ICONS = {
  successIcon: <CheckCircleFilled aria-hidden />,
  infoIcon: <InfoCircleFilled aria-hidden />,
  warningIcon: <ExclamationCircleFilled aria-hidden />,
  errorIcon: <CloseCircleFilled aria-hidden />,
}
const BUTTONS = { autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden /> }

type State =
  | { readonly is: 'checking' }
  | { readonly is: 'unreachable'; readonly error: unknown }
  | { readonly is: 'out'; readonly over: boolean }
  | { readonly is: 'in'; readonly session: SessionAnswer }

/** @param nonce under which the page's policy allows antd's styles */
export function App({ nonce }: { readonly nonce: string }) {
  const { language, appearance } = usePreferences()
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const dark = appearance === 'auto' ? systemDark : appearance === 'dark'
  const theme = useMemo(() => themeOf(dark), [dark])
  const words = useMemo(() => ({ words: strings[language], language }), [language])
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
      <WordsProvider value={words}>
        <Entrance />
      </WordsProvider>
    </ConfigProvider>
  )
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

function Entrance() {
  const { words } = useWords()
  const [state, setState] = useState<State>({ is: 'checking' })
  const stores = useRef(new Map<string, UnsentStore>())
  const lastName = useRef('')
  const api = useMemo(
    () =>
      createApi({
        fetch: (url, init) => fetch(url, init),
        base: document.baseURI,
        onSignedOut: () => setState({ is: 'out', over: true }),
      }),
    [],
  )
  const check = async () => {
    setState({ is: 'checking' })
    try {
      const session = await api.session()
      setState(session ? { is: 'in', session } : { is: 'out', over: false })
    } catch (error) {
      setState({ is: 'unreachable', error })
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => void check(), [])
  useEffect(() => {
    if (state.is !== 'in') document.title = words.product
  }, [state.is, words])

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
      setState({ is: 'in', session: await api.signIn(name, password) })
    return <SignIn over={state.over} name={lastName.current} signIn={signIn} />
  }
  const { account } = state.session
  const unsent = stores.current.get(account.name) ?? new UnsentStore(account.name, tabStorage())
  stores.current.set(account.name, unsent)
  lastName.current = account.name
  const signOut = async () => {
    await api.signOut()
    unsent.clear()
    lastName.current = ''
    setState({ is: 'out', over: false })
  }
  return <SignedIn key={account.name} {...{ api, unsent, account, signOut }} />
}

interface SignedInProps {
  readonly api: ReturnType<typeof createApi>
  readonly unsent: UnsentStore
  readonly account: SessionAnswer['account']
  signOut(): Promise<void>
}

/** Holds what lives as long as the session: the stream of changes and the server's clock. */
function SignedIn({ api, unsent, account, signOut }: SignedInProps) {
  const [live] = useState(() => new Live(openStream))
  const [clock] = useState(() => new ServerClock())
  useEffect(() => {
    live.start()
    return () => live.stop()
  }, [live])
  const context = useMemo(() => ({ api, live, clock, unsent, account }), [api, live, clock, unsent, account])
  return (
    <DeskProvider value={context}>
      <Desk signOut={signOut} />
    </DeskProvider>
  )
}
