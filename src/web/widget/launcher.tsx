/** The round button that opens and closes the panel, with the number of unread messages. */

import { ChatIcon, DownIcon } from './icons.tsx'
import { fill, type Strings } from './strings.ts'

export interface LauncherProps {
  readonly open: boolean
  readonly unread: number
  readonly words: Strings
  /** Stands beside the sign. */
  readonly text: string | undefined
  toggle(): void
}

export function Launcher({ open, unread, words, text, toggle }: LauncherProps) {
  const does = open ? words.close : unread > 0 ? fill(words.openUnread, { count: unread }) : words.open
  const isLabelled = text !== undefined && !open
  // Who speaks to the computer says what is to be seen.
  const label = isLabelled ? `${text} · ${does}` : does
  const classes = ['launcher', open && 'open', isLabelled && 'labelled']
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(' ')}
      aria-label={label}
      aria-expanded={open}
      aria-controls="liuke-panel"
      onClick={toggle}
    >
      {open ? <DownIcon /> : <ChatIcon />}
      {isLabelled && <span class="launcher-text">{text}</span>}
      {!open && unread > 0 && (
        <span class="badge" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </button>
  )
}
