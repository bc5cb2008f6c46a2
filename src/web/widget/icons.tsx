/** The widget's icons: drawn inline, so that no page has to allow images, and hidden from screen readers. */

import type { JSX } from 'preact'

const drawn = (children: JSX.Element | JSX.Element[]) => () => (
  <svg
    class="icon"
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
)

export const ChatIcon = drawn([
  <path
    key="a"
    d="M5 4.5h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7.2L7 21v-3.5H5a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2Z"
  />,
  <path key="b" d="M8 11h.01M12 11h.01M16 11h.01" stroke-width="2.6" />,
])
export const CloseIcon = drawn(<path d="M6 6l12 12M18 6 6 18" />)
export const DownIcon = drawn(<path d="m6 9.5 6 6 6-6" />)
export const MoreIcon = drawn(<path d="M12 5.5h.01M12 12h.01M12 18.5h.01" stroke-width="3" />)
export const SendIcon = drawn(<path d="M12 19.5v-15M5.5 11 12 4.5l6.5 6.5" stroke-width="2.1" />)
export const ClipIcon = drawn(
  <path d="m19.5 11.5-7.6 7.6a4.9 4.9 0 0 1-7-7l8.2-8.1a3.3 3.3 0 0 1 4.6 4.6l-8 8a1.6 1.6 0 0 1-2.4-2.3l7-7" />,
)
export const FileIcon = drawn([
  <path key="a" d="M13.5 3.5H7a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9l-5.5-5.5Z" />,
  <path key="b" d="M13.5 3.5V9H19" />,
])
export const RetryIcon = drawn(<path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4.5v4h4" />)
export const UpThumbIcon = drawn(
  <path d="M7.5 10.5v9H4v-9h3.5Zm0 0L11.2 3a2.3 2.3 0 0 1 2.3 2.6l-.4 3.4h5.2a2 2 0 0 1 2 2.4l-1.3 6.5a2 2 0 0 1-2 1.6H7.5" />,
)
export const DownThumbIcon = drawn(
  <path d="M16.5 13.5v-9H20v9h-3.5Zm0 0L12.8 21a2.3 2.3 0 0 1-2.3-2.6l.4-3.4H5.7a2 2 0 0 1-2-2.4L5 6.1a2 2 0 0 1 2-1.6h9.5" />,
)
export const LanguageIcon = drawn([
  <circle key="a" cx="12" cy="12" r="8.5" />,
  <path
    key="b"
    d="M3.5 12h17M12 3.5c2.6 2.4 3.8 5.3 3.8 8.5s-1.2 6.1-3.8 8.5c-2.6-2.4-3.8-5.3-3.8-8.5S9.4 5.9 12 3.5Z"
  />,
])
export const CopyIcon = drawn([
  <rect key="a" x="8.5" y="8.5" width="11" height="11" rx="2" />,
  <path key="b" d="M5.5 15.5h-1v-9a2 2 0 0 1 2-2h9v1" />,
])
export const EndIcon = drawn(
  <path d="M14 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14M10 12h10m-3.5-3.5L20 12l-3.5 3.5" />,
)
export const ShieldIcon = drawn(
  <path d="M12 3.5 5 6v5.5c0 4.2 2.8 7.4 7 9 4.2-1.6 7-4.8 7-9V6l-7-2.5Zm-3 8.7 2.2 2.2 4-4.2" />,
)
export const ClockIcon = drawn([
  <circle key="a" cx="12" cy="12" r="8.5" />,
  <path key="b" d="M12 7.5V12l3 2" />,
])
export const TickIcon = drawn(<path d="m5.5 12.5 4.3 4.3 8.7-9.3" />)

/** The assistant's face: a small wave, not a human photograph. */
export const AssistantIcon = drawn([
  <path key="a" d="M4 10.5c2.7-2.4 5.3-2.4 8 0s5.3 2.4 8 0" stroke-width="2.1" />,
  <path key="b" d="M4 15.5c2.7-2.4 5.3-2.4 8 0s5.3 2.4 8 0" stroke-width="2.1" />,
])
