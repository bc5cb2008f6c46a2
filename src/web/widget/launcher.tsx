/** The round button that opens and closes the panel, with the number of unread messages. */

import { ChatIcon, DownIcon } from './icons.tsx'
import { fill, type Strings } from './strings.ts'

export interface LauncherProps {
  readonly open: boolean
  readonly unread: number
  readonly words: Strings
  toggle(): void
}

export function Launcher({ open, unread, words, toggle }: LauncherProps) {
  const label = open ? words.close : unread > 0 ? fill(words.openUnread, { count: unread }) : words.open
  return (
    <button
      type="button"
      class={open ? 'launcher open' : 'launcher'}
      aria-label={label}
      aria-expanded={open}
      aria-controls="liuke-panel"
      onClick={toggle}
    >
      {open ? <DownIcon /> : <ChatIcon />}
      {!open && unread > 0 && (
        <span class="badge" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </button>
  )
}
