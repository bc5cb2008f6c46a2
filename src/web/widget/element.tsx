/** The custom element `<liuke-chat>`: launcher and panel in a shadow root, and the page's handle on both. */

import { render } from 'preact'
import { CardLoader } from './card-loader.ts'
import { loadGreeter } from './greeting-loader.ts'
import { Launcher } from './launcher.tsx'
import { Panel } from './panel.tsx'
import { Session } from './session.ts'
import { lookPalette, readSettings, type ServerSettings, type Settings } from './settings.ts'
import { browserStorage, Store } from './stored.ts'
import { type Language, localeOf, type Words, wordsOf } from './strings.ts'
import { applyStyles } from './styles.ts'
import styles from './widget.css'

/** Set once when the script runs: where it came from, and what that server says of itself. */
export interface Origin {
  /** Address of the Liuke server, ending in a slash. */
  readonly server: string
  readonly settings: ServerSettings
}

let origin: Origin | undefined
let cards: CardLoader | undefined

/** Registers the element; a second copy of the script on the page changes nothing. */
export function define(from: Origin): void {
  if (customElements.get('liuke-chat')) return
  origin = from
  cards = new CardLoader(new URL(from.settings.cards, from.server).href)
  customElements.define('liuke-chat', LiukeChat)
}

/** Narrower than this the panel covers the page, so it does not open by itself. */
const WIDE = '(min-width: 520px) and (min-height: 460px)'

export class LiukeChat extends HTMLElement {
  #session: Session | undefined
  #settings: Settings | undefined
  #language: Language = 'en'
  #store: Store | undefined
  #isOpen = false
  #returnFocusTo: HTMLElement | undefined
  #cleanUp: AbortController | undefined
  #endGreeting: (() => void) | undefined
  readonly #mount = document.createElement('div')

  connectedCallback(): void {
    if (!origin || this.#cleanUp) return
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    if (!this.#mount.isConnected) {
      applyStyles(root, styles)
      this.#mount.className = `root ${origin.settings.look.position}`
      root.append(this.#mount)
    }
    this.#start(origin)
    this.#listen()
    if (this.#session?.hasConversation) this.#session.start()
    if (this.#settings?.open || (this.#wasOpen() && matchMedia(WIDE).matches)) this.open()
    this.#render()
    this.#greetLater(origin, root)
  }

  disconnectedCallback(): void {
    this.#cleanUp?.abort()
    this.#cleanUp = undefined
    this.#endGreeting?.()
    this.#session?.stop()
  }

  /** Opens the panel and puts the cursor into it. */
  open(): void {
    if (!this.#session || this.#isOpen) return
    const active = document.activeElement
    this.#returnFocusTo = active instanceof HTMLElement && active !== this ? active : undefined
    this.#isOpen = true
    this.#endGreeting?.()
    this.#rememberOpen()
    this.#session.start()
    this.#session.setReading(document.visibilityState === 'visible')
    this.#render()
  }

  /** Closes the panel; the focus goes back to where it came from. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#rememberOpen()
    this.#session?.setReading(false)
    this.#render()
    const page = this.#returnFocusTo
    if (page?.isConnected && page !== document.body) page.focus()
    else this.shadowRoot?.querySelector<HTMLElement>('.launcher')?.focus()
  }

  /** Opens the panel and asks a question as if the customer had typed it. */
  ask(question: string): void {
    this.open()
    if (this.#session?.state.transcript.ended) this.#session.startOver()
    if (question.trim()) this.#session?.say(question.trim())
  }

  #start({ server, settings: { look } }: Origin): void {
    const read = (name: string) =>
      this.getAttribute(`data-${name}`) ?? (name === 'title' ? null : this.getAttribute(name))
    const settings = readSettings(read, document.documentElement.lang, navigator.languages)
    const store = new Store(server, browserStorage())
    this.#settings = settings
    this.#store = store
    this.#language = store.value.language ?? settings.language
    const palette = settings.palette ?? lookPalette(look)
    if (palette) {
      this.style.setProperty('--liuke-brand', palette.brand)
      this.style.setProperty('--liuke-on-brand', palette.onBrand)
      this.style.setProperty('--liuke-light', palette.light)
      this.style.setProperty('--liuke-dark', palette.dark)
    }
    const tokenUrl = settings.tokenUrl && URL.parse(settings.tokenUrl, document.baseURI)?.href
    const url = tokenUrl || new URL('widget/token', server).href
    this.#session = new Session({
      server,
      tokens: { url, ...(settings.token && { token: settings.token }) },
      store,
      locale: () => localeOf(this.#language, navigator.languages),
    })
  }

  #greetLater({ server, settings: { greeting } }: Origin, root: ShadowRoot): void {
    const session = this.#session
    if (!greeting || !session) return
    this.#endGreeting = loadGreeter(new URL(greeting.part, server).href, {
      root,
      mount: this.#mount,
      address: new URL(greeting.rules, server).href,
      language: () => this.#language,
      reader: () => (localeOf(this.#language, navigator.languages) === 'zh-TW' ? 'hant' : this.#language),
      words: () => this.#words(),
      isBusy: () => this.#isOpen || session.hasConversation,
      open: () => this.open(),
      ask: (question) => this.ask(question),
    })
  }

  #words(): Words {
    return wordsOf(this.#language, origin?.settings.look ?? {})
  }

  #listen(): void {
    this.#cleanUp = new AbortController()
    const { signal } = this.#cleanUp
    const session = this.#session
    if (!session) return
    signal.addEventListener(
      'abort',
      session.watch(() => this.#render()),
    )
    addEventListener('online', () => session.tryNow(), { signal })
    addEventListener('offline', () => session.wentOffline(), { signal })
    const seen = () => {
      const visible = document.visibilityState === 'visible'
      session.setReading(this.#isOpen && visible)
      if (visible) void session.cameBack()
    }
    document.addEventListener('visibilitychange', seen, { signal })
    const viewport = globalThis.visualViewport
    const fit = () => this.#fit()
    viewport?.addEventListener('resize', fit, { signal })
    viewport?.addEventListener('scroll', fit, { signal })
  }

  /** On a phone the keyboard covers part of the page: the sheet takes what is left. */
  #fit(): void {
    const viewport = globalThis.visualViewport
    if (!viewport || viewport.scale > 1.01) return
    this.style.setProperty('--height', `${viewport.height}px`)
    this.style.setProperty('--top', `${viewport.offsetTop}px`)
  }

  #wasOpen(): boolean {
    try {
      return sessionStorage.getItem('liuke-chat:open') === '1'
    } catch {
      return false // storage is blocked: the panel simply starts closed
    }
  }

  #rememberOpen(): void {
    try {
      sessionStorage.setItem('liuke-chat:open', this.#isOpen ? '1' : '0')
    } catch {
      // Storage is blocked: the panel simply starts closed on the next page.
    }
  }

  #switchLanguage(): void {
    this.#language = this.#language === 'zh' ? 'en' : 'zh'
    this.#store?.update({ language: this.#language })
    this.#render()
  }

  #render(): void {
    const session = this.#session
    if (!session || !origin || !cards) return
    const words = this.#words()
    const { look } = origin.settings
    const title = this.#settings?.title ?? origin.settings.titles[this.#language] ?? words.title
    render(
      <>
        <Panel
          state={session.state}
          session={session}
          open={this.#isOpen}
          title={title}
          words={words}
          language={this.#language}
          privacy={URL.parse(origin.settings.privacy[this.#language], origin.server)?.href}
          cards={cards}
          server={origin.server}
          switchLanguage={() => this.#switchLanguage()}
          close={() => this.close()}
        />
        <Launcher
          open={this.#isOpen}
          unread={session.state.unread}
          words={words}
          text={look.launcher?.[this.#language]}
          toggle={() => (this.#isOpen ? this.close() : this.open())}
        />
      </>,
      this.#mount,
    )
  }
}
