/** The part of the widget that says something of its own accord, loaded some time after the page. */

import type { Language, Strings } from '../strings.ts'
import { applyStyles } from '../styles.ts'
import styles from './greeting.css'
import { candidates, dueOf, type GreetingRule, type Reader, readShown, type Shown } from './rules.ts'

/** What greetings need of the widget. */
export interface GreetingHost {
  readonly root: ShadowRoot
  /** The element of the widget's own parts, before which the bubble stands. */
  readonly mount: HTMLElement
  /** Address of the greetings whose hours hold now. */
  readonly address: string
  language(): Language
  reader(): Reader
  words(): Strings
  /** Whether the chat is open or there is one: then nothing is said. */
  isBusy(): boolean
  open(): void
  ask(question: string): void
}

/** What the loaded module is to the widget. */
export interface Greeter {
  /** Watches the visit. @returns what ends it, and takes the bubble away */
  startGreeting(host: GreetingHost): () => void
}

/** How often the visit is looked at. */
const LOOK_MS = 1_000
/** A tab that comes back after this long has been left: nobody has read all the while. */
const ASLEEP_MS = 10_000

export function startGreeting(host: GreetingHost): () => void {
  const ended = new AbortController()
  const { signal } = ended
  void watch(host, ended).catch((error: unknown) => {
    // No greeting is no loss; who looks after the page sees why.
    if (!signal.aborted) console.warn('Liuke: no greeting on this page.', error)
  })
  return () => ended.abort()
}

async function watch(host: GreetingHost, ended: AbortController): Promise<void> {
  const { signal } = ended
  const response = await fetch(host.address, { signal, credentials: 'omit' })
  if (!response.ok) return
  // The server's own list; src/console/greetings.ts writes it.
  const rules = (await response.json()) as readonly GreetingRule[]
  const memory = new Memory(host.address)
  let seconds = 0
  let touched = 0
  let scroll = 0
  let looked = performance.now()
  const touch = () => {
    touched = seconds
  }
  for (const name of ['pointermove', 'pointerdown', 'keydown', 'touchstart', 'scroll'])
    addEventListener(name, touch, { signal, passive: true })
  const timer = setInterval(() => {
    const now = performance.now()
    const passed = now - looked
    looked = now
    if (document.visibilityState !== 'visible' || passed > ASLEEP_MS) return
    seconds += passed / 1_000
    scroll = Math.max(scroll, scrolled())
    if (host.isBusy()) return ended.abort()
    const fitting = candidates(rules, location.pathname, host.language(), memory.shown, Date.now())
    const due = dueOf(fitting, { seconds, idle: seconds - touched, scroll })
    if (!due) return
    clearInterval(timer)
    memory.keep(due.id)
    show(host, due, ended)
  }, LOOK_MS)
  signal.addEventListener('abort', () => clearInterval(timer))
}

/** How far down the page the end of the view is, in percent; 0 for a page that needs no scrolling. */
function scrolled(): number {
  const { scrollHeight } = document.documentElement
  return scrollHeight > innerHeight * 1.2 ? ((scrollY + innerHeight) / scrollHeight) * 100 : 0
}

function show(host: GreetingHost, rule: GreetingRule, ended: AbortController): void {
  const reader = host.reader()
  const text = rule.text[reader]
  applyStyles(host.root, styles)
  const place = element('div', 'root greeting-place')
  place.lang = { zh: 'zh-CN', hant: 'zh-Hant', en: 'en' }[reader]
  const news = element('p', 'hidden-text')
  news.setAttribute('role', 'status')
  const bubble = element('div', 'greeting')
  bubble.setAttribute('role', 'group')
  bubble.setAttribute('aria-label', host.words().assistant)
  bubble.append(
    button('greeting-text', text, () => host.open()),
    button('greeting-close', '×', () => ended.abort(), host.words().close),
    ...rule.starters[reader].map((question) => button('greeting-ask', question, () => host.ask(question))),
  )
  place.append(news, bubble)
  host.root.insertBefore(place, host.mount)
  // A region that is there before its text is read out by every screen reader.
  setTimeout(() => news.append(text), 100)
  const { signal } = ended
  const onEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.isComposing) ended.abort()
  }
  addEventListener('keydown', onEscape, { signal })
  signal.addEventListener('abort', () => place.remove())
}

function element(tag: 'div' | 'p', name: string): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  return made
}

function button(name: string, text: string, act: () => void, label?: string): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = name
  made.textContent = text
  if (label !== undefined) made.setAttribute('aria-label', label)
  made.addEventListener('click', act)
  return made
}

/** Which greetings this browser has shown; only for this page where storage is blocked. */
class Memory {
  readonly #key: string
  shown: Shown = {}

  constructor(address: string) {
    this.#key = `liuke-greetings:${address}`
    try {
      this.shown = readShown(localStorage.getItem(this.#key))
    } catch {
      // Storage is blocked: nothing is known of earlier visits.
    }
  }

  keep(id: string): void {
    this.shown = { ...this.shown, [id]: Date.now() }
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.shown))
    } catch {
      // Storage is blocked or full: it holds for this page only.
    }
  }
}
