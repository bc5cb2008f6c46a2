/** Marks that entries of the queue and of the inbox share: tags, and what was not read yet. */

import { fill } from '../widget/strings.ts'
import { useWords } from './desk-context.ts'
import type { KnownTags } from './inbox-words.ts'

export function TagMarks({ tags, known }: { readonly tags: readonly string[]; readonly known: KnownTags }) {
  const { words, language } = useWords()
  if (tags.length === 0) return null
  const names = tags.map((id) => known?.find((tag) => tag.id === id)?.name[language] ?? id)
  return (
    <span className="tag-marks">
      <span className="unseen">
        {fill(words.tagLabel, { tags: names.join(language === 'zh' ? '、' : ', ') })}
      </span>
      {names.map((name) => (
        <span key={name} className="tag-mark" aria-hidden>
          <bdi>{name}</bdi>
        </span>
      ))}
    </span>
  )
}

export function UnreadMark({ count }: { readonly count: number }) {
  const { words } = useWords()
  if (count === 0) return null
  const said = count === 1 ? words.unreadOne : fill(words.unread, { count })
  return (
    <span className="unread" title={said}>
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="unseen">{said}</span>
    </span>
  )
}
