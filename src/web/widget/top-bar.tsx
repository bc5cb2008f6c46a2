/** The head of the panel: who is answering, and the menu. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { CloseIcon, CopyIcon, EndIcon, LanguageIcon, MoreIcon, ShieldIcon } from './icons.tsx'
import { Face } from './message.tsx'
import type { ChatState } from './session.ts'
import type { Strings, Words } from './strings.ts'

export interface TopBarProps {
  readonly state: ChatState
  readonly title: string
  readonly words: Words
  readonly menuOpen: boolean
  /** Address of the privacy notice. */
  readonly privacy: string | undefined
  setMenuOpen(open: boolean): void
  switchLanguage(): void
  copy(): void
  askToEnd(): void
  close(): void
}

/** Second line of the head: the state of the conversation in a few words. */
function statusOf(state: ChatState, words: Strings): string {
  const { transcript } = state
  if (state.connection === 'connecting' && transcript.entries.length === 0) return words.connecting
  const byOwner = {
    bot: words.assistantReady,
    queued: words.queued,
    human: words.human,
    closed: words.closed,
  }
  return byOwner[transcript.owner]
}

function Menu({ words, privacy, state, setMenuOpen, switchLanguage, copy, askToEnd }: TopBarProps) {
  const menu = useRef<HTMLDivElement>(null)
  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  useLayoutEffect(() => items()[0]?.focus(), [])
  const move = (event: KeyboardEvent) => {
    const all = items()
    const here = all.findIndex((item) => item.matches(':focus'))
    const target = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }[event.key]
    if (target === undefined) return
    event.preventDefault()
    all.at(target % all.length)?.focus()
  }
  const choose = (action: () => void) => () => {
    setMenuOpen(false)
    action()
  }
  const { entries, ended } = state.transcript
  return (
    <div
      class="menu"
      role="menu"
      tabIndex={-1}
      ref={menu}
      aria-label={words.menu}
      onKeyDown={move}
      onFocusOut={(event) => {
        const next = event.relatedTarget
        if (!(next instanceof Node) || !event.currentTarget.contains(next)) setMenuOpen(false)
      }}
    >
      <button
        type="button"
        role="menuitem"
        lang={words.language === 'English' ? 'en' : 'zh'}
        onClick={choose(switchLanguage)}
      >
        <LanguageIcon />
        {words.language}
      </button>
      {entries.length > 0 && (
        <button type="button" role="menuitem" onClick={choose(copy)}>
          <CopyIcon />
          {words.copy}
        </button>
      )}
      {privacy !== undefined && (
        <a role="menuitem" href={privacy} target="_blank" rel="noopener">
          <ShieldIcon />
          {words.privacy}
          <span class="hidden-text">{words.linkNewTab}</span>
        </a>
      )}
      {entries.length > 0 && !ended && (
        <button type="button" role="menuitem" class="danger" onClick={choose(askToEnd)}>
          <EndIcon />
          {words.end}
        </button>
      )}
    </div>
  )
}

export function TopBar(props: TopBarProps) {
  const { state, title, words, menuOpen, setMenuOpen, close } = props
  const agent = state.transcript.owner === 'human' ? (state.transcript.agent ?? words.agent) : undefined
  return (
    <header class="top">
      <Face agent={agent} sign={words.sign} />
      <div class="who">
        <h2 id="liuke-title">
          <bdi>{agent ?? title}</bdi>
        </h2>
        <p role="status">{statusOf(state, words)}</p>
      </div>
      <button
        type="button"
        class="tool"
        data-menu
        aria-label={words.menu}
        title={words.menu}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        // Keeps the focus in the open menu, which would otherwise close before this click and open again.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setMenuOpen(!menuOpen)}
      >
        <MoreIcon />
      </button>
      <button type="button" class="tool" aria-label={words.close} title={words.close} onClick={close}>
        <CloseIcon />
      </button>
      {menuOpen && <Menu {...props} />}
    </header>
  )
}
