/** The demo inbox's own script: asks for what was sent again and again, newest on top, each code with a button to copy it. */

import type { InboxAnswer, InboxMessage } from '../../console/demo-inbox-types.ts'
import { copyText } from '../widget/clipboard.ts'

const EVERY_MS = 2_000
const COPIED_MS = 2_000

const { documentElement, body } = document
const clock = new Intl.DateTimeFormat(documentElement.lang, { timeStyle: 'medium' })
const shown = new Map<string, HTMLElement>()

/** A part of the page's own markup, which is written together with this script. */
function part<E extends HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector)
  if (found) return found
  throw new Error(`The page has no ${selector}.`)
}

function cardOf(message: InboxMessage): HTMLElement {
  const card = part<HTMLElement>(
    'li',
    part<HTMLTemplateElement>('#message').content.cloneNode(true) as DocumentFragment, // a fragment stays one
  )
  part('.receivers', card).textContent = message.receivers.join(' · ') || (body.dataset['nobody'] ?? '')
  const time = part<HTMLTimeElement>('time', card)
  time.dateTime = new Date(message.at).toISOString()
  time.textContent = clock.format(message.at)
  const { code } = message
  part('.code', card).hidden = code === null
  part('strong', card).textContent = code
  const text = part('.text', card)
  text.textContent = message.text
  text.lang = message.language === 'zh' ? 'zh-CN' : 'en'
  const button = part<HTMLButtonElement>('button', card)
  const { textContent: label } = button
  button.addEventListener('click', async () => {
    const copied = code !== null && (await copyText(code))
    button.textContent = body.dataset[copied ? 'copied' : 'notCopied'] ?? ''
    setTimeout(() => {
      button.textContent = label
    }, COPIED_MS)
  })
  return card
}

/** Changes only what has changed: focus and selection stay where they are. */
function show({ messages, now }: InboxAnswer): void {
  const current = new Set(messages.map(({ id }) => id))
  for (const [id, card] of shown) {
    if (current.has(id)) continue
    card.remove()
    shown.delete(id)
  }
  for (const message of messages.toReversed()) {
    const card = shown.get(message.id) ?? cardOf(message)
    if (!shown.has(message.id)) part('#messages').prepend(card)
    shown.set(message.id, card)
    const old = message.expiresAt <= now
    card.classList.toggle('old', old)
    part('.expired', card).hidden = !old
  }
  part('#empty').hidden = messages.length > 0
}

async function refresh(): Promise<void> {
  try {
    const response = await fetch('inbox.json', { cache: 'no-store' })
    if (!response.ok) throw new Error(String(response.status))
    show((await response.json()) as InboxAnswer) // from our own server, which has this type
    part('#lost').hidden = true
  } catch {
    part('#lost').hidden = false // said on the page; the next round tries again
  }
  setTimeout(refresh, EVERY_MS)
}

void refresh()
