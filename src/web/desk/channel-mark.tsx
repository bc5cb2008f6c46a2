/** The channel of a conversation: its sign and its name, and whether others read along there. */

import Icon, { GlobalOutlined, MessageOutlined, TeamOutlined, WechatOutlined } from '@ant-design/icons'
import { useWords } from './desk-context.ts'
import { channelWords } from './wording.ts'

/** A plain letter in a box; the brand's own sign is not ours to draw. */
function LetterT() {
  return (
    <svg viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true">
      <rect
        x="1.6"
        y="1.6"
        width="12.8"
        height="12.8"
        rx="3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
      />
      <path
        d="M4.8 5.4h6.4M8 5.4v6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  )
}

function ChannelIcon({ channel }: { readonly channel: string }) {
  if (channel === 'wechat') return <WechatOutlined aria-hidden />
  if (channel === 'msteams') return <Icon component={LetterT} aria-hidden />
  if (channel === 'directline' || channel === 'webchat') return <GlobalOutlined aria-hidden />
  return <MessageOutlined aria-hidden />
}

export function ChannelMark({ channel }: { readonly channel: string }) {
  const { words } = useWords()
  return (
    <span className="channel">
      <ChannelIcon channel={channel} /> {channelWords(channel, words)}
    </span>
  )
}

/** Says that others read along. @param short where there is little room: pointing at it tells the rest */
export function SharedTag({ short = false }: { readonly short?: boolean }) {
  const { words, language } = useWords()
  const rest = (language === 'zh' ? '，' : ': ') + words.sharedHint
  return (
    <span className="shared" {...(short && { title: words.shared + rest })}>
      <TeamOutlined aria-hidden /> {words.shared}
      <span className={short ? 'unseen' : undefined}>{rest}</span>
    </span>
  )
}
